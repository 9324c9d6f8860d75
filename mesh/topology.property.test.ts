/** The laws of the join, of digest and difference, and collection. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toHex } from "../base/bytes.ts";
import { standInCrypto } from "../crypto/stand-in.ts";
import type { PeerRecord } from "./peer-record.ts";
import { identities, keyOf, recordOf } from "./testing/records.ts";
import { Topology } from "./topology.ts";
import { decodeTopologyDigest } from "./topology-digest.ts";
import { decodeTopologyDelta } from "./wire.ts";

const everybody = new Set(identities.map(({ key }) => key));

const someRecord = fc
  .record({
    peer: fc.nat(3),
    incarnation: fc.integer({ min: 1, max: 3 }),
    version: fc.integer({ min: 1, max: 3 }),
    shortId: fc.integer({ min: 1, max: 2 }),
    links: fc.uniqueArray(fc.nat(11), { maxLength: 4 }),
  })
  .map(({ peer, links, ...change }) => recordOf(peer, links, change));

function topologyOf(records: readonly PeerRecord[], self = keyOf(11)): Topology {
  const topology = new Topology(standInCrypto, { self, collectAfterMs: 1_000 });
  for (const { bytes } of records) topology.merge(bytes);
  topology.settle(0, everybody);
  return topology;
}

/** Two topologies with equal states have equal texts. */
function stateOf(topology: Topology): string {
  return [...topology.records.values()]
    .map(({ key, bytes }) => `${key} ${toHex(bytes)}`)
    .sort()
    .join("\n");
}

function mergeInto(topology: Topology, payloads: readonly Uint8Array[]): void {
  for (const payload of payloads) {
    const records = decodeTopologyDelta(payload);
    expect(records.ok).toBe(true);
    if (!records.ok) continue;
    for (const bytes of records.value.records) topology.merge(bytes);
    for (const bytes of records.value.patches) topology.mergePatch(bytes);
  }
  topology.settle(0, everybody);
}

describe("merge", () => {
  it("is commutative, associative and idempotent: order and repetition do not matter", () => {
    fc.assert(
      fc.property(fc.array(someRecord, { maxLength: 12 }), fc.infiniteStream(fc.nat()), (records, stream) => {
        const repeated = [...records, ...records.filter(() => (stream.next().value as number) % 2 === 0)];
        const shuffled = repeated
          .map((record) => ({ record, at: stream.next().value as number }))
          .sort((a, b) => a.at - b.at)
          .map(({ record }) => record);
        expect(stateOf(topologyOf(shuffled))).toBe(stateOf(topologyOf(records)));
      }),
    );
  });

  it("keeps the record with the greatest incarnation, then version", () => {
    const old = recordOf(0, [], { incarnation: 1, version: 9 });
    const fresh = recordOf(0, [1], { incarnation: 2, version: 1 });
    for (const order of [
      [old, fresh],
      [fresh, old],
    ])
      expect(topologyOf(order).records.get(keyOf(0))?.incarnation).toBe(2);
  });

  it("takes no record that its peer did not sign", () => {
    fc.assert(
      fc.property(someRecord, fc.nat(), fc.integer({ min: 1, max: 255 }), (record, at, change) => {
        const altered = record.bytes.slice();
        altered[at % altered.length] = (altered[at % altered.length] as number) ^ change;
        const topology = topologyOf([]);
        expect(topology.merge(altered).kind).toBe("refused");
        expect(topology.records.size).toBe(0);
      }),
    );
  });

  it("never throws on random bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(topologyOf([]).merge(bytes).kind).toBe("refused");
      }),
    );
  });

  it("hands our own record out instead of taking it", () => {
    const record = recordOf(0, [], { incarnation: 5 });
    const topology = topologyOf([], keyOf(0));
    expect(topology.merge(record.bytes)).toMatchObject({ kind: "own" });
    expect(topology.records.size).toBe(0);
  });

  it("does not verify what is not newer", () => {
    let verified = 0;
    const counting = {
      ...standInCrypto,
      verify: (...args: Parameters<typeof standInCrypto.verify>) => ++verified > 0 && standInCrypto.verify(...args),
    };
    const topology = new Topology(counting, { self: keyOf(11), collectAfterMs: 1_000 });
    const record = recordOf(0, [], { version: 2 });
    for (let i = 0; i < 10; i++) topology.merge(record.bytes);
    topology.merge(recordOf(0, [], { version: 1 }).bytes);
    expect(verified).toBe(1);
  });
});

describe("digest", () => {
  it("is equal exactly when the states are, and the difference makes them equal", () => {
    fc.assert(
      fc.property(fc.array(someRecord, { maxLength: 8 }), fc.array(someRecord, { maxLength: 8 }), (left, right) => {
        const a = topologyOf(left);
        const b = topologyOf(right);
        expect(toHex(a.digest()) === toHex(b.digest())).toBe(stateOf(a) === stateOf(b));
        const towardsB = a.diff(b.digest());
        mergeInto(a, b.diff(a.digest()));
        mergeInto(b, towardsB);
        expect(stateOf(a)).toBe(stateOf(b));
        expect(toHex(a.digest())).toBe(toHex(b.digest()));
        expect(a.diff(b.digest())).toEqual([]);
      }),
    );
  });

  it("is the same array while nothing changes", () => {
    const topology = topologyOf([recordOf(0, [1])]);
    const digest = topology.digest();
    topology.settle(5, new Set(everybody));
    expect(topology.digest()).toBe(digest);
  });

  it("that is nonsense asks for nothing", () => {
    const topology = topologyOf([recordOf(0, [1])]);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        fc.pre(decodeTopologyDigest(bytes, 100) === undefined);
        expect(topology.diff(bytes)).toEqual([]);
      }),
    );
  });
});

describe("collection", () => {
  it("drops a record after its peer was unreachable for long enough, and spreads it no more before", () => {
    const topology = topologyOf([recordOf(0, []), recordOf(1, [])]);
    topology.settle(100, new Set([keyOf(0)]));
    const lacking = decodeTopologyDelta(topology.diff(Uint8Array.of(1))[0] as Uint8Array);
    expect(lacking).toEqual({ ok: true, value: { records: [topology.records.get(keyOf(0))?.bytes], patches: [] } });
    expect(topology.collectAt()).toBe(1_100);
    expect(topology.settle(1_099, new Set([keyOf(0)]))).toEqual([]);
    expect(topology.settle(1_100, new Set([keyOf(0)]))).toEqual([keyOf(1)]);
    expect([...topology.records.keys()]).toEqual([keyOf(0)]);
    expect(topology.collectAt()).toBe(Number.POSITIVE_INFINITY);
  });

  it("forgets how long a peer was away once it is back", () => {
    const topology = topologyOf([recordOf(0, [])]);
    topology.settle(0, new Set());
    topology.settle(900, new Set([keyOf(0)]));
    topology.settle(950, new Set());
    expect(topology.settle(1_900, new Set())).toEqual([]);
    expect(topology.settle(1_950, new Set())).toEqual([keyOf(0)]);
  });
});
