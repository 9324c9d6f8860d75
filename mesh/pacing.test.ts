/** How turns are spaced: at once when seldom, ever wider while asked for without pause, up to the limit. */
import { describe, expect, it } from "vitest";
import { Pacing } from "./pacing.ts";

const limits = { leastMs: 100, mostMs: 800 };

/** Takes a turn whenever it may, as if changes never ceased, and returns the waits between them. */
function waitsOf(pacing: Pacing, turns: number): number[] {
  let now = 5_000;
  return Array.from({ length: turns }, () => {
    pacing.took(now);
    const wait = pacing.notBefore - now;
    now = pacing.notBefore;
    return wait;
  });
}

describe("pacing", () => {
  it("lets the first turn come at once", () => {
    expect(new Pacing(limits).notBefore).toBeLessThan(0);
  });

  it("doubles the wait while changes keep coming, up to the limit", () => {
    expect(waitsOf(new Pacing(limits), 6)).toEqual([100, 200, 400, 800, 800, 800]);
  });

  it("is quick again after a pause", () => {
    const pacing = new Pacing(limits);
    waitsOf(pacing, 6);
    const later = pacing.notBefore + 10_000;
    pacing.took(later);
    expect(pacing.notBefore - later).toBe(100);
  });
});
