/**
 * The small parent that keeps a router alive where no service manager does: `node supervisor.ts FLAGS…` runs `main.ts`
 * with the same flags, and again with back-off when it fails. It ends when the router stopped as asked, or failed in a way
 * that a new start cannot mend (`permanentStatuses`), and passes signals on. Its own end does not take the router with it.
 */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { runPaths } from "../api/paths.ts";
import { runInForeground } from "../host/run.ts";
import { permanentStatuses } from "./error.ts";

const backoffMsFirst = 100;
const backoffMsMax = 30_000;
/** A router that ran so long starts afresh at once. */
const settledMs = 60_000;

/** How long to wait before start number `attempt` + 1, given how long the last one ran. Doubles up to half a minute. */
export function backoffMs(attempt: number, ranMs: number): number {
  return ranMs >= settledMs ? backoffMsFirst : Math.min(backoffMsMax, backoffMsFirst * 2 ** Math.min(attempt, 20));
}

async function supervise(flags: readonly string[]): Promise<number> {
  const paths = runPaths(process.env);
  writeFileSync(paths.supervisorPid, `${process.pid}\n`);
  const main = fileURLToPath(new URL("./main.ts", import.meta.url));
  const ending = new AbortController();
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => ending.abort());
  try {
    for (let attempt = 0; ; attempt++) {
      const startedAt = performance.now();
      const status = await runInForeground(process.execPath, [...process.execArgv, main, ...flags]);
      if (ending.signal.aborted || status === 0 || permanentStatuses.includes(status)) return status;
      const ranMs = performance.now() - startedAt;
      if (ranMs >= settledMs) attempt = 0;
      const waitMs = backoffMs(attempt, ranMs);
      process.stderr.write(`weave: the router ended with status ${status}; starting it again in ${waitMs} ms\n`);
      // A signal does not wait until the back-off is over.
      await sleep(waitMs, undefined, { signal: ending.signal }).catch(() => {});
      if (ending.signal.aborted) return 0;
    }
  } finally {
    // Another one's, when two launches raced.
    if (readIfAny(paths.supervisorPid) === `${process.pid}\n`) rmSync(paths.supervisorPid, { force: true });
  }
}

function readIfAny(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

if (import.meta.main) process.exitCode = await supervise(process.argv.slice(2));
