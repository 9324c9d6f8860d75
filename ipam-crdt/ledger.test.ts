/** A peer's own hand against forgers: who signs what he never held changes nothing; who held it, his own range only. */
import { describe, expect, it } from "vitest";
import type { Cidr } from "../base/address.ts";
import { seededRandom } from "../base/random.ts";
import { type Identity, identityOf } from "../crypto/identity.ts";
import { standInCrypto as crypto } from "../crypto/stand-in.ts";
import { waitingMax } from "./admission.ts";
import { encodeDecreeValue } from "./decree.ts";
import { grantChanges } from "./donation.ts";
import { proposeGenesis, seededGenesis } from "./genesis.ts";
import { Ledger } from "./ledger.ts";
import { Outbox } from "./outbox.ts";
import { type Range, sizeOf } from "./range.ts";
import { tokensOfSignerMax } from "./ring.ts";
import { digestOf } from "./ring-digest.ts";
import { isReminder, type RecordContent, type RingRecord, signRecord, type TokenRecord, versionMax } from "./token.ts";
import { yielded } from "./upkeep.ts";

const range: Cidr = { address: 0x0a090000, prefixLength: 24 };
const [us, other, third, forger] = [1, 2, 3, 4].map((seed) => identityOf(crypto, seededRandom(seed).bytes(32))) as [
  Identity,
  Identity,
  Identity,
  Identity,
];
const genesis = proposeGenesis(crypto, seededRandom(9), range, [us.key, other.key]);
const [low, high] = ((first: Range | undefined, second: Range | undefined) =>
  genesis.members[0]?.kind === "key" && genesis.members[0].key === us.key ? [first, second] : [second, first])(
  genesis.shares[0],
  genesis.shares[1],
) as [Range, Range];

function ledgerOf(identity: Identity, outbox = new Outbox(), of = genesis): Ledger {
  const ledger = new Ledger(crypto, identity, outbox);
  ledger.adopt(of);
  return ledger;
}

/** `from` gives `block` to `to`; everybody hears of it. */
function gives(from: Ledger, block: Range, to: Identity, ...all: readonly Ledger[]): readonly RingRecord[] {
  const records = from.give(grantChanges(from.holdings(), block, to.key), to.key);
  hear(records, ...all);
  return records;
}

function hear(records: readonly RingRecord[], ...all: readonly Ledger[]): void {
  const bytes = records.map((record) => record.bytes);
  for (const ledger of all) ledger.merge(forger.key, bytes);
}

function signed(by: Identity, content: RecordContent, epoch = 0, version = 1): RingRecord {
  return signRecord(crypto, by, genesis.meshId, { epoch, version, content });
}

function tokenOf({ start, end }: Range, owner: Identity): RecordContent {
  return { kind: "token", start, size: end - start, owner: owner.key };
}

describe("a forger with a key of his own", () => {
  it("takes, disputes and uses up nothing, whatever version and epoch he signs", () => {
    const outbox = new Outbox();
    const [ours, theirs] = [ledgerOf(us, outbox), ledgerOf(other)];
    const before = digestOf(ours.ring);
    for (const epoch of [0, 1, 2 ** 31]) {
      for (const version of [1, versionMax]) {
        const records = [tokenOf(low, forger), tokenOf({ start: low.start, end: low.start + 1 }, forger)].map(
          (content) => signed(forger, content, epoch, version),
        );
        hear(records, ours, theirs);
      }
    }
    expect(digestOf(ours.ring)).toEqual(before);
    expect(ours.quarantinedCount).toBe(12);
    expect(ours.quarantined()[0]).toEqual({ source: forger.key, signer: forger.key, reason: "signer-without-seat" });
    expect(outbox.flush(ours.ring).filter(({ kind }) => kind === "event")).toEqual([]);
    expect(ours.view()?.disputes).toEqual([]);
    expect(sizeOf(ours.owned())).toBe(128);
    gives(ours, { start: low.start, end: low.start + 64 }, other, theirs);
    expect(sizeOf(theirs.owned())).toBe(128 + 64);
    expect(theirs.view()?.disputes).toEqual([]);
  });

  it("fills no ring with keys that he makes up, and keeps nobody from coming in", () => {
    const theirs = ledgerOf(other);
    const before = digestOf(theirs.ring);
    for (let i = 0; i < waitingMax + 100; i++) {
      const madeUp = identityOf(crypto, seededRandom(1_000 + i).bytes(32));
      hear([signed(madeUp, { kind: "block", start: range.address, usedLow: 1, usedHigh: 0 })], theirs);
    }
    expect(digestOf(theirs.ring)).toEqual(before);
    expect(theirs.quarantinedCount).toBe(waitingMax);
    expect(theirs.refusedCount).toBe(100);
    gives(ledgerOf(us), { start: low.start, end: low.start + 64 }, third, theirs);
    expect(sizeOf(theirs.view()?.owned.get(third.key) ?? [])).toBe(64);
  });

  it("forces no decree and becomes no voter: only voters force, and for themselves", () => {
    const [ours, theirs] = [ledgerOf(us), ledgerOf(other)];
    gives(ours, { start: low.start, end: low.start + 1 }, forger, theirs);
    const value = encodeDecreeValue({ removed: us.key, heir: forger.key, added: [forger.key] });
    const decree = signed(forger, { kind: "decree", number: 1, value, votes: [], forced: true }, 1);
    hear([decree, signed(forger, tokenOf(low, forger), 1)], ours, theirs);
    for (const ledger of [ours, theirs]) {
      expect(ledger.view()?.decrees.decrees).toEqual([]);
      expect(sizeOf(ledger.view()?.owned.get(us.key) ?? [])).toBe(127);
    }
    const voters = encodeDecreeValue({ removed: undefined, heir: other.key, added: [forger.key] });
    hear([signed(other, { kind: "decree", number: 1, value: voters, votes: [], forced: true }, 1)], ours, theirs);
    expect(ours.view()?.decrees.voters.keys).toEqual(new Set([us.key, other.key]));
  });

  it("claims no seed by another's peer name, and none that is not in the list", () => {
    const seeded = seededGenesis(crypto, range, [us.name, other.name]);
    const ledger = ledgerOf(us, new Outbox(), seeded);
    for (const name of [us.name, "nobody"]) {
      const claim = signRecord(crypto, forger, seeded.meshId, {
        epoch: 0,
        version: 1,
        content: { kind: "seed-claim", name },
      });
      ledger.merge(forger.key, [claim.bytes]);
    }
    expect(ledger.ring?.size).toBe(0);
    expect(ledger.quarantined().map(({ reason }) => reason)).toEqual(["seed-claim-name", "seed-claim-unknown"]);
  });
});

describe("a member that signs what it does not hold", () => {
  it("changes nothing, also where it once held something and gave it back", () => {
    const [ours, theirs, his] = [ledgerOf(us), ledgerOf(other), ledgerOf(forger)];
    const block = { start: low.start, end: low.start + 64 };
    gives(ours, block, forger, theirs, his);
    gives(his, block, us, ours, theirs);
    gives(ours, block, third, theirs, his);
    for (const version of [1, 2, 3, 4, 1_000, versionMax]) {
      const records = [low, high, block].map((part) => signed(forger, tokenOf(part, forger), 0, version));
      hear(records, ours, theirs);
      for (const ledger of [ours, theirs]) {
        expect(ledger.view()?.disputes).toEqual([]);
        expect(sizeOf(ledger.view()?.owned.get(us.key) ?? [])).toBe(64);
        expect(sizeOf(ledger.view()?.owned.get(other.key) ?? [])).toBe(128);
        expect(sizeOf(ledger.view()?.owned.get(third.key) ?? [])).toBe(64);
      }
    }
  });
});

describe("a member that signs more than the ring has room for", () => {
  it("is refused and counted, while everybody else's records come in", () => {
    const [ours, theirs] = [ledgerOf(us), ledgerOf(other)];
    gives(ours, { start: low.start, end: low.start + 1 }, forger, theirs);
    const records: RingRecord[] = [];
    for (let size = 1; records.length < tokensOfSignerMax + 10; size++) {
      for (let start: number = low.start; start + size <= low.end; start++) {
        records.push(signed(forger, tokenOf({ start, end: start + size }, forger)));
      }
    }
    hear(records, theirs);
    expect(theirs.refusedCount).toBe(records.length - tokensOfSignerMax);
    expect(theirs.view()?.disputes).toEqual([]);
    gives(ours, { start: low.start + 64, end: low.end }, third, theirs);
    expect(sizeOf(theirs.view()?.owned.get(third.key) ?? [])).toBe(64);
  });

  it("knows of all that it signed itself, and declines to give beyond the limit", () => {
    const his = ledgerOf(us);
    const said = Array.from({ length: tokensOfSignerMax }, (_, i) => {
      const start = low.start + (i % 64);
      return signed(us, tokenOf({ start, end: start + 1 + (Math.floor(i / 64) % 64) }, us));
    });
    hear(said, his);
    expect(his.mayGive(0)).toBe(false);
    const given = his.give(grantChanges(his.holdings(), { start: low.end - 1, end: low.end }, other.key), other.key);
    expect(given.length).toBe(1);
    expect(sizeOf(his.view()?.owned.get(other.key) ?? [])).toBe(129);
  });
});

describe("who gave addresses away and gives them again", () => {
  const block = { start: low.start, end: low.start + 64 };

  it("is contradicted by the receiver: both claim, nobody gives there, and an honest second receiver yields", () => {
    const outbox = new Outbox();
    const [ours, theirs, his] = [ledgerOf(us), ledgerOf(other), ledgerOf(third, outbox)];
    gives(ours, block, third, theirs, his);
    expect(his.owned()).toEqual([block]);
    const again = signed(us, tokenOf(block, other), 0, 7);
    hear([again], ours, theirs, his);
    expect(his.owned()).toEqual([]);
    outbox.flush(his.ring);
    his.remind();
    const reminders = [...(his.ring?.places() ?? [])].flat().filter(isReminder);
    expect(reminders.length).toBe(1);
    hear(reminders, ours, theirs);
    for (const ledger of [ours, theirs, his]) {
      expect(ledger.view()?.disputes).toMatchObject([block]);
      expect(sizeOf(ledger.view()?.owned.get(other.key) ?? [])).toBe(128);
    }
    const view = theirs.view();
    hear(theirs.write(view ? yielded(view, other.key, []) : []), ours, theirs, his);
    for (const ledger of [ours, theirs, his]) {
      expect(ledger.view()?.disputes).toEqual([]);
      expect(ledger.view()?.owned.get(third.key)).toEqual([block]);
    }
    gives(his, block, us, ours, theirs);
    for (const ledger of [ours, theirs, his]) expect(sizeOf(ledger.view()?.owned.get(us.key) ?? [])).toBe(128);
  });

  it("is contradicted also by whom the receiver gave them to", () => {
    const [ours, theirs, his] = [ledgerOf(us), ledgerOf(other), ledgerOf(third)];
    gives(ours, block, other, theirs, his);
    gives(theirs, block, third, ours, his);
    expect(his.owned()).toEqual([block]);
    hear([signed(us, tokenOf(block, forger), 0, 7)], ours, theirs, his);
    expect(his.owned()).toEqual([]);
    his.remind();
    hear([...(his.ring?.places() ?? [])].flat().filter(isReminder), ours, theirs);
    for (const ledger of [ours, theirs, his]) {
      const [dispute] = ledger.view()?.disputes ?? [];
      expect(dispute).toMatchObject(block);
      expect(new Set(dispute?.claims.map(({ owner }) => owner))).toEqual(new Set([third.key, forger.key]));
    }
  });

  const anew = signed(us, tokenOf(block, other), 0, 7);
  const more = signed(us, tokenOf({ start: block.end, end: low.end }, third));
  const rival = signed(us, tokenOf(block, other));

  it.each<[string, readonly (readonly RingRecord[])[]]>([
    ["gives the loser more in the same breath", [[more, anew]]],
    ["brings them into dispute first", [[rival], [anew]]],
  ])("is contradicted also where he %s", (_, breaths) => {
    const [ours, theirs, his] = [ledgerOf(us), ledgerOf(other), ledgerOf(third)];
    gives(ours, block, third, theirs, his);
    for (const records of breaths) {
      hear(records, ours, theirs, his);
      his.remind();
      hear([...(his.ring?.places() ?? [])].flat().filter(isReminder), ours, theirs);
    }
    for (const ledger of [ours, theirs, his]) expect(ledger.view()?.disputes).toMatchObject([block]);
  });

  it("is not contradicted where they came back: a reminder of a true word means nothing, then and later", () => {
    const [ours, theirs, his] = [ledgerOf(us), ledgerOf(other), ledgerOf(forger)];
    const [, grant] = gives(ours, block, forger, theirs, his) as [RingRecord, TokenRecord];
    gives(his, block, us, ours, theirs);
    const reminder = () => signed(forger, { kind: "reminder", token: grant }, grant.epoch, grant.version);
    for (const left of [128, 64]) {
      hear([reminder()], ours, theirs);
      for (const ledger of [ours, theirs]) {
        expect(ledger.view()?.disputes).toEqual([]);
        expect(sizeOf(ledger.view()?.owned.get(us.key) ?? [])).toBe(left);
      }
      if (left === 128) gives(ours, block, third, theirs);
    }
  });

  it("cannot be slandered: a reminder shows a token that its giver signed", () => {
    const theirs = ledgerOf(other);
    gives(ledgerOf(us), block, forger, theirs);
    const real = signed(us, tokenOf(high, forger)) as TokenRecord;
    const bytes = real.bytes.slice();
    bytes[bytes.length - 1] = (bytes.at(-1) as number) ^ 1;
    hear([signed(forger, { kind: "reminder", token: { ...real, bytes } })], theirs);
    expect(theirs.quarantined().map(({ reason }) => reason)).toEqual(["bad-signature"]);
  });
});

describe("an owner", () => {
  it("that signs two things at once has its own range disputed and no other", () => {
    const [ours, theirs] = [ledgerOf(us), ledgerOf(other)];
    const block = { start: low.start + 64, end: low.end };
    hear(
      [signed(us, tokenOf(block, third)), signed(us, tokenOf({ ...block, end: block.start + 32 }, other))],
      ours,
      theirs,
    );
    for (const ledger of [ours, theirs]) {
      expect(ledger.view()?.disputes).toMatchObject([{ start: block.start, end: block.start + 32 }]);
      expect(sizeOf(ledger.view()?.owned.get(us.key) ?? [])).toBe(64);
      expect(sizeOf(ledger.view()?.owned.get(other.key) ?? [])).toBe(128);
    }
  });

  it("that uses up the versions of what it gives spoils that and nothing else of the receiver", () => {
    const theirs = ledgerOf(other);
    const spoilt = { start: low.start + 64, end: low.end };
    hear([signed(us, tokenOf(spoilt, other), 0, versionMax)], theirs);
    expect(sizeOf(theirs.owned())).toBe(128 + 64);
    expect(sizeOf(theirs.holdings())).toBe(128);
    const receiver = ledgerOf(third);
    const records = gives(theirs, high, third, receiver);
    expect(records.at(-1)?.version).toBe(1);
    expect(sizeOf(receiver.owned())).toBe(128);
  });

  it("gets its range back by a record of whom it gave it to, hand over hand, and the ring does not grow", () => {
    const all = [ledgerOf(us), ledgerOf(other), ledgerOf(third)] as const;
    const [ours, theirs, his] = all;
    const block = { start: low.start, end: low.start + 64 };
    const sizes: number[] = [];
    for (let round = 0; round < 20; round++) {
      gives(ours, block, other, ...all);
      gives(theirs, block, third, ...all);
      gives(his, block, us, ...all);
      for (const ledger of all) expect(ledger.view()?.disputes).toEqual([]);
      expect(sizeOf(ours.owned())).toBe(128);
      sizes.push(ours.ring?.size ?? 0);
    }
    expect(new Set(sizes)).toEqual(new Set([4]));
    gives(ours, low, other, ...all);
    expect(ours.ring?.size).toBe(4);
    for (const ledger of all) expect(sizeOf(ledger.view()?.owned.get(other.key) ?? [])).toBe(256);
  });

  it("shows with a gift how it came to it, so the receiver need not have heard of that", () => {
    const [ours, theirs, his] = [ledgerOf(us), ledgerOf(other), ledgerOf(third)];
    const block = { start: low.start, end: low.start + 64 };
    gives(ours, block, other, theirs);
    gives(theirs, block, third, his);
    expect(his.owned()).toEqual([block]);
  });
});
