/** What can go wrong in a lab. Codes are stable; messages say what to do next. */
import { type Facts, WeaveError } from "../base/error.ts";

export type LabErrorCode =
  /** There is no lab of that name. Facts: lab. */
  | "LAB_UNKNOWN"
  /** A lab of that name is up, or left over. Facts: lab. */
  | "LAB_EXISTS"
  /** A name, count, percentage or other argument that is out of bounds. Facts: text. */
  | "LAB_INVALID_ARGUMENT"
  /** The lab has no such host or container. Facts: lab, name. */
  | "LAB_MEMBER_UNKNOWN"
  /** The topology has no link between the two. Facts: lab, from, to. */
  | "LAB_LINK_ABSENT"
  /** A host is down (`weave lab kill --host`): start it first. Facts: lab, host. */
  | "LAB_HOST_DOWN"
  /** Something did not become ready in time. Facts: lab, what, log. */
  | "LAB_NOT_READY"
  /** The line between a host and the switch does not run or answer. Facts: lab, host. */
  | "LAB_LINE_FAILED"
  /** A lab needs root. */
  | "LAB_NOT_ROOT";

export function labError(code: LabErrorCode, message: string, facts: Facts = {}, cause?: unknown): WeaveError {
  return new WeaveError(code, message, facts, cause);
}
