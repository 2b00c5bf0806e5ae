import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { declare, declaringProgram, type Declared } from "../support/declaration.ts";
import { diagnosticErrors } from "../support/engineEvents.ts";
import { createPulumiProject, type PulumiProject } from "../support/pulumi.ts";
import {
  argumentRefusals,
  classes,
  connectionRefusals,
  expectToSay,
  slack,
  valueRefusals,
} from "../support/refusedPlans.ts";
import { sized } from "../support/size.ts";
import { startTenant, type TestTenant } from "../support/tenant.ts";

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
    {
      type: "CustomerConnection",
      name: "slack",
      args: { ...slack, globalValues: { clientId: "4711" }, globalSecrets: { clientSecret: "hush" } },
    },
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
  // Each refusal by itself is the provider's, as test/refusals.test.ts shows; how one is shown is the engine's.
  const tried = sized({ sample: [...cases.slice(0, 1), ...cases.slice(-1)], promised: cases });
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

  it.each(tried)("$mistake", async ({ declared, says }) => {
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
