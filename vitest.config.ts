import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files that take minutes: begun first, they do not keep one worker busy when the other has nothing left. */
const LONGEST = [
  "test/counts.test.ts",
  "test/fidelity/",
  "test/connectivity.test.ts",
  "test/lifeCycle.test.ts",
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
    sequence: { sequencer: LongestFirst },
  },
});
