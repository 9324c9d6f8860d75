/**
 * One launch at a time on a host: two that begin together would read each other's failure and end each other's router.
 * The claim is the kernel's lock, so that a launch that was killed leaves none, and no moment is between look and claim.
 */
import type { RunPaths } from "../api/paths.ts";
import { WeaveError } from "../base/error.ts";
import { takeFileLock } from "../host/file-lock.ts";

/** Given up when disposed, or when this process ends. @throws ROUTER_ALREADY_RUNNING while another process launches */
export function claimLaunch(paths: RunPaths): Disposable {
  const claim = takeFileLock(paths.launchLock);
  if (claim !== undefined) return claim;
  throw new WeaveError(
    "ROUTER_ALREADY_RUNNING",
    "weave launch is at work on this host already; weave status shows the router once it is ready",
    { socket: paths.socket },
  );
}
