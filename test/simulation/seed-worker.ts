/** Plays one seed: in a worker thread for each message, or called directly. Measures from outside of the isolation. */
import { parentPort } from "node:worker_threads";
import { realCrypto } from "../../crypto/primitives.ts";
import { standInCrypto } from "../../crypto/stand-in.ts";
import { generate } from "./generate.ts";
import { isolated } from "./isolation.ts";
import { type Outcome, play } from "./scenario.ts";

export interface SeedJob {
  readonly seed: number;
  readonly hosts: number;
  readonly crypto: "stand-in" | "real";
}

export interface SeedReport extends Outcome {
  readonly milliseconds: number;
  /** The command that plays this seed again. */
  readonly replay: string;
}

export function playSeed(job: SeedJob, log?: (line: string) => void): SeedReport {
  const began = performance.now();
  const scenario = generate(job.seed, job.hosts);
  const crypto = job.crypto === "real" ? realCrypto : standInCrypto;
  const outcome = isolated(() => play(scenario, crypto, log));
  return { ...outcome, milliseconds: Math.round(performance.now() - began), replay: replayOf(job) };
}

export function replayOf({ seed, hosts, crypto }: SeedJob): string {
  return `./test/simulate --hosts ${hosts} --seed ${seed}${crypto === "real" ? " --real-crypto" : ""}`;
}

parentPort?.on("message", (job: SeedJob) => parentPort?.postMessage(playSeed(job)));
