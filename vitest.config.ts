import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files that take longest: begun first, they do not keep one worker busy when the other has nothing left. */
const LONGEST = [
  "test/sizes/life/",
  "test/sizes/oldStates.test.ts",
  "test/engine/rollout",
  "test/sizes/rolloutWaves.test.ts",
  "test/sizes/exportTenant.test.ts",
  "test/engine/exportSecrets.test.ts",
  "test/sizes/template.test.ts",
  "test/sizes/ownComponent.test.ts",
  "test/sizes/counts.test.ts",
  "test/engine/policies.test.ts",
  "test/engine/fidelity/",
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

/** Tests that only `npm run test:long` runs: what they show is shown in `npm test` as well, on a lower rung. */
const LONG = "**/*.long.test.ts";

const PROPERTIES = "{provider,rollout}/src/**/*.property.test.ts";

/** Tests without the engine that take long all the same: with many processes, a browser or random examples. */
const SLOW = [
  "{test,test/abuse,emulator/src,rollout/src/preview,tools/demo}/*.slow.test.ts",
  "emulator/src/prism*.test.ts",
  "test/example*.test.ts",
  "test/*Prism.test.ts",
  PROPERTIES,
];

export default defineConfig({
  test: {
    pool: "forks",
    // No test replaces a module, so the files that a worker runs can share those that it has loaded.
    isolate: false,
    globalSetup: "test/support/globalSetup.ts",
    // Tenants of tests are on this machine, where no proxy of a developer's is asked.
    env: { NO_PROXY: "127.0.0.1,localhost", no_proxy: "127.0.0.1,localhost" },
    // One more than two cores: a run of the engine also waits, for batches to fill and processes to start.
    maxWorkers: 3,
    // No test is about time: these end what hangs, and nothing that a busy machine delays.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 60_000 } },
    passWithNoTests: true,
    sequence: { sequencer: LongestFirst },
    // test/README.md says which command runs which, and what belongs where.
    projects: [
      {
        extends: true,
        test: {
          name: "quick",
          include: [
            "provider/src/**/*.test.ts",
            "policies/src/**/*.test.ts",
            "rollout/src/**/*.test.ts",
            "emulator/src/**/*.test.ts",
            "tools/**/*.test.ts",
            "test/*.test.ts",
            "test/abuse/*.test.ts",
          ],
          exclude: [...SLOW, LONG],
        },
      },
      {
        extends: true,
        test: {
          name: "slow",
          include: [
            "test/engine/**/*.test.ts",
            "test/sizes/**/*.test.ts",
            "test/{fuzz,faults,load}/*.test.ts",
            ...SLOW,
          ],
          exclude: [LONG],
          provide: { size: "sample" },
        },
      },
      {
        extends: true,
        test: {
          name: "long",
          include: [
            "test/sizes/**/*.test.ts",
            "test/*Prism.test.ts",
            "emulator/src/prism*.test.ts",
            PROPERTIES,
            LONG,
          ],
          exclude: ["**/node_modules/**"],
          provide: { size: "promised" },
        },
      },
    ],
  },
});
