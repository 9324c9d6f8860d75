/**
 * Rules of the ring, from outside, for a mesh that has settled: everybody shows one mesh and the same owners, nothing is
 * disputed, and everything is owned. Then the disks are read as a restarted router would: each holds the same ring, its
 * owners' ranges cover the range without overlap, and every address that a container holds lies in its host's space.
 */
import { formatIpv4 } from "../../base/address.ts";
import { toHex } from "../../base/bytes.ts";
import type { PeerKey } from "../../base/peer-name.ts";
import type { IpamStatus } from "../../ipam-crdt/ipam-types.ts";
import { Ledger } from "../../ipam-crdt/ledger.ts";
import { Outbox } from "../../ipam-crdt/outbox.ts";
import { contains, type Range, sizeOf } from "../../ipam-crdt/range.ts";
import { digestOf } from "../../ipam-crdt/ring-digest.ts";
import type { Host } from "./host.ts";
import type { World } from "./world.ts";

export function checkRings(world: World): void {
  checkShown(world);
  const onDisks = checkDisks(world);
  checkHoldings(world, onDisks);
  checkTakeOvers(world);
}

/** Whoever is gone for good was inherited; of one at a time a majority of the voters is always left. */
function checkTakeOvers(world: World): void {
  if (world.excuses.some || (world.faultCounts.get("remove") ?? 0) !== 1) return;
  for (const host of world.hosts) {
    if (host.removed) world.violate(`${host.nickname} is gone for good, and nobody could take its space over`);
  }
}

/** What operators see at each host. */
function checkShown(world: World): void {
  const shown = world.runningHosts.flatMap((host) => {
    const ipam = host.router?.status().ipam;
    return ipam ? [{ host, ipam, owners: ownersOf(ipam) }] : [];
  });
  const [first] = shown;
  if (!first) return;
  for (const { host, ipam, owners } of shown) {
    const { nickname } = host;
    const { ipam: model, host: other } = first;
    if (ipam.state !== "ready") world.violate(`${nickname}: address management is ${ipam.state}, not ready`);
    const disputed = ipam.disputed.filter(({ first }) => !world.excuses.covers(first));
    if (disputed.length > 0) world.violate(`${nickname}: ${disputed.length} ranges are disputed`);
    if (ipam.pending.length > 0) world.violate(`${nickname}: ${ipam.pending.length} requests wait for ever`);
    if (ipam.quarantined.count > 0) world.violate(`${nickname}: a record is quarantined, and nobody forged one`);
    if (ipam.epoch !== model.epoch)
      world.violate(`${nickname} is in epoch ${ipam.epoch}, ${other.nickname} in ${model.epoch}`);
    if (meshOf(ipam) !== meshOf(model)) world.violate(`${nickname} and ${other.nickname} are of different meshes`);
    if (owners !== first.owners) world.violate(`${nickname} shows other owners than ${other.nickname}`);
    const strangers = ipam.owners.filter(({ key }) => !world.hosts.some(({ identity }) => identity.key === key));
    for (const { key } of strangers) {
      const rule = `${nickname} shows an owner who is gone: ${key}`;
      if (world.takenOver.has(key) && !world.excuses.some) world.violate(rule);
      else world.log(rule);
    }
  }
}

function meshOf({ meshId }: IpamStatus): string {
  return meshId ? toHex(meshId) : "none";
}

function ownersOf({ owners }: IpamStatus): string {
  return owners
    .map(({ key, addresses }) => `${key} ${addresses}`)
    .toSorted()
    .join("\n");
}

type Owned = ReadonlyMap<PeerKey, readonly Range[]>;

/** The rings on the disks are equal and whole; gives who owns what by each. */
function checkDisks(world: World): ReadonlyMap<Host, Owned> {
  const owned = new Map<Host, Owned>();
  let model: { readonly digest: string; readonly nickname: string } | undefined;
  for (const host of world.runningHosts) {
    const { nickname } = host;
    const ledger = new Ledger(world.crypto, host.identity, new Outbox());
    ledger.open(host.disk);
    const { ring } = ledger;
    const view = ledger.view();
    if (!ring || !view) {
      world.violate(`${nickname} has no ring on its disk`);
      continue;
    }
    const digest = toHex(digestOf(ring));
    model ??= { digest, nickname };
    if (digest !== model.digest)
      world.violate(`the ring on the disk of ${nickname} differs from that of ${model.nickname}`);
    if (!world.excuses.some) checkCover(world, nickname, ring.genesis.range, view.owned);
    owned.set(host, view.owned);
  }
  return owned;
}

/** Owned ranges follow one another from the first address of the range to the last. */
function checkCover(world: World, nickname: string, range: Range, owned: Owned): void {
  const ranges = [...owned.values()].flat().toSorted((a, b) => a.start - b.start);
  let end: number = range.start;
  for (const next of ranges) {
    if (next.start !== end) {
      const wrong = next.start < end ? "is owned twice" : "is owned by nobody";
      world.violate(`${nickname}: from ${formatIpv4(Math.min(next.start, end))} on the range ${wrong}`);
      return;
    }
    ({ end } = next);
  }
  if (end !== range.end) world.violate(`${nickname}: ${range.end - end} addresses at the range's end have no owner`);
  if (sizeOf(ranges) !== range.end - range.start) world.violate(`${nickname}: the owners' parts are not the whole`);
}

/** Nobody's container has an address that another host may give. */
function checkHoldings(world: World, owned: ReadonlyMap<Host, Owned>): void {
  for (const [address, holder] of world.ledger.holdings()) {
    const host = world.host(holder.host);
    const ranges = owned.get(host)?.get(host.identity.key);
    if (!ranges || ranges.some((range) => contains(range, address)) || world.excuses.covers(address)) continue;
    world.violate(`${host.nickname} does not own ${formatIpv4(address)}, which its container ${holder.container} has`);
  }
}
