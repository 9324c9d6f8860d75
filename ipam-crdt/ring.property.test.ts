/**
 * The ring's merge against its three laws, with well-formed, contradicting, and invalid records; and what a ring means
 * against a dumb twin that keeps, for each address, the set of peers who claim it.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Cidr, parseCidr } from "../base/address.ts";
import { seededRandom } from "../base/random.ts";
import { identityOf } from "../crypto/identity.ts";
import { standInCrypto as crypto } from "../crypto/stand-in.ts";
import { decreeView } from "./decree.ts";
import { type Genesis, proposeGenesis } from "./genesis.ts";
import { Ledger } from "./ledger.ts";
import { Outbox } from "./outbox.ts";
import { contains } from "./range.ts";
import { joinRecords, Ring, rivalsMax } from "./ring.ts";
import { digestOf } from "./ring-digest.ts";
import { viewOf } from "./ring-view.ts";
import { type RecordContent, type RingRecord, signRecord } from "./token.ts";

const size = 16;
const range = parseCidr("10.9.0.0/28") as Cidr;
const identities = [1, 2, 3].map((seed) => identityOf(crypto, seededRandom(seed).bytes(32)));
const genesis: Genesis = proposeGenesis(
  crypto,
  seededRandom(9),
  range,
  identities.slice(0, 2).map(({ key }) => key),
);

const anIdentity = fc.constantFrom(...identities);
const aToken = fc.record({ start: fc.nat(size - 1), size: fc.nat(size), owner: anIdentity }).map(
  ({ start, size: length, owner }): RecordContent => ({
    kind: "token",
    start: range.address + start,
    size: Math.min(length, size - start),
    owner: owner.key,
  }),
);
const aBlock = fc
  .record({ usedLow: fc.nat(0xffff), usedHigh: fc.constant(0) })
  .map((used): RecordContent => ({ kind: "block", start: range.address, ...used }));
const aSeedClaim = fc.constantFrom("h1", "h2").map((name): RecordContent => ({ kind: "seed-claim", name }));
/** Without votes: valid only where forced. */
const aDecree = fc
  .record({ number: fc.integer({ min: 1, max: 3 }), forced: fc.boolean(), removed: anIdentity })
  .map(
    ({ number, forced }): RecordContent => ({ kind: "decree", number, forced, value: new Uint8Array(0), votes: [] }),
  );
/** Few epochs and versions, so that rivals are common. */
const aRecord = fc
  .record({
    signer: anIdentity,
    epoch: fc.nat(2),
    version: fc.integer({ min: 1, max: 3 }),
    content: fc.oneof({ weight: 6, arbitrary: aToken }, aBlock, aSeedClaim, aDecree),
  })
  .map(({ signer, epoch, version, content }) => {
    const fixed = content.kind === "seed-claim" ? { epoch: 0, version: 1 } : { epoch, version };
    const age = content.kind === "decree" ? { epoch: content.number, version: 1 } : fixed;
    return signRecord(crypto, signer, genesis.meshId, { ...age, content });
  });
const records = fc.array(aRecord, { maxLength: 30 });

function ringOf(...lists: readonly (readonly RingRecord[])[]): Ring {
  const ring = new Ring(genesis);
  for (const record of lists.flat()) ring.merge(record);
  return ring;
}

/** Everything kept, in an order of its own. */
function contentOf(ring: Ring): string[] {
  return [...ring.places()].map((kept) => kept.map((record) => record.hash).join("+")).toSorted();
}

function recordsIn(ring: Ring): RingRecord[] {
  return [...ring.places()].flat();
}

/** A peer's own ring, fed with bytes as they come from the wire. */
function ledgerOf(...lists: readonly (readonly Uint8Array[])[]): Ledger {
  const [first] = identities;
  const ledger = new Ledger(crypto, first as (typeof identities)[number], new Outbox());
  ledger.adopt(genesis);
  for (const list of lists) ledger.merge(ledger.identity.key, list);
  return ledger;
}

describe("merge", () => {
  it("is commutative: any order gives the same ring, digest and size", () => {
    const shuffledToo = records.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    );
    fc.assert(
      fc.property(shuffledToo, ([list, shuffled]) => {
        const [a, b] = [ringOf(list), ringOf(shuffled)];
        expect(contentOf(b)).toEqual(contentOf(a));
        expect(digestOf(b)).toEqual(digestOf(a));
        expect(b.size).toBe(a.size);
        expect(a.size).toBe(recordsIn(a).length);
      }),
      { numRuns: 200 },
    );
  });

  it("is associative: merging merged rings is merging everything", () => {
    fc.assert(
      fc.property(records, records, records, (a, b, c) => {
        const left = ringOf(recordsIn(ringOf(recordsIn(ringOf(a)), recordsIn(ringOf(b)))), recordsIn(ringOf(c)));
        const right = ringOf(recordsIn(ringOf(a)), recordsIn(ringOf(recordsIn(ringOf(b)), recordsIn(ringOf(c)))));
        expect(contentOf(left)).toEqual(contentOf(right));
        expect(contentOf(left)).toEqual(contentOf(ringOf(a, b, c)));
        expect(digestOf(left)).toEqual(digestOf(right));
      }),
      { numRuns: 200 },
    );
  });

  it("is idempotent: what is known changes nothing, and says so", () => {
    fc.assert(
      fc.property(records, (list) => {
        const ring = ringOf(list);
        const [before, digest] = [contentOf(ring), digestOf(ring)];
        for (const record of recordsIn(ring)) {
          expect(ring.wouldChange(record)).toBe(false);
          expect(ring.merge(record)).toBe(false);
        }
        for (const record of list) ring.merge(record);
        expect(contentOf(ring)).toEqual(before);
        expect(digestOf(ring)).toEqual(digest);
      }),
      { numRuns: 200 },
    );
  });

  it("keeps every maximal record of a place, up to the limit, and nothing older", () => {
    fc.assert(
      fc.property(records, (list) => {
        const ring = ringOf(list);
        for (const kept of ring.places()) {
          const [first] = kept;
          const there = list.filter((record) => record.ringKey === first?.ringKey);
          const age = ({ epoch, version }: RingRecord) => epoch * 100 + version;
          const newest = Math.max(...there.map(age));
          const maximal = new Set(there.filter((record) => age(record) === newest).map((record) => record.hash));
          expect(kept.length).toBe(Math.min(maximal.size, rivalsMax));
          for (const record of kept) expect(maximal).toContain(record.hash);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("keeps the three laws above the limit of rivals", () => {
    const rivals = Array.from({ length: 3 * rivalsMax }, (_, i) =>
      signRecord(crypto, identities[0] as (typeof identities)[number], genesis.meshId, {
        epoch: 0,
        version: 1,
        content: { kind: "block", start: range.address, usedLow: i, usedHigh: 0 },
      }),
    );
    fc.assert(
      fc.property(fc.array(fc.subarray(rivals), { minLength: 2, maxLength: 5 }), (parts) => {
        const hashes = (list: readonly RingRecord[]) => list.map((record) => record.hash);
        const left = parts.reduce<readonly RingRecord[]>((joined, part) => joinRecords(joined, part), []);
        const right = parts.reduceRight<readonly RingRecord[]>((joined, part) => joinRecords(part, joined), []);
        expect(hashes(left)).toEqual(hashes(right));
        expect(hashes(joinRecords(left, left))).toEqual(hashes(left));
        expect(left.length).toBe(Math.min(new Set(parts.flat()).size, rivalsMax));
      }),
    );
  });

  it("gives peers equal rings whatever invalid records come in between, and counts those", () => {
    const tampered = fc.record({ record: aRecord, at: fc.nat(), by: fc.integer({ min: 1, max: 255 }) }).map((wrong) => {
      const bytes = wrong.record.bytes.slice();
      const at = wrong.at % bytes.length;
      bytes[at] = (bytes[at] as number) ^ wrong.by;
      return bytes;
    });
    const noise = fc.oneof(fc.uint8Array({ maxLength: 200 }), tampered);
    const lines = fc.record({ list: records, wrong: fc.array(noise, { maxLength: 8 }) });
    fc.assert(
      fc.property(lines, ({ list, wrong }) => {
        const valid = list.map((record) => record.bytes);
        // A tampered byte may leave a record as it was meant (an unknown field), which then is as good as any other.
        const alone = wrong.map((bytes) => ledgerOf([bytes]));
        for (const { ring, quarantinedCount } of alone) expect((ring?.size ?? 0) + quarantinedCount).toBe(1);
        const accepted = wrong.filter((_, i) => alone[i]?.ring?.size === 1);
        const noisy = ledgerOf(wrong, valid, wrong);
        const expected = ledgerOf(valid, accepted);
        expect(contentOf(noisy.ring as Ring)).toEqual(contentOf(expected.ring as Ring));
      }),
      { numRuns: 100 },
    );
  });
});

describe("the view of a ring", () => {
  it("says of every address what an array of owners says", () => {
    fc.assert(
      fc.property(records, (list) => {
        const ring = ringOf(list);
        const decrees = decreeView(crypto, ring);
        const view = viewOf(ring, decrees);
        const twin = ownersByAddress(ring, decrees.decrees.length);
        for (let i = 0; i < size; i++) {
          const address = range.address + i;
          const owners = [...view.owned].filter(([, ranges]) => ranges.some((part) => contains(part, address)));
          const disputed = view.disputes.some((dispute) => contains(dispute, address));
          const claims = twin[i] as Map<string, boolean>;
          const [only] = claims;
          const settled = claims.size === 1 && only?.[1] === true;
          expect(owners.map(([key]) => key)).toEqual(settled ? [only[0]] : []);
          expect(disputed).toBe(claims.size > 0 && !settled);
        }
      }),
      { numRuns: 150 },
    );
  });
});

/** For each address, who claims it, and whether all its claims are settled. */
function ownersByAddress(ring: Ring, newestDecree: number): Map<string, boolean>[] {
  const owners = Array.from({ length: size }, () => new Map<string, boolean>());
  const claim = (start: number, length: number, owner: string, settled: boolean) => {
    for (let i = start - range.address; i < start - range.address + length; i++) {
      owners[i]?.set(owner, settled && (owners[i]?.get(owner) ?? true));
    }
  };
  const tokens = recordsIn(ring).flatMap((record) =>
    record.content.kind === "token" ? [{ ...record, content: record.content }] : [],
  );
  genesis.members.forEach((member, i) => {
    const start = range.address + (i * size) / 2;
    if (member.kind !== "key" || tokens.some(({ content }) => content.start === start)) return;
    claim(start, size / 2, member.key, true);
  });
  for (const { content, epoch } of tokens) claim(content.start, content.size, content.owner, epoch <= newestDecree);
  return owners;
}
