/**
 * Which of an owner's addresses are hot: pure arithmetic on sorted lists of ranges. Hot space comes in aligned blocks cut
 * to what the owner has, so a request names few ranges and neighbours join. Cost: O(ranges) each.
 */
import type { Ipv4 } from "../base/address.ts";
import { joined, type Range, sizeOf, within, without } from "./range.ts";

/** Of one owner: what fits into its requests, and into the decree that keeps them. */
export const hotRangesMax = 512;

/** What is in both; both are sorted and apart. */
export function common(a: readonly Range[], b: readonly Range[]): Range[] {
  return a.flatMap((range) => within(b, range));
}

/** What is in `a` and not in `b`; both are sorted and apart. */
export function minus(a: readonly Range[], b: readonly Range[]): Range[] {
  return a.flatMap((range) => without(range, b));
}

export function sameRanges(a: readonly Range[], b: readonly Range[]): boolean {
  return a.length === b.length && a.every(({ start, end }, i) => start === b[i]?.start && end === b[i]?.end);
}

/** The block of `size` addresses that `address` lies in. */
function blockAround(address: Ipv4, size: number): Range {
  const start = address - (address % size);
  return { start, end: start + size };
}

/** The blocks of the addresses in `used`, cut to what is `owned`. */
export function blocksOf(used: readonly Range[], owned: readonly Range[], size: number): Range[] {
  const blocks: Range[] = [];
  for (const { start, end } of used) {
    for (let at: number = start; at < end; at = blockAround(at, size).end) blocks.push(blockAround(at, size));
  }
  return common(joined(blocks), owned);
}

/** The lowest blocks of `cold` with at least `wanted` addresses that are not `busy`; fewer where there are no more. */
export function toHeat(cold: readonly Range[], busy: readonly Range[], size: number, wanted: number): Range[] {
  const chosen: Range[] = [];
  let found = 0;
  for (const piece of cold) {
    for (let at: number = piece.start; at < piece.end && found < wanted; ) {
      const block = { start: at, end: Math.min(piece.end, blockAround(at, size).end) };
      const free = sizeOf(without(block, busy));
      if (free > 0) chosen.push(block);
      found += free;
      at = block.end;
    }
    if (found >= wanted) break;
  }
  return chosen;
}

/** The highest blocks of `hot` in which nothing is `busy`, so that at least `kept` free addresses stay. */
export function toCool(hot: readonly Range[], busy: readonly Range[], size: number, kept: number): Range[] {
  const chosen: Range[] = [];
  let free = sizeOf(minus(hot, busy));
  for (const piece of hot.toReversed()) {
    for (let at: number = piece.end; at > piece.start; ) {
      const block = { start: Math.max(piece.start, blockAround(at - 1, size).start), end: at };
      const length = block.end - block.start;
      at = block.start;
      if (sizeOf(without(block, busy)) !== length || free - length < kept) continue;
      chosen.push(block);
      free -= length;
    }
  }
  return joined(chosen);
}
