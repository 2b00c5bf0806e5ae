import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { declare, declaringProgram, type Declared } from "../support/declaration.ts";
import { diagnosticErrors } from "../support/engineEvents.ts";
import { startProvider, type Provider } from "../support/provider.ts";
import { createPulumiProject, type PulumiProject } from "../support/pulumi.ts";
import {
  argumentRefusals,
  classes,
  connectionRefusals,
  slack,
  taken,
  tenantRefusals,
  valueRefusals,
} from "../support/refusedPlans.ts";
import { startTenant, type TestTenant } from "../support/tenant.ts";

describe("A plan is refused, in one message and before anything is changed:", () => {
  let tenant: TestTenant;
  let provider: Provider;

  beforeAll(async () => {
    tenant = await startTenant({ holds: { connections: [taken] } });
    provider = await startProvider(tenant);
  });
  beforeEach(() => tenant.clearRequests());
  afterEach(async () => expect(await tenant.mutations()).toEqual([]));
  afterAll(async () => {
    await provider?.[Symbol.asyncDispose]();
    await tenant?.dispose();
  });

  it.each([...connectionRefusals, ...valueRefusals, ...argumentRefusals, ...tenantRefusals])(
    "$mistake",
    async ({ type, args, says }) => {
      const { failures } = await provider[type].check({}, args);
      const [failure, ...others] = failures;
      expect(others).toEqual([]);
      expectToSay(failure?.reason, says);
      expect(failure?.reason).not.toMatch(/hush/);
      // The engine prints the value of a property that is named here, with its secrets.
      expect(failure?.property).toBe("");
    },
  );

  it("several mistakes at once, each by itself", async () => {
    const args = { ...slack, globalValues: { clientIdd: "1", scopes: "" }, globalSecrets: { wrong: "x" } };
    const { failures } = await provider.customer.check({}, args);
    expect(failures.map(({ reason }) => reason.split(":")[0])).toEqual([
      "globalValues.clientIdd",
      "globalValues.scopes",
      "globalSecrets.wrong",
    ]);
  });
});

describe("The engine refuses, with one error that names the resource,", () => {
  const shown = [
    "an unknown component",
    "an unknown connection type",
    "several connection types and none chosen",
    "an organization-supplied authorization-code type",
    "an unknown input",
    "a missing required input of a global connection",
    "a password under globalValues",
    'the malformed stable key "slack oauth"',
  ];
  const cases = [...connectionRefusals, ...valueRefusals, ...argumentRefusals]
    .filter(({ mistake }) => shown.includes(mistake))
    .map(({ mistake, type, args, says }) => {
      const declared: Declared[] = [{ type: classes[type], name: "wrong", args }];
      return { mistake, declared, says };
    });
  const inline: Declared[] = [
    { type: "CustomerConnection", name: "slack", args: { ...slack, globalValues: { clientId: "4711" } } },
    {
      type: "GlobalValues",
      name: "wrong",
      args: { connection: { $resource: "slack" }, secrets: { clientSecret: "hush" } },
    },
  ];
  cases.push({
    mistake: "global values of a connection that declares them itself",
    declared: inline,
    says: [/^connection: .*itself, and only one resource can own them/],
  });
  let tenant: TestTenant;
  let project: PulumiProject;

  beforeAll(async () => {
    tenant = await startTenant();
    const { config, secrets } = tenant;
    project = await createPulumiProject({ program: declaringProgram, config, secrets });
  });
  afterAll(async () => {
    await project?.dispose();
    await tenant?.dispose();
  });

  it("every one of the plans that the requirement names", () => {
    expect(cases).toHaveLength(shown.length + 1);
  });

  it.each(cases)("$mistake", async ({ declared, says }) => {
    await declare(project, declared);
    const { output, events } = await project.preview([], { events: true, expectFailure: true });
    const [error = "", ...others] = diagnosticErrors(events);
    expect(others).toEqual([]);
    const [, before, reason] = /^(.* resource 'wrong' has a problem: )(.*)$/s.exec(error) ?? [];
    expect(before).toContain("prismatic:");
    expectToSay(reason, says);
    expect(output.split(reason ?? ""), "printed once").toHaveLength(2);
    expect(output).not.toContain("hush");
    expect(await tenant.mutations()).toEqual([]);
  });
});

function expectToSay(reason: string | undefined, says: (string | RegExp)[]): void {
  for (const part of says) {
    if (typeof part === "string") expect(reason).toContain(part);
    else expect(reason).toMatch(part);
  }
}
