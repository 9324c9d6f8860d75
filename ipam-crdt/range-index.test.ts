/** Against looking at every range. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { overlaps, type Range } from "./range.ts";
import { RangeIndex } from "./range-index.ts";

const range = fc
  .tuple(fc.nat(60), fc.integer({ min: 1, max: 20 }))
  .map(([start, size]): Range => ({ start, end: start + size }));

it("finds what overlaps, in the order in which it was given", () => {
  fc.assert(
    fc.property(fc.array(range, { maxLength: 40 }), range, (ranges, window) => {
      const index = new RangeIndex(ranges, (one) => one);
      expect(index.overlapping(window)).toEqual(ranges.filter((one) => overlaps(one, window)));
    }),
    { numRuns: 500 },
  );
});
