import { describe, expect, it } from "vitest";
import { randomCases, runSequence, type Outcome } from "./sequence.ts";

/** A sample; `npm run test:fidelity` runs many more. */
const CASES = 4;
const SEED = 900;

describe("What a preview announces", () => {
  it("is what an update sends, for random programs and whatever happened in the tenant meanwhile", async () => {
    const outcomes: Outcome[] = [];
    await runSequence(randomCases(SEED, CASES), (outcome) => outcomes.push(outcome));
    expect(outcomes.filter(({ kind }) => kind === "failed")).toEqual([]);
    expect(outcomes).toHaveLength(CASES);
    expect(outcomes.filter(({ kind }) => kind === "carried out").length).toBeGreaterThan((CASES * 2) / 3);
  });
});
