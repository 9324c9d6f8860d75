/**
 * A channel as gossip keeps it: the owner's readable state, if it has one, its counters, and the questions that are
 * under way. The owner merges; gossip only reads the digest, and hashes it again when the owner returns another array.
 *
 * At most `asksMax` neighbours are asked at a time, so that a newcomer with a hundred neighbours is not sent the whole
 * state a hundred times: once the first answers are merged the others agree.
 */
import type { PeerKey } from "../base/peer-name.ts";
import type { Millis } from "../base/time.ts";
import { digestHash } from "./digest-hash.ts";
import type { ChannelState, GossipChannelStatus } from "./gossip-types.ts";

export const asksMax = 3;
/** A neighbour that has not answered a digest by then no longer counts as asked. */
export const askTimeoutMs: Millis = 2_000;

/** A channel whose state merges. */
export interface StateChannel extends Channel {
  readonly state: ChannelState;
}

export class Channel {
  readonly name: string;
  readonly state: ChannelState | undefined;
  published = 0;
  broadcastsDelivered = 0;
  unicastsDelivered = 0;
  exchangesDelivered = 0;
  repeats = 0;
  /** The hash before the first exchange that was delivered since the last look for news. */
  hashBeforeNews: string | undefined;
  readonly #asked = new Map<PeerKey, Millis>();
  #hashed: { readonly digest: Uint8Array; readonly hash: string } | undefined;

  constructor(name: string, state: ChannelState | undefined) {
    this.name = name;
    this.state = state;
  }

  /** Of the state's digest now; the empty digest's for a channel without one. */
  hash(): string {
    const digest = this.state?.digest() ?? nothing;
    if (this.#hashed?.digest !== digest) this.#hashed = { digest, hash: digestHash(digest) };
    return this.#hashed.hash;
  }

  /** Whether `peer` may be asked now; it then counts until it has answered, or the time-out. */
  mayAsk(now: Millis, peer: PeerKey): boolean {
    for (const [asked, until] of this.#asked) if (until <= now) this.#asked.delete(asked);
    if (this.#asked.size >= asksMax && !this.#asked.has(peer)) return false;
    this.#asked.set(peer, now + askTimeoutMs);
    return true;
  }

  answered(peer: PeerKey): void {
    this.#asked.delete(peer);
  }

  status(): GossipChannelStatus {
    const { published, broadcastsDelivered, unicastsDelivered, exchangesDelivered, repeats } = this;
    const digestBytes = this.state?.digest().length ?? 0;
    return {
      channel: this.name,
      published,
      broadcastsDelivered,
      unicastsDelivered,
      exchangesDelivered,
      repeats,
      digestBytes,
    };
  }
}

const nothing = new Uint8Array(0);
