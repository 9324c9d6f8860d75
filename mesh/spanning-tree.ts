/**
 * The broadcast tree of a source: the breadth-first tree rooted at it, neighbours taken in the graph's order. Every
 * peer that has the same records derives the same tree, so each broadcast crosses each tree edge once and reaches all.
 * While views differ a broadcast may be lost or doubled; gossip's windows and anti-entropy mend that.
 * Cost: at most O(links), less when the source is near everybody.
 */
import type { PeerKey } from "../base/peer-name.ts";
import type { LinkGraph } from "./link-graph.ts";
import type { Rank, RankedGraph } from "./ranked-graph.ts";

/**
 * The children of `self` in the tree rooted at `source`. `componentSize`, the number of peers that `self` reaches
 * (itself included), lets the walk end early.
 */
export function broadcastChildren(
  graph: LinkGraph,
  source: PeerKey,
  self: PeerKey,
  componentSize: number,
): readonly PeerKey[] {
  // Linked to everybody, the source is everybody's parent: the usual case in a full mesh.
  const first = graph.neighbours(source);
  if (source === self) return first;
  if (first.length + 1 >= componentSize) return [];
  const ranked = graph.ranked();
  const root = ranked.rankOf(source);
  const own = ranked.rankOf(self);
  if (root === undefined || own === undefined) return [];
  ranked.newSearch();
  ranked.see(root);
  const queue: Rank[] = [root];
  for (const rank of queue) {
    const neighbours = ranked.neighbours(rank);
    if (rank === own)
      return ranksToPeers(
        ranked,
        neighbours.filter((neighbour) => !ranked.saw(neighbour)),
      );
    if (queue.length >= componentSize && ranked.saw(own)) return [];
    for (const neighbour of neighbours) if (ranked.see(neighbour)) queue.push(neighbour);
  }
  return [];
}

function ranksToPeers(ranked: RankedGraph, ranks: Int32Array): readonly PeerKey[] {
  return Array.from(ranks, (rank) => ranked.peerAt(rank));
}
