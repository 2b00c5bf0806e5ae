import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stackDigest } from "../preview/digest.ts";
import { previewReport } from "../preview/report.ts";
import { reading, update } from "../testing/readings.ts";
import { digestsIn, othersThan } from "./plan.ts";

const rename = update({}, { name: "New" });
const before = [reading("eu", [rename]), reading("us", [rename])];
const commit = { commit: "abc", isUncommitted: false };
const report = previewReport({ project: "shop", commit, readings: before, settings: new Map() });
const digestsOf = (readings: typeof before) =>
  new Map(readings.map((each) => [each.stack.name, stackDigest(each, "")]));

describe("A part of a plan", () => {
  const planned = digestsOf(before);
  const others = (readings: typeof before) => othersThan(readings, digestsOf(readings), planned);

  it("is carried out where each stack announces what the report shows of it", () => {
    expect(others(before.slice(1))).toEqual([]);
    expect(others([reading("us", [update({}, { name: "Other" })])])).toEqual(["us"]);
    expect(others([reading("us", [rename], { status: "failed", steps: [] })])).toEqual(["us"]);
  });

  it("is done in a stack that has nothing left to do, unless its outputs change", () => {
    expect(others([reading("us", [])])).toEqual([]);
    expect(others([reading("us", [], { changedOutputs: ["name"] })])).toEqual(["us"]);
  });
});

describe("The report of a plan", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "rollout-plan-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const read = async (content: object, plan = report.digest, chosen = ["us"]) => {
    const file = join(folder, "plan.json");
    await writeFile(file, JSON.stringify(content));
    return digestsIn(file, plan, {
      ...{ project: { name: "shop", folder: "/" }, commit },
      chosen: chosen.map((name) => ({ name, labels: [], wave: undefined, exists: true })),
    });
  };

  it("is the one with the digest that was approved, or nothing starts", async () => {
    expect((await read(report)).get("us")).toBe(report.stacks[1]?.digest);
    await expect(read(report, "sha256:0")).rejects.toThrow("is not the preview with the digest of --plan");
    const changed = structuredClone(report);
    for (const stack of changed.stacks) stack.digest = "0".repeat(64);
    await expect(read(changed)).rejects.toThrow("is not the preview with the digest of --plan");
    await expect(read({ version: 1 })).rejects.toThrow("is no report of a preview");
  });

  it("has every stack that is to be updated", async () => {
    await expect(read(report, report.digest, ["asia", "us"])).rejects.toThrow("The plan has no stack asia.");
  });
});
