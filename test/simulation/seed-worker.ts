/** Plays one seed: in a worker thread for each message, or called directly. Measures from outside of the isolation. */
import { parentPort } from "node:worker_threads";
import { realCrypto } from "../../crypto/primitives.ts";
import { standInCrypto } from "../../crypto/stand-in.ts";
import { generate } from "./generate.ts";
import { isolated } from "./isolation.ts";
import { loadReleases } from "./releases.ts";
import { type Outcome, play, type Scenario } from "./scenario.ts";
import { formatSteps, type Kept, keepSteps, parseSteps, ruleOf, shrink } from "./shrink.ts";

export interface SeedJob {
  readonly seed: number;
  /** Undefined: as many as the seed draws. */
  readonly hosts: number | undefined;
  /** With leases, whatever the seed draws. */
  readonly leases?: boolean | undefined;
  /** As `--conn-limit` of every host, whatever the seed draws; 0: none. */
  readonly connectionLimit?: number | undefined;
  readonly crypto: "stand-in" | "real";
  /** Play these steps of the scenario only (`shrink.ts`). */
  readonly keep?: string | undefined;
}

export interface SeedReport extends Outcome {
  readonly milliseconds: number;
  /** The command that plays this seed again. */
  readonly replay: string;
}

/** Plays of one shrinking at most. */
const shrinkPlaysMax = 150;
const releases = await loadReleases();

export function playSeed(job: SeedJob, log?: (line: string) => void): SeedReport {
  const began = performance.now();
  const scenario = scenarioOf(job);
  const crypto = job.crypto === "real" ? realCrypto : standInCrypto;
  const outcome = isolated(() => play(scenario, { crypto, releases, log }));
  return { ...outcome, milliseconds: Math.round(performance.now() - began), replay: replayOf(job) };
}

function drawnFor(job: SeedJob): Scenario {
  return generate(job.seed, job);
}

function scenarioOf(job: SeedJob): Scenario {
  const { keep } = job;
  const drawn = drawnFor(job);
  return keep === undefined ? drawn : keepSteps(drawn, parseSteps(keep));
}

/** The scenario's steps, numbered, in the order in which they come. */
export function showScenario(job: SeedJob): string {
  const { steps } = drawnFor(job);
  const kept = new Set(job.keep === undefined ? steps.keys() : parseSteps(job.keep).steps);
  return [...steps.entries()]
    .filter(([index]) => kept.has(index))
    .toSorted(([, a], [, b]) => a.at - b.at)
    .map(([index, step]) => `${String(index).padStart(4)} ${JSON.stringify(step)}`)
    .join("\n");
}

/** Makes a failing seed small; gives the command that replays it and what it breaks. */
export function shrunk(job: SeedJob): string {
  const [first = ""] = playSeed(job).violations;
  const rule = ruleOf(first);
  const withKept = (kept: Kept): SeedJob => ({ ...job, keep: formatSteps(kept) });
  const fails = (kept: Kept) => playSeed(withKept(kept)).violations.some((violation) => ruleOf(violation) === rule);
  const kept = shrink(drawnFor(job), fails, shrinkPlaysMax);
  const small = playSeed(withKept(kept));
  return [
    `seed ${job.seed} shrunk to ${kept.steps.length} steps: ${small.replay}`,
    ...small.violations.slice(0, 3),
  ].join("\n  ");
}

export function replayOf({ seed, hosts, leases, connectionLimit, crypto, keep }: SeedJob): string {
  const size = hosts === undefined ? "" : ` --hosts ${hosts}`;
  const leased = leases ? " --leases" : "";
  const limit = connectionLimit === undefined ? "" : ` --conn-limit ${connectionLimit}`;
  const kept = keep === undefined ? "" : ` --keep ${keep}`;
  return `./test/simulate --seed ${seed}${size}${leased}${limit}${kept}${crypto === "real" ? " --real-crypto" : ""}`;
}

parentPort?.on("message", (job: SeedJob) => parentPort?.postMessage(playSeed(job)));
