import { describe, expect, it } from "vitest";
import { foundExitCode } from "../report/exitCode.ts";
import { reportOf } from "./connectionReport.ts";
import { findingLines } from "./text.ts";
import { connectionReport } from "./schema.ts";

const about = (name: string) => ({
  stack: { name, labels: [], wave: undefined, exists: true },
  ...{ readAt: "2026-01-01T00:00:00Z", seconds: 1 },
});
const state = (status?: string, isAuthorizable = false) => ({ status, isAuthorizable });
const NONE = { instances: 0, integrations: 0, workflows: 0, customers: 0 };

const connection = (stableKey: string, uses: typeof NONE, own = state("ACTIVE")) => ({
  ...{ stableKey, uses, name: stableKey, kind: "CustomerConnection", component: "slack", type: "oauth2" },
  ...{ embeddedWorkflows: false, state: own },
});
const credentials = (customer: string, own: ReturnType<typeof state>) => ({
  ...{ stableKey: "used", customer, name: undefined, state: own },
});

const us = {
  ...about("us"),
  found: {
    ...{ tenant: undefined, secrets: [] },
    connections: [
      connection("used", { ...NONE, workflows: 1 }),
      connection("idle", NONE),
      connection("odd", { ...NONE, customers: 1 }, state("REVOKED")),
      { ...connection("tested", { ...NONE, instances: 1 }), testState: state("FAILED") },
      connection("plain", { ...NONE, integrations: 1 }, state(undefined)),
    ],
    credentials: [
      ...["g", "f", "e", "d", "c", "b", "a"].map((name) => credentials(name, state("PENDING", true))),
      credentials("bad\u001b[2J", state("ERROR")),
    ],
  },
};
const broken = { ...about("asia"), failures: [{ message: "no answer", nextStep: "wait" }] };

describe("A report on connections", () => {
  const report = reportOf("project", {}, [us, broken]);

  it("finds what fails, what has an unknown status, what waits, and what nothing uses", () => {
    const found = report.findings.map(({ kind, key, of, customer }) => [kind, key, of, customer]);
    expect(found.filter(([kind]) => kind !== "waits")).toEqual([
      ["fails", "tested", "testCredentials", undefined],
      ["fails", "used", "customer", String.raw`bad\u{1b}[2J`],
      ["unknownStatus", "odd", "connection", undefined],
      ["unused", "idle", "connection", undefined],
    ]);
    expect(found.filter(([kind]) => kind === "waits")).toHaveLength(7);
    expect(connectionReport.parse(report)).toEqual(report);
  });

  it("names the first customers of many", () => {
    expect(findingLines(report.findings.filter(({ kind }) => kind === "waits"))).toEqual([
      "us: used, 7 customers: a, b, c, d, e and 2 others (PENDING)",
    ]);
  });

  it("says of a tenant that was not read that nothing was counted", () => {
    expect(report.stackCounts).toEqual({ failed: 1, findings: 1, clean: 0 });
    expect(report.stacks[0]).toMatchObject({ stack: "asia", unused: { notCounted: "no answer" } });
  });
});

describe("The exit code of what was found", () => {
  it("is a failure before all else, and a failure whatever is allowed", () => {
    const options = { exitZeroOnChanges: true };
    expect(foundExitCode({ failed: 0, found: false })).toBe(0);
    expect(foundExitCode({ failed: 0, found: true })).toBe(2);
    expect(foundExitCode({ failed: 0, found: true }, options)).toBe(0);
    expect(foundExitCode({ failed: 1, found: true }, options)).toBe(1);
  });
});
