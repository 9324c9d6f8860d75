/**
 * Plays many seeds on as many threads as there are cores, and tells of each as it ends. A thread takes the next seed
 * when it is done with one, so a slow seed holds up nobody.
 */
import { Worker } from "node:worker_threads";
import type { Mutant } from "./mutants.ts";
import { replayOf, type SeedJob, type SeedReport } from "./seed-worker.ts";

/** Room for young objects: with less the collector takes a tenth of the time. */
const resourceLimits = { maxYoungGenerationSizeMb: 96 };

/**
 * Reports come in the order in which seeds end. A thread that dies counts as a violation of its seed. With a `mutant` the
 * threads load the product with that line wrong.
 */
export async function playSeeds(
  jobs: readonly SeedJob[],
  threads: number,
  onReport: (report: SeedReport) => void,
  mutant?: Mutant,
): Promise<void> {
  let next = 0;
  const file = mutant ? "./mutant-worker.ts" : "./seed-worker.ts";
  const runThread = (): Promise<void> =>
    new Promise<void>((resolve, reject) => {
      const worker = new Worker(new URL(file, import.meta.url), { resourceLimits, workerData: mutant });
      let job: SeedJob | undefined;
      const feed = () => {
        job = jobs[next++];
        if (job) worker.postMessage(job);
        else void worker.terminate().then(() => resolve());
      };
      worker.on("message", (report: SeedReport) => {
        onReport(report);
        feed();
      });
      worker.on("error", (cause) => {
        if (!job) return reject(cause);
        onReport(deathOf(job, cause));
        runThread().then(resolve, reject);
      });
      feed();
    });
  await Promise.all(Array.from({ length: Math.min(threads, jobs.length) }, runThread));
}

/** The thread went down with its seed: out of memory, say. */
function deathOf(job: SeedJob, cause: unknown): SeedReport {
  const rule = `the thread died: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`;
  const none = {
    virtualMs: 0,
    events: 0,
    bytes: 0,
    looks: 0,
    addressesGiven: 0,
    answered: 0,
    refused: 0,
    excused: false,
  };
  const { seed, hosts = 0 } = job;
  const outcome = { seed, hosts, violations: [rule], trace: "", faults: {}, eventsByName: {} };
  return { ...none, ...outcome, milliseconds: 0, replay: replayOf(job) };
}
