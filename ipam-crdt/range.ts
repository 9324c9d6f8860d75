/**
 * Ranges of addresses, half open: [start, end), with end up to 2^32. Pure arithmetic; every function is O(ranges) unless it says otherwise.
 * A CIDR-aligned block is a range whose size is a power of two that divides its start, which is what donations are
 * made of: they stay expressible as routes and as subnets.
 */
import { type Cidr, cidrSize, type Ipv4, networkOf } from "../base/address.ts";

export interface Range {
  readonly start: Ipv4;
  /** Exclusive. */
  readonly end: number;
}

export function rangeOf(cidr: Cidr): Range {
  const start = networkOf(cidr);
  return { start, end: start + cidrSize(cidr.prefixLength) };
}

export function sizeOf(ranges: readonly Range[]): number {
  return ranges.reduce((sum, range) => sum + range.end - range.start, 0);
}

export function contains(range: Range, address: Ipv4): boolean {
  return address >= range.start && address < range.end;
}

export function covers(outer: Range, inner: Range): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}

export function overlaps(a: Range, b: Range): boolean {
  return a.start < b.end && b.start < a.end;
}

/** Whether one of `ranges`, which are sorted and apart, has `address`. O(log ranges). */
export function isWithinAny(ranges: readonly Range[], address: Ipv4): boolean {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ranges[middle] as Range).end > address) high = middle;
    else low = middle + 1;
  }
  const range = ranges[low];
  return range !== undefined && range.start <= address;
}

/** The parts of `ranges` that lie in `window`. */
export function within(ranges: readonly Range[], window: Range): Range[] {
  const parts: Range[] = [];
  for (const range of ranges) {
    const start = Math.max(range.start, window.start);
    const end = Math.min(range.end, window.end);
    if (start < end) parts.push({ start, end });
  }
  return parts;
}

/** `range` without the addresses of `holes`, which are sorted and apart. */
export function without(range: Range, holes: readonly Range[]): Range[] {
  const parts: Range[] = [];
  let start = range.start;
  for (const hole of holes) {
    if (hole.end <= start) continue;
    if (hole.start >= range.end) break;
    if (hole.start > start) parts.push({ start, end: hole.start });
    start = Math.max(start, hole.end);
  }
  if (start < range.end) parts.push({ start, end: range.end });
  return parts;
}

/** Sorted, and whatever touches or overlaps joined. */
export function joined(ranges: readonly Range[]): Range[] {
  const result: Range[] = [];
  for (const range of ranges.toSorted((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last && range.start <= last.end)
      result[result.length - 1] = { start: last.start, end: Math.max(last.end, range.end) };
    else result.push(range);
  }
  return result;
}

/** The largest CIDR-aligned block inside `range`; of equals the last one. */
export function largestAlignedBlock(range: Range): Range | undefined {
  for (let size = 2 ** Math.floor(Math.log2(range.end - range.start)); size >= 1; size /= 2) {
    const end = range.end - (range.end % size);
    if (end - size >= range.start) return { start: end - size, end };
  }
  return undefined;
}

/**
 * The shares of `count` owners in order: halves of halves, so that each share is an aligned block. With more owners
 * than addresses the last ones get none (undefined).
 */
export function sharesOf(range: Range, count: number): (Range | undefined)[] {
  if (count <= 1) return count === 1 ? [range] : [];
  if (range.end - range.start < 2) return [range, ...Array.from({ length: count - 1 }, () => undefined)];
  const middle = range.start + (range.end - range.start) / 2;
  const left = Math.ceil(count / 2);
  return [
    ...sharesOf({ start: range.start, end: middle }, left),
    ...sharesOf({ start: middle, end: range.end }, count - left),
  ];
}
