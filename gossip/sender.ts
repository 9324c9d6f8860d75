/**
 * What leaves for each neighbour, and what is held back. Gossip keeps no queue: the connection does, and reports how
 * many bytes wait there. Above `backlogBytesMax` the neighbour is slow: deltas for it are dropped and their channels
 * marked dirty; when half of that has drained, one exchange brings it all differences merged. Above
 * `backlogUnicastBytesMax` unicasts are dropped too. So memory for a neighbour is bounded by the states' size, not by
 * the rate of changes, and a slow neighbour slows nobody else. O(1) a message.
 */
import type { PeerKey } from "../base/peer-name.ts";
import type { Millis } from "../base/time.ts";
import type { GossipLimits, GossipNeighbourStatus, GossipPairStatus } from "./gossip-types.ts";
import type { Outbox } from "./outbox.ts";
import { type Exchange, encodeExchange } from "./wire.ts";

/** Questions of one neighbour that are answered at once, and how many more a second. */
export const questionBurst = 40;
export const questionsPerSecond = 20;

/** A channel with a state, as seen with one neighbour. */
export class Pair {
  agreedAt: Millis | undefined;
  heardAt: Millis | undefined;
  mismatches = 0;
  bytesIn = 0;
  bytesOut = 0;
}

export class Neighbour {
  readonly peer: PeerKey;
  backlogBytes = 0;
  slow = false;
  bytesIn = 0;
  bytesOut = 0;
  malformed = 0;
  heldBack = 0;
  /** Channels of which it may lack something. */
  readonly dirty = new Set<string>();
  readonly #pairs = new Map<string, Pair>();
  #questions = questionBurst;
  #refilledAt: Millis = 0;

  constructor(peer: PeerKey, now: Millis) {
    this.peer = peer;
    this.#refilledAt = now;
  }

  pair(channel: string): Pair {
    const known = this.#pairs.get(channel);
    if (known) return known;
    const fresh = new Pair();
    this.#pairs.set(channel, fresh);
    return fresh;
  }

  /** Whether a question of it is answered now: a token bucket. */
  mayQuestion(now: Millis): boolean {
    const refill = ((now - this.#refilledAt) / 1_000) * questionsPerSecond;
    this.#questions = Math.min(questionBurst, this.#questions + refill);
    this.#refilledAt = now;
    if (this.#questions < 1) return false;
    this.#questions--;
    return true;
  }

  status(): GossipNeighbourStatus {
    const { peer, backlogBytes, slow, bytesIn, bytesOut, malformed, heldBack } = this;
    return { peer, backlogBytes, slow, bytesIn, bytesOut, malformed, heldBack };
  }

  pairStatus(asOf: Millis, channel: string): GossipPairStatus {
    const { agreedAt, heardAt, mismatches, bytesIn, bytesOut } = this.pair(channel);
    const ago = (at: Millis | undefined) => (at === undefined ? undefined : asOf - at);
    const dirty = this.dirty.has(channel);
    return {
      channel,
      peer: this.peer,
      lagMs: ago(agreedAt),
      exchangedAgoMs: ago(heardAt),
      mismatches,
      bytesIn,
      bytesOut,
      dirty,
    };
  }
}

export class Sender {
  readonly neighbours = new Map<PeerKey, Neighbour>();
  unicastsDropped = 0;
  readonly #outbox: Outbox;
  readonly #limits: GossipLimits;

  constructor(outbox: Outbox, limits: GossipLimits) {
    this.#outbox = outbox;
    this.#limits = limits;
  }

  /** A delta for a neighbour, or a mark that it lacks one. `hasState`: an exchange can repair it. */
  sendDelta(peer: PeerKey, channel: string, hasState: boolean, frame: Uint8Array): void {
    const neighbour = this.neighbours.get(peer);
    if (!neighbour) return;
    if (!neighbour.slow) {
      if (hasState) neighbour.pair(channel).bytesOut += frame.length;
      this.#send(neighbour, frame);
      return;
    }
    neighbour.heldBack++;
    if (hasState) neighbour.dirty.add(channel);
  }

  sendUnicast(now: Millis, peer: PeerKey, frame: Uint8Array): void {
    const neighbour = this.neighbours.get(peer);
    if (neighbour && neighbour.backlogBytes <= this.#limits.backlogUnicastBytesMax) {
      this.#send(neighbour, frame);
      return;
    }
    this.unicastsDropped++;
    this.#outbox.tell(now, "warn", "gossip-unicast-dropped", { peer, backlogBytes: neighbour?.backlogBytes ?? 0 });
  }

  /** Part of an exchange; returns its bytes. The caller looks at `slow`. */
  sendExchange(neighbour: Neighbour, exchange: Exchange): number {
    const frame = encodeExchange(exchange);
    if (exchange.kind !== "summary") neighbour.pair(exchange.channel).bytesOut += frame.length;
    this.#send(neighbour, frame);
    return frame.length;
  }

  /** Takes the connection's report; true when a slow neighbour has drained. */
  backlog(now: Millis, neighbour: Neighbour, bytes: number): boolean {
    const { peer } = neighbour;
    neighbour.backlogBytes = bytes;
    if (!neighbour.slow && bytes > this.#limits.backlogBytesMax) {
      neighbour.slow = true;
      this.#outbox.tell(now, "info", "gossip-neighbour-slow", { peer, backlogBytes: bytes });
    } else if (neighbour.slow && bytes <= this.#limits.backlogBytesMax / 2) {
      neighbour.slow = false;
      this.#outbox.tell(now, "info", "gossip-neighbour-drained", { peer, heldBack: neighbour.heldBack });
      return true;
    }
    return false;
  }

  #send(neighbour: Neighbour, frame: Uint8Array): void {
    neighbour.bytesOut += frame.length;
    this.#outbox.push({ kind: "send", to: neighbour.peer, bytes: frame });
  }
}
