import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { resourceChanges } from "../support/engineEvents.ts";
import { createPulumiProject, type PulumiProject } from "../support/pulumi.ts";
import { namesOf } from "../support/steps.ts";
import { startTenant, type TestTenant } from "../support/tenant.ts";

const definition = `
definitionVersion: 7
name: Alerts
requiredConfigVars:
  - { key: Slack, dataType: connection, useScopedConfigVar: slack }
flows: []
`;

/** Declares the connections whose names it finds, all guarded; the hook itself stays when they go. */
const program = `
  import { readFileSync } from "node:fs";
  import { Config } from "@pulumi/pulumi";
  import { CustomerConnection, GlobalValues, guardDeletes, Tenant } from "pulumi-prismatic";

  const config = new Config();
  const { guarded, tenants, values } = JSON.parse(readFileSync("declared.json", "utf8"));
  guardDeletes();
  for (const { stableKey, ...args } of guarded) {
    const connection = { component: "slack", connectionType: "webhookUrl", name: stableKey, stableKey, ...args };
    const made = new CustomerConnection(stableKey, connection, guardDeletes());
    const valuesArgs = { connection: made, secrets: values, redeployInstances: "never" };
    if (values && stableKey === "slack") new GlobalValues("slack-values", valuesArgs, guardDeletes());
  }
  const eu = new Tenant("eu", {
    url: config.require("euUrl"),
    tenantId: config.require("euTenantId"),
    refreshToken: config.requireSecret("euToken"),
  });
  const options = { provider: eu, ...guardDeletes({ tenant: eu }) };
  for (const stableKey of tenants) {
    const connection = { component: "slack", connectionType: "webhookUrl", name: stableKey, stableKey };
    new CustomerConnection("eu-" + stableKey, connection, options);
  }
`;

const refusal =
  /Connection "slack" was not deleted: in Tenant [\w-]+ at http:\S+, 1 instance, \d+ integration versions?, 1 workflow, 1 customer's saved credentials would lose it/;

describe("guardDeletes", () => {
  let us: TestTenant;
  let eu: TestTenant;
  let project: PulumiProject;

  beforeAll(async () => {
    const holds = {
      customers: [{ externalId: "globex", name: "Globex" }],
      integrations: [{ definition }],
      instances: [{ name: "Alerts of Globex", customer: "globex", integration: "Alerts" }],
      workflows: [{ name: "Nightly", stableKeys: ["slack"] }],
    };
    [us, eu] = await Promise.all([startTenant({ holds }), startTenant({ holds })]);
    project = await createPulumiProject({
      program,
      config: { ...us.config, euUrl: eu.url, euTenantId: eu.id },
      secrets: { ...us.secrets, euToken: eu.refreshToken },
    });
    await declare(["slack", "unused"], ["slack"], { webhookUrl: "https://hooks.example/1" });
    await project.up();
    for (const tenant of [us, eu]) await saveCredentials(tenant);
  });
  afterAll(() => Promise.all([us.dispose(), eu.dispose(), project.dispose()]).then(() => undefined));

  // One test leaves another program behind.
  beforeEach(() => project.writeProgram(program));

  const declare = (guarded: (string | object)[], tenants: string[], values?: object) =>
    project.writeFile(
      "declared.json",
      JSON.stringify({
        guarded: guarded.map((each) => (typeof each === "string" ? { stableKey: each } : each)),
        tenants,
        values,
      }),
    );

  it("lets connections go that nothing uses, and values of one that is in use, at preview and at update", async () => {
    await declare(["slack"], ["slack"]);
    const { events } = await project.run(["up", "--yes"], { events: true });
    expect(new Set(namesOf(events, "delete"))).toEqual(new Set(["unused", "slack-values"]));
    expect(resourceChanges(events)).toMatchObject({ delete: 2 });
    expect(await us.stableKeys()).toEqual(["slack"]);
  });

  it("refuses at preview to delete a connection in use, with the number of each use", async () => {
    await declare([], ["slack"]);
    await us.clearRequests();
    const { output } = await project.preview([], { expectFailure: true });
    expect(output).toMatch(refusal);
    expect(output).not.toContain(us.refreshToken);
    expect(await us.mutations()).toEqual([]);
  });

  it("refuses in the tenant of a provider, which it asks and no other", async () => {
    await declare(["slack"], []);
    await us.clearRequests();
    const { output } = await project.preview([], { expectFailure: true });
    expect(output).toMatch(refusal);
    expect(output).toContain(`in Tenant ${eu.id} at`);
    expect((await us.requests()).map(({ operationName }) => operationName)).not.toContain(
      "ListConnectionUses",
    );
  });

  it("refuses at update as well, and nothing is changed", async () => {
    await declare([], ["slack"]);
    const { output } = await project.up([], { expectFailure: true });
    expect(output).toMatch(refusal);
    expect(await us.stableKeys()).toEqual(["slack"]);
  });

  it("refuses a destroy at its preview where the program runs", async () => {
    const { output } = await project.run(["destroy", "--run-program", "--preview-only"], {
      expectFailure: true,
    });
    expect(output).toMatch(refusal);
  });

  it("makes a destroy fail without the program, and nothing is deleted", async () => {
    const { output } = await project.destroy([], { expectFailure: true });
    expect(output).toContain("You must run with the `--run-program` flag");
    expect(await us.stableKeys()).toEqual(["slack"]);
    expect(await eu.stableKeys()).toEqual(["slack"]);
  });

  it("is missed by Pulumi where the program no longer calls it", async () => {
    await project.writeProgram("export {};");
    const { output } = await project.preview([], { expectFailure: true });
    // Each of the two connections has a hook of its own, and either may be the first that is missed.
    expect(output).toMatch(/hook "prismatic:guardDeletes(:eu)?" was not registered/);
  });

  it("accepts the numbers that the connection accepts", async () => {
    const accepted = {
      instances: 1,
      integrations: await integrationVersions(us),
      workflows: 1,
      customers: 1,
    };
    await declare([{ stableKey: "slack", replaceInUse: accepted }], ["slack"]);
    await project.up();
    await declare([], ["slack"]);
    expect((await project.preview()).output).toContain("1 to delete");
  });
});

/** The customer saves credentials for the connection, as in the web app. */
async function saveCredentials(tenant: TestTenant): Promise<void> {
  const { id } = await tenant.connection("slack");
  const { customers } = await tenant.query<{ customers: { nodes: { id: string }[] } }>(
    "query { customers { nodes { id } } }",
  );
  const { createCustomerConfigVariable } = await tenant.query<{
    createCustomerConfigVariable: { errors: unknown[] };
  }>(
    `mutation ($input: CreateCustomerConfigVariableInput!) {
      createCustomerConfigVariable(input: $input) { errors { field messages } }
    }`,
    {
      input: {
        scopedConfigVariable: id,
        customer: customers.nodes[0]?.id,
        key: "main",
        inputs: [{ name: "webhookUrl", type: "value", value: "https://hooks.example/globex" }],
      },
    },
  );
  expect(createCustomerConfigVariable.errors).toEqual([]);
}

async function integrationVersions(tenant: TestTenant): Promise<number> {
  const { id } = await tenant.connection("slack");
  const { scopedConfigVariable } = await tenant.query<{
    scopedConfigVariable: { integrations: { totalCount: number } };
  }>(
    "query ($id: ID!) { scopedConfigVariable(id: $id) { integrations(allVersions: true) { totalCount } } }",
    {
      id,
    },
  );
  return scopedConfigVariable.integrations.totalCount;
}
