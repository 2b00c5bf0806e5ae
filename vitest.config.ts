import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: [
      "provider/src/**/*.test.ts",
      "policies/src/**/*.test.ts",
      "rollout/src/**/*.test.ts",
      "emulator/src/**/*.test.ts",
      "test/**/*.test.ts",
      "tools/**/*.test.ts",
    ],
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    passWithNoTests: true,
  },
});
