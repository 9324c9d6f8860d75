/**
 * What can go wrong when the host's network is read or changed. Every code is stable; the message says what happened
 * and, where the user can do something, what to do next. Matched by `code`, never by message.
 */
import { type Facts, WeaveError } from "../base/error.ts";

export type HostErrorCode =
  /** A program ended with an unexpected status, ran too long or printed too much. Facts: command, status, stderr. */
  | "HOST_COMMAND_FAILED"
  /** A program is not installed. Facts: command, package (Debian's). */
  | "HOST_COMMAND_MISSING"
  /** An interface of a name that we need is of another kind, or somebody else's. Facts: interface. */
  | "HOST_INTERFACE_TAKEN"
  /** A port that we would use is another program's. Facts: port. */
  | "HOST_PORT_TAKEN"
  /** The bridge does not exist: the router was not launched here. Facts: bridge. */
  | "HOST_BRIDGE_MISSING"
  /** An attachment's record does not fit into the interface's alias (255 bytes). Facts: container, bytes. */
  | "HOST_TOO_MANY_ADDRESSES"
  /** A name, address or MAC that is no such thing. Facts: text. */
  | "HOST_INVALID_ARGUMENT"
  /** A file that must be a network namespace is none, or is gone. Facts: path. */
  | "HOST_NAMESPACE_INVALID"
  /** No namespace, process or runtime knows such a container. Facts: container. */
  | "HOST_CONTAINER_UNKNOWN"
  /** Several different namespaces answer to the text. Facts: container, matches. */
  | "HOST_CONTAINER_AMBIGUOUS"
  /** The container exists and does not run. Facts: container, runtime. */
  | "HOST_CONTAINER_NOT_RUNNING"
  /** The container shares the host's network namespace. Facts: container. */
  | "HOST_CONTAINER_IN_HOST_NETWORK"
  /** The host lacks something that weave needs. Facts: missing. */
  | "HOST_REQUIREMENT_MISSING";

export function hostError(code: HostErrorCode, message: string, facts: Facts = {}, cause?: unknown): WeaveError {
  return new WeaveError(code, message, facts, cause);
}
