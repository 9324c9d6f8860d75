/**
 * What the records of a ring mean: who owns which addresses. A pure function of the merged set, so peers with equal
 * rings see equal owners.
 *
 * Every token record is a claim to its range, and so is the genesis's share at a place where no token was written yet.
 * Where claims of two owners overlap, the range is disputed and nobody allocates there; a token of an epoch whose
 * decree is not known (yet) claims for its owner and disputes by itself. Overlaps occur for a moment while records of a
 * donation arrive one by one, and for good when a removed peer returns or somebody signs nonsense: which then harms
 * the ranges that it names and no other. Cost O(t log t) for t tokens, once a change.
 */
import type { PeerKey } from "../base/peer-name.ts";
import type { DecreeView } from "./decree.ts";
import { joined, type Range } from "./range.ts";
import type { Ring } from "./ring.ts";
import { isToken, tokenKey } from "./token.ts";
import { keysOfMember } from "./voters.ts";

export interface Claim extends Range {
  readonly owner: PeerKey;
  readonly epoch: number;
  /** 0: a share of the genesis. */
  readonly version: number;
  /** Its decree is known, or it needs none. */
  readonly settled: boolean;
}

interface Dispute extends Range {
  readonly claims: readonly Claim[];
}

export interface RingView {
  readonly claims: readonly Claim[];
  readonly disputes: readonly Dispute[];
  /** Undisputed ranges by owner, sorted and joined. */
  readonly owned: ReadonlyMap<PeerKey, readonly Range[]>;
  readonly decrees: DecreeView;
}

/** `decrees` is `decreeView` of the same ring, which changes less often and costs signature checks. */
export function viewOf(ring: Ring, decrees: DecreeView): RingView {
  const claims = claimsOf(ring, decrees.decrees.length);
  const disputes: Dispute[] = [];
  const parts = new Map<PeerKey, Range[]>();
  sweep(claims, (range, active) => {
    const [first] = active;
    if (!first) return;
    const agreed = active.every((claim) => claim.owner === first.owner && claim.settled);
    if (!agreed) disputes.push({ ...range, claims: active });
    else parts.set(first.owner, [...(parts.get(first.owner) ?? []), range]);
  });
  const owned = new Map([...parts].map(([owner, ranges]) => [owner, joined(ranges)]));
  return { claims, disputes, owned, decrees };
}

function claimsOf(ring: Ring, newestDecree: number): Claim[] {
  const claims: Claim[] = [];
  ring.genesis.members.forEach((member, i) => {
    const share = ring.genesis.shares[i];
    if (!share || ring.at(tokenKey(share.start)).length > 0) return;
    for (const owner of keysOfMember(ring, member)) {
      claims.push({ ...share, owner, epoch: 0, version: 0, settled: true });
    }
  });
  for (const records of ring.places()) {
    for (const record of records) {
      if (!isToken(record) || record.content.size === 0) continue;
      const { start, size, owner } = record.content;
      const { epoch, version } = record;
      claims.push({ start, end: start + size, owner, epoch, version, settled: epoch <= newestDecree });
    }
  }
  return claims.toSorted((a, b) => a.start - b.start || a.end - b.end || (a.owner < b.owner ? -1 : 1));
}

/** Calls `visit` for each stretch of addresses between two borders, with the claims that cover it. */
function sweep(claims: readonly Claim[], visit: (range: Range, active: readonly Claim[]) => void): void {
  const borders = [...new Set(claims.flatMap((claim) => [claim.start, claim.end]))].toSorted((a, b) => a - b);
  let active: Claim[] = [];
  let next = 0;
  borders.forEach((start, i) => {
    const end = borders[i + 1];
    if (end === undefined) return;
    active = active.filter((claim) => claim.end > start);
    for (let claim = claims[next]; claim && claim.start <= start; claim = claims[next]) {
      active.push(claim);
      next++;
    }
    visit({ start, end }, [...active]);
  });
}
