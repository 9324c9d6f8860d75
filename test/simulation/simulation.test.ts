/**
 * The whole mesh under virtual time, faults from a seed: 200 seeds of 20 hosts with the stand-in for cryptography, and
 * small meshes with the real one. A seed that fails prints the command that plays it again.
 */
import { availableParallelism } from "node:os";
import { describe, expect, it } from "vitest";
import { faultKinds } from "./faults.ts";
import { playSeed, type SeedJob, type SeedReport } from "./seed-worker.ts";
import { playSeeds } from "./seeds.ts";
import { coverage, strikesOf, summary } from "./summary.ts";

const minutes = 60_000;
const hosts = 20;
const full = process.env["WEAVE_TEST_FULL"] !== undefined;
const seeds = full ? 800 : 200;
/** Each kind of fault strikes so often at least. */
const strikesMin = 40;

async function failuresOf(jobs: readonly SeedJob[]): Promise<{ failures: string[]; reports: SeedReport[] }> {
  const reports: SeedReport[] = [];
  await playSeeds(jobs, availableParallelism(), (report) => {
    reports.push(report);
    if (report.violations.length > 0) console.log(`seed ${report.seed} failed; again: ${report.replay}`);
  });
  const failures = reports
    .filter((report) => report.violations.length > 0)
    .map((report) => `${report.violations.join("\n  ")}\nagain: ${report.replay}`);
  return { failures, reports };
}

describe("a mesh of 20 simulated hosts", () => {
  it(`keeps every rule through crash, partition, loss, reorder and restart, in ${seeds} seeds`, {
    timeout: full ? 50 * minutes : 15 * minutes,
  }, async () => {
    const jobs = Array.from({ length: seeds }, (_, index) => ({ seed: index + 1, hosts, crypto: "stand-in" }) as const);
    const { failures, reports } = await failuresOf(jobs);
    console.log(summary(reports));
    console.log(coverage(reports));
    expect(failures).toEqual([]);
    expect(reports).toHaveLength(seeds);
    const strikes = strikesOf(reports);
    for (const kind of faultKinds) expect(strikes.get(kind) ?? 0, `faults: ${kind}`).toBeGreaterThanOrEqual(strikesMin);
  });

  it("plays a seed the same way twice, and another seed another way", { timeout: 5 * minutes }, () => {
    const first = playSeed({ seed: 7, hosts: 8, crypto: "stand-in" });
    const again = playSeed({ seed: 7, hosts: 8, crypto: "stand-in" });
    const other = playSeed({ seed: 8, hosts: 8, crypto: "stand-in" });
    expect(again.trace).toBe(first.trace);
    expect(again.events).toBe(first.events);
    expect(other.trace).not.toBe(first.trace);
  });
});

describe("a small mesh with real cryptography", () => {
  it("keeps every rule in 5 seeds", { timeout: 8 * minutes }, async () => {
    const jobs = Array.from({ length: 5 }, (_, index) => ({ seed: 1001 + index, hosts: 4, crypto: "real" }) as const);
    expect((await failuresOf(jobs)).failures).toEqual([]);
  });
});
