/**
 * What the router and the datapath process say to each other: one JSON object a line over a unix socket (keys in hex).
 * The router pushes tables as differences; the process keeps them while no router is there, and tells a router that
 * comes back what it has (`state`), so that the router pushes only what differs. Nothing here needs gossip.
 */
import type { Endpoint } from "../base/address.ts";
import type { DataSuite } from "./suite.ts";

export const processProtocolVersion = 1;

export interface SessionEntry {
  /** Random, ours: what the remote puts in the headers it sends. */
  readonly localIndex: number;
  readonly remoteIndex: number;
  /** The peer's short id. */
  readonly peer: number;
  readonly suite: DataSuite;
  /** 32 bytes, hex. */
  readonly sendKey: string;
  readonly receiveKey: string;
  /**
   * False until the remote is known to have it. Of the peer's sessions that are `sending` the newest is used; the
   * others still receive until they are removed. An entry whose `localIndex` the process has already changes `sending`
   * only: its keys, counters and replay window stay, since a counter that starts again would repeat nonces.
   */
  readonly sending: boolean;
  /** MTU of the peer's overlay, where it said so: longer packets are refused. An older process does not look at it. */
  readonly peerMtu?: number;
  /** The hard limit of the keys, counted from the moment the process takes the entry. */
  readonly lifetimeMs: number;
}

export interface PeerEntry {
  readonly shortId: number;
  /** `aa:bb:..`, for logs and counters only. */
  readonly name: string;
  /** Where its UDP socket is; absent for a peer that is reached over relays only. */
  readonly endpoint: Endpoint | undefined;
  /** Short ids in order of preference; the peer's own id is the direct path. The process fails over along it. */
  readonly hops: readonly number[];
}

/** To whom we pass on what `source` floods (our own id: what our containers flood). */
export interface FloodEntry {
  readonly source: number;
  readonly hops: readonly number[];
}

/** A peer with which a fast path was agreed: the process probes it, and takes it while it works. */
export interface FastPathEntry {
  readonly peer: number;
  /** The MAC of the peer's bridge, to which probes go. */
  readonly mac: string;
  /** Container traffic passed lately, so it is probed often. */
  readonly busy: boolean;
  /** Its underlay address is IPv6, so that it is reached through the other device. */
  readonly ipv6: boolean;
}

export interface FastPathDevicesEntry {
  readonly vxlan: number;
  readonly vxlan6: number;
  readonly tap: number;
  readonly mtu: number;
  readonly mac: string;
}

export type ToProcess =
  | { readonly kind: "hello"; readonly protocol: number }
  /** Our own short id (0 before we have one: nothing is forwarded then), whether unsealed data frames are accepted. */
  | { readonly kind: "configure"; readonly shortId: number; readonly requireSealed: boolean }
  | { readonly kind: "peers"; readonly set: readonly PeerEntry[]; readonly remove: readonly number[] }
  | { readonly kind: "sessions"; readonly set: readonly SessionEntry[]; readonly remove: readonly number[] }
  | { readonly kind: "floods"; readonly set: readonly FloodEntry[]; readonly remove: readonly number[] }
  /** The largest MTU of the interfaces towards peers: no datagram is made or tried that is longer. 576 to 9216. */
  | { readonly kind: "underlay"; readonly mtu: number }
  /**
   * The kernel's own path (fast_path.cc). `devices` when they are there or changed: interface indexes (0: there are none),
   * the MTU of containers' interfaces, and our bridge's MAC. An older process skips the message.
   */
  | {
      readonly kind: "fast-paths";
      readonly devices?: FastPathDevicesEntry;
      readonly set: readonly FastPathEntry[];
      readonly remove: readonly number[];
    }
  /** Asks for `state`. */
  | { readonly kind: "query" }
  /** The process ends; the TAP device stays. */
  | { readonly kind: "stop" };

/**
 * `base`: nothing was tried, what surely passes is sent; `searching`; `complete`: found, and asked again while data goes.
 */
export type MtuState = "base" | "searching" | "complete";

export interface PeerCounters {
  readonly peer: number;
  readonly framesOut: number;
  readonly bytesOut: number;
  readonly framesIn: number;
  readonly bytesIn: number;
  readonly relayed: number;
  /** The hop in use now (short id), 0 when none works. */
  readonly hop: number;
  /** Round trip of the direct path in microseconds; -1 unknown. */
  readonly rttMicros: number;
  /** Milliseconds since an authenticated datagram came directly from the peer; -1 never. */
  readonly heardMs: number;
  // What follows an older process does not tell.
  /** Milliseconds since the peer answered a heartbeat of ours, so that both directions pass; -1 never. */
  readonly echoMs?: number;
  /** Heartbeats that we sent to probe the direct path, and those that nothing had answered when the next one was due. */
  readonly probes?: number;
  /** Bytes of the largest IP packet that is sent directly to it, and how that is known. */
  readonly mtu?: number;
  readonly mtuState?: MtuState;
  readonly probesLost?: number;
  /** Of the kernel's own path; absent unless the process was told to probe it. */
  readonly fast?: {
    readonly state: "unknown" | "alive" | "dead";
    /** The kernel sends the peer's unicast this way. */
    readonly live: boolean;
    /** The peer says that its probes are answered. */
    readonly remoteReady: boolean;
    readonly rttMicros: number;
    readonly probes: number;
    readonly probesLost: number;
    /** How many more answers in a row are asked of a path that answers again; 0 while it does not. */
    readonly awaited?: number;
  };
  /** Packets dropped of which it is known who sent them or whom they were for, by the names of `totals`. */
  readonly drops?: Readonly<Record<string, number>>;
}

export type FromProcess =
  | {
      readonly kind: "state";
      readonly protocol: number;
      readonly shortId: number;
      readonly pid: number;
      readonly tap: string;
      readonly port: number;
      /** The underlay's MTU that it was started for, or was told since. */
      readonly underlayMtu?: number;
      /** It understands `underlay`; an older one does not and cannot be told. */
      readonly takesUnderlay?: boolean;
      /** How many threads move packets; an older one does not tell and has one. */
      readonly threads?: number;
      /** Whether it can use the kernel's own path; an older one does not tell. */
      readonly fastPath?: boolean;
      /** What it can seal and open; an older process does not tell and has `suitesOfOldProcess`. */
      readonly suites?: readonly string[];
      readonly sessions: readonly { readonly localIndex: number; readonly peer: number; readonly sending: boolean }[];
      readonly peers: readonly PeerEntry[];
      readonly floods: readonly FloodEntry[];
    }
  /** Frames wait (bounded) for a session with this peer. At most one a second and peer. */
  | { readonly kind: "session-wanted"; readonly peer: number }
  /**
   * The remote used this session for the first time (also one that we were sending on): the process sends on it from now
   * on, whether a router is there or not, unless a newer one is `sending` already; older ones may retire.
   */
  | { readonly kind: "session-confirmed"; readonly localIndex: number }
  /** A direct path died (no answer for 1.5 s while in use) or lives again. */
  | { readonly kind: "path"; readonly peer: number; readonly alive: boolean }
  /** Packets of up to `mtu` bytes pass directly to the peer: found for the first time, or changed. */
  | { readonly kind: "path-mtu"; readonly peer: number; readonly mtu: number }
  /** A MAC was learned from an authenticated frame of `peer` (0: behind our own bridge), or moved. */
  | { readonly kind: "mac"; readonly mac: string; readonly peer: number }
  /** Two hosts (0: ours) claim the MAC in turn: when that begins, and once a minute. An older process does not tell. */
  | { readonly kind: "mac-flapping"; readonly mac: string; readonly peers: readonly [number, number] }
  /** Those that are known already, on `hello` and `query`; in parts. */
  | { readonly kind: "macs"; readonly macs: readonly (readonly [mac: string, peer: number])[] }
  /** The kernel's own path to a peer was taken or left. */
  | { readonly kind: "fast-path"; readonly peer: number; readonly live: boolean }
  /** Every second, and on `query`: totals since start by name, and per peer. */
  | {
      readonly kind: "counters";
      readonly totals: Readonly<Record<string, number>>;
      readonly peers: readonly PeerCounters[];
      readonly macs: number;
    };
