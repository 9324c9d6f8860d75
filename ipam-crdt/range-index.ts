/**
 * Which of many ranges, which may overlap and hold each other, overlap a given one. A static interval tree (Cormen et al.,
 * "Introduction to Algorithms", section 17.3): sorted by start, read as a balanced tree whose nodes know how far their
 * subtree reaches. O(n log n) to build, O(log n + found) to ask.
 */
import { overlaps, type Range } from "./range.ts";

export class RangeIndex<Item> {
  readonly #nodes: readonly { readonly range: Range; readonly item: Item; readonly at: number }[];
  /** By node: the furthest end in the subtree whose middle it is. */
  readonly #reach: number[] = [];

  constructor(items: readonly Item[], rangeOf: (item: Item) => Range) {
    this.#nodes = items
      .map((item, at) => ({ range: rangeOf(item), item, at }))
      .toSorted((a, b) => a.range.start - b.range.start);
    this.#measure(0, this.#nodes.length);
  }

  /** In the order in which they were given. */
  overlapping(window: Range): readonly Item[] {
    const found: { readonly item: Item; readonly at: number }[] = [];
    const open: (readonly [from: number, to: number])[] = [[0, this.#nodes.length]];
    for (let part = open.pop(); part !== undefined; part = open.pop()) {
      const [from, to] = part;
      const middle = (from + to) >> 1;
      const node = this.#nodes[middle];
      if (from >= to || node === undefined || (this.#reach[middle] as number) <= window.start) continue;
      open.push([from, middle]);
      if (node.range.start >= window.end) continue;
      if (overlaps(node.range, window)) found.push(node);
      open.push([middle + 1, to]);
    }
    return found.toSorted((a, b) => a.at - b.at).map(({ item }) => item);
  }

  #measure(from: number, to: number): number {
    const middle = (from + to) >> 1;
    const node = this.#nodes[middle];
    if (from >= to || node === undefined) return Number.NEGATIVE_INFINITY;
    const reach = Math.max(node.range.end, this.#measure(from, middle), this.#measure(middle + 1, to));
    this.#reach[middle] = reach;
    return reach;
  }
}
