/** Signed records for tests: small universes of peers that a property can draw from. */

import type { PeerKey } from "../../base/peer-name.ts";
import { seededRandom } from "../../base/random.ts";
import { type Identity, identityOf } from "../../crypto/identity.ts";
import { standInCrypto } from "../../crypto/stand-in.ts";
import { type PeerRecord, type RecordContent, signRecord } from "../peer-record.ts";

export const identities: readonly Identity[] = Array.from({ length: 12 }, (_, i) =>
  identityOf(standInCrypto, seededRandom(i + 1).bytes(32)),
);

export function keyOf(peer: number): PeerKey {
  return (identities[peer] as Identity).key;
}

/** The record of peer number `peer`, linked to the peers numbered in `links`. */
export function recordOf(
  peer: number,
  links: readonly number[],
  change: Partial<RecordContent> = {},
  isPacked = false,
): PeerRecord {
  const identity = identities[peer] as Identity;
  const content = {
    publicKey: identity.publicKey,
    nickname: `h${peer}`,
    shortId: peer + 1,
    incarnation: 1,
    version: 1,
    port: 6783,
    links: links.map((to) => ({ peer: keyOf(to), remote: `10.0.0.${to}:6783`, outbound: true })),
    withdrawn: false,
    ...change,
  };
  return signRecord(standInCrypto, identity.seed, content, isPacked);
}
