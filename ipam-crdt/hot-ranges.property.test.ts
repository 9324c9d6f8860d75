/** Arithmetic of hot ranges against sets of addresses, and the clocks that leases stand. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blocksOf, common, minus, sameRanges, toCool, toHeat } from "./hot-ranges.ts";
import { driftMax, hotBlockSize, leaseTerms } from "./lease-terms.ts";
import { joined, type Range, sizeOf } from "./range.ts";

const aRange = fc
  .tuple(fc.nat(120), fc.integer({ min: 1, max: 20 }))
  .map(([start, size]): Range => ({ start, end: start + size }));
const ranges = fc.array(aRange, { maxLength: 8 }).map(joined);

function setOf(list: readonly Range[]): Set<number> {
  return new Set(list.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, i) => start + i)));
}

function sorted(set: Iterable<number>): number[] {
  return [...set].toSorted((a, b) => a - b);
}

describe("hot ranges", () => {
  it("meet and differ as sets of addresses do", () => {
    fc.assert(
      fc.property(ranges, ranges, (a, b) => {
        const [left, right] = [setOf(a), setOf(b)];
        expect(sorted(setOf(common(a, b)))).toEqual(sorted(left).filter((address) => right.has(address)));
        expect(sorted(setOf(minus(a, b)))).toEqual(sorted(left).filter((address) => !right.has(address)));
        expect(sameRanges(a, b)).toBe(sorted(left).join() === sorted(right).join());
      }),
    );
  });

  it("grow by what is cold, and by enough where there is enough", () => {
    fc.assert(
      fc.property(ranges, ranges, fc.constantFrom(1, 4, 16), fc.nat(60), (cold, busy, size, wanted) => {
        const chosen = toHeat(cold, busy, size, wanted);
        expect(minus(joined(chosen), cold)).toEqual([]);
        const free = sizeOf(minus(joined(chosen), busy));
        expect(free).toBeGreaterThanOrEqual(Math.min(wanted, sizeOf(minus(cold, busy))));
        expect(free).toBeLessThan(wanted + size);
      }),
    );
  });

  it("cool where nothing is in use, and keep what is asked to be kept", () => {
    fc.assert(
      fc.property(ranges, ranges, fc.constantFrom(1, 4, 16), fc.nat(60), (hot, busy, size, kept) => {
        const cooled = toCool(hot, busy, size, kept);
        expect(common(cooled, busy)).toEqual([]);
        expect(minus(cooled, hot)).toEqual([]);
        const free = sizeOf(minus(hot, busy));
        expect(sizeOf(minus(minus(hot, cooled), busy))).toBeGreaterThanOrEqual(Math.min(kept, free));
      }),
    );
  });

  it("cover what is used and owned", () => {
    fc.assert(
      fc.property(ranges, ranges, fc.constantFrom(1, 4, 16), (used, owned, size) => {
        const blocks = blocksOf(used, owned, size);
        expect(minus(common(used, owned), blocks)).toEqual([]);
        expect(minus(blocks, owned)).toEqual([]);
      }),
    );
  });

  it.each([
    [2 ** 20, 16],
    [1_024, 16],
    [256, 4],
    [64, 1],
    [4, 1],
  ])("come in blocks that a range of %i addresses has enough of: %i", (size, block) => {
    expect(hotBlockSize({ start: 0, end: size })).toBe(block);
  });
});

describe("a lease", () => {
  it("has ended for its owner before anybody votes, whatever clocks do within their bounds", () => {
    const rate = fc.double({ min: 1 - driftMax, max: 1 + driftMax, noNaN: true });
    const step = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        fc.integer({ min: 60_000, max: 604_800_000 }),
        rate,
        rate,
        step,
        step,
        (leaseMs, ofOwner, ofVoter, a, b) => {
          const { holdMs, takeoverMs, gapMs } = leaseTerms(leaseMs);
          const ownerEnds = holdMs / ofOwner;
          // It granted no sooner than it was asked, and did not notice two steps of its clock.
          const voterBegins = (takeoverMs - (a + b) * gapMs) / ofVoter;
          expect(voterBegins).toBeGreaterThan(ownerEnds);
        },
      ),
    );
  });

  it("is renewed three times before it ends, and a minute leaves room for a restart", () => {
    const terms = leaseTerms(60_000);
    expect(3 * terms.renewMs).toBeLessThan(terms.holdMs);
    expect(terms).toMatchObject({ holdMs: 48_000, takeoverMs: 75_000, gapMs: 7_500, retryMs: 1_500 });
  });
});
