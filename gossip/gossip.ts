/**
 * Gossip as one machine: opaque payloads on named channels, by broadcast tree, by unicast, and by anti-entropy.
 *
 * Promises: a broadcast is delivered at most once at each peer, whatever the routes do; what a broadcast misses,
 * anti-entropy brings; messages of others are passed along as the source's bytes, channels that we do not know
 * included; nothing that a neighbour sends throws or grows memory beyond the named limits. It keeps nothing durable.
 * Cost: O(hops on the tree) a broadcast, O(1) a unicast, log2(neighbours) summaries an interval when idle.
 */
import type { Machine } from "../base/machine.ts";
import type { PeerKey } from "../base/peer-name.ts";
import { type Millis, never } from "../base/time.ts";
import { AntiEntropy } from "./anti-entropy.ts";
import { Broadcasts } from "./broadcast.ts";
import { Channel, type StateChannel } from "./channel.ts";
import type {
  GossipCounters,
  GossipInput,
  GossipOptions,
  GossipOutput,
  GossipPorts,
  GossipStatus,
} from "./gossip-types.ts";
import { Outbox } from "./outbox.ts";
import { Relay } from "./relay.ts";
import { Neighbour, Sender } from "./sender.ts";
import { Unicasts } from "./unicast.ts";
import { decodeFrame, type Frame } from "./wire.ts";

/** How often silent sources are looked for. */
const forgetEveryMs: Millis = 60_000;

export class Gossip implements Machine<GossipInput, GossipOutput, GossipStatus> {
  readonly #channels: ReadonlyMap<string, Channel>;
  readonly #stateChannels: ReadonlyMap<string, StateChannel>;
  readonly #outbox = new Outbox();
  readonly #sender: Sender;
  readonly #relay: Relay;
  readonly #broadcasts: Broadcasts;
  readonly #unicasts: Unicasts;
  readonly #antiEntropy: AntiEntropy;
  #malformed = 0;
  #unknownMessages = 0;
  #strangers = 0;
  #forgetAt: Millis = 0;
  #asOf: Millis = 0;

  constructor(ports: GossipPorts, options: GossipOptions) {
    const { self, bootNonce, limits } = options;
    this.#channels = channelsOf(ports, options);
    this.#stateChannels = new Map([...this.#channels].filter((entry) => hasState(entry)));
    this.#sender = new Sender(this.#outbox, limits);
    this.#relay = new Relay(self, this.#channels, this.#sender, this.#outbox, limits);
    this.#broadcasts = new Broadcasts(this.#relay, bootNonce);
    this.#unicasts = new Unicasts(this.#relay);
    this.#antiEntropy = new AntiEntropy(this.#relay, ports.random, this.#stateChannels);
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
    return {
      asOf: this.#asOf,
      channels: Array.from(this.#channels.values(), (channel) => channel.status()),
      neighbours: neighbours.map((neighbour) => neighbour.status()),
      pairs: [...this.#stateChannels.keys()].flatMap((channel) =>
        neighbours.map((neighbour) => neighbour.pairStatus(this.#asOf, channel)),
      ),
      counters: this.#counters(),
    };
  }

  #take(now: Millis, input: GossipInput): void {
    switch (input.kind) {
      case "wake":
        this.#wake(now);
        break;
      case "neighbour-up":
        this.#neighbourUp(now, input.peer);
        break;
      case "neighbour-down":
        this.#neighbourDown(input.peer);
        break;
      case "routes":
        this.#relay.routes = input.routes;
        break;
      case "received":
        this.#receive(now, input.from, input.bytes);
        break;
      case "publish":
        this.#broadcasts.publish(now, input.channel, input.payload);
        break;
      case "unicast":
        this.#unicasts.send(now, input.channel, input.to, input.payload);
        break;
      case "lacking":
        this.#antiEntropy.lacking(now);
        break;
      case "backlog":
        this.#backlog(now, input.peer, input.bytes);
    }
  }

  #wake(now: Millis): void {
    if (now >= this.#forgetAt) {
      this.#forgetAt = now + forgetEveryMs;
      this.#broadcasts.forgetIdle(now);
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
    const neighbour = this.#sender.neighbours.get(peer);
    if (!neighbour) return;
    if (this.#sender.backlog(now, neighbour, bytes)) this.#antiEntropy.drained(neighbour);
  }

  #receive(now: Millis, from: PeerKey, bytes: Uint8Array): void {
    const neighbour = this.#sender.neighbours.get(from);
    if (!neighbour) {
      this.#strangers++;
      return;
    }
    neighbour.bytesIn += bytes.length;
    const decoded = decodeFrame(bytes);
    if (!decoded.ok) {
      this.#malformed++;
      neighbour.malformed++;
      this.#outbox.tell(now, "warn", "gossip-malformed", { peer: from, reason: decoded.error });
      return;
    }
    this.#countChannelBytes(neighbour, decoded.value, bytes.length);
    this.#receiveFrame(now, neighbour, decoded.value);
  }

  #receiveFrame(now: Millis, neighbour: Neighbour, frame: Frame): void {
    switch (frame.kind) {
      case "broadcast":
        this.#broadcasts.receive(now, neighbour.peer, frame);
        break;
      case "unicast":
        this.#unicasts.receive(now, frame);
        break;
      case "summary":
        this.#antiEntropy.receiveSummary(now, neighbour, frame);
        break;
      case "digest":
        this.#antiEntropy.receiveDigest(now, neighbour, frame);
        break;
      case "difference":
        this.#antiEntropy.receiveDifference(now, neighbour, frame);
        break;
      case "unknown":
        this.#unknownMessages++;
    }
  }

  #countChannelBytes(neighbour: Neighbour, frame: Frame, bytes: number): void {
    const channel =
      frame.kind === "broadcast" ? frame.broadcast.channel : "channel" in frame ? frame.channel : undefined;
    if (channel !== undefined && this.#stateChannels.has(channel)) neighbour.pair(channel).bytesIn += bytes;
  }

  #counters(): GossipCounters {
    const { forwarded, unroutable, hopLimit, oversized, unknownChannel } = this.#relay;
    return {
      malformed: this.#malformed,
      unknownMessages: this.#unknownMessages,
      unknownChannel,
      strangers: this.#strangers,
      forwarded,
      unroutable,
      hopLimit,
      oversized,
      unicastsDropped: this.#sender.unicastsDropped,
      sourcesFull: this.#broadcasts.sourcesFull,
      throttled: this.#antiEntropy.throttled,
      sources: this.#broadcasts.sources,
    };
  }
}

function channelsOf({ channels }: GossipPorts, { unicastChannels }: GossipOptions): ReadonlyMap<string, Channel> {
  const all = new Map(unicastChannels.map((name) => [name, new Channel(name, undefined)]));
  for (const [name, state] of channels) all.set(name, new Channel(name, state));
  return all;
}

function hasState(entry: readonly [string, Channel]): entry is [string, StateChannel] {
  return entry[1].state !== undefined;
}
