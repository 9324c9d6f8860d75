/**
 * Giving space away, seen from the owner: which block, and the token that says so. A donation is a record signed by the
 * owner, durable before it leaves; the receiver owns the block when it has merged it, from wherever it got it.
 * The block is the largest aligned one that is free in the range asked for, or its upper half where it is more than
 * half of all that is free there: so both sides keep large aligned blocks, and a peer is asked about log2(range) times.
 */
import type { PeerKey } from "../base/peer-name.ts";
import { covers, largestAlignedBlock, type Range, sizeOf, within, without } from "./range.ts";
import type { Holding } from "./ring-view.ts";
import type { RecordContent } from "./token.ts";

/** A token to write. */
export interface TokenChange {
  /** That of the custody in which its signer holds the addresses. */
  readonly epoch: number;
  /** The version by which they came to it. */
  readonly above: number;
  readonly content: Extract<RecordContent, { readonly kind: "token" }>;
}

/** What of `owned` may be given away in `window`: the block, and undefined when nothing is free. */
export function donatedBlock(
  owned: readonly Range[],
  holdings: readonly Holding[],
  busy: readonly Range[],
  window: Range,
): Range | undefined {
  const wanted = within(owned, window);
  let best: Range | undefined;
  let free = 0;
  for (const holding of holdings) {
    for (const piece of within(wanted, holding).flatMap((range) => without(range, busy))) {
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

/** How the owner of `holdings` hands `block`, which lies in one of them, to `receiver`. */
export function grantChanges(holdings: readonly Holding[], block: Range, receiver: PeerKey): readonly TokenChange[] {
  const holding = holdings.find((candidate) => covers(candidate, block));
  return holding ? [tokenChange({ ...holding, ...block }, receiver)] : [];
}

export function tokenChange({ start, end, epoch, version }: Holding, owner: PeerKey): TokenChange {
  return { epoch, above: version, content: { kind: "token", start, size: end - start, owner } };
}
