import { defineConfig } from "vitest/config";

const exclude = ["node_modules/**", "build/**"];
const lab = "test/lab/**/*.test.ts";
const alone = ["restart", "strangers", "reach", "faults", "join"].map((name) => `test/lab/${name}.test.ts`);
const labs = {
  testTimeout: 120_000,
  hookTimeout: 60_000,
  // Real clocks on a machine that others use too: a test that fails gets one more chance, and the report says so.
  retry: 1,
};

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["**/*.test.ts"],
          exclude: [...exclude, lab],
          testTimeout: 20_000,
          maxWorkers: 2,
        },
      },
      // Real namespaces and processes, which mostly wait for each other: two files at a time.
      { test: { ...labs, name: "lab", include: [lab], exclude: [...exclude, ...alone], maxWorkers: 2 } },
      // Those that count every packet or byte of memory, or keep all processors busy.
      { test: { ...labs, name: "lab-alone", include: [...alone], exclude, fileParallelism: false } },
    ],
  },
});
