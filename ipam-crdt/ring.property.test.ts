/**
 * The ring's merge against its three laws, with well-formed, contradicting, forged and invalid records; and what a ring
 * means against a dumb twin that follows each address by itself through all records that ever were.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Cidr, parseCidr } from "../base/address.ts";
import { seededRandom } from "../base/random.ts";
import { type Identity, identityOf } from "../crypto/identity.ts";
import { standInCrypto as crypto } from "../crypto/stand-in.ts";
import { decreeView, encodeDecreeValue } from "./decree.ts";
import { grantChanges } from "./donation.ts";
import { type Genesis, proposeGenesis } from "./genesis.ts";
import { Ledger } from "./ledger.ts";
import { Outbox } from "./outbox.ts";
import { contains, within } from "./range.ts";
import { joinRecords, Ring, rivalsMax } from "./ring.ts";
import { digestOf } from "./ring-digest.ts";
import { viewOf } from "./ring-view.ts";
import { claimantsOf } from "./testing/custody-twin.ts";
import { isToken, type RecordContent, type RingRecord, signRecord, type TokenRecord } from "./token.ts";

const size = 16;
const range = parseCidr("10.9.0.0/28") as Cidr;
/** Two members, one whom they may give something, and one of whom nobody ever heard. */
const rangeEnd = range.address + size;
const identities = [1, 2, 3].map((seed) => identityOf(crypto, seededRandom(seed).bytes(32)));
const genesis: Genesis = proposeGenesis(
  crypto,
  seededRandom(9),
  range,
  identities.slice(0, 2).map(({ key }) => key),
);

const stranger = identityOf(crypto, seededRandom(4).bytes(32));

const anIdentity = fc.constantFrom(...identities);
const aToken = fc.record({ start: fc.nat(size - 1), size: fc.nat(size - 1), owner: anIdentity }).map(
  ({ start, size: length, owner }): RecordContent => ({
    kind: "token",
    start: range.address + start,
    size: Math.min(1 + length, size - start),
    owner: owner.key,
  }),
);
const aBlock = fc
  .record({ usedLow: fc.nat(0xffff), usedHigh: fc.constant(0) })
  .map((used): RecordContent => ({ kind: "block", start: range.address, ...used }));
const aSeedClaim = fc.constantFrom("h1", "h2").map((name): RecordContent => ({ kind: "seed-claim", name }));
const anIntroduction = anIdentity.map(({ key }): RecordContent => ({ kind: "introduction", peer: key }));
/** Without votes: valid only where forced. */
const aDecree = fc
  .record({ number: fc.integer({ min: 1, max: 2 }), forced: fc.boolean(), removed: anIdentity, heir: anIdentity })
  .map(({ number, forced, removed, heir }): RecordContent => {
    const value = encodeDecreeValue({ removed: removed.key, heir: heir.key, added: [] });
    return { kind: "decree", number, forced, value, votes: [] };
  });
/** Few epochs and versions, so that rivals are common. */
function aRecordOf(signers: fc.Arbitrary<Identity>): fc.Arbitrary<RingRecord> {
  const contents = fc.oneof({ weight: 12, arbitrary: aToken }, aBlock, aSeedClaim, anIntroduction, aDecree, aDecree);
  const epochs = fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, fc.nat(2));
  return fc
    .record({ signer: signers, epoch: epochs, version: fc.integer({ min: 1, max: 4 }), content: contents })
    .map(({ signer, epoch, version, content }) => {
      const isFixed = content.kind === "seed-claim" || content.kind === "introduction";
      const age = content.kind === "decree" ? { epoch: content.number, version: 1 } : { epoch, version };
      return signRecord(crypto, signer, genesis.meshId, { ...(isFixed ? { epoch: 0, version: 1 } : age), content });
    });
}
const aRecord = aRecordOf(anIdentity);
/** Somebody reminds of some of the tokens, whatever their signers said since. */
const records = fc
  .tuple(fc.array(aRecord, { maxLength: 30 }), fc.nat(3))
  .map(([list, each]) => [
    ...list,
    ...list.filter((_, i) => i % 4 === each).flatMap((record) => (isToken(record) ? remindersOf(record) : [])),
  ]);
const forged = fc.array(aRecordOf(fc.constant(stranger)), { maxLength: 12 });

function remindersOf(token: TokenRecord): RingRecord[] {
  const { epoch, version } = token;
  const content = { kind: "reminder", token } as const;
  return identities.slice(0, 1).map((one) => signRecord(crypto, one, genesis.meshId, { epoch, version, content }));
}

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
  const ledger = new Ledger(crypto, first as Identity, new Outbox());
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

  it("keeps every maximal record, up to the limit, and nothing older", () => {
    fc.assert(
      fc.property(records, (list) => {
        const ring = ringOf(list);
        for (const kept of ring.places()) {
          const [first] = kept;
          const there = list.filter((record) => record.ringKey === first?.ringKey);
          const newest = Math.max(...there.map(({ epoch, version }) => epoch * 100 + version));
          const isNewest = ({ epoch, version }: RingRecord) => epoch * 100 + version === newest;
          const maximal = new Set(there.filter(isNewest).map((record) => record.hash));
          expect(kept.length).toBe(Math.min(maximal.size, rivalsMax));
          for (const record of kept) expect(maximal).toContain(record.hash);
        }
        for (const record of list) {
          const isBeaten = list.some((other) => isToken(record) && isToken(other) && covers(other, record));
          if (isBeaten) expect(ring.at(record.ringKey).map(({ hash }) => hash)).not.toContain(record.hash);
          else expect(ring.at(record.ringKey).length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("keeps the three laws above the limit of rivals", () => {
    const rivals = Array.from({ length: 3 * rivalsMax }, (_, i) =>
      signRecord(crypto, identities[0] as Identity, genesis.meshId, {
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
        const accepted = wrong.filter((_, i) => alone[i]?.quarantined().every(({ reason }) => reason === noSeat));
        const noisy = ledgerOf(wrong, valid, wrong);
        const expected = ledgerOf(valid, accepted);
        expect(contentOf(noisy.ring as Ring)).toEqual(contentOf(expected.ring as Ring));
      }),
      { numRuns: 100 },
    );
  });
});

describe("admission", () => {
  const mixed = fc.tuple(records, forged, fc.nat()).chain(([list, strange]) => {
    const all = [...list, ...strange].map((record) => record.bytes);
    return fc.tuple(fc.constant(list), fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }));
  });

  it("gives peers equal rings in whatever order records come, also those of signers who are introduced late", () => {
    fc.assert(
      fc.property(mixed, ([, all, shuffled]) => {
        const [a, b] = [ledgerOf(all), ledgerOf(shuffled, shuffled)];
        expect(contentOf(b.ring as Ring)).toEqual(contentOf(a.ring as Ring));
        expect(digestOf(b.ring)).toEqual(digestOf(a.ring));
        expect(b.view()?.owned).toEqual(a.view()?.owned);
        const whole = ledgerOf([...(a.ring as Ring).places()].flat().map(({ bytes }) => bytes));
        expect(contentOf(whole.ring as Ring)).toEqual(contentOf(a.ring as Ring));
      }),
      { numRuns: 200 },
    );
  });

  it("keeps out whom nobody introduced: his records change no ring, no digest and no owner", () => {
    fc.assert(
      fc.property(mixed, ([list, , shuffled]) => {
        const isHonest = ({ content }: RingRecord) => content.kind !== "seed-claim";
        const honest = ledgerOf(list.filter(isHonest).map(({ bytes }) => bytes));
        const attacked = ledgerOf(shuffled);
        expect(digestOf(attacked.ring)).toEqual(digestOf(honest.ring));
        expect(attacked.view()).toEqual(honest.view());
      }),
      { numRuns: 200 },
    );
  });
});

describe("the view of a ring", () => {
  it("heeds no word about addresses of a peer that never had any, member or not", () => {
    fc.assert(
      fc.property(records, forged, (list, strange) => {
        const [before, after] = [ringOf(list), ringOf(list, strange)].map((ring) =>
          viewOf(ring, decreeView(crypto, ring)),
        );
        expect(after?.owned).toEqual(before?.owned);
        expect(after?.disputes).toEqual(before?.disputes);
        expect(after?.decrees.voters).toEqual(before?.decrees.voters);
      }),
      { numRuns: 200 },
    );
  });

  const checkAddresses = (list: readonly RingRecord[]): void => {
    const ring = ringOf(list);
    const decrees = decreeView(crypto, ring);
    const view = viewOf(ring, decrees);
    for (let i = 0; i < size; i++) {
      const address = range.address + i;
      const owners = [...view.owned].filter(([, ranges]) => ranges.some((part) => contains(part, address)));
      const disputed = view.disputes.some((dispute) => contains(dispute, address));
      const claimants = claimantsOf({ list, genesis, moves: decrees.moves }, address);
      expect(owners.map(([key]) => key)).toEqual(claimants.length === 1 ? claimants : []);
      expect(disputed).toBe(claimants.length > 1);
    }
  };

  it("says of every address what a walk by hand says", () => {
    fc.assert(fc.property(records, checkAddresses), { numRuns: 2000 });
  });

  it("is the same whichever true words somebody reminds of: only of lies reminders tell", () => {
    const hand = fc.record({ from: fc.nat(2), to: fc.nat(2), start: fc.nat(size - 1), length: fc.nat(size - 1) });
    fc.assert(
      fc.property(fc.array(hand, { maxLength: 40 }), (hands) => {
        const [shared] = identities.map((identity) => new Ledger(crypto, identity, new Outbox()));
        shared?.adopt(genesis);
        const ledgers = identities.map((identity) => new Ledger(crypto, identity, new Outbox()));
        for (const ledger of ledgers) ledger.ring = shared?.ring;
        const said: TokenRecord[] = [];
        for (const { from, to, start, length } of hands) {
          const [giver, receiver] = [ledgers[from] as Ledger, identities[to] as Identity];
          const window = { start: range.address + start, end: Math.min(range.address + start + 1 + length, rangeEnd) };
          if (giver.identity.key === receiver.key) continue;
          for (const holding of giver.holdings()) {
            for (const block of within([holding], window)) {
              said.push(...giver.give(grantChanges([holding], block, receiver.key), receiver.key).filter(isToken));
            }
          }
        }
        const ring = shared?.ring as Ring;
        const before = viewOf(ring, decreeView(crypto, ring));
        expect(before.disputes).toEqual([]);
        for (const token of said) for (const reminder of remindersOf(token)) ring.merge(reminder);
        const after = viewOf(ring, decreeView(crypto, ring));
        expect(after.owned).toEqual(before.owned);
        expect(after.disputes).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it("says so through decrees too, one after the other and rivals", () => {
    const forcedDecrees = fc
      .array(fc.record({ signer: anIdentity, number: fc.integer({ min: 1, max: 2 }), removed: anIdentity }), {
        minLength: 1,
        maxLength: 4,
      })
      .map((list) => list.map(({ signer, number, removed }) => forcedDecree(signer, number, removed)));
    fc.assert(
      fc.property(forcedDecrees, fc.array(aRecord, { minLength: 8, maxLength: 40 }), (decrees, list) =>
        checkAddresses([...decrees, ...list]),
      ),
      { numRuns: 1_500 },
    );
  });
});

function forcedDecree(heir: Identity, number: number, removed: Identity): RingRecord {
  const value = encodeDecreeValue({ removed: removed.key, heir: heir.key, added: [] });
  const content = { kind: "decree", number, value, votes: [], forced: true } as const;
  return signRecord(crypto, heir, genesis.meshId, { epoch: number, version: 1, content });
}

const noSeat = "signer-without-seat";

function covers(newer: TokenRecord, older: TokenRecord): boolean {
  const end = ({ content }: TokenRecord) => content.start + content.size;
  const isSame = newer.signer === older.signer && newer.epoch === older.epoch && newer.version > older.version;
  return isSame && newer.content.start <= older.content.start && end(newer) >= end(older);
}
