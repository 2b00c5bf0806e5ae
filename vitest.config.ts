import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files that take minutes: begun first, they do not keep one worker busy when the other has nothing left. */
const LONGEST = [
  "test/long/counts.test.ts",
  "test/fidelity/",
  "test/life/",
  "test/oldStates.test.ts",
  "test/integration.test.ts",
  "test/connectivity.test.ts",
  "test/counts.test.ts",
  "test/guardDeletes.test.ts",
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const index = LONGEST.findIndex((path) => moduleId.includes(path));
      return index < 0 ? LONGEST.length : index;
    };
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other));
  }
}

const LONG_RUNS = "test/long/**/*.test.ts";

export default defineConfig({
  test: {
    pool: "forks",
    // One more than two cores: a run of the engine also waits, for batches to fill and processes to start.
    maxWorkers: 3,
    testTimeout: 180_000,
    hookTimeout: 180_000,
    passWithNoTests: true,
    sequence: { sequencer: LongestFirst },
    // `npm test` runs the first, `npm run test:long` the second; test/README.md says what belongs where.
    projects: [
      {
        extends: true,
        test: {
          name: "everyday",
          include: [
            "provider/src/**/*.test.ts",
            "policies/src/**/*.test.ts",
            "rollout/src/**/*.test.ts",
            "emulator/src/**/*.test.ts",
            "test/**/*.test.ts",
            "tools/**/*.test.ts",
          ],
          exclude: [LONG_RUNS],
        },
      },
      { extends: true, test: { name: "long", include: [LONG_RUNS] } },
    ],
  },
});
