/** What can go wrong in the command itself; everything else comes from the router, the host or the lab. */
import { type Facts, WeaveError } from "../base/error.ts";

export type CliErrorCode =
  /** The router ended before it was ready, and left no reason. Facts: log. */
  | "LAUNCH_FAILED"
  /** The router is not ready in time. Facts: log, seconds. */
  | "LAUNCH_TIMEOUT"
  /** The command needs a running router for what it was asked. */
  | "ROUTER_NOT_RUNNING"
  /** It answered that it ends, and is still there. Facts: pid. */
  | "ROUTER_DOES_NOT_END"
  /** No log file, or not for this user to read. Facts: file. */
  | "LOG_UNREADABLE"
  /** No service manager that we know. */
  | "SETUP_NOT_POSSIBLE"
  /** The command changes the host. */
  | "NOT_ROOT";

export function cliError(code: CliErrorCode, message: string, facts: Facts = {}, cause?: unknown): WeaveError {
  return new WeaveError(code, message, facts, cause);
}

/** @throws NOT_ROOT */
export function assertRoot(command: string): void {
  if (process.geteuid?.() === 0) return;
  throw cliError("NOT_ROOT", `weave ${command} changes the host's network: run it as root`);
}
