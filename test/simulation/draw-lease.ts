/**
 * Leases in a part of the scenarios: the mesh is launched with a lease of a few seconds (shorter than people may ask for,
 * so that a run costs little), faults last longer, and then one host is away for several leases while the others are
 * left alone, or not. So leases run out under partitions, suspensions and restarts, space is taken over, and its owner
 * comes back to what was hot.
 *
 * Left out is what no quorum can stand: a twin votes twice, and a host that goes back to a release without leases gives
 * from what others may take. A host that starts with that release is in it.
 */
import { type Random, randomBelow, shuffled } from "../../base/random.ts";
import type { Millis } from "../../base/time.ts";
import { between, chance, pick } from "./draw.ts";
import { drawWork } from "./draw-work.ts";
import { absentIn, type Fault } from "./faults.ts";
import type { Scenario, Step } from "./scenario.ts";

/** Mostly short; the long one outlasts the time for which a host that cannot be reached counts as present. */
const leases: readonly Millis[] = [8_000, 8_000, 8_000, 24_000];
/** Faults and work of the drawn scenario, which end at its healing, take so much longer. */
const stretch = 1.5;
const absentFromMs: Millis = 28_000;
/** Without other faults before it, where it is alone. */
const quietMs: Millis = 2_000;
/** After it: so much, and the leases that a takeover takes. */
const absentForMs: Millis = 22_000;
const absentLeases = 2;
/** While one is away all others are restarted: within this, each for so long. */
const restartsWithinMs: Millis = 8_000;
const restartMs: Millis = 600;
const settleMs: Millis = 40_000;
const worksPerHost = 6;
/** More than small hot blocks have. */
const attachedAbsent = 16;

/** One of ten. */
export function hasLeases(seed: number): boolean {
  return seed % 10 === 3;
}

/** Of the hosts of a drawn scenario, so many that a long run stays cheap. */
export const leasedHostsMax = 10;

export function withLeases(random: Random, drawn: Scenario): Scenario {
  const hosts = drawn.launches.filter(({ spare }) => !spare).length;
  const quiet = chance(random, 0.5);
  const leaseMs = pick(random, leases);
  const healAt = absentFromMs + absentForMs + absentLeases * leaseMs;
  const launches = drawn.launches.map((launch, index) =>
    index === 0 || chance(random, 0.7) ? { ...launch, leaseMs } : launch,
  );
  const steps = drawn.steps.flatMap((step): Step[] => {
    if ("launch" in step) return [step];
    const at = stretch * step.at;
    if ("work" in step) return [{ at, work: step.work }];
    const fault = allowed(step.fault);
    if (!fault) return [];
    if (fault.kind === "version-skew") return [{ at: 0, fault: lasting(fault, stretch) }];
    return [{ at, fault: quiet ? endingBy(fault, absentFromMs - quietMs - at) : lasting(fault, 3) }];
  });
  const absence = drawAbsence(random, hosts, healAt);
  steps.push({ at: absentFromMs + randomBelow(random, 2_000), fault: absence });
  if (!quiet && chance(random, 0.5)) steps.push(...drawRestarts(random, absence, hosts));
  const { range } = drawn.launches[0] as Scenario["launches"][number];
  for (let i = 0; i < worksPerHost * hosts; i++) {
    steps.push({ at: between(random, absentFromMs, healAt + settleMs / 2), work: drawWork(random, hosts, range) });
  }
  for (const host of absentIn(absence)) {
    for (let i = 0; i < attachedAbsent; i++) {
      const at = between(random, absentFromMs + 4_000, healAt);
      steps.push({ at, work: { kind: "attach", host, container: `x${i}` } });
    }
  }
  return {
    ...drawn,
    launches,
    steps,
    healAt,
    settledAt: healAt + settleMs,
    ...(quiet && { quietFrom: absentFromMs }),
  };
}

function allowed(fault: Fault): Fault | undefined {
  if (fault.kind === "clone") return undefined;
  return fault.kind === "version-skew" ? { ...fault, hosts: fault.hosts.slice(0, 1) } : fault;
}

function lasting(fault: Fault, factor: number): Fault {
  return "forMs" in fault ? { ...fault, forMs: factor * fault.forMs } : fault;
}

function endingBy(fault: Fault, left: Millis): Fault {
  return "forMs" in fault ? { ...fault, forMs: Math.min(fault.forMs, Math.max(1, left)) } : fault;
}

/** So what voters granted must be on their disks. */
function drawRestarts(random: Random, absence: Fault, hosts: number): Step[] {
  const absent = absentIn(absence);
  return Array.from({ length: hosts }, (_, host) => host)
    .filter((host) => !absent.includes(host))
    .map((host) => {
      const at = absentFromMs + 2_000 + randomBelow(random, restartsWithinMs);
      return { at, fault: { kind: "kill", host, forMs: restartMs } };
    });
}

/** Of a partition: one, or as many as can be without being half. */
function drawAbsence(random: Random, hosts: number, forMs: Millis): Fault {
  const all = shuffled(
    random,
    Array.from({ length: hosts }, (_, index) => index),
  );
  const away = chance(random, 0.5) ? 1 : Math.max(1, Math.floor((hosts - 1) / 2));
  const [host = 0] = all;
  const partition: Fault = { kind: "partition", groups: [all.slice(0, away), all.slice(away)], forMs };
  return pick<Fault>(random, [
    { kind: "kill", host, forMs },
    { kind: "lost-sync", host, slowMs: between(random, 20, 200), forMs },
    partition,
    partition,
    { kind: "suspend", host, whole: chance(random, 0.5), clockStands: chance(random, 0.3), forMs },
  ]);
}
