/**
 * The broadcast tree of a source: the breadth-first tree rooted at it, neighbours taken in the graph's order. Every
 * peer that has the same records derives the same tree, so each broadcast crosses each tree edge once and reaches all.
 * While views differ a broadcast may be lost or doubled; gossip's windows and anti-entropy mend that.
 * Cost: at most O(links), less when the source is near everybody.
 */
import type { PeerKey } from "../base/peer-name.ts";
import type { LinkGraph } from "./link-graph.ts";

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
  const seen = new Set<PeerKey>([source]);
  const queue: PeerKey[] = [source];
  for (const peer of queue) {
    const neighbours = graph.neighbours(peer);
    if (peer === self) return neighbours.filter((neighbour) => !seen.has(neighbour));
    if (seen.has(self) && seen.size >= componentSize) return [];
    for (const neighbour of neighbours) {
      if (seen.has(neighbour)) continue;
      seen.add(neighbour);
      queue.push(neighbour);
    }
  }
  return [];
}
