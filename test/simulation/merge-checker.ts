/**
 * The merge laws, on the records of this run instead of drawn ones: the ring's and the
 * peers' own, as disks held them all the while. In any order, some of them more than once, or in parts that are merged
 * with each other: one state comes of it (commutative, idempotent, associative).
 */
import { toHex } from "../../base/bytes.ts";
import { type PeerKey, peerKeyOf } from "../../base/peer-name.ts";
import { type Random, shuffled } from "../../base/random.ts";
import { never } from "../../base/time.ts";
import type { Crypto } from "../../crypto/crypto-port.ts";
import { decodeGenesis } from "../../ipam-crdt/genesis.ts";
import { genesisKey } from "../../ipam-crdt/ledger.ts";
import { Ring } from "../../ipam-crdt/ring.ts";
import { digestOf } from "../../ipam-crdt/ring-digest.ts";
import { decodeRecord, type RingRecord } from "../../ipam-crdt/token.ts";
import { Topology } from "../../mesh/topology.ts";
import type { World } from "./world.ts";

/** Enough to find a merge that minds the order, cheap enough for each run. */
const mergeOrders = 3;

/** Nobody's key: no record is its own. */
const observer: PeerKey = peerKeyOf(new Uint8Array(32));

export function checkMerges(world: World): void {
  const random = world.random("merges");
  checkRingMerges(world, random);
  const topology = (records: readonly Uint8Array[]) => topologyOf(world.crypto, records);
  const recordsIn = ({ records }: Topology) => [...records.values()].map(({ bytes }) => bytes);
  const shownAs = (merged: Topology) => recordsIn(merged).map(toHex).toSorted().join();
  if (isLawful(random, world.samples.peers, topology, recordsIn, shownAs)) return;
  world.violate("the records of peers, merged in different orders, are different topologies");
}

function checkRingMerges(world: World, random: Random): void {
  const disk = world.runningHosts.find((host) => host.disk.get(genesisKey))?.disk;
  const genesis = disk && decodeGenesis(world.crypto, disk.get(genesisKey) ?? new Uint8Array(0));
  if (!genesis?.ok) return;
  const { range } = genesis.value;
  const records = world.samples.ring.flatMap((bytes) => {
    const record = decodeRecord(world.crypto, bytes, range);
    return record.ok ? [record.value] : [];
  });
  const ringOf = (merged: readonly RingRecord[]) => {
    const ring = new Ring(genesis.value);
    for (const record of merged) ring.merge(record);
    return ring;
  };
  const recordsIn = (ring: Ring) => [...ring.places()].flat();
  if (isLawful(random, records, ringOf, recordsIn, (ring) => toHex(digestOf(ring)))) return;
  world.violate("the records of the ring, merged in different orders, are different rings");
}

/** Whether `records` come to one state, in whatever order and by whatever parts they are merged. */
function isLawful<Entry, State>(
  random: Random,
  records: readonly Entry[],
  mergedFrom: (records: readonly Entry[]) => State,
  entriesOf: (state: State) => readonly Entry[],
  shownAs: (state: State) => string,
): boolean {
  const outcomes = new Set<string>();
  for (let order = 0; order < mergeOrders; order++) {
    const drawn = shuffled(random, [...records, ...records.slice(0, records.length >> 2)]);
    const half = drawn.length >> 1;
    const [left, right] = [mergedFrom(drawn.slice(0, half)), mergedFrom(drawn.slice(half))];
    outcomes.add(shownAs(mergedFrom(drawn)));
    outcomes.add(shownAs(mergedFrom([...entriesOf(left), ...entriesOf(right)])));
  }
  return outcomes.size === 1;
}

function topologyOf(crypto: Crypto, records: readonly Uint8Array[]): Topology {
  const topology = new Topology(crypto, { self: observer, collectAfterMs: never });
  for (const record of records) topology.merge(record);
  return topology;
}
