/** What a soak says in the end, of reports that it does not keep. */
import { describe, expect, it } from "vitest";
import type { SeedReport } from "./seed-worker.ts";
import { Summary } from "./summary.ts";

function report(seed: number, violations: readonly string[]): SeedReport {
  return {
    seed,
    hosts: 2 + (seed % 3),
    violations,
    trace: "",
    virtualMs: 60_000,
    events: 1,
    bytes: 1,
    looks: 1,
    excused: false,
    addressesGiven: 1,
    answered: 1,
    refused: 0,
    faults: seed % 2 === 0 ? { kill: 1, cut: 2 } : { kill: 1 },
    eventsByName: {},
    milliseconds: 100 * seed,
    replay: `./test/simulate --seed ${seed}`,
  };
}

describe("a summary", () => {
  it("counts, names what failed with its command, and knows the longest run and the rate", () => {
    const summary = new Summary();
    for (let seed = 1; seed <= 10; seed++) summary.add(report(seed, seed === 4 ? ["broken"] : []));
    expect(summary.text()).toMatch(/^10 seeds, 1 failed: 2 to 4 hosts, median 3, 10 virtual minutes/);
    expect(summary.failing).toEqual(["./test/simulate --seed 4"]);
    expect(summary.longestRun).toBe(6);
    expect(summary.soakText(36_000)).toMatch(/1000 seeds an hour.*6 seeds, slowest seed 10: 1000 ms/);
    expect(summary.coverage.kinds.get("kill")).toBe(10);
    expect(summary.coverage.kinds.get("cut")).toBe(10);
    expect(summary.coverage.pairs.get("cut + kill")).toBe(5);
  });
});
