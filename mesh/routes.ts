/**
 * Routes over the link graph: shortest path by hops, ties by the order of the neighbour (name, then key). Derived
 * lazily and cached for the life of one object; the mesh makes a new one at each change.
 *
 * `nextHop` never loops while views agree: the distance to the destination shrinks by one at each hop. It prefers a
 * neighbour whose control connection is up to one that is stale, since gossip uses it; frames use `nextHops`, where a
 * stale neighbour counts as any other, for its datapath answers.
 */
import type { PeerKey } from "../base/peer-name.ts";
import type { LinkGraph } from "./link-graph.ts";
import type { TopologyView } from "./mesh-types.ts";
import type { Rank } from "./ranked-graph.ts";
import { broadcastChildren } from "./spanning-tree.ts";

/** How many alternatives `nextHops` names. */
export const nextHopsMax = 4;

const none: readonly PeerKey[] = [];

export class Routes {
  readonly #graph: LinkGraph;
  readonly #self: PeerKey;
  readonly #live: ReadonlySet<PeerKey>;
  readonly #ours: ReadonlySet<PeerKey>;
  readonly #firstHops: ReadonlyMap<PeerKey, PeerKey>;
  readonly #alternatives = new Map<PeerKey, readonly PeerKey[]>();
  readonly #broadcast = new Map<PeerKey, readonly PeerKey[]>();

  /** `live`: the neighbours with a control connection that is up. */
  constructor(graph: LinkGraph, self: PeerKey, live: ReadonlySet<PeerKey>) {
    this.#graph = graph;
    this.#self = self;
    this.#live = live;
    this.#ours = new Set(graph.neighbours(self));
    this.#firstHops = firstHopsFrom(graph, self);
  }

  /** All that we reach over established links, without ourselves. */
  reaches(peer: PeerKey): boolean {
    return this.#firstHops.has(peer);
  }

  get reachable(): Iterable<PeerKey> {
    return this.#firstHops.keys();
  }

  /** The functions that gossip and datapath see. */
  view(): TopologyView["routes"] {
    return {
      nextHop: (destination) => this.nextHop(destination),
      nextHops: (destination) => this.nextHops(destination),
      broadcastHops: (source) => this.broadcastHops(source),
    };
  }

  nextHop(destination: PeerKey): PeerKey | undefined {
    const first = this.#firstHops.get(destination);
    if (first === undefined || this.#live.has(first)) return first;
    return this.nextHops(destination).find((hop) => this.#live.has(hop)) ?? first;
  }

  nextHops(destination: PeerKey): readonly PeerKey[] {
    if (!this.#firstHops.has(destination)) return none;
    const known = this.#alternatives.get(destination);
    if (known) return known;
    const hops = alternativesTowards(this.#graph, this.#self, this.#ours, destination);
    this.#alternatives.set(destination, hops);
    return hops;
  }

  broadcastHops(source: PeerKey): readonly PeerKey[] {
    if (source !== this.#self && !this.#firstHops.has(source)) return none;
    const known = this.#broadcast.get(source);
    if (known) return known;
    const hops = broadcastChildren(this.#graph, source, this.#self, this.#firstHops.size + 1);
    this.#broadcast.set(source, hops);
    return hops;
  }
}

/**
 * Breadth-first from `self`. Since neighbours are walked in order, a level lists its peers by the order of their first
 * hop, so the first that finds a peer is the lowest of the shortest ways.
 */
function firstHopsFrom(graph: LinkGraph, self: PeerKey): ReadonlyMap<PeerKey, PeerKey> {
  const hops = new Map<PeerKey, PeerKey>();
  const queue: PeerKey[] = [self];
  for (const peer of queue) {
    if (hops.size + 1 === graph.size) break;
    for (const neighbour of graph.neighbours(peer)) {
      if (neighbour === self || hops.has(neighbour)) continue;
      hops.set(neighbour, hops.get(peer) ?? neighbour);
      queue.push(neighbour);
    }
  }
  return hops;
}

/** Our neighbours that reach `destination` without us, by distance, then order: the first is the shortest path. */
function alternativesTowards(
  graph: LinkGraph,
  self: PeerKey,
  ours: ReadonlySet<PeerKey>,
  destination: PeerKey,
): readonly PeerKey[] {
  const enough = Math.min(nextHopsMax, ours.size);
  const found: PeerKey[] = ours.has(destination) ? [destination] : [];
  // Its neighbours are in order already, and where links are many they are enough.
  for (const peer of graph.neighbours(destination)) {
    if (found.length >= enough) return found;
    if (ours.has(peer)) found.push(peer);
  }
  if (found.length >= enough) return found;
  const ranked = graph.ranked();
  const [from, to] = [ranked.rankOf(destination), ranked.rankOf(self)];
  if (from === undefined || to === undefined) return found;
  ranked.newSearch();
  ranked.see(from);
  ranked.see(to);
  let level: readonly Rank[] = [...ranked.neighbours(from)].filter((rank) => ranked.see(rank));
  while (level.length > 0 && found.length < enough) {
    const next: Rank[] = [];
    for (const rank of level)
      for (const neighbour of ranked.neighbours(rank)) if (ranked.see(neighbour)) next.push(neighbour);
    const reached = next.filter((rank) => ours.has(ranked.peerAt(rank))).sort((a, b) => a - b);
    found.push(...reached.map((rank) => ranked.peerAt(rank)));
    level = next;
  }
  return found.slice(0, nextHopsMax);
}
