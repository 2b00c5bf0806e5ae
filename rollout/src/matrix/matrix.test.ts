import { describe, expect, it } from "vitest";
import type { FleetReading } from "../fleet/fleet.ts";
import { matrixComment } from "./comment.ts";
import { type ConnectionFacts, type StackFacts } from "./facts.ts";
import { matrixReport } from "./matrix.ts";
import { factsOfState } from "./readState.ts";
import { matrixReport as matrixSchema } from "./schema.ts";
import { matrixText } from "./text.ts";

const SECRET = {
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  ciphertext: "canary",
};
const CONNECTION = {
  urn: "urn:pulumi:us::p::t::n",
  type: "pulumi-nodejs:dynamic/prismatic:CustomerConnection",
};
const FLEET = { project: "acme", commit: {} };

const facts = (values: Record<string, string>): ConnectionFacts => ({
  facts: new Map(Object.entries({ kind: "CustomerConnection", ...values })),
  notRead: new Map(),
});

function reading(name: string, keys: Map<string, ConnectionFacts> | undefined): FleetReading<StackFacts> {
  const about = {
    stack: { name, labels: [], wave: undefined, exists: true },
    ...{ readAt: "2026-01-01T00:00:00Z", seconds: 1 },
  };
  if (keys === undefined) return { ...about, failures: [{ message: "no answer", nextStep: "wait" }] };
  return { ...about, found: { tenant: undefined, keys, ofOtherTenants: 0 } };
}

/** 12 stacks, one of which failed, with 30 keys, four of which differ. */
function large(): FleetReading<StackFacts>[] {
  return Array.from({ length: 12 }, (_, tenant) => {
    const names = Array.from({ length: 30 }, (_unused, index) => `key-${String(index).padStart(2, "0")}`);
    const all = names.map((key, index) => {
      const differs = (index === 3 && tenant === 5) || (index === 4 && tenant % 4 === 0);
      return [key, facts({ "values.baseUrl": differs ? "https://0" : "https://a" })] as const;
    });
    const present = all.filter(
      ([key]) => !(key === "key-07" && tenant === 1) && !(key === "key-08" && tenant > 2),
    );
    return reading(`tenant-${String(tenant).padStart(2, "0")}`, tenant === 11 ? undefined : new Map(present));
  });
}

const report = (readings: readonly FleetReading<StackFacts>[]) => matrixReport(FLEET, "states", readings);

describe("A matrix of 12 tenants and 30 keys", () => {
  it("shows what differs first, with the value that most have, and folds what agrees", () => {
    const text = matrixText(report(large()));
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThan(120);
    expect(text.split("\n").length).toBeLessThan(60);
    expect(text).toContain("30 keys: 4 differ, 26 agree in all that were read");
    expect(text).toMatch(/^key-03 {2}= {2}= {2}= {2}= {2}= {2}~ {2}= {2}= {2}= {2}= {3}= {3}\?$/m);
    expect(text).toContain('key-03\n    values.baseUrl: "https://a" in 10 of 11; "https://0" in tenant-05');
    expect(text).toContain("key-07\n    missing in tenant-01");
    expect(text).not.toContain("\nkey-01 ");
    expect(text).toContain("26 keys agree in 11 stacks:\n    key-00, key-01, key-02, key-05");
  });

  it("never takes a tenant that was not read for one that lacks a key", () => {
    const { keys, stacks, stackCounts } = report(large());
    expect(stackCounts).toEqual({ failed: 1, read: 11 });
    expect(stacks.find(({ stack }) => stack === "tenant-11")?.keys).toEqual({ notCounted: "no answer" });
    expect(keys.every(({ missing, present }) => ![...missing, ...present].includes("tenant-11"))).toBe(true);
  });

  it("has the same bytes in whatever order the tenants answered, and keeps to its schema", () => {
    const one = report(large());
    expect(matrixSchema.parse(one)).toEqual(one);
    expect(JSON.stringify(report(large().toReversed()))).toBe(JSON.stringify(one));
  });
});

describe("A matrix", () => {
  it("tells what was not read in a tenant from what it does not have", () => {
    const unread = { ...facts({}), notRead: new Map([["integrations.", "too many"]]) };
    const { keys } = report([
      reading("a", new Map([["k", facts({ "integrations.Sync": "version 2" })]])),
      reading("b", new Map([["k", unread]])),
    ]);
    expect(keys[0]?.facts.at(-1)).toEqual({
      path: "integrations.Sync",
      values: [{ value: "version 2", stacks: ["a"] }],
      notRead: [{ stack: "b", reason: "too many" }],
    });
    expect(keys[0]?.agrees).toBe(true);
  });

  it("shows values differently that differ in white space or in what acts on a terminal", () => {
    const values = ["a b", "a  b", "a\nb", "a b ", "a \u001b[1mb"];
    const built = report(
      values.map((value, index) => {
        const connection = { ...CONNECTION, inputs: { stableKey: "k", globalValues: { value } } };
        return reading(String(index), factsOfState([connection], []).keys);
      }),
    );
    const found = built.keys[0]?.facts.find(({ path }) => path === "values.value")?.values ?? [];
    expect(new Set(found.map(({ value }) => value)).size).toBe(values.length);
    expect(JSON.stringify(found)).not.toContain("\\u001b[1m");
  });

  it("holds names that every object inherits, and Markdown shows them and worse as they are", () => {
    const keys = ["__proto__", "constructor", "a|b`c", "<img src=x>", "@team"];
    const built = report([
      reading("a", new Map(keys.map((key) => [key, facts({ __proto__x: "1" })] as const))),
      reading("b", new Map()),
    ]);
    expect(built.keys.map(({ key }) => key).toSorted()).toEqual(keys.toSorted());
    const markdown = matrixComment(built);
    expect(markdown).toContain("| `__proto__` | `=` | `-` |");
    expect(markdown).toContain("| ``a\\|b`c`` | `=` | `-` |");
    expect(markdown).not.toMatch(/[^`]<img/);
    expect(markdown).not.toMatch(/[^`]@team/);
  });
});

describe("The connections of a state", () => {
  const TYPE = "pulumi-nodejs:dynamic/prismatic:";
  const urn = "urn:pulumi:us::p::t::n";
  const connection = {
    urn,
    type: `${TYPE}CustomerConnection`,
    provider: "urn:pulumi:us::p::pulumi:providers:pulumi-nodejs::default::1",
    inputs: {
      stableKey: "slack",
      component: { key: "slack", public: false },
      globalValues: { scopes: "chat:write", apiToken: "canary-plain", baseUrl: SECRET },
      globalSecrets: { clientSecret: SECRET },
      secretRevisions: { clientSecret: 1, "testCredentials.password": 1 },
    },
    outputs: { connectionType: "oauth2" },
  };

  it("have their parts from resources of their own, and no secret", () => {
    const found = factsOfState(
      [
        connection,
        { urn, type: `${TYPE}EmbeddedWorkflowFlag`, inputs: { connection: { stableKey: "slack" } } },
        { urn, type: `${TYPE}GlobalValues`, inputs: { connection: "slack", values: { clientId: "4711" } } },
        {
          ...{ urn, type: `${TYPE}Integration`, inputs: { connections: { Slack: { stableKey: "slack" } } } },
          outputs: { name: "Sync", versionNumber: 4 },
        },
        {
          urn,
          type: `${TYPE}CodeNativeIntegration`,
          outputs: { name: "Code", stableKeys: { Slack: "slack" } },
        },
      ],
      [],
    );
    expect(Object.fromEntries(found.keys.get("slack")?.facts ?? [])).toEqual({
      kind: "CustomerConnection",
      component: "slack",
      type: "oauth2",
      embeddedWorkflows: "yes",
      "values.scopes": "chat:write",
      "values.clientId": "4711",
      "secrets.apiToken": "set",
      "secrets.baseUrl": "set",
      "secrets.clientSecret": "set",
      "integrations.Sync": "version 4",
      "integrations.Code": "draft only",
    });
  });

  it("are those of the stack's own tenant that the program still has", () => {
    const elsewhere = { ...connection, provider: "urn:pulumi:us::p::pulumi:providers:pulumi-nodejs::eu::2" };
    const found = factsOfState([{ ...connection, delete: true }, elsewhere], []);
    expect([found.keys.size, found.ofOtherTenants]).toEqual([0, 1]);
  });

  it("have values that are encrypted as a whole as not read", () => {
    const found = factsOfState(
      [{ ...connection, inputs: { ...connection.inputs, globalValues: SECRET } }],
      [],
    );
    expect([...(found.keys.get("slack")?.notRead ?? [])]).toEqual([
      ["values.", "the state holds them encrypted"],
    ]);
    expect(JSON.stringify([...(found.keys.get("slack")?.facts ?? [])])).not.toContain("canary");
  });
});
