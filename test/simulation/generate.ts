/**
 * Random scenarios: a seed decides how a mesh boots, what its links are like, which faults strike when, and what users
 * do. Every kind of fault is drawn with a weight; a scenario mixes several kinds so that pairs of them meet.
 */
import { type Cidr, parseCidr } from "../../base/address.ts";
import { assert } from "../../base/assert.ts";
import { type Random, randomBelow, randomFraction, seededRandom, shuffled } from "../../base/random.ts";
import type { Millis } from "../../base/time.ts";
import type { IpamInit } from "../../router/core-types.ts";
import type { Fault } from "./faults.ts";
import type { LaunchOptions } from "./host.ts";
import type { Scenario, Step } from "./scenario.ts";
import type { Work } from "./workload.ts";

const launchWithinMs: Millis = 5_000;
const faultsFromMs: Millis = 1_000;
const healAtMs: Millis = 17_000;
const settleMs: Millis = 32_000;
const faultsPerScenario = 4;
const worksPerHost = 9;
const containersPerHost = 6;
/** A crash strikes so soon after a request: about what a sync takes. */
const crashWithinMs: Millis = 5;
const crashedRequests = 3;
const ranges = ["10.32.0.0/12", "10.32.0.0/16", "10.40.4.0/22", "10.50.7.0/24"];
const restartWindowsMs: readonly Millis[] = [3_000, 6_000, 12_000];

/** Draws a scenario of `hosts` hosts; the same one for the same arguments. */
export function generate(seed: number, hosts: number): Scenario {
  assert(hosts >= 2, "a mesh has two hosts at least");
  const random = seededRandom(Math.imul(seed, 0x9e3779b1) ^ hosts);
  const launches = drawLaunches(random, hosts);
  const steps: Step[] = launches.map((_, launch) => ({ at: randomBelow(random, launchWithinMs), launch }));
  for (let i = 0; i < faultsPerScenario; i++) {
    const at = faultsFromMs + randomBelow(random, healAtMs - faultsFromMs - 2_000);
    const fault = drawFault(random, hosts);
    steps.push({ at, fault });
    if (fault.kind === "kill" || fault.kind === "power-cut") steps.push(...drawWorkAround(random, fault, at));
  }
  if (hosts >= 5 && chance(random, 0.5)) steps.push(drawRemoval(random, hosts));
  const range = (launches[0] as LaunchOptions).range;
  for (let i = 0; i < worksPerHost * hosts; i++) {
    steps.push({ at: randomBelow(random, healAtMs + settleMs / 2), work: drawWork(random, hosts, range) });
  }
  return { seed, launches, steps, healAt: healAtMs, settledAt: healAtMs + settleMs };
}

function drawLaunches(random: Random, hosts: number): readonly LaunchOptions[] {
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
    connectionLimit: 0,
    targets: drawTargets(random, shape, index, hosts),
  }));
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

function drawFault(random: Random, hosts: number): Fault {
  const host = randomBelow(random, hosts);
  const [from = 0, to = 1] = shuffled(
    random,
    Array.from({ length: hosts }, (_, index) => index),
  );
  const forMs = 500 + randomBelow(random, chance(random, 0.5) ? 4_000 : 16_000);
  switch (
    pick(random, ["kill", "kill", "power-cut", "kill-datapath", "cut", "cut", "partition", "lossy", "slow"] as const)
  ) {
    case "kill":
      return { kind: "kill", host, forMs };
    case "power-cut":
      return { kind: "power-cut", host, forMs };
    case "kill-datapath":
      return { kind: "kill-datapath", host };
    case "cut":
      return { kind: "cut", from, to, oneWay: chance(random, 0.4), forMs };
    case "partition":
      return { kind: "partition", side: drawSide(random, hosts), oneWay: chance(random, 0.25), forMs };
    case "lossy": {
      const [loss, reorder, duplicate] = [0.4, 0.3, 0.2].map((most) => most * randomFraction(random)) as [
        number,
        number,
        number,
      ];
      return { kind: "lossy", from, to, loss, reorder, duplicate, forMs };
    }
    case "slow":
      return {
        kind: "slow",
        from,
        to,
        bytesPerMs: 1 + randomBelow(random, 50),
        delayMs: 20 + randomBelow(random, 400),
        forMs,
      };
  }
}

function drawSide(random: Random, hosts: number): readonly number[] {
  const all = Array.from({ length: hosts }, (_, index) => index);
  return shuffled(random, all).slice(0, 1 + randomBelow(random, hosts - 1));
}

/** One of those that nobody's only target is, so that the mesh can still be found when it does not come back. */
function drawRemoval(random: Random, hosts: number): Step {
  const host = 2 + randomBelow(random, hosts - 2);
  const by = randomBelow(random, host);
  const fault = { kind: "remove", host, by, afterMs: 11_000 + randomBelow(random, 3_000) } as const;
  return { at: 4_000 + randomBelow(random, 4_000), fault };
}

function drawWork(random: Random, hosts: number, range: Cidr): Work {
  const host = randomBelow(random, hosts);
  const container = `c${randomBelow(random, containersPerHost)}`;
  const kind = pick(random, ["attach", "attach", "attach", "detach", "claim"] as const);
  if (kind !== "claim") return { kind, host, container };
  // Few enough, so that two hosts want the same one now and then.
  const offset = 1 + randomBelow(random, 200);
  const address = { address: range.address + offset, prefixLength: range.prefixLength };
  return { kind: "claim", host, container: `k${offset}`, address };
}

/** Requests whose answers the crash meets on their way, asked again when the host is back, and others then. */
function drawWorkAround(random: Random, { host, forMs }: { host: number; forMs: Millis }, at: Millis): Step[] {
  const container = (index: number) => `c${(index + randomBelow(random, 2)) % containersPerHost}`;
  const before = Array.from({ length: crashedRequests }, (_, index) => {
    const work = { kind: "attach", host, container: container(2 * index) } as const;
    return { at: at - (4 * index + randomFraction(random) * crashWithinMs), work };
  });
  const after = Array.from({ length: containersPerHost }, (_, index) => {
    const work = { kind: "attach", host, container: `c${index}` } as const;
    return { at: at + forMs + 4_000 + randomBelow(random, 4_000), work };
  });
  return [...before, ...after];
}

function chance(random: Random, probability: number): boolean {
  return randomFraction(random) < probability;
}

function pick<T>(random: Random, items: readonly T[]): T {
  return items[randomBelow(random, items.length)] as T;
}
