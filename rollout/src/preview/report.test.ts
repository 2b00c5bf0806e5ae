import { describe, expect, it } from "vitest";
import { exitCodeOf } from "../report/exitCode.ts";
import { reportJson } from "../report/json.ts";
import { reportTable } from "../report/table.ts";
import { failed, reading, slack, step, update } from "../testing/readings.ts";
import type { StackReading } from "./reading.ts";
import { previewReport } from "./report.ts";

const SECRET = {
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  ciphertext: "[secret]",
};
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

function report(readings: StackReading[], { commit = "abc", settings = {} } = {}) {
  return previewReport({
    project: "shop",
    commit: { commit, isUncommitted: false },
    readings,
    settings: new Map(Object.entries(settings)),
  });
}

const same = step({ op: "same", before: slack, after: slack });
const many = (count: number, steps: StackReading["steps"]) =>
  Array.from({ length: count }, (_, index) => reading(`eu-${String(index).padStart(2, "0")}`, steps));

describe("Changes of many stacks", () => {
  it("read as one where they have the same shape, with equal values once and others by stack", () => {
    const stacks = Array.from({ length: 20 }, (_, index) => {
      const values = (clientId: string) => ({ globalValues: { clientId, scopes: "chat" } });
      return reading(`s${index}`, [
        update(values("old"), {
          ...values(`new-${index % 2}`),
          name: "Slack for all",
          embeddedWorkflows: true,
        }),
      ]);
    });
    const { groups, operations } = report(stacks);
    expect(groups).toHaveLength(1);
    expect(groups[0]?.stacks).toHaveLength(20);
    expect(groups[0]).not.toHaveProperty("unlike");
    expect(groups[0]?.mutations).toEqual([
      { field: "updateScopedConfigVariable", times: 1, isUncertain: false },
    ]);
    const [embedded, clientId, name] = groups[0]?.changes ?? [];
    expect(embedded).toEqual({
      path: "embeddedWorkflows",
      isSecret: false,
      difference: { shared: { before: { absent: true }, after: { text: "true" } } },
    });
    expect(clientId?.path).toBe("globalValues.clientId");
    expect(clientId?.difference).toHaveProperty("byStack.s3.after", { text: "new-1" });
    expect(name?.difference).toEqual({
      shared: { before: { text: "Slack" }, after: { text: "Slack for all" } },
    });
    expect(operations).toEqual({ replace: 0, delete: 0, update: 20, create: 0, unchanged: 0 });
  });

  it("show the stacks that differ from most of their peers first", () => {
    const rename = [update({}, { name: "New" })];
    const { groups } = report([
      ...many(5, rename),
      reading("odd", [update({}, { name: "New", description: "Only here" })]),
      reading("none", [same]),
    ]);
    expect(groups.map(({ stacks }) => stacks.length)).toEqual([1, 5]);
    expect(groups[0]?.unlike).toEqual(["eu-00", "eu-01", "eu-02", "eu-03", "eu-04", "none"]);
    expect(groups[1]?.unlike).toEqual(["none", "odd"]);
    const alone = report([...many(5, [same]), reading("odd", rename)]).groups;
    expect(alone[0]).toMatchObject({ stacks: ["odd"], unlike: expect.arrayContaining(["eu-00"]) as unknown });
  });

  it("are told apart where a stack has two resources with the same key", () => {
    const [one, two] = ["one", "two"].map((name) =>
      step({ name, before: slack, after: { ...slack, name: "New" } }),
    ) as [StackReading["steps"][number], StackReading["steps"][number]];
    const { groups } = report([reading("a", [one, two]), reading("b", [two, one])]);
    expect(groups.map(({ key, stacks }) => [key, stacks])).toEqual([
      ["slack-oauth (one)", ["a", "b"]],
      ["slack-oauth (two)", ["a", "b"]],
    ]);
  });

  it("are named by the connection and the customer that they are about", () => {
    const type = "pulumi-nodejs:dynamic/prismatic:CustomerCredentials";
    const after = {
      connection: { stableKey: "slack-oauth" },
      customer: "globex",
      secretRevisions: { key: 1 },
    };
    expect(report([reading("a", [step({ op: "create", type, after })])]).groups[0]).toMatchObject({
      class: "CustomerCredentials",
      key: "slack-oauth, customer globex",
      mutations: [{ field: "createCustomerConfigVariable", times: 1, isUncertain: false }],
    });
  });

  it("count a replacement once, and an operation that nobody knows as a change", () => {
    const parts = ["create-replacement", "replace", "delete-replaced"].map((op) =>
      step({ op, before: slack, after: { ...slack, stableKey: "other" } }),
    );
    const strange = step({ op: "teleport", name: "x", before: slack, after: slack });
    const { operations } = report([reading("a", parts), reading("b", [strange])]);
    expect(operations).toEqual({ replace: 1, delete: 0, update: 1, create: 0, unchanged: 0 });
  });
});

describe("What is printed", () => {
  it("is of secrets their revisions only, and nothing that is not on the list", () => {
    const canaries = (revision: number, canary: string) => ({
      globalSecrets: { clientSecret: SECRET },
      secretRevisions: { clientSecret: revision },
      globalValues: {
        clientSecret: `canary-looks-secret-${canary}`,
        endpoint: `https://me:canary-password-${canary}@host`,
        scopes: canary,
      },
      testCredentials: { values: { password: `canary-test-${canary}` }, secrets: { token: SECRET } },
      oauthTokens: { accessToken: `canary-tokens-${canary}` },
      unlisted: `canary-unlisted-${canary}`,
    });
    const whole = report([
      reading("a", [
        update(canaries(1, "x"), canaries(2, "y")),
        step({
          op: "update",
          type: "other:index:Thing",
          before: { password: "canary-foreign-x" },
          after: { password: "canary-foreign-y" },
        }),
      ]),
    ]);
    const text = reportJson(whole) + reportTable(whole);
    expect(text).not.toContain("canary");
    const changes = new Map(whole.groups.flatMap(({ changes: all }) => all.map((each) => [each.path, each])));
    expect(changes.get("secretRevisions.clientSecret")).toEqual({
      path: "secretRevisions.clientSecret",
      isSecret: true,
      difference: { shared: { before: { text: "1" }, after: { text: "2" } } },
    });
    const hidden = { difference: { shared: { before: { hidden: true }, after: { hidden: true } } } };
    for (const path of ["globalValues.clientSecret", "globalValues.endpoint", "unlisted", "password"]) {
      expect(changes.get(path), path).toMatchObject(hidden);
    }
    expect(changes.get("globalValues.scopes")).not.toMatchObject(hidden);
  });

  it("is without values of the stack's environment, and without what acts on a terminal", () => {
    const steps = [update({}, { name: "\u001B[31mred\u202E", description: "has env-canary-value in it" })];
    const text = reportTable(report([reading("a", steps, { secrets: ["env-canary-value"] })]));
    expect(text).toContain("has [secret] in it");
    expect(text).not.toContain("\u001B");
    expect(text).not.toContain("\u202E");
  });

  it("is shown as unknown where the update will tell, and stays a change", () => {
    const { groups } = report([reading("a", [update({ description: UNKNOWN }, { description: UNKNOWN })])]);
    expect(groups[0]?.changes[0]?.difference).toEqual({
      shared: { before: { unknown: true }, after: { unknown: true } },
    });
  });

  it("is the same, byte for byte, for the same readings in any order", () => {
    const readings = [
      ...many(4, [
        update({}, { name: "New" }),
        step({ op: "create", name: "b", after: { ...slack, stableKey: "b" } }),
      ]),
      failed("zz"),
      reading("aa", [same]),
    ];
    const texts = [readings, readings.toReversed()].map(
      (each) => reportJson(report(each)) + reportTable(report(each)),
    );
    expect(texts[0]).toBe(texts[1]);
  });
});

describe("Every chosen stack", () => {
  it("is counted exactly once, a failed one never among those without changes", () => {
    const whole = report([failed("a"), reading("b", [same]), reading("c", [update({}, { name: "New" })])]);
    expect(whole.stacks.map(({ stack, status }) => [stack, status])).toEqual([
      ["a", "failed"],
      ["b", "unchanged"],
      ["c", "changed"],
    ]);
    expect(whole.stackCounts).toEqual({ failed: 1, violation: 0, changed: 1, unchanged: 1 });
    expect(whole.groups[0]?.unlike).toEqual(["b"]);
    const table = reportTable(whole);
    expect(table).toMatch(/^a +failed +\? +\?/m);
    expect(table).toContain("3 stacks: 1 failed, 0 with policy violations, 1 changed, 1 unchanged");
    expect(table).toContain(
      "Together (without 1 that failed): 0 to replace, 0 to delete, 1 to update, 0 to create",
    );
    expect(table).toContain("a failed: It failed.\n    Next: Mend it.");
  });

  it.each([
    [{ unchanged: 3 }, 0, 0],
    [{ unchanged: 3, changed: 1 }, 2, 0],
    [{ changed: 1, violation: 1 }, 3, 3],
    [{ changed: 1, violation: 1, failed: 1 }, 1, 1],
    [{ unchanged: 9, failed: 1 }, 1, 1],
  ])("has its part in the exit code: %o", (counts, code, lenient) => {
    const stackCounts = { failed: 0, violation: 0, changed: 0, unchanged: 0, ...counts };
    expect(exitCodeOf({ stackCounts })).toBe(code);
    expect(exitCodeOf({ stackCounts }, { exitZeroOnChanges: true })).toBe(lenient);
  });
});

describe("The digest", () => {
  const readings = (name: string) => [reading("a", [update({}, { name })]), reading("b", [same])];
  const digest = report(readings("New"), { settings: { a: "secure: v1:one" } }).digest;

  it("does not depend on times, nor on what stays the same", () => {
    const later = readings("New").map((each) => ({
      ...each,
      readAt: "2027-01-01T00:00:00.000Z",
      seconds: 9,
    }));
    expect(report(later, { settings: { a: "secure: v1:one" } }).digest).toBe(digest);
  });

  it.each([
    ["a new value", readings("Other"), {}],
    ["an old value", [reading("a", [update({ name: "Older" }, { name: "New" })]), reading("b", [same])], {}],
    ["the commit", readings("New"), { commit: "def" }],
    ["an encrypted secret", readings("New"), { settings: { a: "secure: v1:two" } }],
    ["the stacks", readings("New").slice(0, 1), {}],
    ["a failure", [...readings("New").slice(0, 1), failed("b")], {}],
  ])("depends on %s", (_, changed, more) => {
    expect(report(changed, { settings: { a: "secure: v1:one" }, ...more }).digest).not.toBe(digest);
  });
});
