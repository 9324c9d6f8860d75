/**
 * Address management's wire: golden vectors that later versions must still read and write, every message there and
 * back, and bytes of strangers, which are refused or understood and never thrown on.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromHex, toHex } from "../base/bytes.ts";
import type { PeerKey } from "../base/peer-name.ts";
import { seededRandom } from "../base/random.ts";
import { identityOf } from "../crypto/identity.ts";
import { standInCrypto as crypto } from "../crypto/stand-in.ts";
import { decodeDecreeValue, encodeDecreeValue } from "./decree.ts";
import { decodeGenesis, proposeGenesis, seededGenesis } from "./genesis.ts";
import { Ipam } from "./ipam.ts";
import type { IpamInput } from "./ipam-types.ts";
import { Ring } from "./ring.ts";
import { digestOf, lackedRecords } from "./ring-digest.ts";
import { MemoryDisk } from "./testing/world.ts";
import { decodeRecord, type RecordContent, signRecord, type TokenRecord, verifyRecord } from "./token.ts";
import {
  decodeAcceptor,
  decodeAllocation,
  decodeEntries,
  decodeRingDelta,
  decodeTalk,
  encodeAcceptor,
  encodeAllocation,
  encodeEntries,
  encodeRingDelta,
  encodeTalk,
  type KnownTalk,
} from "./wire.ts";

const key = (byte: number) => toHex(new Uint8Array(32).fill(byte)) as PeerKey;
const meshId = new Uint8Array(16).fill(0xee);
const ballot = { round: 3, proposer: key(0x11) };
const range = { address: 0x0a090000, prefixLength: 24 };
const identity = identityOf(crypto, seededRandom(4).bytes(32));
const genesis = proposeGenesis(crypto, seededRandom(8), range, [identity.key, key(0x22)]);

const hot = [{ start: 0x0a090010, end: 0x0a090020 }];
const lease = { peer: key(0x22), version: 2, config: 3, hot, own: true, ageMs: 70_000 };

const talks: readonly KnownTalk[] = [
  { kind: "prepare", instance: 0, ballot, removes: undefined, byLease: false },
  { kind: "prepare", instance: 2, ballot, removes: key(0x22), byLease: false },
  { kind: "promise", instance: 0, ballot, accepted: undefined, expected: 3, range: undefined, lease: undefined },
  {
    kind: "promise",
    instance: 1,
    ballot,
    accepted: { ballot: { round: 2, proposer: key(0x22) }, value: Uint8Array.of(1, 2) },
    expected: 0,
    range,
    lease: undefined,
  },
  { kind: "accept", instance: 1, ballot, value: Uint8Array.of(9) },
  { kind: "accepted", instance: 1, ballot, signature: new Uint8Array(64).fill(7) },
  { kind: "refused", instance: 1, ballot, promised: undefined, reason: "observer" },
  { kind: "refused", instance: 1, ballot, promised: { round: 9, proposer: key(0x22) }, reason: "promised" },
  { kind: "space-request", number: 5, address: 0x0a090000, prefixLength: 24, leased: false },
  {
    kind: "space-answer",
    number: 5,
    records: [Uint8Array.of(1), Uint8Array.of(2, 3)],
    inUse: false,
    busy: false,
    holder: "",
  },
  { kind: "space-answer", number: 6, records: [], inUse: true, busy: true, holder: "" },
  { kind: "record-question", number: 1, digest: Uint8Array.of(2, 0) },
  { kind: "record-answer", number: 1, genesis: Uint8Array.of(8), records: [Uint8Array.of(1)], part: 0, more: true },
  { kind: "hand-over", number: 2, records: [Uint8Array.of(1)] },
  { kind: "merged", number: 2 },
  { kind: "record-answer", number: 1, genesis: Uint8Array.of(8), records: [], part: 3, more: false },
  { kind: "space-answer", number: 7, records: [], inUse: true, busy: false, holder: "container web (eth0)" },
  { kind: "prepare", instance: 2, ballot, removes: key(0x22), byLease: true },
  { kind: "promise", instance: 2, ballot, accepted: undefined, expected: 0, range: undefined, lease },
  { kind: "space-request", number: 6, address: 0x0a090000, prefixLength: 24, leased: true },
  { kind: "lease-request", number: 7, config: 3, version: 2, hot, seen: 9 },
  { kind: "lease-answer", number: 7, refused: undefined, version: 0, count: 4, held: [] },
  { kind: "lease-answer", number: 7, refused: "held", version: 0, count: 4, held: hot },
  { kind: "grants-question", number: 8, config: 3 },
  { kind: "grants-answer", number: 8, config: 3, ready: 2, entries: [lease], part: 1, more: true },
];

const token = signRecord(crypto, identity, meshId, {
  epoch: 0,
  version: 1,
  content: { kind: "token", start: 0x0a090080, size: 64, owner: identity.key },
}) as TokenRecord;
const contents: readonly RecordContent[] = [
  { kind: "token", start: 0x0a090080, size: 64, owner: key(0x22) },
  { kind: "block", start: 0x0a090040, usedLow: 0x80000001, usedHigh: 3 },
  { kind: "introduction", peer: key(0x22) },
  { kind: "reminder", token },
  { kind: "seed-claim", name: "h1" },
  {
    kind: "decree",
    number: 1,
    value: encodeDecreeValue({ removed: key(0x22), heir: identity.key, added: [key(0x33)] }),
    votes: [{ voter: key(0x11), ballot, signature: new Uint8Array(64).fill(5) }],
    forced: false,
  },
];

describe("golden vectors", () => {
  const vectors: Readonly<Record<string, string>> = {
    "talk 0 prepare":
      "0a10eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee12261224080312201111111111111111111111111111111111111111111111111111111111111111",
    "talk 1 prepare":
      "0a10eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee124a080212240803122011111111111111111111111111111111111111111111111111111111111111111a202222222222222222222222222222222222222222222222222222222222222222",
    "talk 2 promise":
      "0a10eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee1a2812240803122011111111111111111111111111111111111111111111111111111111111111112803",
    "talk 3 promise":
      "0a10eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee1a59080112240803122011111111111111111111111111111111111111111111111111111111111111111a2408021220222222222222222222222222222222222222222222222222222222222222222222020102350000090a3818",
    "talk 4 accept":
      "0a10eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee222b080112240803122011111111111111111111111111111111111111111111111111111111111111111a0109",
    "talk 5 accepted":
      "0a10eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee2a6a080112240803122011111111111111111111111111111111111111111111111111111111111111111a4007070707070707070707070707070707070707070707070707070707070707070707070707070707070707070707070707070707070707070707070707070707",
    "talk 6 refused":
      "0a10eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee32320801122408031220111111111111111111111111111111111111111111111111111111111111111122086f62736572766572",
    "talk 7 refused":
      "0a10eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee3258080112240803122011111111111111111111111111111111111111111111111111111111111111111a24080912202222222222222222222222222222222222222222222222222222222222222222220870726f6d69736564",
    "talk 8 space-request": "0a10eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee3a090805150000090a1818",
    "talk 9 space-answer": "0a10eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee4209080512010112020203",
    "talk 10 space-answer": "0a10eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee4206080618012001",
    "talk 11 record-question": "0a10eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee4a06080112020200",
    "talk 12 record-answer": "0a10eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee520a08011201011a01082001",
    "talk 13 hand-over": "0a10eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee5a050802120101",
    "talk 14 merged": "0a10eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee62020802",
    "talk 15 record-answer": "0a10eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee520708011a01082803",
    "talk 16 space-answer":
      "0a10eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee421a080718012a14636f6e7461696e65722077656220286574683029",
    "talk 17 prepare":
      "0a10eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee124c080212240803122011111111111111111111111111111111111111111111111111111111111111111a2022222222222222222222222222222222222222222222222222222222222222222001",
    "talk 18 promise":
      "0a10eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee1a5f0802122408031220111111111111111111111111111111111111111111111111111111111111111142350a2022222222222222222222222222222222222222222222222222222222222222221002180322070d1000090a101028f0a2043001",
    "talk 19 space-request": "0a10eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee3a0b0806150000090a18182001",
    "talk 20 lease-request": "0a10eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee6a1108071003180222070d1000090a10102809",
    "talk 21 lease-answer": "0a10eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee720408072004",
    "talk 22 lease-answer": "0a10eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee72130807120468656c6420042a070d1000090a1010",
    "talk 23 grants-question": "0a10eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee7a0408081003",
    "talk 24 grants-answer":
      "0a10eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee82014108081003180222350a2022222222222222222222222222222222222222222222222222222222222222221002180322070d1000090a101028f0a204300128013001",
    delta: "0a10eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee1201011a01021a0103",
    genesis:
      "0d0000090a10181a0cfdeab1b3b5f30000000000002210bf9380e44dc23e0fc23d38612ded12552a220a2003b28e22914595020fc3d639007a0112cdd9e56fa2a46c16672d11af6bef8bed2a220a202222222222222222222222222222222222222222222222222222222222222222",
    seeded: "0d0000090a10181a0cfdbfdbae753f0000000000002a04120268312a0412026832",
    allocation: "0a01631204657468301818",
    acceptor:
      "0a2408031220111111111111111111111111111111111111111111111111111111111111111112240803122011111111111111111111111111111111111111111111111111111111111111111a0104",
    entries: "0a01010a0102",
    "record token":
      "0a4f0a2003b28e22914595020fc3d639007a0112cdd9e56fa2a46c16672d11af6bef8bed180122290d8000090a10401a20222222222222222222222222222222222222222222222222222222222222222212406479da0944c41308a43c71b138890604ff4a6ab261bfc4726a4b42b0cdc4111c35499391f2ba539e91d17f647a5c7ebad9ac739a0ea58532abdd474667162b82",
    "record block":
      "0a350a2003b28e22914595020fc3d639007a0112cdd9e56fa2a46c16672d11af6bef8bed18012a0f0d4000090a15010000801d030000001240da993aeb771e8bed21fa16ee1343310e7f8a648ef3988f56a60ffd63ad5715f907faa908f44b685fc60d15e75eea38fc6b31e183a03853ed3d7b0693f49dee68",
    "record introduction":
      "0a480a2003b28e22914595020fc3d639007a0112cdd9e56fa2a46c16672d11af6bef8bed180142220a202222222222222222222222222222222222222222222222222222222222222222124036f05ab2813532e1611571cb619d288689c0c7b37a6a58b254194e6a074ef7b5f627ec4bd9f7a16ca8874d929732e58cb72e834f217f88efd0d14a042ac7e34c",
    "record reminder":
      "0abd010a2003b28e22914595020fc3d639007a0112cdd9e56fa2a46c16672d11af6bef8bed18014a96010a93010a4f0a2003b28e22914595020fc3d639007a0112cdd9e56fa2a46c16672d11af6bef8bed180122290d8000090a10401a2003b28e22914595020fc3d639007a0112cdd9e56fa2a46c16672d11af6bef8bed12400f95cabd84fdd32015d16e0e6658e0e9ad4e2d99aa23a7277726277e4a806c4523a18cf046a4278edf1122479ba3ed2e6090b4f32e4758158e1b3cbcff949c351240f7b9605fe38e123c5c756d488f48821a0fa4e1c2a9e4ebf0d6a01012e8094e389010167a3340aa6a07bb6477a611fbfa3b77f1741e4d0d057682e10c7dd8f05e",
    "record seed-claim":
      "0a2a0a2003b28e22914595020fc3d639007a0112cdd9e56fa2a46c16672d11af6bef8bed180132040a026831124034b868feab04bf6142d1d2273c14bf90e6bd9b496dd60140046d06344ff0c3a3d360226d11508505e65b1e13d793ce08976afc11f4d5e895bfa58518a08ad2fa",
    "record decree":
      "0a9e020a2003b28e22914595020fc3d639007a0112cdd9e56fa2a46c16672d11af6bef8bed100118013af501080112660a202222222222222222222222222222222222222222222222222222222222222222122003b28e22914595020fc3d639007a0112cdd9e56fa2a46c16672d11af6bef8bed1a2033333333333333333333333333333333333333333333333333333333333333331a88010a20111111111111111111111111111111111111111111111111111111111111111110031a20111111111111111111111111111111111111111111111111111111111111111122400505050505050505050505050505050505050505050505050505050505050505050505050505050505050505050505050505050505050505050505050505050512401ad92a526db8684c1b221c62bbca02973e0ffc6b720c63a6354a9649fd043a05dcc2bce57b53468704a2851fb7123ac0da1693a48ac0f0b6848cbf194f483501",
  };
  const now: Readonly<Record<string, Uint8Array>> = {
    ...Object.fromEntries(talks.map((talk, i) => [`talk ${i} ${talk.kind}`, encodeTalk(meshId, talk)])),
    delta: encodeRingDelta({ meshId, genesis: Uint8Array.of(1), records: [Uint8Array.of(2), Uint8Array.of(3)] }),
    genesis: genesis.bytes,
    seeded: seededGenesis(crypto, range, ["h2", "h1"]).bytes,
    allocation: encodeAllocation({ container: "c", interface: "eth0", prefixLength: 24, withheld: false }),
    acceptor: encodeAcceptor({ promised: ballot, accepted: { ballot, value: Uint8Array.of(4) } }),
    entries: encodeEntries([Uint8Array.of(1), Uint8Array.of(2)]),
    ...Object.fromEntries(
      contents.map((content) => {
        const age = content.kind === "decree" ? { epoch: 1, version: 1 } : { epoch: 0, version: 1 };
        return [`record ${content.kind}`, signRecord(crypto, identity, meshId, { ...age, content }).bytes];
      }),
    ),
  };
  it.each(Object.keys(now))("%s is written as it always was", (name) => {
    expect(toHex(now[name] as Uint8Array)).toBe(vectors[name]);
  });

  it("are read as they always were", () => {
    const bytes = (name: string) => fromHex(vectors[name] ?? "") as Uint8Array;
    talks.forEach((talk, i) => {
      expect(decodeTalk(bytes(`talk ${i} ${talk.kind}`))).toEqual({ ok: true, value: { meshId, talk } });
    });
    contents.forEach((content) => {
      const record = decodeRecord(crypto, bytes(`record ${content.kind}`), genesis.range);
      expect(record).toMatchObject({ ok: true, value: { signer: identity.key, content } });
      expect(record.ok && verifyRecord(crypto, meshId, record.value)).toBe(true);
      expect(record.ok && verifyRecord(crypto, new Uint8Array(16), record.value)).toBe(false);
    });
    expect(decodeGenesis(crypto, bytes("genesis"))).toEqual({ ok: true, value: genesis });
    expect(decodeAllocation(bytes("allocation"))).toMatchObject({ value: { container: "c", prefixLength: 24 } });
    expect(decodeAcceptor(bytes("acceptor"))).toMatchObject({ value: { promised: ballot } });
    expect(decodeEntries(bytes("entries"))).toMatchObject({ value: [Uint8Array.of(1), Uint8Array.of(2)] });
    expect(decodeRingDelta(bytes("delta"))).toMatchObject({ value: { meshId } });
  });

  it("of a newer version are skipped: an unknown message, an unknown field", () => {
    const unknownBody = Uint8Array.of(0xfa, 0x01, 1, 1);
    expect(decodeTalk(unknownBody)).toMatchObject({ ok: true, value: { talk: { kind: "unknown" } } });
    const withField = Uint8Array.of(...encodeTalk(meshId, { kind: "merged", number: 2 }), 0xfa, 0x01, 1, 1);
    expect(decodeTalk(withField)).toMatchObject({ ok: true, value: { talk: { kind: "merged", number: 2 } } });
  });
});

/** Good bytes with a few of them changed, cut or repeated, and bytes that never were good. */
function strange(good: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  const edit = fc.record({ at: fc.nat(), to: fc.nat(255) });
  const mutated = fc
    .record({ base: fc.constantFrom(...good), edits: fc.array(edit, { maxLength: 4 }), cut: fc.option(fc.nat()) })
    .map(({ base, edits, cut }) => {
      const bytes = base.slice();
      for (const { at, to } of edits) bytes[at % bytes.length] = to;
      return cut === null ? bytes : bytes.slice(0, cut % (bytes.length + 1));
    });
  return fc.oneof({ weight: 4, arbitrary: mutated }, fc.uint8Array({ maxLength: 300 }));
}

describe("bytes of strangers", () => {
  const records = contents.map((content) => {
    const age = content.kind === "decree" ? { epoch: 1, version: 1 } : { epoch: 0, version: 1 };
    return signRecord(crypto, identity, genesis.meshId, { ...age, content });
  });
  const deltas = [encodeRingDelta({ meshId, genesis: genesis.bytes, records: records.map(({ bytes }) => bytes) })];
  const talkBytes = talks.map((talk) => encodeTalk(genesis.meshId, talk));
  const good = [...deltas, ...talkBytes, ...records.map(({ bytes }) => bytes), genesis.bytes];

  it("are refused or understood by every decoder, and what is understood comes back the same", () => {
    const decreeValue = encodeDecreeValue({ removed: key(1), heir: undefined, added: [] });
    fc.assert(
      fc.property(strange([...good, decreeValue]), (bytes) => {
        const talk = decodeTalk(bytes);
        if (talk.ok && talk.value.talk.kind !== "unknown") {
          const again = encodeTalk(talk.value.meshId, talk.value.talk);
          expect(decodeTalk(again)).toEqual(talk);
        }
        const delta = decodeRingDelta(bytes);
        if (delta.ok) expect(decodeRingDelta(encodeRingDelta(delta.value))).toEqual(delta);
        const record = decodeRecord(crypto, bytes, genesis.range);
        if (record.ok) verifyRecord(crypto, genesis.meshId, record.value);
        for (const decoded of [
          decodeGenesis(crypto, bytes),
          decodeDecreeValue(bytes),
          decodeAcceptor(bytes),
          decodeAllocation(bytes),
          decodeEntries(bytes),
        ]) {
          if (!decoded.ok) expect(decoded.error).toMatch(/^[a-z0-9-]+$/);
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it("as a digest ask for records of the ring or for none", () => {
    const ring = new Ring(genesis);
    for (const record of records) ring.merge(record);
    fc.assert(
      fc.property(strange([digestOf(ring)]), (digest) => {
        const lacked = lackedRecords(ring, digest);
        expect(lacked.length).toBeLessThanOrEqual(ring.size);
      }),
      { numRuns: 500 },
    );
  });

  it("do no harm to a whole router, with a ring or without", () => {
    const source = key(0x22);
    const input = fc.record({ kind: fc.constantFrom("ring" as const, "unicast" as const), payload: strange(good) });
    fc.assert(
      fc.property(fc.boolean(), fc.array(input, { maxLength: 12 }), (hasRing, inputs) => {
        const ipam = new Ipam(
          { random: seededRandom(1), crypto, durable: new MemoryDisk() },
          {
            identity,
            nickname: "h1",
            range,
            rangeExplicit: false,
            init: { kind: "consensus", peers: undefined },
            initialPeerCount: 2,
            leaseMs: undefined,
          },
        );
        const present: ReadonlySet<PeerKey> = new Set([identity.key, source]);
        ipam.step(0, { kind: "peers", present, nicknames: new Map() });
        const delta = encodeRingDelta({ meshId: genesis.meshId, genesis: genesis.bytes, records: [] });
        if (hasRing) ipam.step(1, { kind: "ring", source, payload: delta });
        inputs.forEach((given, i) => {
          const received: IpamInput = { ...given, source };
          ipam.step(10 * i, received);
          ipam.step(10 * i + 5, { kind: "wake" });
        });
        ipam.step(60_000, { kind: "wake" });
        ipam.status();
      }),
      { numRuns: 300 },
    );
  });
});
