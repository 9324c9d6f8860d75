/**
 * What may go wrong, as data: a fault strikes at a moment, lasts, and is undone (`strike.ts`). Faults overlap freely; of
 * cuts of one link all must have ended before it heals, and afflictions of one link add up.
 */
import type { Millis } from "../../base/time.ts";
import type { Affliction } from "./link.ts";

/** Directed links that a fault is about. */
export type Links =
  /** One direction between two hosts, or both. */
  | { readonly from: number; readonly to: number; readonly oneWay: boolean }
  /** Everything that a host sends and hears. */
  | { readonly around: number };

/** Kinds that make links worse; each has the fields of `Affliction` that its name says. */
export type LinkFaultKind = "delay" | "jitter" | "loss" | "reorder" | "duplicate" | "bandwidth";

export type Fault =
  | { readonly kind: LinkFaultKind; readonly links: Links; readonly affliction: Affliction; readonly forMs: Millis }
  | { readonly kind: "cut"; readonly from: number; readonly to: number; readonly forMs: Millis }
  /** `from` is not heard by `to`, or by anybody when `to` is undefined. */
  | { readonly kind: "one-way"; readonly from: number; readonly to: number | undefined; readonly forMs: Millis }
  /** No word passes between hosts of different groups; who is in none hears everybody and is heard: a bridge. */
  | { readonly kind: "partition"; readonly groups: readonly (readonly number[])[]; readonly forMs: Millis }
  /** TCP waits and comes all at once; datagrams are lost. */
  | { readonly kind: "clog"; readonly links: Links; readonly forMs: Millis }
  /** SIGKILL of the router. */
  | { readonly kind: "kill"; readonly host: number; readonly forMs: Millis }
  /** Power cut while the disk is slow: the last write may be there, whole, or not. */
  | { readonly kind: "torn-write"; readonly host: number; readonly slowMs: Millis; readonly forMs: Millis }
  /** Power cut while the disk is slow: nothing that was not synced is there. */
  | { readonly kind: "lost-sync"; readonly host: number; readonly slowMs: Millis; readonly forMs: Millis }
  /** SIGKILL of the datapath process. */
  | { readonly kind: "kill-datapath"; readonly host: number }
  /** The host's clock runs at `rate`. */
  | { readonly kind: "clock-skew"; readonly host: number; readonly rate: number; readonly forMs: Millis }
  /** It jumps ahead. */
  | { readonly kind: "clock-step"; readonly host: number; readonly aheadMs: Millis }
  /** The host sleeps, with its clock or without; or its router alone is stopped (`SIGSTOP`). */
  | {
      readonly kind: "suspend";
      readonly host: number;
      readonly whole: boolean;
      readonly clockStands: boolean;
      readonly forMs: Millis;
    }
  /** Starved of processor and disk: each input takes the router so long. */
  | { readonly kind: "slow-peer"; readonly host: number; readonly stepMs: Millis; readonly forMs: Millis }
  /** A copy of the host's state comes up on the spare machine `onto`, under the same identity. */
  | { readonly kind: "clone"; readonly host: number; readonly onto: number; readonly forMs: Millis }
  /** What the host is now comes back later: all that it did in between is forgotten. */
  | {
      readonly kind: "snapshot";
      readonly host: number;
      readonly containers: Containers;
      readonly afterMs: Millis;
      readonly forMs: Millis;
    }
  /** These hosts run the earlier release from now on, and are upgraded one by one afterwards. */
  | { readonly kind: "version-skew"; readonly hosts: readonly number[]; readonly forMs: Millis }
  /**
   * The host is gone for good, without a word or after it handed its space over; what is left of that is taken over on
   * another one's command, and a new machine takes its place.
   */
  | {
      readonly kind: "remove";
      readonly host: number;
      readonly by: number;
      readonly afterMs: Millis;
      readonly leaves: boolean;
    };

/** Of a host whose state is that of an earlier time: gone with it, found on the bridge at launch, or running unseen. */
export type Containers = "gone" | "found" | "hidden";

export type FaultKind = Fault["kind"];

export const faultKinds: readonly FaultKind[] = [
  "delay",
  "jitter",
  "loss",
  "reorder",
  "duplicate",
  "bandwidth",
  "cut",
  "one-way",
  "partition",
  "clog",
  "kill",
  "torn-write",
  "lost-sync",
  "kill-datapath",
  "clock-skew",
  "clock-step",
  "suspend",
  "slow-peer",
  "clone",
  "snapshot",
  "version-skew",
  "remove",
];

/** The hosts that a fault names. */
export function hostsOf(fault: Fault): readonly number[] {
  switch (fault.kind) {
    case "delay":
    case "jitter":
    case "loss":
    case "reorder":
    case "duplicate":
    case "bandwidth":
    case "clog":
      return "around" in fault.links ? [fault.links.around] : [fault.links.from, fault.links.to];
    case "cut":
      return [fault.from, fault.to];
    case "one-way":
      return fault.to === undefined ? [fault.from] : [fault.from, fault.to];
    case "partition":
      return [];
    case "kill":
    case "torn-write":
    case "lost-sync":
    case "kill-datapath":
    case "clock-skew":
    case "clock-step":
    case "suspend":
    case "slow-peer":
    case "snapshot":
      return [fault.host];
    case "clone":
      return [fault.host, fault.onto];
    case "version-skew":
      return fault.hosts;
    case "remove":
      return [fault.host, fault.by];
  }
}

/** Those that nobody hears while it lasts: of a partition its first group. */
export function absentIn(fault: Fault): readonly number[] {
  return fault.kind === "partition" ? (fault.groups[0] ?? []) : hostsOf(fault);
}
