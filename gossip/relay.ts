/**
 * What broadcasts and unicasts share: who we are, the routes of the moment, the channels that we know, the way out to
 * neighbours, and the counts of what could not go on. Both bound loops by a hop limit, and refuse what is too large.
 */
import type { PeerKey } from "../base/peer-name.ts";
import type { Millis } from "../base/time.ts";
import type { Channel } from "./channel.ts";
import { type GossipLimits, type GossipRoutes, payloadBytesMax } from "./gossip-types.ts";
import type { Outbox } from "./outbox.ts";
import type { Sender } from "./sender.ts";

export class Relay {
  readonly self: PeerKey;
  readonly channels: ReadonlyMap<string, Channel>;
  readonly sender: Sender;
  readonly outbox: Outbox;
  readonly limits: GossipLimits;
  routes: GossipRoutes = noRoutes;
  forwarded = 0;
  unroutable = 0;
  hopLimit = 0;
  oversized = 0;
  unknownChannel = 0;

  constructor(
    self: PeerKey,
    channels: ReadonlyMap<string, Channel>,
    sender: Sender,
    outbox: Outbox,
    limits: GossipLimits,
  ) {
    this.self = self;
    this.channels = channels;
    this.sender = sender;
    this.outbox = outbox;
    this.limits = limits;
  }

  refuseHopLimit(now: Millis, source: PeerKey, channel: string): void {
    this.hopLimit++;
    this.outbox.tell(now, "warn", "gossip-hop-limit", { source, channel, limit: this.limits.hopsMax });
  }

  /** True, and told, when our own `payload` is too large to be sent. */
  refusesOversized(now: Millis, channel: string, payload: Uint8Array): boolean {
    if (payload.length <= payloadBytesMax) return false;
    this.oversized++;
    this.outbox.tell(now, "error", "gossip-oversized", { channel, bytes: payload.length, limit: payloadBytesMax });
    return true;
  }
}

const noRoutes: GossipRoutes = { nextHop: () => undefined, broadcastHops: () => [] };
