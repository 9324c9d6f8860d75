/** The processes that a launch leaves running, by the ids in the run directory; an id alone may be another process's by now. */
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { RunPaths } from "../api/paths.ts";
import { cliError } from "./error.ts";

const endMsMax = 15_000;
const pollMs = 25;

/** Undefined unless it runs. */
export function supervisorPid(paths: RunPaths): number | undefined {
  return pidIn(paths.supervisorPid, "router/supervisor.ts");
}

/** Undefined unless it runs. */
export function routerPid(paths: RunPaths): number | undefined {
  return pidIn(paths.routerPid, "router/main.ts");
}

/** Asks it to end, with the router under it, and waits. @throws ROUTER_DOES_NOT_END */
export async function endSupervisor(pid: number): Promise<void> {
  signal(pid);
  await awaitEnd(pid);
}

/** @throws ROUTER_DOES_NOT_END */
export async function awaitEnd(pid: number | undefined): Promise<void> {
  if (pid === undefined) return;
  for (const deadline = performance.now() + endMsMax; performance.now() < deadline; await sleep(pollMs)) {
    if (!isAlive(pid)) return;
  }
  throw cliError(
    "ROUTER_DOES_NOT_END",
    `process ${pid} has been told to end ${endMsMax / 1_000} s ago and still runs; look at weave logs, then kill ${pid}`,
    { pid },
  );
}

function pidIn(file: string, program: string): number | undefined {
  try {
    const pid = Number(readFileSync(file, "utf8").trim());
    const words = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
    return words.some((word) => word.endsWith(`/${program}`)) ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** A process that ended and that nobody asked for its status counts as gone. */
export function isAlive(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return !/^\) [ZX]/.test(stat.slice(stat.lastIndexOf(")")));
  } catch {
    return false;
  }
}

function signal(pid: number): void {
  try {
    process.kill(pid, "SIGTERM");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
