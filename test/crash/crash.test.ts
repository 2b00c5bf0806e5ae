import { describe, expect, it } from "vitest";
import { killedRun, undisturbed } from "./pulumiRun.ts";

// A sample; `npm run test:crash` kills a hundred runs at random moments, rollouts among them.
describe.runIf(process.platform === "linux")(
  "After kill -9, the next up ends as if nothing had happened",
  () => {
    it("where the command line was killed as it created, or the provider as it updated", async () => {
      const reference = await undisturbed();
      expect(await killedRun({ victim: "cli", phase: "create", at: 0.6 }, reference)).toEqual([]);
      expect(await killedRun({ victim: "provider", phase: "update", at: 0.7 }, reference)).toEqual([]);
    });
  },
);
