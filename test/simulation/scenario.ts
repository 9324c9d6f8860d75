/**
 * A scenario is data: what the hosts launch with, and what happens when. Three acts: hosts launch; faults and work run
 * together; faults stop, and after a bounded time of quiet everything must have come together again.
 */
import { assert } from "../../base/assert.ts";
import type { Millis } from "../../base/time.ts";
import type { Crypto } from "../../crypto/crypto-port.ts";
import { checkAlways, checkSettled } from "./checkers.ts";
import { type Fault, strike } from "./faults.ts";
import type { LaunchOptions } from "./host.ts";
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
  readonly addressesGiven: number;
  readonly answered: number;
  readonly refused: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly eventsByName: Readonly<Record<string, number>>;
}

const checkEveryMs: Millis = 1000;

/** Plays a scenario to its end, or to the first broken assertion of a router, which counts as a violation. */
export function play(scenario: Scenario, crypto: Crypto, log?: (line: string) => void): Outcome {
  const world = new World({ seed: scenario.seed, crypto, launches: scenario.launches, log });
  const workload = new Workload(world);
  try {
    enact(world, workload, scenario);
  } catch (cause) {
    world.violate(cause instanceof Error ? (cause.stack ?? cause.message) : String(cause));
  }
  return {
    seed: scenario.seed,
    hosts: scenario.launches.length,
    violations: world.violations,
    trace: world.trace.digest,
    virtualMs: world.time.now,
    events: world.time.ran,
    bytes: world.network.bytesWritten,
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
  time.schedule(scenario.healAt, () => world.heal());
  for (let at = checkEveryMs; at <= scenario.settledAt; at += checkEveryMs) time.schedule(at, () => checkAlways(world));
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
