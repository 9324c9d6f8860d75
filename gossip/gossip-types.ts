/**
 * What gossip takes and gives. Gossip moves opaque payloads on named channels: deltas by broadcast tree, payloads to one
 * peer by unicast, and differences by anti-entropy. It knows no socket: `send` goes to a neighbour, whoever carries it.
 */
import type { EventOutput, Wake } from "../base/machine.ts";
import type { PeerKey } from "../base/peer-name.ts";

/** The readable side of a channel's state. Merging is the owner's: gossip outputs `deliver`, the owner steps. */
export interface ChannelState {
  /** A summary from which a neighbour can tell what differs; its size is bounded by the owner. Stable while idle. */
  digest(): Uint8Array;
  /** What `remoteDigest`'s owner lacks, as payloads of at most `payloadBytesMax`; empty when it lacks nothing. */
  diff(remoteDigest: Uint8Array): readonly Uint8Array[];
}

/** Routes as gossip needs them, derived by the mesh from links that both ends list as established. */
export interface GossipRoutes {
  /** The neighbour on the shortest path to `destination`. */
  nextHop(destination: PeerKey): PeerKey | undefined;
  /** The neighbours to which we pass on a broadcast of `source` (ourselves included as a source). */
  broadcastHops(source: PeerKey): readonly PeerKey[];
}

export type GossipInput =
  | Wake
  | { readonly kind: "neighbour-up"; readonly peer: PeerKey }
  | { readonly kind: "neighbour-down"; readonly peer: PeerKey }
  | { readonly kind: "routes"; readonly routes: GossipRoutes }
  /** A payload that a neighbour sent with its own gossip's `send`. */
  | { readonly kind: "received"; readonly from: PeerKey; readonly bytes: Uint8Array }
  /** Broadcast a delta of `channel` to everyone. */
  | { readonly kind: "publish"; readonly channel: string; readonly payload: Uint8Array }
  | { readonly kind: "unicast"; readonly channel: string; readonly to: PeerKey; readonly payload: Uint8Array }
  /** How many bytes wait in the connection to `peer`; above a limit gossip holds deltas back and repairs by digest. */
  | { readonly kind: "backlog"; readonly peer: PeerKey; readonly bytes: number };

export type GossipOutput =
  | { readonly kind: "send"; readonly to: PeerKey; readonly bytes: Uint8Array }
  | {
      readonly kind: "deliver";
      readonly channel: string;
      /** The peer that published or addressed it; for an exchange the neighbour itself. */
      readonly source: PeerKey;
      readonly mode: "broadcast" | "unicast" | "exchange";
      readonly payload: Uint8Array;
    }
  | EventOutput;
