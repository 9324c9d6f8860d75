/**
 * The whole mesh under virtual time, faults from a seed: hundreds of scenarios of 2 to 30 hosts with the stand-in for
 * cryptography, and small ones with the real one. A seed that fails prints the command that plays it again, made small.
 */
import { availableParallelism } from "node:os";
import { describe, expect, it } from "vitest";
import { type Coverage, coverageOf, drawnFaults } from "./coverage.ts";
import { generate, hostsMax, hostsMin } from "./generate.ts";
import { hostsOf } from "./scenario.ts";
import { playSeed, type SeedJob, type SeedReport, shrunk } from "./seed-worker.ts";
import { playSeeds } from "./seeds.ts";
import { Summary } from "./summary.ts";

const minutes = 60_000;
const full = process.env["WEAVE_TEST_FULL"] !== undefined;
const seeds = full ? 2_000 : 400;
/** Each kind of fault strikes so often at least, and each two kinds meet in so many scenarios. */
const [kindMin, pairMin] = full ? [200, 20] : [40, 4];
const realCryptoSeeds = 50;
const realCryptoHosts = 3;

async function failuresOf(jobs: readonly SeedJob[]): Promise<{ failures: string[]; summary: Summary }> {
  const summary = new Summary();
  const failed: SeedReport[] = [];
  await playSeeds(jobs, availableParallelism(), (report) => {
    summary.add(report);
    if (report.violations.length === 0) return;
    failed.push(report);
    console.log(`seed ${report.seed} failed; again: ${report.replay}`);
  });
  const failures = failed.map((report) => `${report.violations.join("\n  ")}\nagain: ${report.replay}`);
  const [first] = failed;
  const job = jobs.find(({ seed }) => seed === first?.seed);
  if (job) failures.unshift(shrunk(job));
  return { failures, summary };
}

function expectEnough({ kinds, pairs }: Coverage): void {
  expect([...kinds].filter(([, count]) => count < kindMin)).toEqual([]);
  expect([...pairs].filter(([, count]) => count < pairMin)).toEqual([]);
}

describe("what is drawn", () => {
  const scenarios = Array.from({ length: seeds }, (_, index) => generate(index + 1));

  it(`has every kind of fault ${kindMin} times and every pair of kinds ${pairMin} times, in ${seeds} scenarios`, () => {
    expectEnough(coverageOf(scenarios.map(drawnFaults)));
  });

  it(`has ${hostsMin} to ${hostsMax} hosts, mostly few`, () => {
    const sizes = scenarios.map(hostsOf).toSorted((a, b) => a - b);
    expect(sizes[0]).toBe(hostsMin);
    expect(sizes.at(-1)).toBeGreaterThanOrEqual(hostsMax - 3);
    expect(sizes[sizes.length >> 1]).toBeLessThanOrEqual(8);
  });

  it("is a mesh with fewer connections than hosts in about a fifth of the scenarios", () => {
    const sparse = scenarios.filter((scenario) => {
      const limit = scenario.launches[0]?.connectionLimit ?? 0;
      return limit > 0 && hostsOf(scenario) - 1 > limit;
    });
    expect(sparse.length / seeds).toBeGreaterThan(0.15);
    expect(sparse.length / seeds).toBeLessThan(0.3);
  });
});

describe("a mesh of simulated hosts", () => {
  it(`keeps every rule under every fault, in ${seeds} seeds`, {
    timeout: full ? 50 * minutes : 15 * minutes,
  }, async () => {
    const jobs = Array.from({ length: seeds }, (_, index): SeedJob => {
      return { seed: index + 1, hosts: undefined, crypto: "stand-in" };
    });
    const { failures, summary } = await failuresOf(jobs);
    console.log(`${summary.text()}\n${summary.coverage.text()}`);
    expect(failures).toEqual([]);
    expect(summary.seeds).toBe(seeds);
    expectEnough(summary.coverage);
  });

  it("plays a seed the same way twice, and another seed another way", { timeout: 5 * minutes }, () => {
    const play = (seed: number) => playSeed({ seed, hosts: 8, crypto: "stand-in" });
    const [first, again, other] = [play(7), play(7), play(8)];
    expect(again.trace).toBe(first.trace);
    expect(again.events).toBe(first.events);
    expect(other.trace).not.toBe(first.trace);
  });
});

describe("a small mesh with real cryptography", () => {
  it(`keeps every rule in ${realCryptoSeeds} seeds`, { timeout: 8 * minutes }, async () => {
    const jobs = Array.from({ length: realCryptoSeeds }, (_, index): SeedJob => {
      return { seed: 1001 + index, hosts: realCryptoHosts, crypto: "real" };
    });
    expect((await failuresOf(jobs)).failures).toEqual([]);
  });
});
