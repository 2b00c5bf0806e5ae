import { describe, expect, it } from "vitest";
import { rolloutSchema } from "../project/rolloutSchema.ts";
import { concurrencyOf, planWaves, stacksOfWave, toleranceOf } from "./waves.ts";

const stack = (name: string, wave?: string, labels: string[] = []) => ({ name, wave, labels, exists: true });

describe("The waves of a rollout", () => {
  it("have their stacks in the order of rollout.yaml, and those without a stack are left out", () => {
    const file = rolloutSchema.parse({
      version: 1,
      waves: [
        { name: "canary", match: { stacks: ["us"] } },
        { name: "none", match: { label: "nothing" } },
        { name: "others", match: "rest" },
        { name: "again", action: "redeploy", match: { label: "eu" } },
      ],
    });
    const planned = planWaves([stack("eu", "others", ["eu"]), stack("us", "canary")], file);
    expect(planned.map(({ name, stacks }) => [name, stacks.map((each) => each.name)])).toEqual([
      ["canary", ["us"]],
      ["others", ["eu"]],
      ["again", ["eu"]],
    ]);
  });

  it("leave out what is not in the only one that is to be carried out", () => {
    const file = rolloutSchema.parse({
      version: 1,
      waves: [
        { name: "canary", match: { stacks: ["us"] } },
        { name: "others", match: "rest" },
        { name: "again", action: "redeploy", match: { label: "eu" } },
      ],
    });
    const chosen = [stack("asia", "others"), stack("eu", "others", ["eu"]), stack("us", "canary")];
    const names = (wave?: string) => stacksOfWave(chosen, file, wave).map(({ name }) => name);
    expect([names("canary"), names("others"), names("again")]).toEqual([["us"], ["asia", "eu"], ["eu"]]);
    expect(names()).toEqual(["asia", "eu", "us"]);
    expect(() => names("Canary")).toThrow(
      'None of the chosen stacks is in wave "Canary". Did you mean "canary"? Nothing was started.',
    );
    expect(() => stacksOfWave(chosen.slice(0, 2), file, "canary")).toThrow("None of the chosen stacks");
    expect(stacksOfWave(chosen, { waves: [] }, "all")).toHaveLength(3);
  });

  it("are one without waves in rollout.yaml", () => {
    const planned = planWaves([stack("a"), stack("b")], { waves: [] });
    expect(planned.map(({ name, stacks }) => [name, stacks.length])).toEqual([["all", 2]]);
  });

  it("update at least one stack at a time and never more than the file allows", () => {
    expect(concurrencyOf({ percent: 25 }, 3, 8)).toBe(1);
    expect(concurrencyOf({ percent: 25 }, 100, 8)).toBe(8);
    expect(concurrencyOf(undefined, 100, 8)).toBe(8);
    expect(concurrencyOf(3, 100, 8)).toBe(3);
  });

  it("round a tolerated share down", () => {
    expect(toleranceOf({ percent: 25 }, 7)).toBe(1);
    expect(toleranceOf({ percent: 10 }, 9)).toBe(0);
    expect(toleranceOf(2, 9)).toBe(2);
  });
});
