/**
 * Gossip as one machine: opaque payloads on named channels, by broadcast tree, by unicast, and by anti-entropy.
 *
 * Promises: a broadcast is delivered at most once at each peer, whatever the routes do; what a broadcast misses,
 * anti-entropy brings; messages of others are passed along as the source's bytes, channels that we do not know
 * included; nothing that a neighbour sends throws or grows memory beyond the named limits. It keeps nothing durable.
 * Cost: O(hops on the tree) a broadcast, O(1) a unicast, log2(neighbours) summaries an interval when idle.
 */
import { toHex } from "../base/bytes.ts";
import type { Machine } from "../base/machine.ts";
import type { PeerKey } from "../base/peer-name.ts";
import { type Millis, never } from "../base/time.ts";
import { AntiEntropy } from "./anti-entropy.ts";
import { BroadcastMemory, broadcastWay } from "./broadcast.ts";
import { Channel } from "./channel.ts";
import {
  type GossipCounters,
  type GossipInput,
  type GossipOptions,
  type GossipOutput,
  type GossipPorts,
  type GossipRoutes,
  type GossipStatus,
  payloadBytesMax,
} from "./gossip-types.ts";
import { Outbox } from "./outbox.ts";
import { Neighbour, Sender } from "./sender.ts";
import { unicastWay } from "./unicast.ts";
import {
  decodeFrame,
  encodeBroadcast,
  encodeBroadcastFrame,
  encodeUnicast,
  encodeUnicastFrame,
  type Frame,
} from "./wire.ts";

/** How often silent sources are looked for. */
const forgetEveryMs: Millis = 60_000;

type BroadcastFrame = Extract<Frame, { kind: "broadcast" }>;
type UnicastFrame = Extract<Frame, { kind: "unicast" }>;

export class Gossip implements Machine<GossipInput, GossipOutput, GossipStatus> {
  readonly #options: GossipOptions;
  readonly #epoch: string;
  readonly #channels: ReadonlyMap<string, Channel>;
  readonly #outbox = new Outbox();
  readonly #sender: Sender;
  readonly #memory: BroadcastMemory;
  readonly #antiEntropy: AntiEntropy;
  readonly #counted = { malformed: 0, unknownMessages: 0, unknownChannel: 0, strangers: 0, forwarded: 0 };
  readonly #dropped = { unroutable: 0, hopLimit: 0, oversized: 0, sourcesFull: 0 };
  #routes: GossipRoutes = noRoutes;
  #sequence = 0;
  #forgetAt: Millis = 0;
  #asOf: Millis = 0;

  constructor(ports: GossipPorts, options: GossipOptions) {
    this.#options = options;
    this.#epoch = toHex(options.bootNonce);
    const stateless = options.unicastChannels.map((name): [string, Channel] => [name, new Channel(name, undefined)]);
    const withState = [...ports.channels].map(([name, state]): [string, Channel] => [name, new Channel(name, state)]);
    this.#channels = new Map([...stateless, ...withState]);
    this.#sender = new Sender(this.#outbox, options.limits);
    this.#memory = new BroadcastMemory(options.limits.sourcesMax);
    this.#antiEntropy = new AntiEntropy(
      options.self,
      ports.random,
      this.#channels,
      this.#sender,
      this.#outbox,
      options.limits,
    );
  }

  step(now: Millis, input: GossipInput): readonly GossipOutput[] {
    this.#asOf = now;
    this.#take(now, input);
    return this.#outbox.take();
  }

  wakeAt(): Millis {
    return this.#sender.neighbours.size === 0 ? never : this.#antiEntropy.wakeAt();
  }

  status(): GossipStatus {
    const neighbours = [...this.#sender.neighbours.values()];
    const channels = [...this.#channels.values()];
    const stateful = channels.filter((channel) => channel.hasState());
    return {
      asOf: this.#asOf,
      channels: channels.map((channel) => channel.status()),
      neighbours: neighbours.map((neighbour) => neighbour.status()),
      pairs: stateful.flatMap(({ name }) => neighbours.map((neighbour) => neighbour.pairStatus(this.#asOf, name))),
      counters: this.#counters(),
    };
  }

  #take(now: Millis, input: GossipInput): void {
    switch (input.kind) {
      case "wake":
        this.#wake(now);
        return;
      case "neighbour-up":
        this.#neighbourUp(now, input.peer);
        return;
      case "neighbour-down":
        this.#neighbourDown(input.peer);
        return;
      case "routes":
        this.#routes = input.routes;
        return;
      case "received":
        this.#receive(now, input.from, input.bytes);
        return;
      case "publish":
        this.#publish(now, input.channel, input.payload);
        return;
      case "unicast":
        this.#unicast(now, input.channel, input.to, input.payload);
        return;
      case "backlog":
        this.#backlog(now, input.peer, input.bytes);
        return;
    }
  }

  #wake(now: Millis): void {
    if (now >= this.#forgetAt) {
      this.#forgetAt = now + forgetEveryMs;
      this.#memory.forgetIdle(now);
    }
    this.#antiEntropy.wake(now);
  }

  #neighbourUp(now: Millis, peer: PeerKey): void {
    this.#neighbourDown(peer);
    const neighbour = new Neighbour(peer, now);
    this.#sender.neighbours.set(peer, neighbour);
    this.#antiEntropy.neighbourUp(now, neighbour);
  }

  #neighbourDown(peer: PeerKey): void {
    const neighbour = this.#sender.neighbours.get(peer);
    if (!neighbour) return;
    this.#sender.neighbours.delete(peer);
    this.#antiEntropy.neighbourDown(neighbour);
  }

  #backlog(now: Millis, peer: PeerKey, bytes: number): void {
    const drained = this.#sender.backlog(now, peer, bytes);
    const neighbour = this.#sender.neighbours.get(peer);
    if (drained && neighbour) this.#antiEntropy.drained(neighbour);
  }

  #publish(now: Millis, name: string, payload: Uint8Array): void {
    if (payload.length > payloadBytesMax) {
      this.#refuseOversized(now, name, payload.length);
      return;
    }
    const { self, limits } = this.#options;
    const sequence = ++this.#sequence;
    const original = encodeBroadcast({ source: self, epoch: this.#epoch, sequence, channel: name, payload });
    const channel = this.#channels.get(name);
    if (channel) channel.published++;
    const { hops } = broadcastWay(this.#routes, self, { source: self, root: undefined, from: undefined });
    const frame = encodeBroadcastFrame(original, limits.hopsMax - 1, undefined);
    for (const hop of hops) this.#sender.sendDelta(hop, name, channel?.state !== undefined, frame);
  }

  #unicast(now: Millis, channel: string, destination: PeerKey, payload: Uint8Array): void {
    if (payload.length > payloadBytesMax) {
      this.#refuseOversized(now, channel, payload.length);
      return;
    }
    const { self, limits } = this.#options;
    const unicast = { source: self, destination, channel, payload };
    if (destination === self) {
      this.#deliverUnicast(unicast);
      return;
    }
    this.#passUnicast(now, unicast, encodeUnicast(unicast), limits.hopsMax);
  }

  #receive(now: Millis, from: PeerKey, bytes: Uint8Array): void {
    const neighbour = this.#sender.neighbours.get(from);
    if (!neighbour) {
      this.#counted.strangers++;
      return;
    }
    neighbour.bytesIn += bytes.length;
    const decoded = decodeFrame(bytes);
    if (!decoded.ok) {
      this.#counted.malformed++;
      neighbour.malformed++;
      this.#outbox.tell(now, "warn", "gossip-malformed", { peer: from, reason: decoded.error });
      return;
    }
    this.#receiveFrame(now, neighbour, decoded.value, bytes.length);
  }

  #receiveFrame(now: Millis, neighbour: Neighbour, frame: Frame, frameBytes: number): void {
    const named = frame.kind === "broadcast" ? frame.broadcast.channel : "channel" in frame ? frame.channel : undefined;
    if (named !== undefined && this.#channels.get(named)?.state) neighbour.pair(named).bytesIn += frameBytes;
    switch (frame.kind) {
      case "broadcast":
        this.#receiveBroadcast(now, neighbour.peer, frame);
        return;
      case "unicast":
        this.#receiveUnicast(now, frame);
        return;
      case "summary":
        this.#antiEntropy.receiveSummary(now, neighbour, frame);
        return;
      case "digest":
        this.#antiEntropy.receiveDigest(now, neighbour, frame);
        return;
      case "difference":
        this.#antiEntropy.receiveDifference(now, neighbour, frame);
        return;
      case "unknown":
        this.#counted.unknownMessages++;
    }
  }

  #receiveBroadcast(now: Millis, from: PeerKey, { broadcast, original, hopLimit, root }: BroadcastFrame): void {
    const { source, epoch, sequence, channel: name, payload } = broadcast;
    const { self } = this.#options;
    const channel = this.#channels.get(name);
    const isOurOwn = source === self && epoch === this.#epoch;
    const admitted = isOurOwn ? "repeat" : this.#memory.admit(now, source, epoch, sequence);
    if (admitted === "repeat") {
      if (channel) channel.repeats++;
      return;
    }
    if (admitted === "full") {
      this.#dropped.sourcesFull++;
      this.#outbox.tell(now, "warn", "gossip-sources-full", { source, from, sources: this.#memory.size });
      return;
    }
    if (channel) {
      channel.broadcastsDelivered++;
      this.#outbox.push({ kind: "deliver", channel: name, source, mode: "broadcast", payload });
    } else this.#counted.unknownChannel++;
    const way = broadcastWay(this.#routes, self, { source, root, from });
    if (way.hops.length === 0) return;
    if (hopLimit === 0) {
      this.#refuseHopLimit(now, source, name);
      return;
    }
    const frame = encodeBroadcastFrame(original, hopLimit - 1, way.root);
    for (const hop of way.hops) {
      this.#counted.forwarded++;
      this.#sender.sendDelta(hop, name, channel?.state !== undefined, frame);
    }
  }

  #receiveUnicast(now: Millis, { unicast, original, hopLimit }: UnicastFrame): void {
    if (unicast.destination === this.#options.self) {
      this.#deliverUnicast(unicast);
      return;
    }
    this.#counted.forwarded++;
    this.#passUnicast(now, unicast, original, hopLimit);
  }

  #passUnicast(now: Millis, unicast: UnicastFrame["unicast"], original: Uint8Array, hopLimit: number): void {
    const { source, destination, channel } = unicast;
    const way = unicastWay(this.#routes, this.#options.self, destination, hopLimit);
    switch (way.kind) {
      case "here":
        this.#deliverUnicast(unicast);
        return;
      case "hop":
        this.#sender.sendUnicast(now, way.hop, encodeUnicastFrame(original, way.hopLimit));
        return;
      case "hop-limit":
        this.#refuseHopLimit(now, source, channel);
        return;
      case "unroutable":
        this.#dropped.unroutable++;
        this.#outbox.tell(now, "info", "gossip-unroutable", { source, destination, channel });
        return;
    }
  }

  #deliverUnicast({ source, channel: name, payload }: UnicastFrame["unicast"]): void {
    const channel = this.#channels.get(name);
    if (!channel) {
      this.#counted.unknownChannel++;
      return;
    }
    channel.unicastsDelivered++;
    this.#outbox.push({ kind: "deliver", channel: name, source, mode: "unicast", payload });
  }

  #refuseHopLimit(now: Millis, source: PeerKey, channel: string): void {
    this.#dropped.hopLimit++;
    this.#outbox.tell(now, "warn", "gossip-hop-limit", { source, channel, limit: this.#options.limits.hopsMax });
  }

  #refuseOversized(now: Millis, channel: string, bytes: number): void {
    this.#dropped.oversized++;
    this.#outbox.tell(now, "error", "gossip-oversized", { channel, bytes, limit: payloadBytesMax });
  }

  #counters(): GossipCounters {
    const { throttled, unknownChannel, oversized } = this.#antiEntropy;
    return {
      ...this.#counted,
      ...this.#dropped,
      unknownChannel: this.#counted.unknownChannel + unknownChannel,
      oversized: this.#dropped.oversized + oversized,
      unicastsDropped: this.#sender.unicastsDropped,
      throttled,
      sources: this.#memory.size,
    };
  }
}

const noRoutes: GossipRoutes = { nextHop: () => undefined, broadcastHops: () => [] };
