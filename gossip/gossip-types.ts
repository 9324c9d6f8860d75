/**
 * What gossip takes and gives. Gossip moves opaque payloads on named channels: deltas by broadcast tree, payloads to one
 * peer by unicast, and differences by anti-entropy. It knows no socket: `send` goes to a neighbour, whoever carries it.
 */
import type { EventOutput, Wake } from "../base/machine.ts";
import type { PeerKey } from "../base/peer-name.ts";
import type { Random } from "../base/random.ts";
import type { Millis } from "../base/time.ts";

/** A payload or a digest at most; larger ones are refused and counted. */
export const payloadBytesMax = 262_144;

/** The readable side of a channel's state. Merging is the owner's: gossip outputs `deliver`, the owner steps. */
export interface ChannelState {
  /**
   * A summary from which a neighbour can tell what differs; its size is bounded by the owner (at most `payloadBytesMax`).
   * A function of the state alone: equal states give equal bytes at all peers, in whatever order they merged, since
   * neighbours first compare a hash of it. Return the same array while nothing changed, and it is hashed once.
   */
  digest(): Uint8Array;
  /** What `remoteDigest`'s owner lacks, as payloads of at most `payloadBytesMax`; empty when it lacks nothing. */
  diff(remoteDigest: Uint8Array): readonly Uint8Array[];
  /**
   * For large states, optional: what to ask first in place of the whole digest. `refine` must know it; who does not
   * answers with nothing and asks with a digest of its own.
   */
  question?(): Uint8Array;
  /**
   * For large states, optional: a digest that goes into detail only where `remoteDigest` differs from our state, sent as
   * the answer to it; undefined when there is nothing (more) to ask. Without it the answer is `digest()`, once.
   */
  refine?(remoteDigest: Uint8Array): Uint8Array | undefined;
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
  /** The owner found that it lacks something: neighbours are asked soon. */
  | { readonly kind: "lacking" }
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

export interface GossipPorts {
  readonly random: Random;
  /** Channels with a state. Others, named in `unicastChannels`, carry unicast only. */
  readonly channels: ReadonlyMap<string, ChannelState>;
}

/** Every field is required; `gossipDefaults` has the defaults. */
export interface GossipOptions {
  readonly self: PeerKey;
  /** Random at each launch, 8 bytes: the epoch of our broadcast sequence. */
  readonly bootNonce: Uint8Array;
  /** Channels without a state, whose unicasts are delivered. */
  readonly unicastChannels: readonly string[];
  readonly limits: GossipLimits;
}

export interface GossipLimits {
  /** Mean time between two rounds of anti-entropy; each is jittered by a quarter. */
  readonly intervalMs: Millis;
  /** What is sent to one neighbour in answer to one digest; the rest follows in later exchanges. */
  readonly exchangeBytesMax: number;
  /** Above so many waiting bytes deltas to the neighbour are dropped and its channels repaired by digest later. */
  readonly backlogBytesMax: number;
  /** Above so many waiting bytes unicasts are dropped too. */
  readonly backlogUnicastBytesMax: number;
  /** Links that a broadcast or unicast may cross; a bound on loops while views differ. */
  readonly hopsMax: number;
  /** Sources of broadcasts whose sequences are remembered. */
  readonly sourcesMax: number;
  /** Of these, such as were not in our routes when they were first heard. */
  readonly strangeSourcesMax: number;
}

export const gossipDefaults: GossipLimits = {
  intervalMs: 5_000,
  exchangeBytesMax: 1_048_576,
  backlogBytesMax: 524_288,
  backlogUnicastBytesMax: 4_194_304,
  hopsMax: 64,
  sourcesMax: 20_000,
  strangeSourcesMax: 2_000,
};

/** Ages are as of `asOf`, the time of the last step. */
export interface GossipStatus {
  readonly asOf: Millis;
  readonly channels: readonly GossipChannelStatus[];
  readonly neighbours: readonly GossipNeighbourStatus[];
  /** One row for each channel with a state and neighbour. */
  readonly pairs: readonly GossipPairStatus[];
  readonly counters: GossipCounters;
}

export interface GossipChannelStatus {
  readonly channel: string;
  /** Broadcasts that we published, and how many payloads we were given, by the way they came. */
  readonly published: number;
  readonly broadcastsDelivered: number;
  readonly unicastsDelivered: number;
  readonly exchangesDelivered: number;
  /** Broadcasts that came again, and were dropped. */
  readonly repeats: number;
  readonly digestBytes: number;
}

export interface GossipNeighbourStatus {
  readonly peer: PeerKey;
  readonly backlogBytes: number;
  /** Over `backlogBytesMax`: deltas are held back. */
  readonly slow: boolean;
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** Frames of it that did not decode, or broke a limit. */
  readonly malformed: number;
  /** Deltas held back while it was slow. */
  readonly heldBack: number;
}

export interface GossipPairStatus {
  readonly channel: string;
  readonly peer: PeerKey;
  /** Since our and its digest were last seen equal; undefined: never yet. */
  readonly lagMs: Millis | undefined;
  /** Since a digest or hash of it last came; undefined: never yet. */
  readonly exchangedAgoMs: Millis | undefined;
  readonly mismatches: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** Waits for a repair by digest. */
  readonly dirty: boolean;
}

/** Counts since launch that belong to no single channel; channel names of strangers are not kept. */
export interface GossipCounters {
  readonly malformed: number;
  /** Messages of a kind that a newer version may know. */
  readonly unknownMessages: number;
  readonly unknownChannel: number;
  readonly strangers: number;
  readonly forwarded: number;
  readonly unroutable: number;
  readonly hopLimit: number;
  readonly oversized: number;
  readonly unicastsDropped: number;
  readonly sourcesFull: number;
  /** Digests not answered because a neighbour asked too often. */
  readonly throttled: number;
  readonly sources: number;
}
