/**
 * Unicasts: a payload for one peer, passed along next hops as the bytes that the source encoded. Nothing waits and
 * nothing is repeated here: whoever needs an answer asks again. The hop limit ends loops while views differ.
 */
import type { PeerKey } from "../base/peer-name.ts";
import type { GossipRoutes } from "./gossip-types.ts";

export type UnicastWay =
  | { readonly kind: "here" }
  | { readonly kind: "hop"; readonly hop: PeerKey; readonly hopLimit: number }
  | { readonly kind: "unroutable" }
  | { readonly kind: "hop-limit" };

/** Where a unicast goes on; `hopLimit` is what it came with: how many more links it may cross. */
export function unicastWay(routes: GossipRoutes, self: PeerKey, destination: PeerKey, hopLimit: number): UnicastWay {
  if (destination === self) return { kind: "here" };
  const hop = routes.nextHop(destination);
  if (hop === undefined) return { kind: "unroutable" };
  return hopLimit > 0 ? { kind: "hop", hop, hopLimit: hopLimit - 1 } : { kind: "hop-limit" };
}
