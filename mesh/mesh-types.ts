/**
 * What the mesh takes and gives: control connections (as numbers; `tcp.ts` or the simulator holds the sockets), targets,
 * topology and routes. The mesh carries gossip's payloads to neighbours and hands over those it received.
 */
import type { Endpoint } from "../base/address.ts";
import type { DurableState, EventOutput, PersistOutput, Wake } from "../base/machine.ts";
import type { PeerKey, PeerName } from "../base/peer-name.ts";
import type { Random } from "../base/random.ts";
import type { Crypto } from "../crypto/crypto-port.ts";
import type { Identity } from "../crypto/identity.ts";
import type { GossipRoutes } from "../gossip/gossip-types.ts";
import type { Complaint } from "./complaints.ts";
import type { MeshSummary } from "./wire.ts";

/** Names one TCP connection during the life of a router; chosen by the mesh when dialling, by the shell on accept (odd: dialled, even: accepted). */
export type ConnectionId = number;

export type MeshInput =
  | Wake
  | {
      readonly kind: "accepted";
      readonly connection: ConnectionId;
      readonly remote: Endpoint;
      readonly local: Endpoint;
    }
  | { readonly kind: "dialed"; readonly connection: ConnectionId; readonly remote: Endpoint; readonly local: Endpoint }
  | { readonly kind: "dial-failed"; readonly connection: ConnectionId; readonly reason: string }
  | { readonly kind: "bytes"; readonly connection: ConnectionId; readonly bytes: Uint8Array }
  | { readonly kind: "closed"; readonly connection: ConnectionId; readonly reason: string }
  /** Bytes not yet taken by the kernel. */
  | { readonly kind: "backlog"; readonly connection: ConnectionId; readonly bytes: number }
  | { readonly kind: "resolved"; readonly target: string; readonly endpoints: readonly Endpoint[] }
  /** `replace` forgets all targets that are not listed. */
  | { readonly kind: "connect"; readonly targets: readonly string[]; readonly replace: boolean }
  | { readonly kind: "forget"; readonly targets: readonly string[] }
  /** A payload of our gossip for a neighbour. */
  | { readonly kind: "send"; readonly to: PeerKey; readonly bytes: Uint8Array }
  /** A delivery on the channel `topology`, however it came. */
  | { readonly kind: "topology"; readonly source: PeerKey; readonly payload: Uint8Array }
  /** First boot (or the ring that we adopted) fixed the mesh id (16 bytes) and the range. Told in every handshake from then on. */
  | { readonly kind: "mesh-id"; readonly meshId: Uint8Array; readonly range?: string }
  /** Whether the datapath of a peer answers our datapath (sealed heartbeats); keeps a peer stale rather than gone. */
  | { readonly kind: "datapath"; readonly peer: PeerKey; readonly alive: boolean }
  /** Say goodbye on all connections; the router ends. `leave` also withdraws our record. */
  | { readonly kind: "stop"; readonly leave: boolean };

export type MeshOutput =
  | { readonly kind: "dial"; readonly connection: ConnectionId; readonly endpoint: Endpoint }
  | { readonly kind: "resolve"; readonly target: string }
  | { readonly kind: "write"; readonly connection: ConnectionId; readonly bytes: Uint8Array }
  /** After what was written has been flushed, or 1 s. */
  | { readonly kind: "close"; readonly connection: ConnectionId }
  | { readonly kind: "neighbour-up"; readonly peer: PeerKey }
  | { readonly kind: "neighbour-down"; readonly peer: PeerKey }
  | { readonly kind: "neighbour-backlog"; readonly peer: PeerKey; readonly bytes: number }
  /** Routes or the set of peers changed. */
  | { readonly kind: "topology-changed"; readonly view: TopologyView }
  /** A payload from a neighbour, for our gossip. */
  | { readonly kind: "received"; readonly from: PeerKey; readonly bytes: Uint8Array }
  /** A twin of our identity was seen: nothing may be allocated any more. Once; `status().fenced` says more. */
  | { readonly kind: "fenced"; readonly addresses: readonly string[]; readonly reason: string }
  /** A change came of a record that we lack: neighbours are to be asked. */
  | { readonly kind: "lacking" }
  /** Publish on the channel `topology`. */
  | { readonly kind: "publish"; readonly payload: Uint8Array }
  | PersistOutput
  | EventOutput;

/** A snapshot; shared and frozen. Ours is included in `peers`. */
export interface TopologyView {
  readonly self: PeerKey;
  readonly peers: ReadonlyMap<PeerKey, PeerView>;
  readonly routes: GossipRoutes & {
    /** Next hops to `destination` in order of preference: the shortest first, then neighbours that also lead there without us. */
    nextHops(destination: PeerKey): readonly PeerKey[];
  };
}

export interface PeerView {
  readonly key: PeerKey;
  readonly name: PeerName;
  readonly nickname: string;
  /** 32 bits, unique in the settled topology; never 0. */
  readonly shortId: number;
  /** Reachable over established links from us. */
  readonly reachable: boolean;
  /** Its control connections died but its datapath answers (or did within the restart window). */
  readonly stale: boolean;
  /** Where its UDP port is seen by us, when we have or had a control connection; else what its neighbours say. */
  readonly underlay: Endpoint | undefined;
  readonly connections: readonly {
    readonly peer: PeerKey;
    readonly established: boolean;
    readonly outbound: boolean;
    readonly remote: string;
  }[];
}

export interface MeshPorts {
  readonly crypto: Crypto;
  readonly random: Random;
  readonly durable: DurableState;
}

/** What the mesh is built with; defaults live in the router's configuration. */
export interface MeshOptions {
  readonly identity: Identity;
  /** Shown to people; at most 63 bytes are kept. */
  readonly nickname: string;
  /** Random at each launch, 8 bytes. */
  readonly bootNonce: Uint8Array;
  /** Stretched, 32 bytes; undefined in a mesh without password. */
  readonly password: Uint8Array | undefined;
  /** Our TCP and UDP port, and the port of targets without one. */
  readonly port: number;
  /** From the command line; those that an earlier launch was told to `connect` are added. */
  readonly targets: readonly string[];
  readonly discovery: boolean;
  /** Connections at most, 0 for no limit. */
  readonly connectionLimit: number;
  readonly restartWindowMs: number;
  /** The address range as text, compared with a peer's where both set it and neither has a mesh id. */
  readonly rangeText: string;
  readonly rangeExplicit: boolean;
}

export interface MeshStatus {
  readonly name: PeerName;
  readonly key: PeerKey;
  readonly nickname: string;
  readonly shortId: number;
  readonly port: number;
  readonly protocolMin: number;
  readonly protocolMax: number;
  readonly encrypted: boolean;
  readonly discovery: boolean;
  /** 0: none. */
  readonly connectionLimit: number;
  /** More hosts are known than the limit lets be connected. */
  readonly sparse: boolean;
  /** Hex; undefined while there is none. */
  readonly meshId: string | undefined;
  /** A twin of our identity was seen: no allocation, no new record. The addresses where both were, as far as known. */
  readonly fenced: { readonly addresses: readonly string[]; readonly reason: string } | undefined;
  readonly targets: readonly string[];
  readonly connections: readonly ConnectionStatus[];
  /** Met lately at handshakes, and refused. */
  readonly otherMeshes: readonly OtherMesh[];
  /** Records of the topology that were refused since launch, by sender and reason; the latest. */
  readonly refusedRecords: readonly Complaint[];
  readonly peers: TopologyView["peers"];
  /** By event, e.g. `refused wrong-password`, `admission rate-limited`, `record-refused`. */
  readonly counters: Readonly<Record<string, number>>;
}

/** A mesh that was founded apart from ours. */
export interface OtherMesh {
  readonly meshId: Uint8Array;
  /** As its host tells; undefined where it is of release 0.1.0. */
  readonly summary: MeshSummary | undefined;
  /** The latest host of it that was met, and where. */
  readonly peer: PeerKey;
  readonly name: PeerName;
  readonly nickname: string;
  readonly address: string;
}

export interface ConnectionStatus {
  /** The connection's number; undefined while nothing is dialled. */
  readonly connection: ConnectionId | undefined;
  readonly outbound: boolean;
  /** `host:port` where dialled, or the target's text while no address is known; for an inbound one where it came from. */
  readonly address: string;
  /** The target that the user gave, when it is one. */
  readonly target: string | undefined;
  /**
   * `connecting` dial or handshake under way; `pending` authenticated, not yet accepted by both; `established`;
   * `retrying` waits for the next attempt; `failed` the same, but only the user can mend it; `stale` see `PeerView`;
   * `not-needed` a target that has no room for us, and is reached by others.
   */
  readonly state: "connecting" | "pending" | "established" | "retrying" | "failed" | "stale" | "not-needed";
  readonly peer: PeerKey | undefined;
  readonly name: PeerName | undefined;
  readonly nickname: string | undefined;
  /** Why it is not established: a code of `crypto/refusal.ts`, or `lost`, `unreachable`, `slow`; and words for people. */
  readonly reason: { readonly code: string; readonly message: string; readonly byRemote: boolean } | undefined;
  readonly retryInMs: number | undefined;
  readonly rttMs: number | undefined;
  readonly bytesIn: number;
  readonly bytesOut: number;
}
