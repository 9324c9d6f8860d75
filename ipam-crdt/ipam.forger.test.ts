/**
 * Whole machines against peers that hold the password and sign what they like: one that owns nothing, and one that owns
 * a part. Every message that a member can send goes to everybody; the others give addresses, lend and agree as before.
 */
import { describe, expect, it } from "vitest";
import { type Cidr, parseCidr } from "../base/address.ts";
import { standInCrypto as crypto } from "../crypto/stand-in.ts";
import { encodeDecreeValue } from "./decree.ts";
import { decodeGenesis, type Genesis } from "./genesis.ts";
import { rangeOf } from "./range.ts";
import { World, type WorldNode } from "./testing/world.ts";
import { decodeRecord, isToken, type RecordContent, signRecord, type TokenRecord, versionMax } from "./token.ts";
import { decodeEntries, encodeRingDelta, encodeTalk, type KnownTalk } from "./wire.ts";

const cidr = parseCidr("10.9.0.0/24") as Cidr;
const range = rangeOf(cidr);
/** The last node's machine is honest; its key is the forger's. */
const forgerIndex = 3;

function worldOf(seed: number): World {
  const world = new World(seed, crypto, 4, (index) => ({
    init: index < forgerIndex ? { kind: "consensus", peers: 3 } : { kind: "observer" },
    initialPeerCount: 3,
    range: cidr,
  }));
  for (const node of world.nodes) world.start(node);
  world.runFor(10_000);
  return world;
}

function honest(world: World): readonly WorldNode[] {
  return world.nodes.filter(({ index }) => index !== forgerIndex);
}

function genesisOf(world: World): Genesis {
  const genesis = decodeGenesis(crypto, world.node(0).disk.get("ipam/mesh") as Uint8Array);
  if (!genesis.ok) throw new Error(genesis.error);
  return genesis.value;
}

/** Everything that `forger` can sign, in every epoch and version that matters. */
function forgeries(world: World): Uint8Array[] {
  const { identity: forger } = world.node(forgerIndex);
  const { meshId } = genesisOf(world);
  const records: Uint8Array[] = [];
  const sign = (content: RecordContent, epoch = 0, version = 1) => {
    records.push(signRecord(crypto, forger, meshId, { epoch, version, content }).bytes);
  };
  for (const size of [1, 16, 64, 256]) {
    for (let start: number = range.start; start < range.end; start += 64) {
      const content = { kind: "token", start, size: Math.min(size, range.end - start), owner: forger.key } as const;
      for (const epoch of [0, 1, 2]) for (const version of [1, 5, versionMax]) sign(content, epoch, version);
    }
  }
  for (let start: number = range.start; start < range.end; start += 64) {
    sign({ kind: "block", start, usedLow: 0xffffffff, usedHigh: 0xffffffff }, 0, versionMax);
  }
  for (const node of honest(world)) {
    const value = encodeDecreeValue({ removed: node.identity.key, heir: forger.key, added: [forger.key] });
    for (const number of [1, 2, 3]) {
      const vote = { voter: forger.key, ballot: { round: 1, proposer: forger.key }, signature: new Uint8Array(64) };
      sign({ kind: "decree", number, value, votes: [vote], forced: false }, number);
    }
  }
  sign({ kind: "seed-claim", name: "h1" });
  return records;
}

/** By gossip, as an answer nobody asked for, as a hand-over; and requests for everybody's space. */
function attack(world: World): void {
  const { identity } = world.node(forgerIndex);
  const { meshId, bytes: genesis } = genesisOf(world);
  const records = forgeries(world);
  const talks: readonly KnownTalk[] = [
    { kind: "hand-over", number: 1, records },
    { kind: "space-answer", number: 1, records, inUse: false, busy: false, holder: "" },
    { kind: "record-answer", number: 1, genesis, records, part: 0, more: false },
    { kind: "accept", instance: 1, ballot: { round: 1, proposer: identity.key }, value: new Uint8Array(0) },
  ];
  for (const node of honest(world)) {
    const source = identity.key;
    world.step(node, { kind: "ring", source, payload: encodeRingDelta({ meshId, genesis, records }) });
    for (const talk of talks) world.step(node, { kind: "unicast", source, payload: encodeTalk(meshId, talk) });
  }
}

function tokensOn(node: WorldNode): TokenRecord[] {
  return node.disk.keys("ipam/record/token/").flatMap((key) => {
    const entries = decodeEntries(node.disk.get(key) as Uint8Array);
    return (entries.ok ? entries.value : []).flatMap((bytes) => {
      const record = decodeRecord(crypto, bytes, range);
      return record.ok && isToken(record.value) ? [record.value] : [];
    });
  });
}

function ownersSeenBy(node: WorldNode): string[] {
  return (node.ipam?.status().owners ?? []).map(({ key, addresses }) => `${key} ${addresses}`).toSorted();
}

describe("a password holder that signs what it likes", () => {
  it("changes nobody's space while it owns nothing, and is shown as quarantined", () => {
    const world = worldOf(1);
    const before = ownersSeenBy(world.node(0));
    attack(world);
    world.runFor(10_000);
    for (const node of honest(world)) {
      expect(ownersSeenBy(node)).toEqual(before);
      expect(node.ipam?.status()).toMatchObject({ disputed: [], epoch: 0 });
      expect(node.ipam?.status().voters.length).toBe(3);
      expect(node.ipam?.status().quarantined.count).toBeGreaterThan(0);
    }
    for (let i = 0; i < 240; i++) world.allocate(world.node(i % 3), `c${i}`);
    world.runFor(30_000);
    expect(world.held.size).toBe(240);
    expect(world.violations).toEqual([]);
    expect(world.agrees()).toBe(true);
  });

  it("takes and disputes nothing where it owns a part and votes: the others give, lend and agree as before", () => {
    const world = worldOf(2);
    world.allocate(world.node(forgerIndex), "own");
    world.runFor(20_000);
    expect(world.node(0).ipam?.status().voters).toContain(world.keyOf(forgerIndex));
    const { epoch } = world.node(0).ipam?.status() ?? {};
    const before = ownersSeenBy(world.node(0));
    world.crash(world.node(forgerIndex));
    attack(world);
    world.runFor(10_000);
    const others = (owners: readonly string[]) => owners.filter((owner) => !owner.startsWith(world.keyOf(forgerIndex)));
    for (const node of honest(world)) {
      expect(others(ownersSeenBy(node))).toEqual(others(before));
      expect(node.ipam?.status()).toMatchObject({ disputed: [], epoch });
    }
    const free = 254 - 64;
    for (let i = 0; i < free - 30; i++) world.allocate(world.node(i % 3), `c${i}`);
    world.runFor(30_000);
    expect(world.held.size).toBe(1 + free - 30);
    expect(world.violations).toEqual([]);
    expect(world.agrees()).toBe(true);
  });

  it("cannot take back what it gave: the receiver keeps what it gave out, objects, and nobody gives there", () => {
    const world = worldOf(3);
    const receiver = world.node(forgerIndex);
    world.allocate(receiver, "own");
    world.runFor(20_000);
    const grant = tokensOn(receiver).find(({ content }) => content.owner === receiver.identity.key) as TokenRecord;
    const giver = world.nodes.find(({ identity }) => identity.key === grant.signer) as WorldNode;
    const { start, size } = grant.content;
    const { meshId, bytes: genesis } = genesisOf(world);
    world.crash(giver);
    const again = signRecord(crypto, giver.identity, meshId, {
      epoch: grant.epoch,
      version: grant.version + 5,
      content: { kind: "token", start, size, owner: giver.identity.key },
    });
    const source = giver.identity.key;
    for (const node of world.nodes) {
      world.step(node, { kind: "ring", source, payload: encodeRingDelta({ meshId, genesis, records: [again.bytes] }) });
    }
    world.runFor(10_000);
    expect(world.events.some((line) => line.includes("own-space-lost"))).toBe(true);
    for (const node of world.nodes.filter((one) => one !== giver)) {
      expect(node.ipam?.status().disputed).toMatchObject([{ first: start, last: start + size - 1 }]);
    }
    for (let i = 0; i < 200; i++) world.allocate(world.node(i % 4), `c${i}`);
    world.runFor(30_000);
    expect([...world.held.keys()].filter((address) => address >= start && address < start + size).length).toBe(1);
    expect(world.violations).toEqual([]);
    expect(world.agrees()).toBe(true);
  });
});
