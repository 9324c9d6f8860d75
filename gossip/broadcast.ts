/**
 * Broadcasts: delivered once (`broadcast-memory.ts`), and passed along as the source's bytes on the tree rooted at the
 * source, never back to where they came from. Channels that we do not know are passed along as well.
 *
 * A peer that does not find the source in its routes (a newcomer, whose first broadcast is the very record that makes it
 * known) names itself as the root, once; all others follow that tree, so a newcomer's broadcast, too, costs one message
 * a peer. O(hops on the tree) a broadcast.
 */
import { toHex } from "../base/bytes.ts";
import type { PeerKey } from "../base/peer-name.ts";
import type { Millis } from "../base/time.ts";
import { BroadcastMemory } from "./broadcast-memory.ts";
import type { GossipRoutes } from "./gossip-types.ts";
import type { Relay } from "./relay.ts";
import { encodeBroadcast, encodeBroadcastFrame, type Frame } from "./wire.ts";

type BroadcastFrame = Extract<Frame, { kind: "broadcast" }>;

export class Broadcasts {
  sourcesFull = 0;
  readonly #relay: Relay;
  readonly #memory: BroadcastMemory;
  readonly #epoch: string;
  #sequence = 0;

  constructor(relay: Relay, bootNonce: Uint8Array) {
    this.#relay = relay;
    const { sourcesMax, strangeSourcesMax } = relay.limits;
    const isPeer = (source: PeerKey) => source === relay.self || relay.routes.nextHop(source) !== undefined;
    this.#memory = new BroadcastMemory({ sourcesMax, strangersMax: strangeSourcesMax }, isPeer);
    this.#epoch = toHex(bootNonce);
  }

  get sources(): number {
    return this.#memory.size;
  }

  forgetIdle(now: Millis): void {
    this.#memory.forgetIdle(now);
  }

  publish(now: Millis, channel: string, payload: Uint8Array): void {
    const { self, routes, channels, limits } = this.#relay;
    if (this.#relay.refusesOversized(now, channel, payload)) return;
    const known = channels.get(channel);
    if (known) known.published++;
    this.#sequence++;
    const original = encodeBroadcast({ source: self, epoch: this.#epoch, sequence: this.#sequence, channel, payload });
    const hops = routes.broadcastHops(self);
    this.#send(channel, hops, encodeBroadcastFrame(original, limits.hopsMax - 1, undefined));
  }

  receive(now: Millis, from: PeerKey, { broadcast, original, hopLimit, root }: BroadcastFrame): void {
    const { source, channel: name, payload } = broadcast;
    const { self, routes, channels, outbox } = this.#relay;
    if (!this.#admit(now, from, broadcast)) return;
    const channel = channels.get(name);
    if (channel) {
      channel.broadcastsDelivered++;
      outbox.push({ kind: "deliver", channel: name, source, mode: "broadcast", payload });
    } else this.#relay.unknownChannel++;
    const way = broadcastWay(routes, self, source, root, from);
    if (way.hops.length === 0) return;
    if (hopLimit === 0) {
      this.#relay.refuseHopLimit(now, source, name);
      return;
    }
    this.#relay.forwarded += way.hops.length;
    this.#send(name, way.hops, encodeBroadcastFrame(original, hopLimit - 1, way.root));
  }

  /** True once for each broadcast; our own that come back are repeats, those of our twin or our past are not. */
  #admit(now: Millis, from: PeerKey, { source, epoch, sequence, channel: name }: BroadcastFrame["broadcast"]): boolean {
    const isOurOwn = source === this.#relay.self && epoch === this.#epoch;
    const admitted = isOurOwn ? "repeat" : this.#memory.admit(now, source, epoch, sequence);
    if (admitted === "new") return true;
    if (admitted === "repeat") {
      const channel = this.#relay.channels.get(name);
      if (channel) channel.repeats++;
      return false;
    }
    this.sourcesFull++;
    this.#relay.outbox.tell(now, "warn", "gossip-sources-full", { source, from, sources: this.#memory.size });
    return false;
  }

  #send(name: string, hops: readonly PeerKey[], frame: Uint8Array): void {
    const isRepairable = this.#relay.channels.get(name)?.state !== undefined;
    for (const hop of hops) this.#relay.sender.sendDelta(hop, name, isRepairable, frame);
  }
}

export interface BroadcastWay {
  readonly root: PeerKey | undefined;
  readonly hops: readonly PeerKey[];
}

/** Where a broadcast of `source` that came from `from` goes on, and the root that it names from here. */
export function broadcastWay(
  routes: GossipRoutes,
  self: PeerKey,
  source: PeerKey,
  root: PeerKey | undefined,
  from: PeerKey,
): BroadcastWay {
  const sourceIsLost = source !== self && root === undefined && routes.nextHop(source) === undefined;
  const tree = sourceIsLost ? self : root;
  const hops = routes.broadcastHops(tree ?? source).filter((hop) => hop !== from && hop !== source);
  return { root: tree, hops };
}
