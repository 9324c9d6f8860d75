/**
 * The simulator finds what it is for: each mutant of the product breaks a rule within 200 seeds. The lines that mutants
 * change are looked up each time; the seeds are played in `--full`.
 */
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { type Mutant, mutants, mutated } from "./mutants.ts";
import type { SeedJob, SeedReport } from "./seed-worker.ts";
import { playSeeds } from "./seeds.ts";

const full = process.env["WEAVE_TEST_FULL"] !== undefined;
const seedsMax = 200;
/** Played together, so that a mutant that the first seeds find costs little. */
const batch = 10;

async function firstFailure(mutant: Mutant): Promise<SeedReport | undefined> {
  for (let first = 1; first <= seedsMax; first += batch) {
    const jobs = Array.from({ length: batch }, (_, index): SeedJob => {
      const { leases, connectionLimit, hosts } = mutant;
      return { seed: first + index, hosts, leases, connectionLimit, crypto: "stand-in" };
    });
    const failed: SeedReport[] = [];
    await playSeeds(
      jobs,
      availableParallelism(),
      (report) => report.violations.length > 0 && failed.push(report),
      mutant,
    );
    const [earliest] = failed.toSorted((a, b) => a.seed - b.seed);
    if (earliest) return earliest;
  }
  return undefined;
}

describe("a mutant", () => {
  it.each(mutants)("has its line in the product: $name", (mutant) => {
    const text = readFileSync(path.resolve(import.meta.dirname, "../..", mutant.file), "utf8");
    expect(mutated(mutant, text)).not.toBe(text);
  });

  it.runIf(full).each(mutants)(`is caught within ${seedsMax} seeds: $name`, { timeout: 600_000 }, async (mutant) => {
    const found = await firstFailure(mutant);
    console.log(`${mutant.name}: seed ${found?.seed}: ${found?.violations[0]}`);
    expect(found?.violations).not.toBeUndefined();
  });
});
