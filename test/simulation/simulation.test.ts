/**
 * The whole mesh under virtual time, faults from a seed: 200 seeds of 20 hosts with the stand-in for cryptography, and
 * small meshes with the real one. A seed that fails prints the command that plays it again.
 */
import { availableParallelism } from "node:os";
import { describe, expect, it } from "vitest";
import { playSeed, type SeedJob, type SeedReport } from "./seed-worker.ts";
import { playSeeds } from "./seeds.ts";

const minutes = 60_000;
const hosts = 20;
const full = process.env["WEAVE_TEST_FULL"] !== undefined;
const seeds = full ? 400 : 40;

async function failuresOf(jobs: readonly SeedJob[]): Promise<{ failures: string[]; reports: SeedReport[] }> {
  const reports: SeedReport[] = [];
  await playSeeds(jobs, availableParallelism(), (report) => reports.push(report));
  const failures = reports
    .filter((report) => report.violations.length > 0)
    .map((report) => `${report.violations.join("\n  ")}\nagain: ${report.replay}`);
  return { failures, reports };
}

describe("a mesh of 20 simulated hosts", () => {
  it(`keeps every rule through crash, partition, loss, reorder and restart, in ${seeds} seeds`, {
    timeout: 10 * minutes,
  }, async () => {
    const jobs = Array.from({ length: seeds }, (_, index) => ({ seed: index + 1, hosts, crypto: "stand-in" }) as const);
    const { failures, reports } = await failuresOf(jobs);
    expect(failures).toEqual([]);
    expect(reports).toHaveLength(seeds);
    for (const kind of ["kill", "power-cut", "kill-datapath", "cut", "partition", "lossy", "slow", "remove"]) {
      const struck = reports.filter((report) => (report.faults[kind] ?? 0) > 0).length;
      expect(struck, `seeds with the fault ${kind}`).toBeGreaterThanOrEqual(Math.floor(seeds / 5));
    }
  });

  it("plays a seed the same way twice, and another seed another way", { timeout: minutes }, () => {
    const first = playSeed({ seed: 7, hosts: 8, crypto: "stand-in" });
    const again = playSeed({ seed: 7, hosts: 8, crypto: "stand-in" });
    const other = playSeed({ seed: 8, hosts: 8, crypto: "stand-in" });
    expect(again.trace).toBe(first.trace);
    expect(again.events).toBe(first.events);
    expect(other.trace).not.toBe(first.trace);
  });
});

describe("a small mesh with real cryptography", () => {
  it("keeps every rule in 5 seeds", { timeout: 2 * minutes }, async () => {
    const jobs = Array.from({ length: 5 }, (_, index) => ({ seed: 1001 + index, hosts: 4, crypto: "real" }) as const);
    expect((await failuresOf(jobs)).failures).toEqual([]);
  });
});
