/** Which peer a user means by a text. Pure; O(peers). */
import type { PeerKey } from "../base/peer-name.ts";
import type { RouterStatus } from "./core-status.ts";
import { routerError } from "./error.ts";

/** By key, name, or a nickname that one peer only has; peers that are gone count where none that is there is meant. */
export function peerKeyOf({ mesh, ipam }: RouterStatus, peer: string): PeerKey {
  const known = new Map<PeerKey, { readonly name: string; readonly nickname: string }>();
  for (const { key, name, nickname } of ipam.owners) known.set(key, { name, nickname });
  for (const { key, name, nickname } of mesh.peers.values()) known.set(key, { name, nickname });
  const present = matching(known, peer);
  const matches = present.length > 0 ? present : matching(ipam.remembered, peer);
  const [only] = matches;
  if (only === undefined)
    throw routerError("PEER_UNKNOWN", `no peer is called ${peer}; weave status ipam lists those that own addresses`, {
      peer,
    });
  if (matches.length === 1) return only[0];
  const shown = matches.map(([, { name }]) => name).join(", ");
  throw routerError("PEER_AMBIGUOUS", `several peers are called ${peer}: ${shown}; say which by its name`, {
    peer,
    matches: shown,
  });
}

type Called = { readonly name: string; readonly nickname: string };

function matching(known: ReadonlyMap<PeerKey, Called>, peer: string): readonly (readonly [PeerKey, Called])[] {
  const text = peer.toLowerCase();
  const exact = [...known].filter(([key, { name }]) => name === text || (text.length >= 12 && key.startsWith(text)));
  return exact.length > 0 ? exact : [...known].filter(([, { nickname }]) => nickname === peer);
}
