import { describe, expect, it } from "vitest";
import type { ResourceClass } from "../../provider/src/resources/names.ts";
import { faultsOf } from "./clear.ts";
import { CLASSES } from "./engine.ts";
import { FAULTS } from "./kinds.ts";
import { Lane } from "./lane.ts";
import { titleOf, VERBS, type Cell, type Verb } from "./matrix.ts";
import { sampled } from "./run.ts";
import { SCENARIOS } from "./scenarios.ts";
import { differences } from "./stored.ts";

/** A sample; `npm run test:faults` tries thousands. Each command meets each of its faults at its first change. */
const SAMPLE: [type: ResourceClass, verb: Verb, faults: string[]][] = [
  ["CustomerConnection", "create", ["reset-after", "malformed", "alias-refused"]],
  ["OrganizationCustomerConnection", "replace", ["502-after", "refused"]],
  ["OrganizationGlobalConnection", "update", ["null-data", "403-page-lasting"]],
  ["UserConnection", "delete", ["reset-after", "token-revoked"]],
  ["GlobalValues", "update", ["wrong-shape", "clock-back"]],
  ["TestCredentials", "create", ["cut-short", "token-expired"]],
  ["CustomerCredentials", "create", ["502-after", "429-an-hour"]],
  ["CustomerCredentialsSet", "update", ["reset-after", "alias-refused"]],
  ["EmbeddedWorkflowFlag", "delete", ["502-page", "413"]],
  ["CustomerEmbeddedAccess", "replace", ["graphql-error", "clock-forward"]],
  ["Component", "create", ["reset-before", "malformed"]],
  ["Integration", "create", ["503", "429-graphql"]],
  ["CodeNativeIntegration", "create", ["500"]],
];

describe("A command that something goes wrong for succeeds, or says what is to be done; the next one completes it:", () => {
  it.each(SAMPLE)("%s, %s", async (type, verb, faults) => {
    const scenario = SCENARIOS.find((each) => each.type === type);
    await using lane = await Lane.start(scenario!);
    const baseline = await lane.baseline(verb);
    const at = baseline.requests.find(({ isMutation }) => isMutation)?.number ?? 0;
    for (const fault of faults) {
      const cell = { type, verb, fault, at };
      const { problems, request } = await lane.try(cell, baseline);
      expect(problems, titleOf(cell)).toEqual([]);
      expect(request, titleOf(cell)).toBeDefined();
    }
  });
});

describe("The matrix of faults", () => {
  it("has every class, and the sample has every one and every command", () => {
    expect(SCENARIOS.map(({ type }) => type)).toEqual(CLASSES);
    expect(SAMPLE.map(([type]) => type)).toEqual(CLASSES);
    const verbs = new Set<Verb>(SAMPLE.map(([, verb]) => verb));
    expect(VERBS.filter((verb) => verb !== "read" && !verbs.has(verb))).toEqual([]);
    for (const [, , faults] of SAMPLE) {
      for (const name of faults) expect(FAULTS.map((fault) => fault.name)).toContain(name);
    }
  });

  it("is sampled by a seed, with each fault in each command before any fault comes twice", () => {
    const cells: Cell[] = ["reset-after", "500"].flatMap((fault) =>
      VERBS.flatMap((verb) => [1, 2, 3].map((at) => ({ type: "Component" as const, verb, fault, at }))),
    );
    const some = sampled(cells, 10, 7);
    expect(new Set(some.map(({ verb, fault }) => `${verb} ${fault}`)).size).toBe(10);
    expect(sampled(cells, 10, 7)).toEqual(some);
    expect(sampled(cells, 10, 8)).not.toEqual(some);
    expect(sampled(cells, 100, 7)).toHaveLength(cells.length);
  });

  it("finds what a message lacks", () => {
    const expected = { tenant: ["Tenant T"], resource: ['"slack"'] };
    const clear =
      'Connection "slack" was not created: Tenant T is down. Nothing was changed. To try again: pulumi up';
    expect(faultsOf(clear, expected)).toEqual([]);
    expect(faultsOf("Internal error\n at x", expected)).toHaveLength(6);
  });

  it("finds what a tenant has too many and what it lacks", () => {
    expect(differences(["a", "a", "b"], ["a", "c"])).toEqual(["+ a", "+ b", "- c"]);
  });
});
