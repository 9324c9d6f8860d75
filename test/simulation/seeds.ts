/**
 * Plays many seeds on as many threads as there are cores, and tells of each as it ends. A thread takes the next seed
 * when it is done with one, so a slow seed holds up nobody.
 */
import { Worker } from "node:worker_threads";
import type { SeedJob, SeedReport } from "./seed-worker.ts";

/** Room for young objects: with less the collector takes a tenth of the time. */
const resourceLimits = { maxYoungGenerationSizeMb: 96 };

/** Reports come in the order in which seeds end. A thread that dies counts as a violation of its seed. */
export async function playSeeds(
  jobs: readonly SeedJob[],
  threads: number,
  onReport: (report: SeedReport) => void,
): Promise<void> {
  let next = 0;
  const runThread = () =>
    new Promise<void>((resolve, reject) => {
      const worker = new Worker(new URL("./seed-worker.ts", import.meta.url), { resourceLimits });
      const feed = () => {
        const job = jobs[next++];
        if (job) worker.postMessage(job);
        else void worker.terminate().then(() => resolve());
      };
      worker.on("message", (report: SeedReport) => {
        onReport(report);
        feed();
      });
      worker.on("error", reject);
      feed();
    });
  await Promise.all(Array.from({ length: Math.min(threads, jobs.length) }, runThread));
}
