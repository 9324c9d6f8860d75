/**
 * `./bench/run --ring`: what address management costs where a mesh is large: a ring of 1,000 hosts and 100,000 addresses
 * given out, with real signatures; allocation on one of its hosts, in process and with the real store; merges of one
 * change, of the whole, and by a newcomer; memory; and how coarse ranges stay under random work of 5 hosts.
 *
 * One process, no network. Figures of time are of single steps of the machine, in milliseconds by the clock; a step is what
 * holds the event loop up. Steps during which somebody else got the processor are left out of medians and percentiles, of
 * which each is the lowest of `rounds` rounds; sums and longest steps are of the clock as it went.
 */
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { type Cidr, parseCidr } from "../base/address.ts";
import type { DurableState, DurableWrite } from "../base/machine.ts";
import type { PeerKey } from "../base/peer-name.ts";
import { randomBelow, seededRandom } from "../base/random.ts";
import { type Identity, identityOf } from "../crypto/identity.ts";
import { realCrypto } from "../crypto/primitives.ts";
import { standInCrypto } from "../crypto/stand-in.ts";
import { type Genesis, proposeGenesis } from "../ipam-crdt/genesis.ts";
import { Ipam } from "../ipam-crdt/ipam.ts";
import type { IpamInput } from "../ipam-crdt/ipam-types.ts";
import { chunksOf } from "../ipam-crdt/ring-digest.ts";
import { SqliteStore } from "../ipam-crdt/store.ts";
import { MemoryDisk, World } from "../ipam-crdt/testing/world.ts";
import { blockSize, type RecordContent, type RingRecord, signRecord } from "../ipam-crdt/token.ts";
import { encodeRingDelta, payloadBytesMax } from "../ipam-crdt/wire.ts";

export interface RingFigure {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** What issue and design ask for; absent: told for its own sake. */
  readonly bound?: number;
}

const hosts = 1_000;
const givenByHost = 100;
const allocations = 3_000;
const rounds = 3;
const range = parseCidr("10.32.0.0/12") as Cidr;

export function ringFigures(say: (line: string) => void): readonly RingFigure[] {
  const collect = garbageCollector();
  say("building a ring of 1,000 hosts");
  const mesh = largeMesh();
  say("merging it");
  collect();
  const before = process.memoryUsage();
  const host = joined(mesh, new MemoryDisk());
  collect();
  const after = process.memoryUsage();
  const heapMegabytes = (after.heapUsed + after.external - before.heapUsed - before.external) / 2 ** 20;
  const figures: RingFigure[] = [
    { what: "records of the ring", value: mesh.records.length, unit: "" },
    { what: "bytes of the ring", value: mesh.records.reduce((sum, { bytes }) => sum + bytes.length, 0), unit: "" },
    { what: "a newcomer takes the whole ring", value: sumOf(host.deltaMs), unit: "ms" },
    { what: "the longest of its steps", value: Math.max(...host.deltaMs.map(Math.abs)), unit: "ms" },
    { what: "memory of the ring in a router (its store included)", value: heapMegabytes, unit: "MB", bound: 100 },
    ...mergeFigures(mesh, host.ipam),
  ];
  say("allocating");
  figures.push(...allocationFigures("in process", mesh, new MemoryDisk(), 1));
  const folder = mkdtempSync(join(tmpdir(), "weave-bench-ring-"));
  const store = SqliteStore.open(join(folder, "weave.db"));
  try {
    figures.push(...allocationFigures("durable", mesh, store, 10));
  } finally {
    store.close();
    rmSync(folder, { recursive: true });
  }
  figures.push(...syncFigures());
  say("random work of 5 hosts");
  return [...figures, ...coarsenessFigures()];
}

export function ringText(figures: readonly RingFigure[]): string {
  const width = Math.max(...figures.map(({ what }) => what.length));
  return figures
    .map(({ what, value, unit, bound }) => {
      const shown = unit === "" ? String(value) : `${value < 10 ? value.toFixed(3) : value.toFixed(1)} ${unit}`;
      const held = bound === undefined ? "" : `   ${value <= bound ? "within" : "ABOVE"} ${bound} ${unit}`;
      return `${what.padEnd(width)}  ${shown}${held}`;
    })
    .join("\n");
}

interface LargeMesh {
  readonly identities: readonly Identity[];
  readonly genesis: Genesis;
  readonly records: readonly RingRecord[];
}

/** First boot gives 256 hosts a share each, who give the others a part of it; everybody gave out `givenByHost` addresses. */
function largeMesh(): LargeMesh {
  const random = seededRandom(1);
  const identities = Array.from({ length: hosts }, () => identityOf(realCrypto, random.bytes(32)));
  const byKey = new Map(identities.map((identity) => [identity.key, identity]));
  const genesis = proposeGenesis(
    realCrypto,
    random,
    range,
    identities.slice(0, 256).map(({ key }) => key),
  );
  const records: RingRecord[] = [];
  const sign = (identity: Identity, version: number, content: RecordContent) =>
    records.push(signRecord(realCrypto, identity, genesis.meshId, { epoch: 0, version, content }));
  const starts = new Map<PeerKey, number>();
  const sharesOf = new Map<PeerKey, number>();
  genesis.members.forEach((member, i) => {
    if (member.kind === "key") starts.set(member.key, genesis.shares[i]?.start ?? 0);
  });
  const members = [...starts.keys()];
  const shareSize = 2 ** (32 - range.prefixLength) / members.length;
  identities.slice(256).forEach(({ key }, i) => {
    const giver = byKey.get(members[i % members.length] as PeerKey) as Identity;
    const given = (sharesOf.get(giver.key) ?? 0) + 1;
    sharesOf.set(giver.key, given);
    const size = shareSize / 4;
    const start = (starts.get(giver.key) ?? 0) + given * size;
    sign(giver, 1, { kind: "introduction", peer: key });
    sign(giver, given, { kind: "token", start, size, owner: key });
    starts.set(key, start);
  });
  for (const identity of identities) {
    const start = starts.get(identity.key) ?? 0;
    for (let given = 0; given < givenByHost; given += blockSize) {
      const bits = Math.min(blockSize, givenByHost - given);
      const low = bits >= 32 ? 0xffff_ffff : 2 ** bits - 1;
      const high = bits >= 64 ? 0xffff_ffff : bits > 32 ? 2 ** (bits - 32) - 1 : 0;
      sign(identity, 1, { kind: "block", start: start + given, usedLow: low, usedHigh: high });
    }
  }
  return { identities, genesis, records };
}

interface Joined {
  readonly ipam: Ipam;
  readonly deltaMs: readonly number[];
}

/** A newcomer, who owns nothing and asks nobody. */
function joined(mesh: LargeMesh, durable: DurableState): Joined {
  const identity = identityOf(realCrypto, seededRandom(2).bytes(32));
  const ipam = routerOf(identity, durable);
  const deltaMs = deltasOf(mesh, mesh.records).map((input) => stepMs(ipam, durable, 0, input));
  return { ipam, deltaMs };
}

function routerOf(identity: Identity, durable: DurableState): Ipam {
  return new Ipam(
    { random: seededRandom(3), crypto: realCrypto, durable },
    {
      identity,
      nickname: "bench",
      range,
      rangeExplicit: false,
      init: { kind: "observer" },
      leaseMs: undefined,
      initialPeerCount: 2,
    },
  );
}

function deltasOf({ identities, genesis }: LargeMesh, records: readonly RingRecord[]): readonly IpamInput[] {
  const source = (identities[0] as Identity).key;
  return chunksOf(records, payloadBytesMax - genesis.bytes.length - 64).map((chunk) => ({
    kind: "ring",
    source,
    payload: encodeRingDelta({ meshId: genesis.meshId, genesis: genesis.bytes, records: chunk }),
  }));
}

function mergeFigures(mesh: LargeMesh, ipam: Ipam): readonly RingFigure[] {
  const step = (records: readonly RingRecord[]) =>
    deltasOf(mesh, records).map((input) => stepMs(ipam, new MemoryDisk(), 0, input));
  const blocks: number[][] = [[], [], []];
  const tokens: number[][] = [[], [], []];
  for (let i = 0; i < 40 * rounds; i++) {
    const giver = mesh.identities[i] as Identity;
    const first = mesh.records.find(({ signer, content }) => signer === giver.key && content.kind === "block");
    const token = mesh.records.find(({ signer, content }) => signer === giver.key && content.kind === "token");
    if (first?.content.kind === "block")
      blocks[i % rounds]?.push(...step([next(mesh, giver, first, { ...first.content, usedHigh: 7 })]));
    if (token?.content.kind === "token") {
      const { start } = token.content;
      const owner = (mesh.identities[999 - i] as Identity).key;
      const content = { kind: "token", start: start - 64, size: 64, owner } as const;
      tokens[i % rounds]?.push(...step([next(mesh, giver, token, content)]));
    }
  }
  const again = lowestOf(() => step(mesh.records));
  const digest = ipam.channelState.digest();
  const [digestMs = 0] = lowestOf(() => [timed(() => ipam.channelState.diff(digest))]);
  const changed = mesh.records.find(({ content }) => content.kind === "block") as RingRecord;
  const other = joined(
    { ...mesh, records: mesh.records.filter((record) => record !== changed) },
    new MemoryDisk(),
  ).ipam;
  const whole = joined(mesh, new MemoryDisk()).ipam;
  let lacked: readonly Uint8Array[] = [];
  const theirs = other.channelState.digest();
  const compared = Array.from({ length: 20 }, () =>
    timed(() => {
      lacked = whole.channelState.diff(theirs);
    }),
  );
  const diffMs = quantile(compared, 0.5);
  const takeMs = lacked.map((payload) =>
    stepMs(other, new MemoryDisk(), 0, { kind: "ring", source: changed.signer, payload }),
  );
  return [
    { what: "merge of one changed block, median", value: lowestQuantile(blocks, 0.5), unit: "ms", bound: 5 },
    { what: "merge of one changed block, p95", value: lowestQuantile(blocks, 0.95), unit: "ms", bound: 5 },
    { what: "merge of one donation, median", value: lowestQuantile(tokens, 0.5), unit: "ms", bound: 5 },
    { what: "merge of one donation, p95", value: lowestQuantile(tokens, 0.95), unit: "ms", bound: 5 },
    {
      what: "merge of the whole ring, all known, by exchange (digests are equal)",
      value: Math.abs(digestMs),
      unit: "ms",
      bound: 5,
    },
    {
      what: "merge of the whole ring, one record new, by exchange",
      value: diffMs + sumOf(takeMs),
      unit: "ms",
      bound: 5,
    },
    { what: "bytes of that exchange", value: digest.length + sumOf(lacked.map(({ length }) => length)), unit: "" },
    { what: "the whole ring sent again, longest step", value: Math.max(...again.map(Math.abs)), unit: "ms", bound: 5 },
    { what: "the whole ring sent again, in all", value: sumOf(again), unit: "ms" },
  ];
}

function next(mesh: LargeMesh, identity: Identity, { version }: RingRecord, content: RecordContent): RingRecord {
  return signRecord(realCrypto, identity, mesh.genesis.meshId, { epoch: 0, version: version + 1, content });
}

/** On a host of the large ring that owns space: one address after the other, each for a new container. */
function allocationFigures(how: string, mesh: LargeMesh, durable: DurableState, bound: number): readonly RingFigure[] {
  const identity = mesh.identities[255] as Identity;
  const ipam = routerOf(identity, durable);
  const own = mesh.records.filter(({ signer }) => signer !== identity.key);
  for (const input of deltasOf(mesh, own)) stepMs(ipam, durable, 0, input);
  // Nobody answers: it goes on unconfirmed.
  for (let now = 0; now <= 11_000; now += 500) stepMs(ipam, durable, now, { kind: "wake" });
  const perRound: readonly number[][] = Array.from({ length: rounds }, () => []);
  const since = process.threadCpuUsage();
  for (let request = 0; request < allocations; request++) {
    const owner = { container: `container-${request}`, interface: "eth0" };
    const body = { kind: "allocate", owner, subnet: undefined } as const;
    perRound[Math.floor((rounds * request) / allocations)]?.push(
      stepMs(ipam, durable, 12_000 + request, { kind: "request", request, body }),
    );
  }
  const { user, system } = process.threadCpuUsage(since);
  const lowest = (part: number) => Math.min(...perRound.map((times) => quantile(times, part)));
  const given = ipam.status().allocations.length;
  if (given !== allocations) throw new Error(`${given} of ${allocations} addresses were given`);
  return [
    { what: `allocation from own space, ${how}, median`, value: lowest(0.5), unit: "ms" },
    { what: `allocation from own space, ${how}, p99`, value: lowest(0.99), unit: "ms", bound },
    {
      what: `allocation from own space, ${how}, processor time, mean`,
      value: (user + system) / 1_000 / allocations,
      unit: "ms",
    },
  ];
}

/** What of a durable allocation is the disk's: a page appended and synced, and nothing else. */
function syncFigures(): readonly RingFigure[] {
  const folder = mkdtempSync(join(tmpdir(), "weave-bench-sync-"));
  const descriptor = openSync(join(folder, "log"), "w");
  const page = new Uint8Array(4_096);
  const times = Array.from({ length: allocations / rounds }, () =>
    timed(() => {
      writeSync(descriptor, page);
      fdatasyncSync(descriptor);
    }),
  );
  closeSync(descriptor);
  rmSync(folder, { recursive: true });
  return [
    { what: "a page appended and synced, for comparison, median", value: quantile(times, 0.5), unit: "ms" },
    { what: "a page appended and synced, for comparison, p99", value: quantile(times, 0.99), unit: "ms" },
  ];
}

/** 1,000 allocations and releases on 5 hosts of a range that is small enough to make them lend to each other. */
function coarsenessFigures(): readonly RingFigure[] {
  const small = parseCidr("10.9.0.0/22") as Cidr;
  const options = { init: { kind: "consensus", peers: undefined }, initialPeerCount: 5, range: small } as const;
  const world = new World(5, standInCrypto, 5, () => options);
  for (const node of world.nodes) world.start(node);
  world.runFor(6_000);
  const random = seededRandom(9);
  const running: (readonly [node: number, container: string])[] = [];
  for (let i = 0; i < 1_000; i++) {
    // Two thirds of the work is on two hosts, so that these run dry.
    const node = randomBelow(random, 3) < 2 ? randomBelow(random, 2) : randomBelow(random, 5);
    const release = running.length > 700 || randomBelow(random, 5) === 0;
    const [chosen] = release ? running.splice(randomBelow(random, Math.max(1, running.length)), 1) : [];
    if (chosen) world.release(world.node(chosen[0]), chosen[1]);
    else {
      running.push([node, `c${i}`]);
      world.allocate(world.node(node), `c${i}`, undefined);
    }
    world.runFor(200);
  }
  world.runFor(10_000);
  const status = world.node(0).ipam?.status();
  const ranges = world.nodes.map((node) => node.ipam?.status().owned.length ?? 0);
  return [
    { what: "5 hosts, 1,000 random allocations and releases: tokens", value: status?.tokens ?? 0, unit: "" },
    { what: "the same: ranges of all owners, joined", value: sumOf(ranges), unit: "" },
    { what: "the same: violations", value: world.violations.length, unit: "", bound: 0 },
  ];
}

function stepMs(ipam: Ipam, durable: DurableState, now: number, input: IpamInput): number {
  return timed(() => {
    for (const output of ipam.step(now, input)) if (output.kind === "persist") write(durable, output.writes);
  });
}

function write(durable: DurableState, writes: readonly DurableWrite[]): void {
  if (durable instanceof MemoryDisk || durable instanceof SqliteStore) durable.write(writes);
}

/** Negative where somebody else got the processor meanwhile, so that the time is not this step's alone. */
function timed(work: () => void): number {
  const { involuntaryContextSwitches: before } = process.resourceUsage();
  const since = performance.now();
  work();
  const ms = performance.now() - since;
  return process.resourceUsage().involuntaryContextSwitches === before ? ms : -ms;
}

/** Of those that nobody disturbed; of all, where there are hardly any. */
function quantile(values: readonly number[], part: number): number {
  const undisturbed = values.filter((value) => value >= 0);
  const chosen = undisturbed.length * 4 >= values.length ? undisturbed : values.map(Math.abs);
  const sorted = chosen.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0;
}

function lowestQuantile(perRound: readonly (readonly number[])[], part: number): number {
  return Math.min(...perRound.map((times) => quantile(times, part)));
}

/** Of several runs the one that took least. */
function lowestOf(run: () => readonly number[]): readonly number[] {
  const runs = Array.from({ length: 3 * rounds }, run);
  return runs.toSorted((a, b) => sumOf(a) - sumOf(b))[0] ?? [];
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + Math.abs(value), 0);
}

/** Without a flag of the process. */
function garbageCollector(): () => void {
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc") as () => void;
}
