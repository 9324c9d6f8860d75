/**
 * What the mesh takes and gives: control connections (as numbers; `tcp.ts` or the simulator holds the sockets), targets,
 * topology and routes. The mesh carries gossip's payloads to neighbours and hands over those it received.
 */
import type { Endpoint } from "../base/address.ts";
import type { EventOutput, PersistOutput, Wake } from "../base/machine.ts";
import type { PeerKey, PeerName } from "../base/peer-name.ts";
import type { GossipRoutes } from "../gossip/gossip-types.ts";

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
  /** First boot (or the ring that we adopted) fixed the mesh id: 16 bytes. Offered in every handshake from then on. */
  | { readonly kind: "mesh-id"; readonly meshId: Uint8Array }
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
