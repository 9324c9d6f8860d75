/**
 * Who votes on decrees: at first the members of the genesis, later whom decrees added and did not remove. A seeded
 * member is known by name until its seed claim tells its key; until then it counts towards the majority that is needed
 * and cannot vote, and likewise when two keys claim one name.
 */
import type { PeerKey } from "../base/peer-name.ts";
import type { Member } from "./genesis.ts";
import type { Ring } from "./ring.ts";

export interface Voters {
  readonly keys: ReadonlySet<PeerKey>;
  /** Members whose key is not known. */
  readonly unresolved: number;
  /** Votes that carry a decree. */
  readonly majority: number;
}

export function initialVoters(ring: Ring): Voters {
  const keys = new Set<PeerKey>();
  let unresolved = 0;
  for (const member of ring.genesis.members) {
    const claimants = keysOfMember(ring, member);
    const [only] = claimants;
    if (only && claimants.length === 1) keys.add(only);
    else unresolved++;
  }
  return { keys, unresolved, majority: Math.floor((keys.size + unresolved) / 2) + 1 };
}

/** The key of a member; of a seeded one everybody who claims its name. */
export function keysOfMember(ring: Ring, member: Member): readonly PeerKey[] {
  return member.kind === "key" ? [member.key] : ring.at(`seed/${member.name}`).map((claim) => claim.signer);
}
