/** Packed links and patches: what is written is read, and whatever a router hears of a peer's patches, it holds only what that peer signed. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { peerKeyOf } from "../base/peer-name.ts";
import { seededRandom } from "../base/random.ts";
import { identityOf } from "../crypto/identity.ts";
import { standInCrypto } from "../crypto/stand-in.ts";
import { OwnRecord } from "./own-record.ts";
import { checkLinks, countLinks, findLink, forEachLink, packLinks, remoteAt } from "./packed-links.ts";
import { decodeRecord, type PeerRecord, signRecord } from "./peer-record.ts";
import { decodePatch, type RecordPatch } from "./record-patch.ts";
import { identities, keyOf, recordOf } from "./testing/records.ts";
import { Topology } from "./topology.ts";
import { decodeTopologyDelta } from "./wire.ts";

const crypto = standInCrypto;
const [owner] = identities;
if (!owner) throw new Error("no identity");

const someRemote = fc.oneof(
  fc.tuple(fc.ipV4(), fc.integer({ min: 1, max: 65_535 })).map(([host, port]) => `${host}:${port}`),
  fc.ipV4(),
  fc.ipV6().map((host) => `[${host}]:6783`),
  fc.constantFrom(
    "",
    "gateway.example:6783",
    "10.0.0.1:06783",
    "10.0.0.1:0",
    "fd00::1",
    "300.1.1.1:9",
    "1.2.3.4:99999",
  ),
);
const someLinks = fc
  .uniqueArray(fc.nat(11), { maxLength: 12 })
  .chain((peers) =>
    fc.tuple(
      ...peers.map((peer) => fc.record({ peer: fc.constant(keyOf(peer)), remote: someRemote, outbound: fc.boolean() })),
    ),
  );

describe("packed links", () => {
  it("read as they were written, whatever the address", () => {
    fc.assert(
      fc.property(someLinks, (links) => {
        const record = recordOf(0, [], { links }, true);
        const keys = new Map(identities.map(({ key }) => [key.slice(0, 16), key]));
        const decoded = decodeRecord(crypto, record.bytes, undefined, (id) => keys.get(id));
        expect(decoded.ok).toBe(true);
        if (!decoded.ok) return;
        const said = decoded.value.links.map(({ peer, remote, outbound }) => ({ peer, remote, outbound }));
        expect(said).toEqual(links.toSorted((a, b) => (a.peer < b.peer ? -1 : 1)));
        expect(decoded.value.unresolved).toBe(0);
      }),
    );
  });

  it("take 100 links in less than 1,600 bytes, and 1,000 records of 30 in 560,000", () => {
    const record = (count: number) => {
      const links = Array.from({ length: count }, (_, i) => {
        const peer = identityOf(crypto, seededRandom(100 + i).bytes(32)).key;
        return { peer, remote: `192.168.100.${i % 250}${i % 2 ? ":6783" : ""}`, outbound: i % 2 === 1 };
      });
      return recordOf(0, [], { links, nickname: "host-with-a-name" }, true).bytes.length;
    };
    expect(record(100)).toBeLessThan(1_600);
    expect(1_000 * record(30)).toBeLessThan(560_000);
  });

  it("are refused when they are out of order, cut, or nonsense, and never throw", () => {
    const packed = packLinks([1, 2, 3].map((to) => ({ peer: keyOf(to), remote: "10.0.0.1:1", outbound: true })));
    expect(checkLinks(packed.subarray(0, packed.length - 1))).toEqual({ ok: false, error: "link-form" });
    const swapped = new Uint8Array([...packed.subarray(15), ...packed.subarray(0, 15)]);
    expect(checkLinks(swapped)).toEqual({ ok: false, error: "link-order" });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const links = checkLinks(bytes);
        if (links.ok) forEachLink(bytes, (at) => expect(typeof remoteAt(bytes, at)).toBe("string"));
        expect(typeof decodePatch(bytes).ok).toBe("boolean");
      }),
      { numRuns: 1_000 },
    );
  });
});

/** What the owner publishes while its links come and go: each step toggles some, or changes their address. */
function publications(steps: readonly (readonly number[])[]) {
  const ports = { crypto, random: seededRandom(1), durable: { get: () => undefined, keys: () => [] } };
  const own = new OwnRecord(ports, {
    identity: owner as NonNullable<typeof owner>,
    nickname: "h1",
    port: 6783,
    restartWindowMs: 120_000,
  });
  const linked = new Set<number>();
  for (let to = 1; to < 12; to++) {
    own.linkUp(keyOf(to), `10.0.0.${to}:6783`, true);
    linked.add(to);
  }
  const published: { readonly record: PeerRecord; readonly patch: RecordPatch | undefined }[] = [own.publish(0, true)];
  steps.forEach((toggled, at) => {
    for (const to of toggled) {
      if (linked.delete(to)) own.linkDown(keyOf(to));
      else {
        own.linkUp(keyOf(to), `10.0.${at % 3}.${to}:6783`, true);
        linked.add(to);
      }
    }
    published.push(own.publish(at + 1, true));
  });
  return published;
}

const someSteps = fc.array(fc.uniqueArray(fc.integer({ min: 1, max: 11 }), { minLength: 1, maxLength: 2 }), {
  minLength: 1,
  maxLength: 10,
});

function knowing(records: readonly PeerRecord[]): Topology {
  const topology = new Topology(crypto, { self: keyOf(11), collectAfterMs: 1_000 });
  for (const { bytes } of records) topology.merge(bytes);
  return topology;
}

describe("a patch", () => {
  it("is much shorter than the record, and makes exactly the owner's record of any of the four before it", () => {
    fc.assert(
      fc.property(someSteps, fc.nat(3), (steps, back) => {
        const published = publications(steps);
        for (const [at, { record, patch }] of published.entries()) {
          const before = published[at - 1 - back];
          if (!patch || !before || before.record.version < patch.base) continue;
          expect(2 * patch.bytes.length).toBeLessThan(record.bytes.length);
          const topology = knowing([before.record]);
          expect(topology.mergePatch(patch.bytes).kind).toBe("news");
          expect(topology.records.get(record.key)?.bytes).toEqual(record.bytes);
        }
      }),
    );
  });

  it("that comes late, twice, out of order or not at all leaves a record that its owner signed, and the newest that was heard", () => {
    fc.assert(
      fc.property(someSteps, fc.infiniteStream(fc.nat()), (steps, stream) => {
        const published = publications(steps);
        const said = new Set(published.map(({ record }) => record.bytes.join()));
        const topology = knowing([]);
        let newest = 0;
        for (let i = 0; i < 3 * published.length; i++) {
          const { record, patch } = published[
            (stream.next().value as number) % published.length
          ] as (typeof published)[0];
          const outcome = patch ? topology.mergePatch(patch.bytes) : topology.merge(record.bytes);
          if (outcome.kind === "news") newest = Math.max(newest, record.version);
          if (outcome.kind === "known") expect(record.version).toBeLessThanOrEqual(newest);
          const held = topology.records.get(record.key);
          if (held) expect(said.has(held.bytes.join())).toBe(true);
          expect(held?.version ?? 0).toBe(newest);
        }
      }),
    );
  });

  it("that its owner did not sign changes nothing", () => {
    const [first, second] = publications([[3]]) as unknown as [{ record: PeerRecord }, { patch: RecordPatch }];
    for (let at = 0; at < second.patch.bytes.length; at++) {
      const topology = knowing([first.record]);
      const altered = second.patch.bytes.slice();
      altered[at] = (altered[at] as number) ^ 1;
      expect(["gap", "refused", "known"]).toContain(topology.mergePatch(altered).kind);
      expect(topology.records.get(first.record.key)?.bytes).toEqual(first.record.bytes);
    }
  });
});

describe("a record that a patch does not fit", () => {
  const linked = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
  const everybody = new Set(identities.map(({ key }) => key));

  it.each([
    ["of a twin", (version: number) => recordOf(0, linked, { version, nickname: "twin" }, true)],
    ["in the form of v0.1.0", (version: number) => recordOf(0, linked, { version }, false)],
  ])("%s is replaced by the whole record, not patched again and again", (_, heldAt) => {
    const [first, second] = publications([[3]]) as unknown as [
      { record: PeerRecord },
      { record: PeerRecord; patch: RecordPatch },
    ];
    const [asked, asker] = [knowing([first.record]), knowing([heldAt(first.record.version)])];
    asked.mergePatch(second.patch.bytes);
    for (const one of [asked, asker]) one.settle(0, everybody);
    const sent: string[] = [];
    for (let round = 0; round < 3; round++) {
      const detail = asker.refine(asked.question());
      for (const payload of detail ? asked.diff(detail) : []) {
        const delta = decodeTopologyDelta(payload);
        if (!delta.ok) throw new Error(delta.error);
        for (const bytes of delta.value.records) sent.push(`record ${asker.merge(bytes).kind}`);
        for (const bytes of delta.value.patches) sent.push(`patch ${asker.mergePatch(bytes).kind}`);
      }
      asker.settle(0, everybody);
    }
    expect(sent).toEqual(["patch gap", "record news"]);
    expect(asker.records.get(keyOf(0))?.bytes).toEqual(second.record.bytes);
  });
});

describe("a link to a peer that nobody told us of yet", () => {
  it("takes no more memory than it has bytes", () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    const bytesUsed = () => {
      collect();
      const { heapUsed, arrayBuffers } = process.memoryUsage();
      return heapUsed + arrayBuffers;
    };
    const random = seededRandom(7);
    const records = identities.slice(0, 11).map(({ seed, publicKey }) => {
      const links = Array.from({ length: 1_024 }, () => {
        const peer = peerKeyOf(random.bytes(32));
        return { peer, remote: "10.0.0.1:6783", outbound: true };
      });
      const rest = { nickname: "x", shortId: 1, incarnation: 1, version: 1, port: 1, withdrawn: false };
      return signRecord(crypto, seed, { publicKey, links, ...rest }, true).bytes;
    });
    const topology = knowing([]);
    const before = bytesUsed();
    for (const bytes of records) topology.merge(bytes);
    const each = (bytesUsed() - before) / records.length;
    expect(topology.records.size).toBe(records.length);
    expect(each).toBeLessThan(2 * (records[0] as Uint8Array).length);
  });

  it("counts wherever both list each other, whatever came first, and is counted as unresolved else", () => {
    const someLinked = fc.array(fc.tuple(fc.nat(4), fc.uniqueArray(fc.nat(4), { maxLength: 5 })), { maxLength: 14 });
    fc.assert(
      fc.property(someLinked, (told) => {
        const topology = knowing([]);
        told.forEach(([peer, links], at) => {
          topology.merge(
            recordOf(
              peer,
              links.filter((to) => to !== peer),
              { version: at + 1 },
              true,
            ).bytes,
          );
        });
        for (const { key, links, unresolved, packed } of topology.records.values()) {
          expect(links.length + unresolved).toBe(packed && countLinks(packed));
          for (const other of topology.records.values()) {
            const isMutual =
              findLink(packed as Uint8Array, other.publicKey) !== undefined &&
              findLink(other.packed as Uint8Array, topology.records.get(key)?.publicKey as Uint8Array) !== undefined;
            if (isMutual) expect(links.map(({ peer }) => peer)).toContain(other.key);
          }
        }
      }),
    );
  });

  it("counts once the peer's record comes, in whatever order they come", () => {
    const records = [recordOf(0, [1, 2], {}, true), recordOf(1, [0, 2], {}, true), recordOf(2, [0, 1], {}, true)];
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 2, 0],
      [0, 1, 0, 2, 1],
    ]) {
      const topology = knowing(order.map((at) => records[at] as PeerRecord));
      for (const { key, links } of records) {
        const held = topology.records.get(key);
        expect(held?.unresolved).toBe(0);
        expect(held?.links.map(({ peer, remote }) => [peer, remote])).toEqual(
          links.map(({ peer, remote }) => [peer, remote]),
        );
      }
    }
  });
});
