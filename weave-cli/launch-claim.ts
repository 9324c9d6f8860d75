/**
 * One launch at a time on a host: two that begin together would read each other's failure and end each other's router.
 * The claim is a file made exclusively that names its process; one that a killed launch left behind counts for nothing.
 */
import { rmSync, writeFileSync } from "node:fs";
import type { RunPaths } from "../api/paths.ts";
import { WeaveError } from "../base/error.ts";
import { launchPid } from "./processes.ts";

/** Given up when disposed. @throws ROUTER_ALREADY_RUNNING while another process launches */
export function claimLaunch(paths: RunPaths): Disposable {
  if (!claimed(paths.launchPid)) {
    const other = launchPid(paths);
    if (other === undefined) rmSync(paths.launchPid, { force: true });
    if (other !== undefined || !claimed(paths.launchPid))
      throw new WeaveError(
        "ROUTER_ALREADY_RUNNING",
        "weave launch is at work on this host already; weave status shows the router once it is ready",
        other === undefined ? {} : { pid: other },
      );
  }
  return { [Symbol.dispose]: () => rmSync(paths.launchPid, { force: true }) };
}

function claimed(file: string): boolean {
  try {
    writeFileSync(file, `${process.pid}\n`, { flag: "wx", mode: 0o644 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}
