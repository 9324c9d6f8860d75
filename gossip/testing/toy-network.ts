/**
 * Some gossip machines on a graph under virtual time, from a seed: the dumbest mesh that has routes. Links carry
 * messages in order with a random delay and may lose them; routes are computed anew at each change and reach each peer
 * at once, unless a test freezes them. Deliveries are recorded for the checks.
 */
import { toHex } from "../../base/bytes.ts";
import { type PeerKey, peerKeyOf } from "../../base/peer-name.ts";
import { type Random, randomBelow, randomFraction, seededRandom } from "../../base/random.ts";
import type { Millis } from "../../base/time.ts";
import { Gossip } from "../gossip.ts";
import {
  type GossipInput,
  type GossipLimits,
  type GossipOutput,
  type GossipRoutes,
  gossipDefaults,
} from "../gossip-types.ts";
import { ToySet } from "./toy-set.ts";

export interface ToyPeer {
  readonly index: number;
  readonly key: PeerKey;
  readonly gossip: Gossip;
  readonly set: ToySet;
  /** In order, of this life. */
  readonly delivered: {
    readonly mode: string;
    readonly source: PeerKey;
    readonly payload: string;
    readonly channel: string;
  }[];
  readonly boots: number;
}

export interface ToyOptions {
  readonly seed: number;
  readonly peers: number;
  readonly limits?: Partial<GossipLimits>;
  /** Share of messages that are lost. */
  readonly loss?: number;
  readonly membersPerPayload?: number;
}

interface InFlight {
  readonly at: Millis;
  readonly order: number;
  readonly from: number;
  readonly to: number;
  readonly bytes: Uint8Array;
}

export function keyOfIndex(index: number): PeerKey {
  const bytes = new Uint8Array(32).fill(index & 255);
  bytes[0] = Math.imul(index + 1, 157) & 255;
  bytes[1] = index >> 8;
  return peerKeyOf(bytes);
}

export class ToyNetwork {
  now: Millis = 0;
  loss: number;
  frozenRoutes = false;
  readonly peers: ToyPeer[] = [];
  readonly sentBytes = new Map<string, number>();
  readonly events: Extract<GossipOutput, { kind: "event" }>[] = [];
  sentFrames = 0;
  readonly random: Random;
  readonly #limits: GossipLimits;
  readonly #membersPerPayload: number;
  readonly #links = new Map<number, Set<number>>();
  #inFlight: InFlight[] = [];
  #order = 0;
  readonly #linkFreeAt = new Map<string, Millis>();

  constructor({ seed, peers, limits = {}, loss = 0, membersPerPayload = 100 }: ToyOptions) {
    this.random = seededRandom(seed);
    this.loss = loss;
    this.#limits = { ...gossipDefaults, ...limits };
    this.#membersPerPayload = membersPerPayload;
    for (let index = 0; index < peers; index++) {
      this.#links.set(index, new Set());
      this.peers.push(this.#boot(index, 0));
    }
  }

  peer(index: number): ToyPeer {
    return this.peers[index] as ToyPeer;
  }

  link(a: number, b: number): void {
    if (a === b || this.#neighbours(a).has(b)) return;
    this.#neighbours(a).add(b);
    this.#neighbours(b).add(a);
    this.refreshRoutes();
    this.feed(a, { kind: "neighbour-up", peer: this.peer(b).key });
    this.feed(b, { kind: "neighbour-up", peer: this.peer(a).key });
  }

  unlink(a: number, b: number): void {
    if (!this.#neighbours(a).delete(b)) return;
    this.#neighbours(b).delete(a);
    this.#inFlight = this.#inFlight.filter(({ from, to }) => !((from === a && to === b) || (from === b && to === a)));
    this.refreshRoutes();
    this.feed(a, { kind: "neighbour-down", peer: this.peer(b).key });
    this.feed(b, { kind: "neighbour-down", peer: this.peer(a).key });
  }

  /** A spanning tree and some more links. */
  linkRandomly(extra: number): void {
    for (let index = 1; index < this.peers.length; index++) this.link(index, randomBelow(this.random, index));
    for (let i = 0; i < extra; i++)
      this.link(randomBelow(this.random, this.peers.length), randomBelow(this.random, this.peers.length));
  }

  /** The peer ends and begins anew with the same key, without state or memory of what was delivered. */
  restart(index: number): void {
    const neighbours = [...this.#neighbours(index)];
    for (const neighbour of neighbours) this.unlink(index, neighbour);
    const boots = this.peer(index).boots + 1;
    this.peers[index] = this.#boot(index, boots);
    for (const neighbour of neighbours) this.link(index, neighbour);
  }

  publish(index: number, member: string): void {
    this.feed(index, { kind: "publish", channel: "set", payload: this.peer(index).set.add(member) });
  }

  feed(index: number, input: GossipInput): void {
    for (const output of this.peer(index).gossip.step(this.now, input)) this.#carryOut(index, output);
  }

  runUntil(end: Millis): void {
    for (;;) {
      const wake = this.#nextWake();
      const message = this.#nextMessage();
      const next = Math.min(wake.at, message?.at ?? Number.POSITIVE_INFINITY);
      if (next > end) break;
      this.now = next;
      if (message && message.at <= wake.at) this.#arrive(message);
      else this.feed(wake.index, { kind: "wake" });
    }
    this.now = end;
  }

  /** All that was sent so far, on all links or into one peer. */
  bytesSent(into?: number): number {
    let sum = 0;
    for (const [link, bytes] of this.sentBytes) if (into === undefined || link.endsWith(`>${into}`)) sum += bytes;
    return sum;
  }

  converged(): boolean {
    const [first, ...others] = this.peers.map(({ set }) => toHex(set.digest()));
    return others.every((digest) => digest === first);
  }

  /** Runs until all agree; the time that took, or undefined when `forMs` was not enough. */
  convergesWithin(forMs: Millis): Millis | undefined {
    const start = this.now;
    while (this.now < start + forMs) {
      if (this.converged()) return this.now - start;
      this.runUntil(this.now + 20);
    }
    return this.converged() ? this.now - start : undefined;
  }

  /** How often `peer` was given the broadcast `member`. */
  broadcastsOf(index: number, member: string): number {
    return this.peer(index).delivered.filter(({ mode, payload }) => mode === "broadcast" && payload === member).length;
  }

  refreshRoutes(): void {
    if (this.frozenRoutes) return;
    for (const { index } of this.peers) this.feed(index, { kind: "routes", routes: this.#routesOf(index) });
  }

  #boot(index: number, boots: number): ToyPeer {
    const set = new ToySet(this.#membersPerPayload);
    const bootNonce = Uint8Array.of(index & 255, index >> 8, boots, 1, 2, 3, 4, 5);
    const gossip = new Gossip(
      {
        random: seededRandom(1_000_003 * (index + 1) + boots + this.random.uint32()),
        channels: new Map([["set", set]]),
      },
      { self: keyOfIndex(index), bootNonce, unicastChannels: ["talk"], limits: this.#limits },
    );
    return { index, key: keyOfIndex(index), gossip, set, delivered: [], boots };
  }

  #neighbours(index: number): Set<number> {
    return this.#links.get(index) as Set<number>;
  }

  #carryOut(index: number, output: GossipOutput): void {
    const peer = this.peer(index);
    switch (output.kind) {
      case "event":
        this.events.push(output);
        break;
      case "deliver": {
        let payload = "";
        for (const byte of output.payload) payload += String.fromCharCode(byte);
        peer.delivered.push({ mode: output.mode, source: output.source, payload, channel: output.channel });
        if (output.channel === "set") peer.set.merge(output.payload);
        break;
      }
      case "send":
        this.#send(index, this.#indexOf(output.to), output.bytes);
    }
  }

  #send(from: number, to: number, bytes: Uint8Array): void {
    if (!this.#neighbours(from).has(to)) return;
    const link = `${from}>${to}`;
    this.sentFrames++;
    this.sentBytes.set(link, (this.sentBytes.get(link) ?? 0) + bytes.length);
    if (randomFraction(this.random) < this.loss) return;
    const at = Math.max(this.now + 1 + randomBelow(this.random, 20), this.#linkFreeAt.get(link) ?? 0);
    this.#linkFreeAt.set(link, at);
    this.#inFlight.push({ at, order: this.#order++, from, to, bytes });
  }

  #arrive(message: InFlight): void {
    this.#inFlight.splice(this.#inFlight.indexOf(message), 1);
    this.feed(message.to, { kind: "received", from: this.peer(message.from).key, bytes: message.bytes });
  }

  #nextMessage(): InFlight | undefined {
    let next: InFlight | undefined;
    for (const message of this.#inFlight)
      if (!next || message.at < next.at || (message.at === next.at && message.order < next.order)) next = message;
    return next;
  }

  #nextWake(): { readonly at: Millis; readonly index: number } {
    let wake = { at: Number.POSITIVE_INFINITY, index: 0 };
    for (const { gossip, index } of this.peers) {
      const at = Math.max(gossip.wakeAt(), this.now);
      if (at < wake.at) wake = { at, index };
    }
    return wake;
  }

  #indexOf(key: PeerKey): number {
    return this.peers.findIndex((peer) => peer.key === key);
  }

  #distancesFrom(origin: number): ReadonlyMap<number, number> {
    const distances = new Map([[origin, 0]]);
    for (const [index, distance] of distances)
      for (const neighbour of this.#neighbours(index))
        if (!distances.has(neighbour)) distances.set(neighbour, distance + 1);
    return distances;
  }

  /** By the links of now: shortest paths; trees in which each peer's parent is its lowest neighbour nearer to the root. */
  #routesOf(self: number): GossipRoutes {
    const parentOf = (distances: ReadonlyMap<number, number>, child: number) =>
      Math.min(
        ...[...this.#neighbours(child)].filter((n) => (distances.get(n) ?? 0) === (distances.get(child) ?? 0) - 1),
      );
    const hops = new Map<PeerKey, PeerKey>();
    const children = new Map<PeerKey, readonly PeerKey[]>();
    for (const { index, key } of this.peers) {
      const distances = this.#distancesFrom(index);
      if (!distances.has(self)) continue;
      if (index !== self) hops.set(key, this.peer(parentOf(distances, self)).key);
      const below = [...this.#neighbours(self)].filter(
        (n) => distances.get(n) === (distances.get(self) ?? 0) + 1 && parentOf(distances, n) === self,
      );
      children.set(
        key,
        below.map((n) => this.peer(n).key),
      );
    }
    return {
      nextHop: (destination) => hops.get(destination),
      broadcastHops: (source) => children.get(source) ?? [],
    };
  }
}
