/** Errors of the router's shell (codes in `api/error.ts`), and the exit statuses of its process. */
import type { RouterErrorCode } from "../api/error.ts";
import { type Facts, WeaveError } from "../base/error.ts";

export function routerError(code: RouterErrorCode, message: string, facts: Facts = {}, cause?: unknown): WeaveError {
  return new WeaveError(code, message, facts, cause);
}

/** Exit statuses of the router's process; after those in `permanentStatuses` nobody starts it again by himself. */
export const exitStatus = {
  /** Stopped as asked. */
  done: 0,
  /** A failure that a new start may mend. */
  failed: 1,
  /** A flag or the configuration file is wrong, or a range must be chosen. */
  usage: 64,
  /** The host lacks something. */
  unavailable: 69,
  /** A broken assertion; the last inputs were dumped. */
  broken: 70,
  /** The state directory is unusable or in use, or another router runs. */
  state: 73,
  /** The identity belongs to another machine. */
  identity: 78,
} as const;

export const permanentStatuses: readonly number[] = [
  exitStatus.usage,
  exitStatus.unavailable,
  exitStatus.state,
  exitStatus.identity,
];

/** What passes by itself: space is freed, another process ends. */
const passing: readonly string[] = ["STORE_FULL", "STORE_LOCKED"];

/** The exit status for an error that ended the router. */
export function exitStatusOf(code: string): number {
  if (passing.includes(code)) return exitStatus.failed;
  if (code.startsWith("CONFIG_") || code === "ROUTE_OVERLAP") return exitStatus.usage;
  if (code.startsWith("STATE_") || code.startsWith("STORE_") || code === "ROUTER_ALREADY_RUNNING")
    return exitStatus.state;
  if (code === "IDENTITY_MACHINE_CHANGED") return exitStatus.identity;
  if (code === "HOST_REQUIREMENT_MISSING" || code === "HOST_COMMAND_MISSING") return exitStatus.unavailable;
  return exitStatus.failed;
}
