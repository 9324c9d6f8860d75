/**
 * Whether leases are in force, for how long each, and who votes: what decrees say of it. In force from the first decree
 * on that names a length, for the mesh's life, so that nobody ever doubts which rules another keeps to.
 */
import type { PeerKey } from "../base/peer-name.ts";
import { votersAt } from "./decree.ts";
import { type LeaseTerms, leaseTerms } from "./lease-terms.ts";
import type { Ledger } from "./ledger.ts";
import type { Voters } from "./voters.ts";

export interface LeaseMode {
  readonly terms: LeaseTerms;
  readonly self: PeerKey;
  /** The newest decree: what is granted is granted under it. */
  readonly config: number;
  /** The decree that put leases in force. */
  readonly since: number;
  /** Who votes now. */
  readonly voters: Voters;
  /** Who voted on the decree after that one. Where it was forced, an operator spoke for them: nobody is needed. */
  votersAt(decree: number): Voters;
}

export function leaseModeOf(ledger: Ledger): LeaseMode | undefined {
  const { ring, identity } = ledger;
  const decided = ledger.view()?.decrees;
  if (!ring || !decided?.lease) return undefined;
  const { decrees, voters } = decided;
  const { leaseMs, since } = decided.lease;
  const at = (decree: number): Voters => {
    if (decree >= decrees.length) return voters;
    const then = votersAt(ring, decrees, decree);
    return decrees[decree]?.record.content.forced ? { ...then, majority: 0 } : then;
  };
  return { terms: leaseTerms(leaseMs), self: identity.key, config: decrees.length, since, voters, votersAt: at };
}

export function votes({ voters }: LeaseMode, peer: PeerKey): boolean {
  return voters.keys.has(peer);
}
