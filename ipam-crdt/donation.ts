/**
 * Giving space away, seen from the owner: which block, and the tokens that say so. A donation is a change of tokens by
 * their owner, durable before it leaves; the receiver owns the block when it has merged them, from wherever it got them.
 * The block is the largest aligned one that is free in the range asked for, or its upper half where it is more than
 * half of all that is free there: so both sides keep large aligned blocks, and a peer is asked about log2(range) times.
 */
import type { PeerKey } from "../base/peer-name.ts";
import { covers, largestAlignedBlock, type Range, sizeOf, within, without } from "./range.ts";
import type { Claim } from "./ring-view.ts";
import type { RecordContent } from "./token.ts";

/** A token to write in the epoch of the one that it comes from. */
export interface TokenChange {
  readonly epoch: number;
  readonly content: Extract<RecordContent, { readonly kind: "token" }>;
}

/** What of `owned` may be given away in `window`: the block, and undefined when nothing is free. */
export function donatedBlock(
  owned: readonly Range[],
  claims: readonly Claim[],
  busy: readonly Range[],
  window: Range,
): Range | undefined {
  const wanted = within(owned, window);
  let best: Range | undefined;
  let free = 0;
  for (const claim of claims) {
    for (const piece of within(wanted, claim).flatMap((range) => without(range, busy))) {
      free += piece.end - piece.start;
      const block = largestAlignedBlock(piece);
      if (block && (!best || sizeOf([block]) >= sizeOf([best])) && !isUseless(block, window)) best = block;
    }
  }
  if (!best) return undefined;
  const size = best.end - best.start;
  return size > free / 2 && size > 1 ? { start: best.start + size / 2, end: best.end } : best;
}

/** A subnet's network or broadcast address alone helps nobody. */
function isUseless(block: Range, window: Range): boolean {
  if (block.end - block.start > 1 || window.end - window.start < 4) return false;
  return block.start === window.start || block.end === window.end;
}

/** The changes by which the owner of `claims` hands `block`, which lies in one of them, to `receiver`. */
export function grantChanges(claims: readonly Claim[], block: Range, receiver: PeerKey): readonly TokenChange[] {
  const claim = claims.find((candidate) => covers(candidate, block));
  if (!claim) return [];
  const before = { start: claim.start, end: block.start, owner: claim.owner };
  const after = { start: block.end, end: claim.end, owner: claim.owner };
  return [before, { ...block, owner: receiver }, after]
    .filter((part) => part.start < part.end)
    .map((part) => tokenChange(claim.epoch, part, part.owner));
}

export function tokenChange(epoch: number, range: Range, owner: PeerKey): TokenChange {
  return { epoch, content: { kind: "token", start: range.start, size: range.end - range.start, owner } };
}
