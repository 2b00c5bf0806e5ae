import { describe, expect, it } from "vitest";
import { SUBJECTS } from "./subjects.ts";

/** A sample; `npm run test:fuzz` tries a hundred thousand. */
const CASES = 700;

/** Cases of the slowest subjects, some of whose cases take a tenth of a second. */
const FEWEST = 8;

const SEED = 7;

describe("Hostile input", () => {
  it.each(SUBJECTS)(
    "leads to a refusal or to what it says, and to nothing else: $title",
    async ({ share, run }) => {
      const cases = Math.max(FEWEST, Math.round((CASES * share) / 1000));
      expect(await run({ cases, seed: SEED })).toEqual({ cases });
    },
  );
});
