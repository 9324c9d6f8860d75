/**
 * A scenario is data: what the hosts launch with, and what happens when. Three acts: hosts launch; faults and work run
 * together; faults stop, and after a bounded time of quiet everything must have come together again.
 */
import { assert } from "../../base/assert.ts";
import type { Millis } from "../../base/time.ts";
import type { Crypto } from "../../crypto/crypto-port.ts";
import { tapped } from "./broadcast-tap.ts";
import { checkAlways } from "./checkers.ts";
import type { Fault } from "./faults.ts";
import type { LaunchOptions } from "./host-ports.ts";
import { checkSpaceIsBack } from "./lease-checker.ts";
import type { RouterFactory, RouterRelease } from "./releases.ts";
import { checkSettled } from "./settled-checkers.ts";
import { strike } from "./strike.ts";
import { type Work, Workload } from "./workload.ts";
import { World } from "./world.ts";

export type Step =
  | { readonly at: Millis; readonly launch: number }
  | { readonly at: Millis; readonly fault: Fault }
  | { readonly at: Millis; readonly work: Work };

export interface Scenario {
  readonly seed: number;
  readonly launches: readonly LaunchOptions[];
  readonly steps: readonly Step[];
  /** From here on until faults end one host is away, and nothing else is wrong. */
  readonly quietFrom?: Millis;
  /** Faults end here. */
  readonly healAt: Millis;
  /** Everything has settled by here. */
  readonly settledAt: Millis;
}

export interface Outcome {
  readonly seed: number;
  readonly hosts: number;
  readonly violations: readonly string[];
  /** Equal for two runs of one scenario. */
  readonly trace: string;
  readonly virtualMs: Millis;
  readonly events: number;
  readonly bytes: number;
  /** Changes of somebody's space that were held against everybody's. */
  readonly looks: number;
  /** Some ranges were not judged (`excuses.ts`). */
  readonly excused: boolean;
  readonly addressesGiven: number;
  readonly answered: number;
  readonly refused: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly eventsByName: Readonly<Record<string, number>>;
}

/** Events between two looks at everything. */
const checkEvery = 1000;

/** What a run is given from outside of it. */
export interface PlayPorts {
  readonly crypto: Crypto;
  readonly releases: (release: RouterRelease) => RouterFactory;
  readonly log?: ((line: string) => void) | undefined;
}

/** Plays a scenario to its end, or to the first broken assertion of a router, which counts as a violation. */
export function play(scenario: Scenario, ports: PlayPorts): Outcome {
  const world = new World({ ...ports, seed: scenario.seed, launches: scenario.launches });
  const workload = new Workload(world);
  try {
    const twice = (broadcast: string) => world.violate(`a router took broadcast ${broadcast} for news twice`);
    tapped(twice, () => enact(world, workload, scenario));
  } catch (cause) {
    world.violate(cause instanceof Error ? (cause.stack ?? cause.message) : String(cause));
  }
  return {
    seed: scenario.seed,
    hosts: hostsOf(scenario),
    violations: world.violations,
    trace: world.trace.digest,
    virtualMs: world.time.now,
    events: world.time.ran,
    bytes: world.network.bytesWritten,
    looks: world.ownership.looks,
    excused: world.excuses.some,
    addressesGiven: world.ledger.given,
    answered: workload.answered,
    refused: workload.refused,
    faults: Object.fromEntries(world.faultCounts),
    eventsByName: Object.fromEntries(world.eventCounts),
  };
}

function enact(world: World, workload: Workload, scenario: Scenario): void {
  const { time } = world;
  assert(scenario.healAt < scenario.settledAt, "there is time to settle");
  for (const step of scenario.steps) time.schedule(step.at, () => takeStep(world, workload, step));
  workload.keepSending(scenario.settledAt);
  time.schedule(scenario.healAt, () => {
    checkSpaceIsBack(world, scenario);
    world.heal();
  });
  time.afterEach = () => {
    world.ownership.check();
    if (time.ran % checkEvery === 0) checkAlways(world);
  };
  time.runUntil(scenario.settledAt);
  checkSettled(world);
}

function takeStep(world: World, workload: Workload, step: Step): void {
  if ("launch" in step) world.host(step.launch).start();
  else if ("work" in step) workload.start(step.work);
  else {
    world.log(`FAULT ${JSON.stringify(step.fault)}`);
    strike(world, step.fault);
  }
}

/** Spare machines do not count. */
export function hostsOf(scenario: Scenario): number {
  return scenario.launches.filter(({ spare }) => !spare).length;
}
