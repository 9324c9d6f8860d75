/**
 * What the connection maker dials: a target of the user, a discovered peer, or a place that a peer without room named;
 * with its state, and how the reasons of a failure are to be taken.
 */
import type { Endpoint } from "../base/address.ts";
import type { PeerKey } from "../base/peer-name.ts";
import { type Millis, never } from "../base/time.ts";
import type { ConnectionEnd } from "./connection.ts";

const hopelessCodes: ReadonlySet<string> = new Set([
  "self",
  "wrong-password",
  "password-on-one-side",
  "no-common-version",
  "other-mesh",
  "other-range",
  "other-init",
  "duplicate-name",
  "cloned-identity",
  "fenced",
]);

/** The peer has no room, or no use for us: with the mesh all is well. */
export function isForWantOfRoom(end: ConnectionEnd | undefined): boolean {
  return end?.code === "connection-limit" || end?.code === "not-needed";
}

/** Only the user can mend it. */
export function isHopeless(end: ConnectionEnd): boolean {
  return hopelessCodes.has(end.code);
}

export interface Destination {
  /** A target as the user wrote it; undefined for a discovered peer. */
  readonly target: string | undefined;
  /** Who is expected, or was met, there. */
  peer: PeerKey | undefined;
  state: "waiting" | "resolving" | "dialing" | "connected";
  candidates: readonly Endpoint[];
  nextCandidate: number;
  dialing: Endpoint | undefined;
  /** Where it was met before. */
  metAt: Endpoint | undefined;
  failures: number;
  /** Of the failures those in a row for want of room, while we were connected to others. */
  refusals: number;
  dueAt: Millis;
  eagerSince: Millis;
  connectedAt: Millis;
  /** The peer that is expected there proved itself once. */
  hasAnswered: boolean;
  lastEnd: ConnectionEnd | undefined;
}

export function destination(
  now: Millis,
  target: string | undefined,
  peer: PeerKey | undefined,
  dueAt: Millis,
): Destination {
  return {
    target,
    peer,
    state: "waiting",
    candidates: [],
    nextCandidate: 0,
    dialing: undefined,
    metAt: undefined,
    failures: 0,
    refusals: 0,
    dueAt,
    eagerSince: now,
    connectedAt: never,
    hasAnswered: false,
    lastEnd: undefined,
  };
}

/** An address that needs no resolver. */
export function isLiteral(host: string): boolean {
  return host.includes(":") || /^\d{1,3}(\.\d{1,3}){3}$/.test(host);
}
