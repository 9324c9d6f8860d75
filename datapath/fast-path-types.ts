/** What the fast path's machine takes and gives, and what it is told at launch. */
import type { Cidr, Endpoint } from "../base/address.ts";
import type { Ipv6Network } from "../base/ipv6.ts";
import type { EventOutput, Wake } from "../base/machine.ts";
import type { PeerKey, PeerName } from "../base/peer-name.ts";
import type { FastPathDevicesEntry, PeerCounters, ToProcess } from "./process-messages.ts";

/** With whom this host would have a fast path at all. */
export type FastPathPolicy =
  /** `why`: one sentence, without a full stop. */
  | { readonly kind: "never"; readonly why: string }
  | { readonly kind: "all" }
  | { readonly kind: "trusted"; readonly networks: readonly Cidr[]; readonly networks6: readonly Ipv6Network[] };

export interface FastPathOptions {
  readonly policy: FastPathPolicy;
  readonly encrypted: boolean;
  /** UDP, and the VXLAN network identifier: the same at both ends. */
  readonly port: number;
  readonly vni: number;
}

/** A peer of the overlay, as `OverlayPeer` in datapath-types.ts. */
export interface FastPathPeer {
  readonly key: PeerKey;
  /** Its bridge's MAC. */
  readonly name: PeerName;
  readonly shortId: number;
  readonly underlay: Endpoint | undefined;
  readonly hops: readonly PeerKey[];
}

/** What the kernel shall have. */
export interface FastPathKernel {
  readonly peers: readonly { readonly shortId: number; readonly address: string; readonly mac: string }[];
  /** Remote containers' MACs, and the short ids of the peers that they are behind. */
  readonly macs: ReadonlyMap<string, number>;
  /** What an earlier router left stays, but for what contradicts this; undefined: nothing stays that is not named. */
  readonly inherited: FastPathInherited | undefined;
}

export interface FastPathInherited {
  /** Underlay addresses of peers that shall have no fast path. */
  readonly refused: ReadonlySet<string>;
  /** The underlay addresses that MACs are known to be behind; "" for this host's. */
  readonly places: ReadonlyMap<string, string>;
}

export type FastPathInput =
  | Wake
  | { readonly kind: "peers"; readonly peers: readonly FastPathPeer[] }
  /** What the kernel has; an index of 0 with `unusable` where it cannot. */
  | { readonly kind: "kernel"; readonly devices: FastPathDevicesEntry; readonly unusable: string | undefined }
  /** A peer's `extensions` in the handshake of a session. */
  | { readonly kind: "offered"; readonly peer: PeerKey; readonly extensions: Uint8Array }
  | { readonly kind: "macs"; readonly macs: readonly (readonly [mac: string, shortId: number])[] }
  | { readonly kind: "counters"; readonly peers: readonly PeerCounters[] }
  /** The process took or left a peer's path, by short id. */
  | { readonly kind: "live"; readonly peer: number; readonly live: boolean }
  /** Peers, by short id, to whom the kernel sent frames lately. */
  | { readonly kind: "used"; readonly peers: readonly number[] }
  /** A process is there, and knows nothing of us. */
  | { readonly kind: "process-known" };

export type FastPathOutput =
  | { readonly kind: "process"; readonly message: Extract<ToProcess, { readonly kind: "fast-paths" }> }
  | { readonly kind: "fast-path"; readonly kernel: FastPathKernel }
  | EventOutput;
