import { describe, expect, it } from "vitest";
import type { StepMetadata, StepState } from "../pulumi/events.ts";
import { driftReport as driftSchema } from "./schema.ts";
import { driftReport } from "./drift.ts";
import { driftRows, driftsOf } from "./rows.ts";
import { driftText } from "./text.ts";

const TYPE = "pulumi-nodejs:dynamic/prismatic:CustomerConnection";
const SECRET = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "x" };

const INPUTS = {
  component: "slack",
  stableKey: "slack",
  name: "Slack",
  globalValues: { scopes: "chat:write" },
  globalSecrets: { clientSecret: SECRET },
  secretRevisions: { clientSecret: 2 },
};
const OUTPUTS = { ...INPUTS, status: "ACTIVE", lastConfiguredAt: "2026-01-01T00:00:00Z" };

function refreshed(change: Partial<StepState> | null, op = "update", type = TYPE): StepMetadata {
  const old = { id: "1", inputs: INPUTS, outputs: OUTPUTS };
  return {
    ...{ op, type, urn: `urn:pulumi:us::project::${type}::slack-name` },
    old,
    new: change === null ? null : { ...old, ...change },
  };
}

const kinds = (metadata: StepMetadata) =>
  driftsOf("us", metadata, []).map(({ kind, changed }) => [kind, changed.map(({ path }) => path)]);

describe("Drift of one resource", () => {
  it("is none where the tenant holds what the state says", () => {
    expect(kinds(refreshed({}, "same"))).toEqual([]);
  });

  it("is a loss where the object is gone", () => {
    expect(driftsOf("us", refreshed(null, "delete"), [])).toEqual([
      { stack: "us", kind: "lost", class: "CustomerConnection", key: "slack", changed: [] },
    ]);
  });

  it("is an edit of readable arguments, and of what no program declares", () => {
    const inputs = { ...INPUTS, name: "By hand" };
    const outputs = {
      ...OUTPUTS,
      name: "By hand",
      undeclaredInputs: ["audience"],
      lastConfiguredAt: "later",
    };
    expect(kinds(refreshed({ inputs, outputs }))).toEqual([["edited", ["name", "undeclaredInputs"]]]);
  });

  it("keeps its name where the stable key itself was edited away", () => {
    const [drift] = driftsOf("us", refreshed({ inputs: { ...INPUTS, stableKey: "other" } }), []);
    expect(drift?.key).toBe("slack");
  });

  it("is made by the server where only the tenant's additions moved", () => {
    const outputs = { ...OUTPUTS, status: "PENDING", authorizeUrl: "https://a.example/?state=canary" };
    const drifts = driftsOf("us", refreshed({ outputs }), []);
    expect(drifts.map(({ kind }) => kind)).toEqual(["madeByServer"]);
    expect(drifts[0]?.changed).toEqual([
      {
        path: "authorizeUrl",
        isSecret: false,
        difference: { before: { absent: true }, after: { hidden: true } },
      },
      {
        path: "status",
        isSecret: false,
        difference: { before: { text: "ACTIVE" }, after: { text: "PENDING" } },
      },
    ]);
    expect(kinds(refreshed({ inputs: { ...INPUTS, newInputs: ["audience"] } }))).toEqual([
      ["madeByServer", ["newInputs"]],
    ]);
  });

  it("is told again after somebody refreshed the state, as long as no update has set the secret", () => {
    const { globalSecrets: _, ...inputs } = INPUTS;
    const state = { id: "1", inputs, outputs: { ...OUTPUTS, driftedSecrets: ["clientSecret"] } };
    expect(kinds({ ...refreshed({}, "same"), old: state, new: state })).toEqual([
      ["secretTouched", ["clientSecret"]],
    ]);
  });

  it("tells apart the customers of a set whose credentials changed from those that lost them", () => {
    const outputs = { ...OUTPUTS, drifted: ["~initech", "-hooli"] };
    expect(driftsOf("us", refreshed({ outputs }), []).map(({ kind, key }) => [kind, key])).toEqual([
      ["lost", "slack, customer hooli"],
      ["secretTouched", "slack"],
    ]);
  });

  it("shows no argument of other packages, and nothing that acts on a terminal", () => {
    const other = driftsOf(
      "us",
      { ...refreshed({ inputs: { ...INPUTS, name: "canary" } }, "update", "random:index:RandomId") },
      [],
    );
    expect(JSON.stringify(other)).not.toContain("canary");
    expect(other[0]?.kind).toBe("edited");
    const hostile = driftsOf("us", refreshed({ inputs: { ...INPUTS, name: "\u001b[2Jgone" } }), []);
    expect(JSON.stringify(hostile)).not.toContain("\\u001b");
  });
});

describe("The report on drift", () => {
  const of = (stack: string, name: string) => driftsOf(stack, refreshed({ inputs: { ...INPUTS, name } }), []);
  const read = (name: string, drifts: ReturnType<typeof of>) => ({
    stack: { name, labels: [], wave: undefined, exists: true },
    ...{ readAt: "2026-01-01T00:00:00Z", seconds: 1 },
    found: { tenant: undefined, compared: 3, drifts },
  });
  const broken = {
    stack: { name: "asia", labels: [], wave: undefined, exists: true },
    ...{ readAt: "2026-01-01T00:00:00Z", seconds: 1 },
    failures: [{ message: "no answer", nextStep: "wait" }],
  };

  it("counts every stack once, one that failed never as one without drift", () => {
    const readings = [read("us", of("us", "One")), broken, read("eu", [])];
    const report = driftReport("project", {}, readings);
    expect(report.stackCounts).toEqual({ failed: 1, drifted: 1, inSync: 1 });
    expect(driftText(report)).toMatch(/^asia +failed +\? +\? +\? +\? +\?$/m);
    expect(driftSchema.parse(report)).toEqual(report);
    expect(JSON.stringify(driftReport("project", {}, readings.toReversed()))).toBe(JSON.stringify(report));
  });

  it("has the same drift of several stacks in one row, with the values that differ by stack", () => {
    expect(driftRows([...of("us", "One"), ...of("eu", "Other")])).toEqual([
      {
        kind: "edited",
        class: "CustomerConnection",
        key: "slack",
        stacks: ["eu", "us"],
        changes: [
          {
            path: "name",
            isSecret: false,
            difference: {
              byStack: {
                eu: { before: { text: "Slack" }, after: { text: "Other" } },
                us: { before: { text: "Slack" }, after: { text: "One" } },
              },
            },
          },
        ],
      },
    ]);
  });

  it("is no drift where only the server made something", () => {
    const drifts = driftsOf("us", refreshed({ outputs: { ...OUTPUTS, status: "ERROR" } }), []);
    expect(driftReport("project", {}, [read("us", drifts)]).stacks[0]).toMatchObject({
      status: "inSync",
      madeByServer: { counted: 1 },
    });
  });
});
