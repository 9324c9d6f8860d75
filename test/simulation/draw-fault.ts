/** Draws a fault of a given kind for a mesh of `hosts`; `spare` is the machine that a clone comes up on. */
import { type Random, randomFraction, shuffled } from "../../base/random.ts";
import type { Millis } from "../../base/time.ts";
import { between, chance, pick, some } from "./draw.ts";
import type { Fault, FaultKind, LinkFaultKind, Links } from "./faults.ts";
import type { Affliction } from "./link.ts";

export function drawFault(random: Random, kind: FaultKind, hosts: number, spare: number): Fault {
  const host = between(random, 0, hosts - 1);
  const [from = 0, to = 1] = some(random, hosts, 2);
  const forMs = drawDuration(random);
  switch (kind) {
    case "delay":
    case "jitter":
    case "loss":
    case "reorder":
    case "duplicate":
    case "bandwidth":
      return { kind, links: drawLinks(random, hosts), affliction: drawAffliction(random, kind), forMs };
    case "cut":
      return { kind, from, to, forMs };
    case "one-way":
      return { kind, from, to: chance(random, 0.6) ? to : undefined, forMs };
    case "partition":
      return { kind, groups: drawGroups(random, hosts), forMs };
    case "clog":
      return { kind, links: drawLinks(random, hosts), forMs: Math.min(forMs, 8_000) };
    case "kill":
      return { kind, host, forMs };
    case "torn-write":
    case "lost-sync":
      return { kind, host, slowMs: between(random, 20, 400), forMs };
    case "kill-datapath":
      return { kind, host };
    case "clock-skew":
      return { kind, host, rate: 0.97 + 0.06 * randomFraction(random), forMs: 4 * forMs };
    case "clock-step":
      return { kind, host, aheadMs: pick(random, [500, 3_000, 20_000, 300_000]) };
    case "suspend":
      return { kind, host, whole: chance(random, 0.6), clockStands: chance(random, 0.5), forMs };
    case "slow-peer":
      return { kind, host, stepMs: between(random, 5, 60), forMs: Math.min(forMs, 6_000) };
    case "clone":
      return { kind, host, onto: spare, forMs: between(random, 4_000, 8_000) };
    case "snapshot":
      return {
        kind,
        host,
        containers: pick(random, ["gone", "found", "hidden"] as const),
        afterMs: between(random, 500, 6_000),
        forMs: between(random, 300, 3_000),
      };
    case "version-skew":
      return { kind, hosts: some(random, hosts, between(random, 1, hosts)), forMs: 2 * forMs };
    case "remove":
      return drawRemoval(random, hosts);
  }
}

function drawDuration(random: Random): Millis {
  return between(random, 500, chance(random, 0.5) ? 4_500 : 14_000);
}

function drawLinks(random: Random, hosts: number): Links {
  const [from = 0, to = 1] = some(random, hosts, 2);
  return chance(random, 0.5) ? { around: from } : { from, to, oneWay: chance(random, 0.5) };
}

function drawAffliction(random: Random, kind: LinkFaultKind): Affliction {
  switch (kind) {
    case "delay":
      return { delayMs: between(random, 20, 400) };
    case "jitter":
      return { jitterMs: between(random, 10, 300) };
    case "loss":
      return { loss: 0.5 * randomFraction(random) };
    case "reorder":
      return { reorder: 0.4 * randomFraction(random) };
    case "duplicate":
      return { duplicate: 0.3 * randomFraction(random) };
    case "bandwidth":
      return { bytesPerMs: between(random, 1, 50) };
  }
}

/** Two or three groups; now and then one host hears both sides, or belongs to none. */
function drawGroups(random: Random, hosts: number): readonly (readonly number[])[] {
  const all = shuffled(
    random,
    Array.from({ length: hosts }, (_, index) => index),
  );
  const bridged = hosts >= 3 && chance(random, 0.3) ? all.slice(1) : all;
  const first = between(random, 1, bridged.length - 1);
  const [left, rest] = [bridged.slice(0, first), bridged.slice(first)];
  if (rest.length < 2 || chance(random, 0.6)) return [left, rest];
  const second = between(random, 1, rest.length - 1);
  return [left, rest.slice(0, second), rest.slice(second)];
}

/** One of those that nobody's only target is, so that the mesh can still be found when it does not come back. */
function drawRemoval(random: Random, hosts: number): Fault {
  const host = between(random, 2, hosts - 1);
  const by = between(random, 0, host - 1);
  const afterMs = between(random, 11_000, 14_000);
  // Not drawn by itself, so that other scenarios stay what they were.
  return { kind: "remove", host, by, afterMs, leaves: afterMs % 3 === 0 };
}
