/**
 * What the datapath and address management need from the mesh's view of the topology: peers with hops and floods for
 * the one, who is present for the other. Present is whoever is reached, over however many links: control connections are
 * fewer than peers in a sparse mesh, and frames go directly all the same. What is flooded follows the links, so that no
 * host copies it more often than it has connections. Pure derivations; O(peers) hops and one broadcast tree a source.
 */
import type { PeerKey } from "../base/peer-name.ts";
import type { DatapathInput, OverlayPeer } from "../datapath/datapath-types.ts";
import type { IpamInput } from "../ipam-crdt/ipam-types.ts";
import type { PeerView, TopologyView } from "../mesh/mesh-types.ts";

export type OverlayInput = Extract<DatapathInput, { readonly kind: "overlay" }>;
export type PeersInput = Extract<IpamInput, { readonly kind: "peers" }>;

/** Peers that are reachable or stale, with their hops, and whom we pass each one's broadcasts to. */
export function overlayOf(view: TopologyView): OverlayInput | undefined {
  const self = view.peers.get(view.self);
  if (!self) return undefined;
  const peers: OverlayPeer[] = [];
  const floods = new Map<PeerKey, readonly PeerKey[]>();
  for (const peer of view.peers.values()) {
    if (!isPresent(peer)) continue;
    floods.set(peer.key, view.routes.broadcastHops(peer.key));
    if (peer.key !== view.self) peers.push(overlayPeer(peer, view.routes.nextHops(peer.key)));
  }
  return { kind: "overlay", self: overlayPeer(self, []), peers, floods };
}

/** Who counts as present; ourselves always. */
export function peersOf(view: TopologyView): PeersInput {
  const present = new Set<PeerKey>([view.self]);
  const nicknames = new Map<PeerKey, string>();
  for (const peer of view.peers.values()) {
    nicknames.set(peer.key, peer.nickname);
    if (isPresent(peer)) present.add(peer.key);
  }
  return { kind: "peers", present, nicknames };
}

/** Whether address management would see no difference. */
export function samePeers(a: PeersInput, b: PeersInput): boolean {
  if (a.present.size !== b.present.size || a.nicknames.size !== b.nicknames.size) return false;
  for (const key of a.present) if (!b.present.has(key)) return false;
  for (const [key, nickname] of a.nicknames) if (b.nicknames.get(key) !== nickname) return false;
  return true;
}

function isPresent(peer: PeerView): boolean {
  return peer.reachable || peer.stale;
}

/** `routes`: by links. Frames take the peer itself first, as soon as it answers where the topology says that it is. */
function overlayPeer({ key, name, shortId, underlay }: PeerView, routes: readonly PeerKey[]): OverlayPeer {
  const linked = routes[0] === key;
  const hops = linked || underlay === undefined ? routes : [key, ...routes];
  return { key, name, shortId, underlay, hops, linked };
}
