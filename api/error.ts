/**
 * Errors of the API, as RFC 9457 problem details with our stable codes. The codes here are the API's own; those of other
 * rooms (`IPAM_...`, `HOST_...`) pass through unchanged.
 */
import { type Facts, WeaveError } from "../base/error.ts";

export type ApiErrorCode =
  /** Nothing answers on the router's socket. Facts: socket. */
  | "API_UNREACHABLE"
  /** The user may not open the socket. Facts: socket. */
  | "API_FORBIDDEN"
  /** No answer in time; the request may have been carried out. Facts: method, path, timeoutMs. */
  | "API_TIMEOUT"
  /** The answer is not what this version of the API promises. Facts: method, path. */
  | "API_ANSWER_INVALID"
  /** The request's body is no JSON, too long, or lacks something. Facts: field. */
  | "API_REQUEST_INVALID"
  /** No such resource. Facts: path. */
  | "API_NOT_FOUND"
  /** The resource has no such method. Facts: method, allowed. */
  | "API_METHOD_NOT_ALLOWED"
  /** More requests wait than the router takes. Facts: limit. */
  | "API_TOO_MANY_REQUESTS"
  /** The router is ending. */
  | "API_ROUTER_ENDING"
  /** A fault in the router; its log has more. */
  | "API_INTERNAL";

/** What can go wrong when a router is launched or asked for something, apart from what the rooms say themselves. */
export type RouterErrorCode =
  /** A flag, or a line of the configuration file, that is unknown or out of bounds. Facts: option, file. */
  | "CONFIG_INVALID"
  /** A file that must be read cannot be. Facts: file. */
  | "CONFIG_FILE_UNREADABLE"
  /** A state directory cannot be made, read or written. Facts: file. */
  | "STATE_UNUSABLE"
  /** A file in the state directory is not what this version writes. Facts: file. */
  | "STATE_CORRUPT"
  /** Another router uses the state directory. Facts: directory, pid. */
  | "STATE_IN_USE"
  /** The state directory was made on another machine. Facts: directory, remembered, found. */
  | "IDENTITY_MACHINE_CHANGED"
  /** A router answers on the socket already. Facts: socket. */
  | "ROUTER_ALREADY_RUNNING"
  /** The default range is routed elsewhere on this host. Facts: range, routes. */
  | "ROUTE_OVERLAP"
  /** The datapath process does not start. */
  | "DATAPATH_NOT_STARTED"
  /** No peer of that name, nickname or key. Facts: peer. */
  | "PEER_UNKNOWN"
  /** Several peers have that nickname. Facts: peer, matches. */
  | "PEER_AMBIGUOUS"
  /** No host, container or address of the mesh. Facts: text. */
  | "PLACE_UNKNOWN"
  /** An address that is none, or not in one of the four notations. Facts: address. */
  | "ADDRESS_INVALID"
  /** The container is not attached. Facts: container. */
  | "CONTAINER_UNKNOWN"
  /** Address management did not answer in time. Facts: request. */
  | "IPAM_TIMEOUT";

/** The body of an error answer, `application/problem+json`. */
export interface Problem {
  /** `urn:weave:error:CODE`. */
  readonly type: string;
  readonly title: string;
  /** The HTTP status. */
  readonly status: number;
  /** What happened, why, and what to do next. */
  readonly detail: string;
  readonly code: string;
  readonly facts: Facts;
}

export function apiError(code: ApiErrorCode, message: string, facts: Facts = {}, cause?: unknown): WeaveError {
  return new WeaveError(code, message, facts, cause);
}

export function problemOf(error: WeaveError, status: number): Problem {
  const title = error.code.toLowerCase().replaceAll("_", " ");
  return {
    type: `urn:weave:error:${error.code}`,
    title,
    status,
    detail: error.message,
    code: error.code,
    facts: error.facts,
  };
}

export function isProblem(value: unknown): value is Problem {
  if (typeof value !== "object" || value === null) return false;
  const { code, detail } = value as Partial<Problem>;
  return typeof code === "string" && typeof detail === "string";
}

/** The HTTP status for an error's code: what the caller can do about it decides. */
export function httpStatusOf(code: string): number {
  const known = statusOfCode[code];
  if (known !== undefined) return known;
  if (/_(UNKNOWN|NOT_FOUND|MISSING)$/.test(code)) return 404;
  if (/_(TAKEN|AMBIGUOUS|HELD|IN_USE|CONFLICT|NOT_RUNNING|REACHABLE|REFUSED)$/.test(code)) return 409;
  if (/_(INVALID|INVALID_ARGUMENT|OUTSIDE_RANGE|OUT_OF_RANGE)$/.test(code)) return 400;
  return code.startsWith("IPAM_") ? 409 : 500;
}

const statusOfCode: Readonly<Record<string, number>> = {
  API_REQUEST_INVALID: 400,
  API_NOT_FOUND: 404,
  API_METHOD_NOT_ALLOWED: 405,
  API_TOO_MANY_REQUESTS: 503,
  API_ROUTER_ENDING: 503,
  API_TIMEOUT: 504,
  API_INTERNAL: 500,
  HOST_CONTAINER_IN_HOST_NETWORK: 409,
  HOST_NAMESPACE_INVALID: 404,
  HOST_TOO_MANY_ADDRESSES: 409,
  HOST_COMMAND_FAILED: 500,
  HOST_COMMAND_MISSING: 500,
};
