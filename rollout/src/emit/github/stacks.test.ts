import { describe, expect, it } from "vitest";
import { chooseStacks } from "../../project/choice.ts";
import { fingerprintOf } from "../../project/fingerprint.ts";
import { rolloutSchema } from "../../project/rolloutSchema.ts";
import { workflowStacks, workflowWaves } from "./stacks.ts";

const file = (more: object = {}) => rolloutSchema.parse({ version: 1, ...more });
const chosen = (names: string[], from = file()) => chooseStacks(names, from, { all: true });
const environments = { environment: "*", previewEnvironment: "preview-*" };
const stacks = (names: string[], from = file(), patterns = environments) =>
  workflowStacks(chosen(names, from), from, patterns);

describe("The environments of stacks", () => {
  it("have their names, those of Pulumi Cloud without organization and project", () => {
    expect(stacks(["acme/shop/us", "eu.1"])).toMatchObject([
      { name: "acme/shop/us", environment: "us", previewEnvironment: "preview-us" },
      { name: "eu.1", environment: "eu.1", previewEnvironment: "preview-eu.1" },
    ]);
    const keys = stacks(["acme/shop/us", "acme/shop/US", "us"], file(), {
      ...{ environment: "all", previewEnvironment: "all" },
    }).map(({ key }) => key);
    expect(new Set(keys).size).toBe(3);
    for (const key of keys) expect(key).toMatch(/^[a-z0-9-]+$/);
  });

  it("are never those of two stacks, unless one environment is named for all", () => {
    expect(() => stacks(["EU", "eu"])).toThrow("GitHub takes the environments of EU and eu for one.");
    expect(() => stacks(["a/shop/us", "b/shop/us"])).toThrow("for one");
  });

  it("are at most as many as a matrix may have jobs", () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => `s${index}`);
    expect(stacks(many(256))).toHaveLength(256);
    expect(() => stacks(many(257))).toThrow("these are 257 stacks");
  });
});

describe("The variables of a stack", () => {
  const environment = {
    "*": { variables: { PULUMI_CONFIG_PASSPHRASE: { variable: "PASSPHRASE" }, A: { value: "x" } } },
    eu: { variables: { PULUMI_CONFIG_PASSPHRASE: { variable: "EU_PASSPHRASE" }, B: { command: ["op"] } } },
  };

  it("are those that rollout.yaml takes its values from", () => {
    const all = stacks(["eu", "us"], file({ environment }));
    expect(all.map(({ variables }) => variables)).toEqual([["EU_PASSPHRASE"], ["PASSPHRASE"]]);
  });

  it.each(["GITHUB_TOKEN", "github_x", "my-token", "1A", "A }} ${{ github.token"])(
    "have names that GitHub can have, and %j is none",
    (variable) => {
      const wrong = file({ environment: { us: { variables: { A: { variable } } } } });
      expect(() => stacks(["us"], wrong)).toThrow("GitHub has no secret or variable with the name");
    },
  );
});

describe("The waves", () => {
  const waves = [
    { name: "first", match: { stacks: ["a"] }, maxConcurrent: "50%" },
    { name: "redeploy", action: "redeploy", match: "all" },
    { name: "First", match: "rest", maxConcurrent: "50%" },
  ];

  it("have their stacks, their share of jobs at the same time, and a gate of their own", () => {
    const from = file({ waves, maxConcurrent: 6 });
    const names = ["a", "b", "c", "d", "e"];
    const all = workflowWaves(chosen(names, from), stacks(names, from), { file: from, prefix: "p" });
    expect(all.map(({ name, stacks: own, maxParallel }) => [name, own.length, maxParallel])).toEqual([
      ["first", 1, 1],
      ["First", 4, 2],
    ]);
    expect(all[0]?.gate).toBe("p-approval-first");
    expect(all[1]?.gate).toMatch(/^p-approval-first-[0-9a-f]{8}$/);
  });

  it("are one with all stacks where rollout.yaml has none", () => {
    const all = workflowWaves(chosen(["a", "b"]), stacks(["a", "b"]), { file: file(), prefix: "p" });
    expect(all).toMatchObject([{ name: "all", stacks: [{ name: "a" }, { name: "b" }] }]);
  });

  it("are others by their fingerprint where stacks, waves or variables change", () => {
    const of = (names: string[], more: object = {}) => fingerprintOf(chosen(names, file(more)), file(more));
    const environment = { a: { variables: { A: { variable: "B" } } } };
    const all = [of(["a"]), of(["a", "b"]), of(["a"], { waves }), of(["a"], { environment })];
    expect(new Set(all).size).toBe(4);
    expect(of(["a"])).toBe(of(["a"], { labels: { a: ["x"] } }));
  });
});
