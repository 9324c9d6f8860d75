/** The clock that goes on while the host sleeps. */
import { describe, expect, it } from "vitest";
import { boottimeClock } from "./boottime.ts";

describe("the clock", () => {
  it("goes with the fine one, and jumps by what the host slept", () => {
    let [running, up] = [5, 70_000];
    const now = boottimeClock({ running: () => running, up: () => up });
    running += 1.5;
    expect(now()).toBe(6.5);
    // Coarse steps of the other are no sleep.
    up += 400;
    expect(now()).toBe(6.5);
    up += 3_600_000;
    running += 10;
    // 11.5 ms awake, the rest of an hour and 400 ms asleep.
    expect(now()).toBeCloseTo(5 + 3_600_400, 6);
    const before = now();
    running += 1;
    up += 1;
    expect(now()).toBe(before + 1);
  });

  it("never runs back, also when the uptime does", () => {
    let [running, up] = [0, 10_000];
    const now = boottimeClock({ running: () => running, up: () => up });
    up += 5_000;
    const after = now();
    up -= 5_000;
    running += 1;
    expect(now()).toBe(after + 1);
  });

  it("reads this host", () => {
    const now = boottimeClock();
    const first = now();
    expect(now()).toBeGreaterThanOrEqual(first);
    expect(Math.abs(now() - performance.now())).toBeLessThan(1_000);
  });
});
