/**
 * What the records of a ring mean: who owns which addresses. A pure function of the merged set, so peers with equal
 * rings see equal owners.
 *
 * Custody (custody.ts) tells whose each address is. Where two owners are left, the range is disputed and nobody
 * allocates there: after a holder signed two things at once or gave anew what it had given, or where a decree met what
 * the removed peer had given away unknown to its voters. Words of peers that never held the addresses mean nothing,
 * however high their versions.
 * Cost O(t log t) for t statements on the ways, once a change.
 */
import type { PeerKey } from "../base/peer-name.ts";
import { type Claim, claimsOf, supersedes } from "./custody.ts";
import type { DecreeView } from "./decree.ts";
import { joined, type Range } from "./range.ts";
import type { Ring } from "./ring.ts";

/**
 * Nobody honest comes near it. What came to an owner by a higher version is not given on: whoever used up the versions
 * of a range gave it away for good, and the ranges beside it, given together with it, shall not follow.
 */
const versionToGiveMax = 2 ** 40;

interface Dispute extends Range {
  readonly claims: readonly Claim[];
}

export interface RingView {
  /** Sorted; superseded ones left out. */
  readonly claims: readonly Claim[];
  readonly disputes: readonly Dispute[];
  /** Undisputed ranges by owner, sorted and joined. */
  readonly owned: ReadonlyMap<PeerKey, readonly Range[]>;
  readonly decrees: DecreeView;
}

/** Addresses that an owner can give away in one record. */
export interface Holding extends Range {
  readonly epoch: number;
  /** The highest of the claims in it. */
  readonly version: number;
}

/** `decrees` is `decreeView` of the same ring, which changes less often and costs signature checks. */
export function viewOf(ring: Ring, decrees: DecreeView): RingView {
  const claims: Claim[] = [];
  const disputes: Dispute[] = [];
  const parts = new Map<PeerKey, Range[]>();
  sweep(claimsOf(ring, decrees.moves), (range, active) => {
    const left = active.length < 2 ? active : standing(active);
    const [first] = left;
    if (!first) return;
    for (const claim of left)
      claims.push(claim.start === range.start && claim.end === range.end ? claim : { ...claim, ...range });
    if (left.some((claim) => claim.owner !== first.owner)) disputes.push({ ...range, claims: left });
    else {
      const known = parts.get(first.owner);
      if (known) known.push(range);
      else parts.set(first.owner, [range]);
    }
  });
  const owned = new Map([...parts].map(([owner, ranges]) => [owner, joined(ranges)]));
  return { claims, disputes, owned, decrees };
}

/** Those that no later epoch supersedes; of one owner the newest. */
function standing(active: readonly Claim[]): readonly Claim[] {
  const newest = new Map<PeerKey, Claim>();
  for (const claim of active) {
    if (active.some((other) => supersedes(other, claim))) continue;
    const known = newest.get(claim.owner);
    if (!known || compareClaims(claim, known) > 0) newest.set(claim.owner, claim);
  }
  return [...newest.values()];
}

/** By epoch, then by version: who got the addresses earlier. */
export function compareClaims(a: Claim, b: Claim): number {
  return a.epoch - b.epoch || a.version - b.version;
}

/** What `owner` can give away: adjacent claims of one epoch together. */
export function holdingsOf(view: RingView, owner: PeerKey): readonly Holding[] {
  const holdings: Holding[] = [];
  for (const { start, end, epoch, version, owner: of } of view.claims) {
    if (of !== owner || version > versionToGiveMax) continue;
    const last = holdings.at(-1);
    if (last?.end === start && last.epoch === epoch) {
      holdings[holdings.length - 1] = { ...last, end, version: Math.max(last.version, version) };
    } else holdings.push({ start, end, epoch, version });
  }
  return holdings;
}

/** Calls `visit` for each stretch of addresses between two borders, with the claims that cover it. */
function sweep(claims: readonly Claim[], visit: (range: Range, active: readonly Claim[]) => void): void {
  const sorted = claims.toSorted((a, b) => a.start - b.start || a.end - b.end || (a.owner < b.owner ? -1 : 1));
  for (let i = 0; i < sorted.length; ) {
    let { end } = sorted[i] as Claim;
    let next = i + 1;
    for (let claim = sorted[next]; claim && claim.start < end; claim = sorted[next]) {
      end = Math.max(end, claim.end);
      next++;
    }
    const together = sorted.slice(i, next);
    if (next === i + 1) visit({ start: (together[0] as Claim).start, end }, together);
    else sweepOverlapping(together, visit);
    i = next;
  }
}

function sweepOverlapping(sorted: readonly Claim[], visit: (range: Range, active: readonly Claim[]) => void): void {
  const borders = [...new Set(sorted.flatMap((claim) => [claim.start, claim.end]))].toSorted((a, b) => a - b);
  let active: Claim[] = [];
  let next = 0;
  borders.forEach((start, i) => {
    const end = borders[i + 1];
    if (end === undefined) return;
    active = active.filter((claim) => claim.end > start);
    for (let claim = sorted[next]; claim && claim.start <= start; claim = sorted[next]) {
      active.push(claim);
      next++;
    }
    visit({ start, end }, active);
  });
}
