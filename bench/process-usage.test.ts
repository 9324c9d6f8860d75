/** Numbers out of /proc. */
import { expect, test } from "vitest";
import { cpuOf, memoryOf, usageOf } from "./process-usage.ts";

test("processor time counts the programs that were started, whatever the process's name holds", () => {
  const stat = "42 (a ) b) S 1 42 42 0 -1 4194304 1 2 3 4 150 50 20 30 20 0 11 0 77 1 1";
  expect(cpuOf(stat)).toEqual({ cpuSeconds: 2.5, childSeconds: 0.5 });
  expect(cpuOf("")).toBeUndefined();
});

test("memory is resident and proportional", () => {
  const rollup = "0-1 ---p 0 00:00 0 [rollup]\nRss:    1000 kB\nPss:     400 kB\nPss_Anon: 5 kB\n";
  expect(memoryOf(rollup)).toEqual({ residentBytes: 1_024_000, proportionalBytes: 409_600 });
  expect(memoryOf("")).toBeUndefined();
});

test("a process that runs has both", () => {
  expect(usageOf(process.pid).residentBytes).toBeGreaterThan(10e6);
});
