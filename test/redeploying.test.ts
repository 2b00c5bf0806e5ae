import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { deployments, namesConnections, type Deployment } from "./support/inUse.ts";
import { checkAndCreate, reasons, startProvider, type Created, type Provider } from "./support/provider.ts";
import { startTenant, type TestTenant } from "./support/tenant.ts";

describe.each(["on-redeploy", "at-once"] as const)("With new values reaching instances %s,", (reach) => {
  let tenant: TestTenant;
  let provider: Provider;
  let before: Record<string, Deployment>;

  beforeAll(async () => {
    tenant = await startTenant({ holds: namesConnections, switches: { "values-reach-instances": reach } });
    provider = await startProvider(tenant);
  });
  afterAll(async () => {
    await provider?.[Symbol.asyncDispose]();
    await tenant?.dispose();
  });

  const database = {
    component: "postgres",
    stableKey: "postgres",
    name: "PostgreSQL",
    globalValues: { host: "db.example" },
  };
  const login = { values: { database: "db", username: "pulumi" }, secrets: { password: "hush" } };
  const reference = { stableKey: "postgres" };

  /** Every resource that can change what instances run with, its change, and whose instances that concerns. */
  const changes = {
    connection: {
      door: () => provider.supplied,
      args: database,
      change: { globalValues: { host: "db2.example" } },
      customers: ["Globex", "Initech"],
      says: '2 instances run with connection "postgres"',
    },
    "customer's credentials": {
      door: () => provider.credentials,
      args: { connection: reference, customer: "globex", ...login },
      change: { secrets: { password: "new" } },
      customers: ["Globex"],
      says: "1 instance runs on the credentials",
    },
    "set of customers' credentials": {
      door: () => provider.credentialsSet,
      args: { connection: reference, customers: { initech: login, hooli: login } },
      change: { customers: { initech: { ...login, secrets: { password: "new" } }, hooli: login } },
      customers: ["Initech"],
      says: '2 instances use connection "postgres"',
    },
  };

  describe.each(Object.entries(changes))("a changed %s", (_, { door, args, change, customers, says }) => {
    let created: Created;
    const concerned = customers.map((customer) => `Reports of ${customer}`);

    beforeAll(async () => {
      created = await checkAndCreate(door(), args);
    });
    beforeEach(async () => {
      const { id } = (await integrationIds(tenant))["Reports"] ?? {};
      await tenant.query(
        `mutation ($id: ID!) { bulkUpdateInstancesToLatestIntegrationVersion(input: { id: $id }) { errors { field } } }`,
        { id },
      );
      before = await deployments(tenant);
    });

    async function update(news: object): Promise<void> {
      const { inputs, failures } = await door().check(created.inputs, { ...args, ...news });
      expect(failures).toEqual([]);
      created = { ...created, inputs, outputs: await door().update(created.id, created.outputs, inputs) };
    }

    it("needs a decision about the instances that run with it", async () => {
      await tenant.clearRequests();
      const [reason, ...others] = await reasons(door(), created, { ...args, ...change });
      expect(others).toEqual([]);
      expect(reason).toMatch(/^redeployInstances: /);
      expect(reason).toContain(says);
      expect(await tenant.mutations()).toEqual([]);
    });

    it('with "onChange" reaches the instances that run with it, and no other', async () => {
      await update({ ...change, redeployInstances: "onChange" });
      const after = await deployments(tenant);
      for (const [name, { needsDeploy, lastDeployedAt }] of Object.entries(after)) {
        expect(needsDeploy, name).toBe(false);
        const moved = lastDeployedAt !== before[name]?.lastDeployedAt;
        expect(moved, name).toBe(concerned.includes(name));
      }
    });

    it('with "never" deploys nothing', async () => {
      await update({ redeployInstances: "never" });
      const after = await deployments(tenant);
      for (const [name, { needsDeploy, lastDeployedAt }] of Object.entries(after)) {
        expect(lastDeployedAt, name).toBe(before[name]?.lastDeployedAt);
        expect(needsDeploy, name).toBe(reach === "on-redeploy" && concerned.includes(name));
      }
    });
  });

  it("a changed name, description or flag deploys nothing, whatever was decided", async () => {
    const redeployed = { ...database, stableKey: "busy", redeployInstances: "onChange" };
    const created = await checkAndCreate(provider.supplied, redeployed);
    before = await deployments(tenant);
    const cosmetic = { name: "New", description: "New", embeddedWorkflows: true };
    const { redeployInstances: _, ...undecided } = redeployed;
    expect(await reasons(provider.supplied, created, { ...undecided, ...cosmetic })).toEqual([]);
    const { inputs } = await provider.supplied.check(created.inputs, { ...created.inputs, ...cosmetic });
    await provider.supplied.update(created.id, created.outputs, inputs);
    expect((await tenant.mutations()).at(-1)?.input).not.toHaveProperty("redeploy");
    expect(await deployments(tenant)).toEqual(before);
  });
});

async function integrationIds(tenant: TestTenant): Promise<Record<string, { id: string }>> {
  const { integrations } = await tenant.query<{ integrations: { nodes: { id: string; name: string }[] } }>(
    "query { integrations { nodes { id name } } }",
  );
  return Object.fromEntries(integrations.nodes.map(({ id, name }) => [name, { id }]));
}
