/**
 * Exit statuses of `weave`, and which error gives which. Scripts may rely on both; `docs/cli.md` lists them. Codes that
 * another version may add are judged by how they end.
 */
import type { ApiErrorCode, RouterErrorCode } from "../api/error.ts";
import type { HostErrorCode } from "../host/error.ts";
import type { LabErrorCode } from "../lab/error.ts";
import type { CliErrorCode } from "./error.ts";

export const exitStatuses = {
  ok: { status: 0, meaning: "done" },
  failed: { status: 1, meaning: "something failed; the message says what" },
  usage: { status: 2, meaning: "the command line, the configuration file or an argument is wrong" },
  running: { status: 3, meaning: "a router runs already, or a lab of that name is up" },
  unknown: { status: 4, meaning: "no such container, peer, host or lab" },
  refused: { status: 5, meaning: "refused, since it contradicts what is there (an address is taken, a peer is alive)" },
  timeout: { status: 6, meaning: "no answer in time; it waits for other hosts" },
  unreachable: { status: 7, meaning: "no router answers on this host" },
  forbidden: { status: 8, meaning: "not permitted: be root or, for a running router, in the group weave" },
  unavailable: { status: 9, meaning: "this host lacks something, or its state directory cannot be used" },
  fault: { status: 70, meaning: "a fault in weave; please report it with weave report" },
} as const;

export type ExitKind = keyof typeof exitStatuses;

type KnownCode = ApiErrorCode | RouterErrorCode | HostErrorCode | LabErrorCode | CliErrorCode;

/** Exhaustive: a new code does not compile until it has its place here. */
const kindOfCode: Readonly<Record<KnownCode, ExitKind>> = {
  API_UNREACHABLE: "unreachable",
  API_FORBIDDEN: "forbidden",
  API_TIMEOUT: "timeout",
  API_ANSWER_INVALID: "failed",
  API_REQUEST_INVALID: "usage",
  API_NOT_FOUND: "failed",
  API_METHOD_NOT_ALLOWED: "failed",
  API_TOO_MANY_REQUESTS: "timeout",
  API_ROUTER_ENDING: "unreachable",
  API_INTERNAL: "fault",
  CONFIG_INVALID: "usage",
  CONFIG_FILE_UNREADABLE: "usage",
  STATE_UNUSABLE: "unavailable",
  STATE_CORRUPT: "unavailable",
  STATE_IN_USE: "running",
  IDENTITY_MACHINE_CHANGED: "refused",
  ROUTER_ALREADY_RUNNING: "running",
  ROUTE_OVERLAP: "refused",
  DATAPATH_NOT_STARTED: "unavailable",
  PEER_UNKNOWN: "unknown",
  PEER_AMBIGUOUS: "refused",
  PLACE_UNKNOWN: "unknown",
  ADDRESS_INVALID: "usage",
  CONTAINER_UNKNOWN: "unknown",
  IPAM_TIMEOUT: "timeout",
  HOST_COMMAND_FAILED: "failed",
  HOST_COMMAND_MISSING: "unavailable",
  HOST_INTERFACE_TAKEN: "refused",
  HOST_PORT_TAKEN: "refused",
  HOST_BRIDGE_MISSING: "unreachable",
  HOST_TOO_MANY_ADDRESSES: "refused",
  HOST_INVALID_ARGUMENT: "usage",
  HOST_NAMESPACE_INVALID: "unknown",
  HOST_CONTAINER_UNKNOWN: "unknown",
  HOST_CONTAINER_AMBIGUOUS: "refused",
  HOST_CONTAINER_NOT_RUNNING: "refused",
  HOST_CONTAINER_IN_HOST_NETWORK: "refused",
  HOST_REQUIREMENT_MISSING: "unavailable",
  LAB_UNKNOWN: "unknown",
  LAB_EXISTS: "running",
  LAB_INVALID_ARGUMENT: "usage",
  LAB_MEMBER_UNKNOWN: "unknown",
  LAB_LINK_ABSENT: "unknown",
  LAB_HOST_DOWN: "refused",
  LAB_NOT_READY: "failed",
  LAB_LINE_FAILED: "failed",
  LAB_NOT_ROOT: "forbidden",
  LAUNCH_FAILED: "failed",
  LAUNCH_TIMEOUT: "timeout",
  ROUTER_NOT_RUNNING: "unreachable",
  ROUTER_DOES_NOT_END: "timeout",
  LOG_UNREADABLE: "unavailable",
  SETUP_NOT_POSSIBLE: "unavailable",
  NOT_ROOT: "forbidden",
};

/** The exit status for an error's code. */
export function exitStatusOf(code: string): number {
  const known = kindOfCode[code as KnownCode] as ExitKind | undefined;
  return exitStatuses[known ?? kindByEnding(code)].status;
}

function kindByEnding(code: string): ExitKind {
  if (/_(UNKNOWN|NOT_FOUND)$/.test(code)) return "unknown";
  if (/_(INVALID|OUT_OF_RANGE|OUTSIDE_RANGE)$/.test(code)) return "usage";
  if (code.endsWith("_TIMEOUT")) return "timeout";
  if (code === "MESH_LISTEN_FAILED" || code.startsWith("STORE_")) return "unavailable";
  return code.startsWith("IPAM_") ? "refused" : "failed";
}
