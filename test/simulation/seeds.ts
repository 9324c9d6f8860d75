/**
 * Plays many seeds on as many threads as there are cores, and tells of each as it ends. A thread takes the next seed
 * when it is done with one, so a slow seed holds up nobody. Whatever a seed does, the run goes on: a thread that dies, or
 * is not done with a seed in `seedMaxMs`, counts as a violation of that seed, and another thread takes its place.
 */
import { Worker } from "node:worker_threads";
import type { Mutant } from "./mutants.ts";
import { replayOf, type SeedJob, type SeedReport } from "./seed-worker.ts";

/** Minutes more than the largest scenario takes on a busy machine. */
const seedMaxMs = 15 * 60_000;
/** Room for young objects: with less the collector takes a tenth of the time. */
const resourceLimits = { maxYoungGenerationSizeMb: 96 };

/**
 * Reports come in the order in which seeds end. With a `mutant` the threads load the product with that line wrong.
 * `jobs` is asked for the next one when a thread has time.
 */
export async function playSeeds(
  jobs: Iterable<SeedJob>,
  threads: number,
  onReport: (report: SeedReport) => void,
  mutant?: Mutant,
): Promise<void> {
  const waiting = jobs[Symbol.iterator]();
  const file = mutant ? "./mutant-worker.ts" : "./seed-worker.ts";
  const runThread = (): Promise<void> =>
    new Promise<void>((resolve, reject) => {
      const worker = new Worker(new URL(file, import.meta.url), { resourceLimits, workerData: mutant });
      let job: SeedJob | undefined;
      let deadline: NodeJS.Timeout | undefined;
      const feed = () => {
        const next = waiting.next();
        job = next.done ? undefined : next.value;
        if (!job) return void worker.terminate().then(() => resolve());
        worker.postMessage(job);
        deadline = setTimeout(() => replace(new Error(`not done in ${seedMaxMs / 60_000} minutes`)), seedMaxMs);
      };
      const replace = (cause: unknown) => {
        clearTimeout(deadline);
        worker.removeAllListeners();
        if (job) onReport(deathOf(job, cause));
        void worker.terminate().then(runThread).then(resolve, reject);
      };
      worker.on("message", (report: SeedReport) => {
        clearTimeout(deadline);
        onReport(report);
        feed();
      });
      worker.on("error", (cause) => (job ? replace(cause) : reject(cause)));
      feed();
    });
  await Promise.all(Array.from({ length: threads }, runThread));
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
