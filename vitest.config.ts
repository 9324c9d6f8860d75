import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["**/*.test.ts"],
    exclude: ["node_modules/**", "build/**", "test/lab/**"],
    testTimeout: 20_000,
    maxWorkers: 2,
  },
});
