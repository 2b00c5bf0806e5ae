import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contentsOf } from "../support/contents.ts";
import { declare, declaringProgram, type Declared } from "../support/declaration.ts";
import { diagnosticErrors, resourceChanges } from "../support/engineEvents.ts";
import { checkAndCreate, reasons, startProvider } from "../support/provider.ts";
import { createPulumiProject, type PulumiProject } from "../support/pulumi.ts";
import { shownDiff } from "../support/shownDiff.ts";
import { namesOf } from "../support/steps.ts";
import { startTenant, type TestTenant } from "../support/tenant.ts";

const customers = [{ externalId: "globex", name: "Globex" }];
const component = { component: "twilio", connectionType: "apiKeySecret" };
const secrets = { apiKey: "hush-key", apiSecret: "hush" };

/** Every resource that holds values of the connection type; `region` is what the new version asks for. */
const program = (region: { region?: string }): Declared[] => [
  {
    type: "CustomerConnection",
    name: "shared",
    args: { ...component, stableKey: "shared", name: "Shared", globalValues: { accountSid: "AC1" } },
  },
  {
    type: "OrganizationGlobalConnection",
    name: "own",
    args: {
      ...component,
      stableKey: "own",
      name: "Own",
      globalValues: { accountSid: "AC1", ...region },
      globalSecrets: secrets,
    },
  },
  {
    type: "OrganizationCustomerConnection",
    name: "supplied",
    args: { ...component, stableKey: "supplied", name: "Supplied" },
  },
  {
    type: "GlobalValues",
    name: "apart",
    args: { connection: { $resource: "supplied" }, values: { accountSid: "AC1" } },
  },
  {
    type: "TestCredentials",
    name: "test",
    args: { connection: { $resource: "shared" }, values: region, secrets },
  },
  {
    type: "CustomerCredentials",
    name: "globex",
    args: {
      connection: { $resource: "supplied" },
      customer: "globex",
      values: { accountSid: "AC2", ...region },
      secrets,
    },
  },
];

/** One input that has to be supplied and one with a default. */
async function publish(tenant: TestTenant): Promise<void> {
  await tenant.publishInput("twilio", "apiKeySecret", { key: "region", required: true });
  await tenant.publishInput("twilio", "apiKeySecret", { key: "edge", required: true, default: "ashburn" });
}

describe("A new version of a component whose connections follow it", () => {
  let tenant: TestTenant;
  let project: PulumiProject;

  beforeAll(async () => {
    tenant = await startTenant({ holds: { customers }, switches: { "component-versions": "follows" } });
    const { config, secrets } = tenant;
    project = await createPulumiProject({ program: declaringProgram, config, secrets });
    await declare(project, program({}));
    await project.up();
    await publish(tenant);
  });
  afterAll(async () => {
    await project?.dispose();
    await tenant?.dispose();
  });

  it("is named by a refresh, for each resource with the inputs that concern it", async () => {
    const { output } = await project.run(["refresh", "--preview-only", "--diff"], { events: true });
    for (const name of ["shared", "own", "apart"]) {
      const lines = shownDiff(output, name);
      expect(lines, name).toEqual(expect.arrayContaining(['+     [0]: "region"', '+     [1]: "edge"']));
    }
    for (const name of ["test", "globex"]) {
      expect(
        shownDiff(output, name).filter((line) => line.includes("[")),
        name,
      ).toEqual(["+ newInputs: [", '+     [0]: "region"']);
    }
    expect(shownDiff(output, "supplied")).toEqual([]);
  });

  it("refuses a plan without what has to be supplied, and names it", async () => {
    await tenant.clearRequests();
    const { events } = await project.run(["up", "--refresh", "--yes"], { events: true, expectFailure: true });
    const errors = diagnosticErrors(events).join("\n");
    expect(errors.match(/globalValues\.region: is required/g)).toHaveLength(1);
    expect(errors).not.toContain("edge");
    expect(await tenant.mutations()).toEqual([]);
  });

  it("asks test credentials and a customer's for it as well, and no update before a refresh", async () => {
    await using provider = await startProvider(tenant);
    const doors = { shared: provider.testCredentials, supplied: provider.credentials };
    for (const [stableKey, door] of Object.entries(doors)) {
      const customer = stableKey === "shared" ? {} : { customer: "globex", values: { accountSid: "AC2" } };
      const args = { connection: { stableKey }, ...customer, secrets };
      expect(await reasons(door, { inputs: args }, args)).toEqual([]);
      expect(await reasons(door, { inputs: { ...args, newInputs: ["region"] } }, args)).toEqual([
        expect.stringMatching(/^values\.region: is required/),
      ]);
    }
  });

  it("is repaired once that is supplied, with the component's default for the rest", async () => {
    await declare(project, program({ region: "ie1" }));
    const { events } = await project.up(["--refresh"], { events: true });
    expect(namesOf(events, "update")).toEqual(["apart", "globex", "own", "shared", "test"]);
    const { connections, credentials } = await contentsOf(tenant);
    expect(connections).toMatchObject({
      shared: { values: { accountSid: "AC1", edge: "ashburn" } },
      own: { values: { accountSid: "AC1", region: "ie1", edge: "ashburn" } },
      supplied: { values: { accountSid: "AC1", edge: "ashburn" } },
    });
    expect(credentials).toMatchObject({
      "shared/test": { region: "ie1" },
      "supplied/globex": { region: "ie1" },
    });
    const again = await project.up(["--refresh", "--expect-no-changes"], { events: true });
    expect(resourceChanges(again.events)).toEqual({ same: 7 });
  });
});

describe("A new version of a component whose connections stay at the one they were made with", () => {
  it("concerns none of them: nothing drifts, nothing is asked for, and changes still go through", async () => {
    await using tenant = await startTenant({
      holds: { customers },
      switches: { "component-versions": "pinned" },
    });
    const [shared, own] = program({});
    const doors = {
      shared: { args: shared?.args ?? {}, change: { globalValues: { accountSid: "AC9" } } },
      own: {
        args: own?.args ?? {},
        change: { globalValues: { accountSid: "AC9" }, globalSecrets: secrets },
      },
    };
    await using before = await startProvider(tenant);
    const created = {
      shared: await checkAndCreate(before.customer, doors.shared.args),
      own: await checkAndCreate(before.global, doors.own.args),
    };
    await publish(tenant);

    await using provider = await startProvider(tenant);
    for (const [name, door] of [
      ["shared", provider.customer],
      ["own", provider.global],
    ] as const) {
      const { id, outputs, inputs } = created[name];
      const read = await door.read(id, outputs);
      expect(read.outputs, name).toEqual(outputs);
      const wanted = { ...doors[name].args, ...doors[name].change };
      const checked = await door.check(inputs, wanted);
      expect(checked.failures, name).toEqual([]);
      await door.update(id, read.outputs, checked.inputs);
      expect((await contentsOf(tenant)).connections[name], name).toMatchObject({
        values: { accountSid: "AC9" },
      });

      const asked = { ...wanted, globalValues: { ...doors[name].change.globalValues, region: "ie1" } };
      const [failure] = (await door.check(checked.inputs, asked)).failures;
      expect(failure?.reason, name).toContain('has no input "region"');
    }
    // A new connection is of the new version.
    const fresh = await provider.global.check({}, { ...doors.own.args, stableKey: "fresh" });
    expect(fresh.failures.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/^globalValues\.region: is required/),
    ]);
  });
});
