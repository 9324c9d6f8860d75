/**
 * What the datapath's control machine takes and gives. It turns the topology into the process's tables, keeps sessions
 * (handshake, rekey, retirement) with the peers that have traffic, and tells which peers' datapaths answer.
 */

import type { Endpoint } from "../base/address.ts";
import type { EventOutput, Wake } from "../base/machine.ts";
import type { PeerKey, PeerName } from "../base/peer-name.ts";
import type { Identity } from "../crypto/identity.ts";
import type { FastPathKernel, FastPathOptions } from "./fast-path-types.ts";
import type { FlappingMac } from "./flapping-macs.ts";
import type { FastPathDevicesEntry, FromProcess, MtuState, ToProcess } from "./process-messages.ts";
import type { SessionRefusalCode } from "./session-refusal.ts";
import type { DataSuite } from "./suite.ts";

/** A peer as the datapath needs it; the core derives it from the mesh's view. */
export interface OverlayPeer {
  readonly key: PeerKey;
  readonly name: PeerName;
  readonly shortId: number;
  readonly underlay: Endpoint | undefined;
  /** In order of preference. A peer whose place is known comes first itself, whether or not it is `linked`; then relays. */
  readonly hops: readonly PeerKey[];
  /** A control connection stands between us, or did within the restart window. */
  readonly linked: boolean;
}

export type DatapathInput =
  | Wake
  /** `floods` by source: to whom we pass on its broadcast frames. */
  | {
      readonly kind: "overlay";
      readonly self: OverlayPeer;
      readonly peers: readonly OverlayPeer[];
      readonly floods: ReadonlyMap<PeerKey, readonly PeerKey[]>;
    }
  | { readonly kind: "process-up" }
  | { readonly kind: "process-down" }
  | { readonly kind: "process"; readonly message: FromProcess }
  /** First boot (or the ring that we adopted) fixed the mesh id, 16 bytes: part of every transcript from then on. */
  | { readonly kind: "mesh-id"; readonly meshId: Uint8Array }
  /** Somebody wants to know whether the peer answers: a session is agreed if there is none, and its heartbeats tell. */
  | { readonly kind: "probe"; readonly peer: PeerKey }
  /** What this host's kernel has for the fast path; once, before `process-up`, and when it changed. */
  | { readonly kind: "fast-path-kernel"; readonly devices: FastPathDevicesEntry; readonly unusable: string | undefined }
  /** Short ids of peers to whom the kernel's own path carried frames lately. */
  | { readonly kind: "fast-path-used"; readonly peers: readonly number[] }
  /** A delivery on the unicast channel `session`. */
  | { readonly kind: "unicast"; readonly source: PeerKey; readonly payload: Uint8Array };

export type DatapathOutput =
  | { readonly kind: "process"; readonly message: ToProcess }
  | { readonly kind: "unicast"; readonly to: PeerKey; readonly payload: Uint8Array }
  /** What the kernel shall have for the fast path. */
  | { readonly kind: "fast-path"; readonly kernel: FastPathKernel }
  /** The peer's datapath answers ours directly, or no longer does. */
  | { readonly kind: "alive"; readonly peer: PeerKey; readonly alive: boolean }
  | EventOutput;

export interface DatapathOptions {
  readonly identity: Identity;
  /** Stretched, 32 bytes; undefined runs the mesh unencrypted (heartbeats are sealed all the same). */
  readonly password: Uint8Array | undefined;
  /** What sessions may be sealed with, best first; `none` alone in a mesh without password, and never in another. */
  readonly suites: readonly DataSuite[];
  /** Told to peers, who then refuse what is too long for us; undefined: not told. */
  readonly overlayMtu: number | undefined;
  /** 16 bytes, or empty while there is none. */
  readonly meshId: Uint8Array;
  /** Absent: this router has none, and does not speak of it. */
  readonly fastPath?: FastPathOptions;
}

/** Ages are as of `asOf`, the time of the last step. */
export interface DatapathStatus {
  readonly asOf: number;
  /** Undefined while no datapath process is connected, or it did not yet say what it has. */
  readonly process: DatapathProcessStatus | undefined;
  readonly shortId: number;
  /** Data frames are sealed; unsealed ones are dropped. */
  readonly encrypted: boolean;
  /** What this host takes now, best first: of its options what its datapath process has. */
  readonly suites: readonly DataSuite[];
  readonly peers: readonly DatapathPeerStatus[];
  /** The process's totals since its start, by name. */
  readonly totals: Readonly<Record<string, number>>;
  /** Entries of the process's MAC table. */
  readonly macs: number;
  /** Those that two hosts claim in turn. */
  readonly flapping: readonly FlappingMac[];
  /** Counts of the control machine since launch. */
  readonly handshakes: SessionHandshakeCounters;
}

export interface DatapathProcessStatus {
  readonly pid: number;
  readonly tap: string;
  readonly port: number;
  /** Bytes of the largest datagram that it sends, with IP header; undefined: an older process does not say. */
  readonly underlayMtu: number | undefined;
  /** Since its packet thread last told its counters, which it does every second; undefined: not yet. */
  readonly answeredMs: number | undefined;
}

export interface SessionHandshakeCounters {
  readonly initiated: number;
  readonly answered: number;
  readonly established: number;
  /** Inits and replies that were repeated, not authentic, from a stranger, came too fast, or fitted nothing. */
  readonly dropped: number;
  readonly unanswered: number;
  /** Inits, ours and others', that no session came of for want of a common suite. */
  readonly refused: number;
}

export interface DatapathPeerStatus {
  readonly key: PeerKey;
  readonly name: PeerName;
  readonly shortId: number;
  readonly underlay: Endpoint | undefined;
  readonly path: DatapathPath;
  /** Why this path, in words. */
  readonly why: string;
  /** Of the direct path. */
  readonly rttMicros: number | undefined;
  /** Of the first hop in use; undefined: an older process does not say. */
  readonly mtu: PathMtu | undefined;
  /** Since an authenticated datagram came directly from the peer. */
  readonly heardMs: number | undefined;
  /** Since the peer answered a heartbeat of ours directly: both directions pass. */
  readonly echoMs: number | undefined;
  /** Every way to the peer, best first, with its state and the reason of it. */
  readonly candidates: readonly PathCandidate[];
  /** The one used for sending; undefined: none. */
  readonly session: DatapathSessionStatus | undefined;
  /** Why none can be agreed; undefined where nothing is known against it. */
  readonly refusal: { readonly code: SessionRefusalCode; readonly why: string } | undefined;
  /** We wait for the reply to an init. */
  readonly handshaking: boolean;
  readonly framesOut: number;
  readonly bytesOut: number;
  readonly framesIn: number;
  readonly bytesIn: number;
  /** Frames of others that we passed on to it. */
  readonly relayed: number;
  /** Heartbeats sent to probe the direct path, and those lost. */
  readonly probes: number;
  readonly probesLost: number;
  /** Of the kernel's own path; undefined unless it is agreed and the process probes it. */
  readonly fast: FastPathProbes | undefined;
  /** By reason, as in `DatapathStatus.totals`; only where the peer is known. */
  readonly drops: Readonly<Record<string, number>>;
}

export interface FastPathProbes {
  /** The peer's on the underlay; the kernel counts by it. */
  readonly address: string;
  readonly rttMicros: number | undefined;
  readonly probes: number;
  readonly probesLost: number;
}

/** Each end finds its own sending direction. */
export interface PathMtu {
  /** Bytes of the largest IP packet that is sent. */
  readonly bytes: number;
  readonly state: MtuState;
}

export type DatapathPath =
  | { readonly kind: "fast" }
  | { readonly kind: "direct" }
  | { readonly kind: "relay"; readonly via: PeerKey }
  | { readonly kind: "none" };

export interface DatapathSessionStatus {
  /** Undefined for a session that an earlier router made and this one has not yet replaced. */
  readonly suite: DataSuite | undefined;
  readonly ageMs: number;
  /** The remote used it. */
  readonly confirmed: boolean;
}

export type CandidateState =
  /** Frames go this way now. */
  | "in-use"
  /** It answers, and another one is preferred. */
  | "ready"
  /** Nothing was sent lately, so nothing probes it. */
  | "idle"
  /** It was tried and does not answer. */
  | "down"
  /** It is out of the question between these two hosts. */
  | "unavailable";

/** A way in which frames could go to a peer. */
export interface PathCandidate {
  readonly kind: "fast" | "sleeve" | "relay";
  /** The first relay. */
  readonly via: PeerKey | undefined;
  readonly state: CandidateState;
  /** One sentence without a full stop. */
  readonly why: string;
}
