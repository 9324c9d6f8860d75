/**
 * What a running router leaves for the command to find, in the run directory: its process id, and why the last start
 * failed. Both are hints for people and scripts; whether a router runs is asked of its socket.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { problemOf } from "../api/error.ts";
import type { RunPaths } from "../api/paths.ts";
import type { WeaveError } from "../base/error.ts";

export function announce(paths: RunPaths): void {
  mkdirSync(paths.directory, { recursive: true, mode: 0o755 });
  writeFileSync(paths.routerPid, `${process.pid}\n`);
}

export function announceReady(paths: RunPaths): void {
  rmSync(paths.failure, { force: true });
}

/**
 * For a router that ends. Its socket is gone since its server closed; one that is there belongs to the next router, which
 * may be up already, and so may the process id.
 */
export function withdraw(paths: RunPaths): void {
  if (readPid(paths.routerPid) === process.pid) rmSync(paths.routerPid, { force: true });
}

/** When no router runs: what a killed one left. */
export function clearLeftOver(paths: RunPaths): void {
  for (const file of [paths.routerPid, paths.socket]) rmSync(file, { force: true });
}

/**
 * For a host that leaves the mesh: nothing of ours stays, least of all a password that a launch put there, but for the
 * empty file that launches lock: whoever waits for it or holds it would lock another file than the next one.
 */
export function clearRunDirectory(paths: RunPaths): void {
  const { datapathSocket, failure, launchFlags, datapathFlags, directory } = paths;
  for (const file of [datapathSocket, failure, launchFlags, datapathFlags, `${directory}/password`])
    rmSync(file, { force: true });
}

function readPid(file: string): number | undefined {
  try {
    return Number(readFileSync(file, "utf8").trim());
  } catch {
    return undefined;
  }
}

/** Failing to say why must not hide why: an error here is dropped. */
export function announceFailure(paths: RunPaths, error: WeaveError): void {
  try {
    mkdirSync(paths.directory, { recursive: true, mode: 0o755 });
    writeFileSync(paths.failure, `${JSON.stringify(problemOf(error, 500))}\n`);
  } catch {
    // Standard error and exit status remain.
  }
}
