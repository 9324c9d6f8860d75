/** Medians and ratios of rounds. */
import { expect, test } from "vitest";
import { ratioOf, slopeOf, summaryOf } from "./statistics.ts";

test("the median of an odd and of an even number of runs, and of none", () => {
  expect(summaryOf([3, 1, 100])).toEqual({ median: 3, min: 1, max: 100, runs: 3 });
  expect(summaryOf([4, 2])).toEqual({ median: 3, min: 2, max: 4, runs: 2 });
  expect(summaryOf([Number.NaN])).toBeUndefined();
});

test("a ratio is the median of the rounds' ratios, and rounds that lack one of both do not count", () => {
  expect(ratioOf([10, 20, undefined, 9], [10, 10, 10, 3])).toBe(2);
  expect(ratioOf([1], [0])).toBeUndefined();
});

test("a slope goes through the middle of what scatters, and one point has none", () => {
  expect(
    slopeOf([
      [0, 1],
      [1, 4],
      [2, 5],
      [3, 8],
    ]),
  ).toBeCloseTo(2.2);
  expect(slopeOf([[1, 1]])).toBeUndefined();
});
