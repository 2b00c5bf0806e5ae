import { describe, expect, it } from "vitest";
import { foreignParts } from "../testing/commentTree.ts";
import { changeGroup, reachOfAll, reportOf, tenantNames, texts } from "../testing/reportBuilders.ts";
import { hostileReport, large, replacedEverywhere, threeKinds } from "../testing/reports.ts";
import { markdown } from "./markdown.ts";
import { COMMENT_LIMIT } from "./markdown/cutting.ts";
import { marker } from "./markdown/head.ts";
import type { PreviewReport } from "./schema.ts";

const lines = (report: PreviewReport) => markdown(report).split("\n");
const rows = (report: PreviewReport) => lines(report).filter((line) => /^\| \d+ \|/.test(line));

describe("The comment of a preview", () => {
  it("reads one change in 20 tenants as one", () => {
    const report = replacedEverywhere();
    expect(rows(report)).toEqual([
      "| 1 | **replace** | `CustomerConnection` `salesforce-oauth` | 20 of 20 | 250 instances, 40 workflows, 230 customers with credentials |",
    ]);
    const text = markdown(report);
    expect(text.match(/- component: salesforce$/gm)).toHaveLength(1);
    expect(text).toContain("- In all 20 tenants\n");
    expect(text).toContain("20 resources to be replaced");
  });

  it("counts every tenant once and shows the sum", () => {
    expect(markdown(threeKinds())).toContain(
      "**20 tenants** = 1 failed + 1 against a policy + 1 with replacements or deletions + 17 with other changes + 0 without changes",
    );
  });

  it("says of a failed tenant that it is not counted, and never that it has no changes", () => {
    const report = threeKinds();
    const failed = report.stacks.find(({ status }) => status === "failed")?.stack;
    const row = lines(report).find((line) => line.startsWith(`| \`${failed}\` |`));
    expect(row).toContain("| failed |");
    expect(row?.match(/not counted/g)).toHaveLength(5);
    // What it had counted before it failed is in no sum.
    const half = report.stacks.map((stack) =>
      stack.status === "failed" ? { ...stack, operations: { ...stack.operations, unchanged: 11 } } : stack,
    );
    expect(markdown({ ...report, stacks: half })).toContain(
      "722 unchanged; not counted in 1 tenant that failed",
    );
    const all = { ...report, groups: [], stacks: report.stacks.filter(({ status }) => status === "failed") };
    expect(lines(all)[1]).toBe("## Preview of `acme-connections`: 1 of 1 tenant failed");
    expect(markdown(all)).not.toMatch(/no changes/i);
  });

  it("lists replacements and deletions before all else, and the failures with their next step", () => {
    const report = reportOf(
      ["one", "two"],
      [
        changeGroup({ operation: "create", key: "a", stacks: ["one", "two"] }),
        changeGroup({ operation: "update", key: "b", stacks: ["one", "two"] }),
        changeGroup({ operation: "delete", key: "c", stacks: ["one", "two"] }),
        changeGroup({ operation: "replace", key: "d", stacks: ["one", "two"] }),
      ],
    );
    expect(rows(report).map((row) => row.split(" | ")[1])).toEqual([
      "**replace**",
      "**delete**",
      "update",
      "create",
    ]);
    expect(markdown(threeKinds())).toMatch(
      /```text\nThe tenant at .* "invalid_grant"\.\nNothing was read or changed\.\n```\n\n\*\*Next:\*\* `Run "prism me:token/,
    );
  });

  it("shows values that are the same once, and has tenants with the same value share a row", () => {
    const text = markdown(threeKinds());
    expect(text.match(/^- values\.scopes: chat:write$/gm)).toHaveLength(1);
    expect(text).toContain("! values.baseUrl: not the same in all tenants, see the table");
    expect(text.match(/^\| `https:\/\/(ap|ca|eu|us)\.acme\.example\/v1` \|/gm)).toHaveLength(4);
  });

  it("sets tenants apart that are unlike their peers, and never a failed one", () => {
    const text = markdown(threeKinds());
    const [, section] = /### Unlike their peers\n\n([^]*?)\n\n###/.exec(text) ?? [];
    expect(section).toBe(
      "- `CustomerConnection` `slack-oauth`: 18 tenants update it (`values.scopes`, `values.baseUrl`); unlike them, **`acme-eu-13`** replaces it (`connectionType`, `values.scopes`)",
    );
  });

  it("does not call a failed tenant unlike its peers", () => {
    const report = threeKinds();
    const failed = report.stacks.flatMap(({ stack, status }) => (status === "failed" ? [stack] : []));
    const groups = report.groups.map((group) => ({ ...group, unlike: [...(group.unlike ?? []), ...failed] }));
    expect(markdown({ ...report, groups }).match(/unlike them/g)).toHaveLength(1);
    expect(markdown({ ...report, groups })).not.toContain("plans nothing");
  });

  it("says that a tenant plans nothing where its peers do", () => {
    const report = reportOf(
      ["one", "three", "two"],
      [changeGroup({ operation: "update", key: "a", stacks: ["one", "two"], unlike: ["three"] })],
    );
    expect(markdown(report)).toContain(
      "`a`: 2 tenants update it; unlike them, **`three`** plans nothing for it",
    );
  });

  it("has a reason where something was not counted, never a 0", () => {
    const stacks = ["one", "two"];
    const reach = {
      one: reachOfAll({ notCounted: "No permission." }),
      two: reachOfAll({ notCounted: "No permission." }),
    };
    const partly = { ...reach, two: reachOfAll({ counted: 0 }) };
    const comment = (of: typeof reach) =>
      markdown(reportOf(stacks, [changeGroup({ operation: "update", key: "a", stacks, reach: of })]));
    expect(comment(reach)).toContain("- Reaches: not counted: instances\n");
    expect(comment(reach)).toContain(
      "- instances of `CustomerConnection` `a` in all 2 tenants: `No permission.`",
    );
    expect(comment(partly)).toContain("- Reaches: 0 instances (not counted in 1 tenant)\n");
    const nothing = markdown(
      reportOf(stacks, [changeGroup({ operation: "update", key: "a", stacks, reach: {} })]),
    );
    expect(nothing).toContain("- Reaches: not counted\n");
    expect(nothing).toContain(
      "- reach of `CustomerConnection` `a` in all 2 tenants: `The preview was asked not to count (--no-reach).`",
    );
  });

  it("shows of a secret its revision, and nothing that could be one", () => {
    const report = (after: string) =>
      reportOf(
        ["one"],
        [
          changeGroup({
            operation: "update",
            key: "a",
            stacks: ["one"],
            changes: [
              { path: "secretRevisions.password", isSecret: true, difference: { shared: texts("1", after) } },
            ],
          }),
        ],
      );
    expect(markdown(report("2"))).toContain("+ secretRevisions.password: revision 2\n");
    expect(markdown(report("hush"))).toContain("+ secretRevisions.password: (a secret)\n");
    expect(markdown(report("hush"))).not.toContain("hush");
  });

  it("shows of a long text the lines that differ", () => {
    const definition = (version: string) =>
      [...Array.from({ length: 300 }, (_, index) => `step ${index}`), `version: ${version}`, "end"].join(
        "\n",
      );
    const change = {
      path: "definition",
      isSecret: false,
      difference: { shared: texts(definition("1"), definition("2")) },
    };
    const text = markdown(
      reportOf(["one"], [changeGroup({ operation: "update", key: "a", stacks: ["one"], changes: [change] })]),
    );
    expect(text).toContain(
      [
        "! definition:",
        "  … 299 equal lines",
        "  step 299",
        "- version: 1",
        "+ version: 2",
        "  end",
        "```",
      ].join("\n"),
    );
  });

  it("shows of a long line the place that differs", () => {
    const value = (middle: string) => `{"a":"${"x".repeat(500)}","b":"${middle}","c":"${"y".repeat(500)}"}`;
    const change = {
      path: "values",
      isSecret: false,
      difference: { shared: texts(value("old"), value("new")) },
    };
    const text = markdown(
      reportOf(["one"], [changeGroup({ operation: "update", key: "a", stacks: ["one"], changes: [change] })]),
    );
    expect(text).toMatch(/^- values: …x+","b":"old","c":"y+…$/m);
    expect(text).toMatch(/^\+ values: …x+","b":"new","c":"y+…$/m);
  });

  it("begins with a marker that is the same for all previews of a project", () => {
    expect(lines(threeKinds())[0]).toBe(lines(replacedEverywhere())[0]);
    expect(lines(threeKinds())[0]).toBe("<!-- prismatic-rollout preview acme-connections -->");
    const projects = ["a--b", "a-", "a -->", "a\n", "a\u202e", "x".repeat(5000)];
    for (const project of projects)
      expect(marker(project)).toMatch(/^<!-- prismatic-rollout preview (?!.*--[^>])(?!.*- -->)\S+ -->$/);
    expect(new Set([...projects, "a"].map((project) => marker(project))).size).toBe(projects.length + 1);
  });

  it("leaves a command out that is too long, never a part of it", () => {
    const report = {
      ...threeKinds(),
      upCommand: `prismatic-rollout up --stacks ${tenantNames(2000).join()} --plan 1`,
    };
    expect(markdown(report)).not.toContain("```sh");
    expect(markdown(report)).toContain("too long for a comment; the page (`--html`) has it");
  });

  it("is within the limit with 200 tenants and 200 keys, and keeps failures, replacements, deletions and sums", () => {
    const report = large(200, 200);
    const text = markdown(report);
    expect(text.length).toBeLessThanOrEqual(COMMENT_LIMIT);
    expect(text).toContain("> To fit in a comment, parts are left out: tables of tenants, values by tenant,");
    expect(text).toContain("The tenant did not answer within 30 s.");
    expect(text).toContain("**200 tenants** = 1 failed");
    expect(rows(report)).toHaveLength(200);
    expect(text.match(/^#### \d+\. (replace|delete) /gm)).toHaveLength(6);
    expect(text).not.toContain("| tenant | outcome |");
  });

  it("still names what it can where failures and replacements alone are too many, and counts the rest", () => {
    const stacks = tenantNames(200);
    const failure = (stack: string) => ({
      message: `${stack}: ${"It broke. ".repeat(100)}`,
      nextStep: "Mend it. ".repeat(40),
    });
    const special = new Map(
      stacks.slice(50).map((stack) => [stack, { status: "failed" as const, failures: [failure(stack)] }]),
    );
    const keys = Array.from({ length: 300 }, (_, index) => `connection-${index}-${"k".repeat(100)}`);
    const groups = keys.map((key) => changeGroup({ operation: "replace", key, stacks: stacks.slice(0, 50) }));
    const text = markdown(reportOf(stacks, groups, special));
    expect(text.length).toBeLessThanOrEqual(COMMENT_LIMIT);
    expect(text.length).toBeGreaterThan(COMMENT_LIMIT * 0.95);
    const shown = text.match(/^\| \d+ \| \*\*replace/gm)?.length ?? 0;
    const failed = text.match(/^- \*\*`/gm)?.length ?? 0;
    expect(text).toContain("**200 tenants** = 150 failed");
    if (shown < 300) expect(text).toContain(`| | | ${300 - shown} more changes | | |`);
    expect(failed + Number(/^(\d+) more failures$/m.exec(text)?.[1] ?? 0)).toBe(150);
    expect(foreignParts(text)).toEqual([]);
  });

  it("holds nothing but its own parts with hostile names", () => {
    expect(foreignParts(markdown(hostileReport()))).toEqual([]);
  });

  it("is the same for the same report", () => {
    expect(markdown(threeKinds())).toBe(markdown(threeKinds()));
  });
});
