/**
 * Random scenarios: a seed decides how many hosts there are, how the mesh boots, which faults strike when, and what
 * users do. Each seed is given one pair of kinds of fault, one after another, and more kinds at random; so all pairs
 * meet, whichever seeds are played, and the rest is chance.
 */
import { type Cidr, parseCidr } from "../../base/address.ts";
import { assert } from "../../base/assert.ts";
import { type Random, randomBelow, randomFraction, seededRandom, shuffled } from "../../base/random.ts";
import type { Millis } from "../../base/time.ts";
import type { IpamInit } from "../../router/core-types.ts";
import { pairsOfKinds } from "./coverage.ts";
import { between, chance, pick } from "./draw.ts";
import { drawFault } from "./draw-fault.ts";
import { hasLeases, leasedHostsMax, withLeases } from "./draw-lease.ts";
import { drawOperators, drawWork, drawWorkAround } from "./draw-work.ts";
import { type FaultKind, faultKinds } from "./faults.ts";
import type { LaunchOptions } from "./host-ports.ts";
import type { Scenario, Step } from "./scenario.ts";

export const hostsMin = 2;
export const hostsMax = 30;
const launchWithinMs: Millis = 4_000;
const faultsFromMs: Millis = 1_000;
const healAtMs: Millis = 16_000;
const settleMs: Millis = 30_000;
const worksPerHost = 8;
const ranges = ["10.32.0.0/12", "10.32.0.0/16", "10.40.4.0/22", "10.50.7.0/24"];
const restartWindowsMs: readonly Millis[] = [3_000, 6_000, 12_000];
/** Kinds beyond the seed's pair, and how often a kind strikes. */
const furtherKinds = { least: 2, most: 5 };
const strikesMax = 2;
/** Connections of a host at most, in a share of the scenarios that have more hosts than that. */
const limits = { share: 0.3, least: 3, most: 6 };
/** Sizes: so many of a hundred scenarios, from so many hosts on up to the next line. */
const sizes: readonly (readonly [share: number, from: number, to: number])[] = [
  [26, hostsMin, 4],
  [42, 5, 8],
  [20, 9, 12],
  [9, 13, 20],
  [3, 21, hostsMax],
];

/** What is given instead of drawn. */
export interface Wished {
  readonly hosts?: number | undefined;
  readonly leases?: boolean | undefined;
  /** As `--conn-limit`; 0: none. */
  readonly connectionLimit?: number | undefined;
}

/** Draws a scenario; the same one for the same arguments. */
export function generate(seed: number, { hosts, leases, connectionLimit }: Wished = {}): Scenario {
  const leased = leases ?? hasLeases(seed);
  const random = seededRandom(Math.imul(seed, 0x9e3779b1) ^ (hosts ?? 0));
  const size = hosts ?? Math.min(drawSize(random), leased ? leasedHostsMax : hostsMax);
  assert(size >= hostsMin, "a mesh has two hosts at least");
  const launches = drawLaunches(random, size, connectionLimit ?? drawConnectionLimit(seed, size));
  const steps: Step[] = launches.map((_, launch) => ({ at: randomBelow(random, launchWithinMs), launch }));
  const spares: LaunchOptions[] = [];
  for (const kind of drawKinds(random, seed, size)) {
    const at = drawMoment(random, kind);
    const fault = drawFault(random, kind, size, size + spares.length);
    if (kind === "clone") spares.push(spareLike(launches[0] as LaunchOptions));
    steps.push({ at, fault });
    if (fault.kind === "kill") steps.push(...drawWorkAround(random, fault, at));
    if (fault.kind === "torn-write" || fault.kind === "lost-sync") {
      steps.push(...drawWorkAround(random, fault, at + fault.slowMs * 0.9));
    }
  }
  const { range } = launches[0] as LaunchOptions;
  for (let i = 0; i < worksPerHost * size; i++) {
    steps.push({ at: randomBelow(random, healAtMs + settleMs / 2), work: drawWork(random, size, range) });
  }
  const named = launches.map(({ targets }) => targets);
  steps.push(...drawOperators(seededRandom(Math.imul(seed, 0xc2b2ae35) ^ size), named, healAtMs));
  const scenario = {
    seed,
    launches: [...launches, ...spares],
    steps,
    healAt: healAtMs,
    settledAt: healAtMs + settleMs,
  };
  return leased ? withLeases(random, scenario) : scenario;
}

function drawSize(random: Random): number {
  let drawn = randomBelow(random, 100);
  for (const [share, from, to] of sizes) {
    if (drawn < share) return between(random, from, to);
    drawn -= share;
  }
  return hostsMax;
}

/** The seed's pair, others, and some of them twice. */
function drawKinds(random: Random, seed: number, hosts: number): readonly FaultKind[] {
  const pair = pairsOfKinds[seed % pairsOfKinds.length] as readonly [FaultKind, FaultKind];
  const others = shuffled(random, faultKinds).slice(0, between(random, furtherKinds.least, furtherKinds.most));
  const kinds = [...new Set([...pair, ...others])].filter((kind) => mayStrike(kind, hosts));
  return kinds.flatMap((kind) => Array.from({ length: between(random, 1, strikesMax) }, () => kind));
}

/** A removal needs a majority without the one that is gone, and who is left must be found. */
function mayStrike(kind: FaultKind, hosts: number): boolean {
  return kind !== "remove" || hosts >= 5;
}

/** Late enough that there is something to strike; a removal early enough that it can be decided. */
function drawMoment(random: Random, kind: FaultKind): Millis {
  if (kind === "remove") return between(random, 5_000, 8_000);
  if (kind === "version-skew" && chance(random, 0.6)) return 0;
  return faultsFromMs + (healAtMs - faultsFromMs - 2_000) * randomFraction(random);
}

/** From a stream of its own, so that a scenario is otherwise what it is without. */
function drawConnectionLimit(seed: number, hosts: number): number {
  const random = seededRandom(Math.imul(seed, 0x85ebca6b) ^ hosts);
  const most = Math.min(limits.most, hosts - 2);
  return most >= limits.least && chance(random, limits.share) ? between(random, limits.least, most) : 0;
}

function drawLaunches(random: Random, hosts: number, connectionLimit: number): readonly LaunchOptions[] {
  const range = parseCidr(pick(random, ranges)) as Cidr;
  const password = chance(random, 0.8) ? random.bytes(32) : undefined;
  const restartWindowMs = pick(random, restartWindowsMs);
  const init = drawInit(random, hosts);
  const shape = pick(random, ["first", "earlier", "all"] as const);
  return Array.from({ length: hosts }, (_, index) => ({
    range,
    password,
    restartWindowMs,
    init,
    discovery: true,
    connectionLimit,
    targets: drawTargets(random, shape, index, hosts),
  }));
}

/** Where nobody else is dialled: the first host, or the clone would never meet anybody. */
function spareLike(launch: LaunchOptions): LaunchOptions {
  return { ...launch, targets: launch.targets.length > 0 ? launch.targets : ["h1"], spare: true };
}

function drawInit(random: Random, hosts: number): IpamInit {
  if (chance(random, 0.7)) return { kind: "consensus", peers: hosts };
  const seeds = 1 + randomBelow(random, Math.min(3, hosts));
  return { kind: "seed", peers: Array.from({ length: seeds }, (_, index) => `h${index + 1}`) };
}

/** Every host reaches every other over these, whatever the shape. */
function drawTargets(random: Random, shape: "first" | "earlier" | "all", index: number, hosts: number): string[] {
  const all = Array.from({ length: hosts }, (_, other) => `h${other + 1}`).filter((_, other) => other !== index);
  if (shape === "all") return all;
  if (shape === "first") return index === 0 ? ["h2"] : ["h1"];
  return index === 0 ? [] : shuffled(random, all.slice(0, index)).slice(0, 2);
}
