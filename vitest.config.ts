import { defineConfig } from "vitest/config";

const exclude = ["node_modules/**", "build/**"];
const lab = "test/lab/**/*.test.ts";

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
      {
        // Real namespaces and processes: one file at a time.
        test: {
          name: "lab",
          include: [lab],
          exclude,
          testTimeout: 120_000,
          hookTimeout: 60_000,
          fileParallelism: false,
          // Real clocks on a machine that others use too: a test that fails gets one more chance, and the report says so.
          retry: 1,
        },
      },
    ],
  },
});
