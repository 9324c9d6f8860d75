/** Refining a digest: two states become one within the rounds that gossip allows, and one change among many costs little. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toHex } from "../base/bytes.ts";
import { seededRandom } from "../base/random.ts";
import { identityOf } from "../crypto/identity.ts";
import { standInCrypto } from "../crypto/stand-in.ts";
import { roundsMax } from "../gossip/anti-entropy.ts";
import { type PeerRecord, signRecord } from "./peer-record.ts";
import { Topology } from "./topology.ts";
import { decodeTopologyDigest } from "./topology-digest.ts";
import { decodeTopologyDelta } from "./wire.ts";

const crypto = standInCrypto;
const identities = Array.from({ length: 1_000 }, (_, i) => identityOf(crypto, seededRandom(5_000 + i).bytes(32)));
const everybody = new Set(identities.map(({ key }) => key));
const reader = identityOf(crypto, seededRandom(1).bytes(32));

function recordOf(peer: number, version = 1, links = 0): PeerRecord {
  const { seed, publicKey } = identities[peer] as (typeof identities)[0];
  const linked = identities.slice(0, links).map(({ key }) => ({ peer: key, remote: "10.0.0.1:6783", outbound: true }));
  const rest = { nickname: `h${peer}`, shortId: peer + 1, incarnation: 1, port: 6783, withdrawn: false };
  return signRecord(crypto, seed, { publicKey, version, links: linked, ...rest }, true);
}

/** A router of v0.1.0 asks and answers with flat digests only. */
class OldTopology extends Topology {
  override question(): Uint8Array {
    return this.digest();
  }
  override refine(): Uint8Array | undefined {
    return undefined;
  }
  override diff(remoteDigest: Uint8Array): readonly Uint8Array[] {
    return remoteDigest[0] === 1 ? super.diff(remoteDigest) : [];
  }
}

function topologyOf(records: readonly PeerRecord[], Kind: typeof Topology = Topology): Topology {
  const topology = new Kind(crypto, { self: reader.key, collectAfterMs: 1_000 });
  merge(topology, []);
  for (const { bytes } of records) topology.merge(bytes);
  topology.settle(0, everybody);
  return topology;
}

function merge(topology: Topology, payloads: readonly Uint8Array[]): void {
  for (const payload of payloads) {
    const delta = decodeTopologyDelta(payload);
    if (delta.ok) for (const bytes of delta.value.records) topology.merge(bytes);
    if (delta.ok) for (const bytes of delta.value.patches) topology.mergePatch(bytes);
  }
  topology.settle(0, everybody);
}

/** `asker` found that the states differ; as anti-entropy.ts goes on from there. Returns the bytes of digests and differences. */
function exchange(asker: Topology, asked: Topology): number {
  let bytes = 0;
  let [from, to] = [asker, asked];
  let digest: Uint8Array | undefined = asker.question();
  for (let round = 1; digest && round <= roundsMax; round++) {
    bytes += digest.length;
    const differences = to.diff(digest);
    bytes += differences.reduce((sum, { length }) => sum + length, 0);
    const old = to instanceof OldTopology;
    const next: Uint8Array | undefined = old ? (round === 1 ? to.digest() : undefined) : to.refine(digest);
    merge(from, differences);
    [from, to] = [to, from];
    digest = next;
  }
  return bytes;
}

const someState = fc.array(fc.tuple(fc.nat(60), fc.integer({ min: 1, max: 3 })), { maxLength: 60 });
const recordsOf = (state: readonly (readonly [number, number])[]) =>
  state.map(([peer, version]) => recordOf(peer, version));

describe("an exchange", () => {
  it("makes two states one, whoever asks, old or new, in the rounds that there are", () => {
    const kinds: (readonly [typeof Topology, typeof Topology])[] = [
      [Topology, Topology],
      [Topology, OldTopology],
      [OldTopology, Topology],
    ];
    fc.assert(
      fc.property(someState, someState, fc.constantFrom(...kinds), (left, right, [Left, Right]) => {
        const a = topologyOf(recordsOf(left), Left);
        const b = topologyOf(recordsOf(right), Right);
        if (toHex(a.digest()) !== toHex(b.digest())) exchange(a, b);
        expect(toHex(a.digest())).toBe(toHex(b.digest()));
      }),
      { numRuns: 60 },
    );
  });

  it("costs less than 3,600 bytes for one changed record of 100 links among 1,000", () => {
    const records = identities.map((_, peer) => recordOf(peer));
    const behind = topologyOf([...records.slice(0, 999), recordOf(999, 1, 100)]);
    for (const swap of [false, true]) {
      const ahead = topologyOf([...records.slice(0, 999), recordOf(999, 2, 100)]);
      const late = topologyOf([...behind.records.values()]);
      const bytes = swap ? exchange(ahead, late) : exchange(late, ahead);
      expect(toHex(late.digest())).toBe(toHex(ahead.digest()));
      expect(bytes).toBeLessThan(3_600);
    }
  });

  it("tells a newcomer everything without a detour", () => {
    const records = identities.slice(0, 200).map((_, peer) => recordOf(peer));
    const all = records.reduce((sum, { bytes }) => sum + bytes.length + 4, 0);
    const newcomer = topologyOf([recordOf(777)]);
    const mesh = topologyOf(records);
    expect(exchange(newcomer, mesh)).toBeLessThan(1.05 * all + 1_000);
    expect(newcomer.records.size).toBe(201);
    expect(mesh.records.size).toBe(201);
  });
});

describe("a digest", () => {
  it("never throws on nonsense, which asks for nothing and is not answered", () => {
    const topology = topologyOf([recordOf(0), recordOf(1)]);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        fc.pre(decodeTopologyDigest(bytes, 4_096) === undefined);
        expect(topology.diff(bytes)).toEqual([]);
        expect(topology.refine(bytes)).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });
});
