import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { DynamicProvider } from "./support/dynamicProvider.ts";
import { ProviderCallError } from "./support/grpc.ts";
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
  async function nextRun(): Promise<void> {
    await provider[Symbol.asyncDispose]();
    provider = await startProvider(tenant);
  }
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
  const changes: Record<string, Change> = {
    connection: {
      door: () => provider.supplied,
      args: database,
      change: { globalValues: { host: "db2.example" } },
      customers: ["Globex", "Initech"],
      says: '2 instances run with connection "postgres"',
      what: 'connection "postgres"',
    },
    "connection's global values, owned apart from it,": {
      door: () => provider.values,
      args: { connection: reference, values: { host: "db2.example" } },
      // The connection is there and has instances, so that taking it over is a decision as well.
      createdWith: { redeployInstances: "never" },
      change: { values: { host: "db3.example" } },
      customers: ["Globex", "Initech"],
      says: '2 instances run with connection "postgres"',
      what: 'connection "postgres"',
    },
    "customer's credentials": {
      door: () => provider.credentials,
      args: { connection: reference, customer: "globex", ...login },
      change: { secrets: { password: "new" } },
      customers: ["Globex"],
      says: "1 instance runs on the credentials",
      what: 'the credentials of customer "globex" for connection "postgres"',
    },
    "set of customers' credentials": {
      door: () => provider.credentialsSet,
      args: { connection: reference, customers: { initech: login, hooli: login } },
      change: { customers: { initech: { ...login, secrets: { password: "new" } }, hooli: login } },
      customers: ["Initech"],
      says: '2 instances use connection "postgres"',
      what: 'customers\' credentials for connection "postgres"',
    },
  };

  describe.each(Object.entries(changes))("a changed %s", (_, { door, args, change, customers, ...of }) => {
    const { createdWith, says, what } = of;
    let created: Created;
    const concerned = customers.map((customer) => `Reports of ${customer}`);

    beforeAll(async () => {
      // Another program than the one before.
      await nextRun();
      created = await checkAndCreate(door(), { ...args, ...createdWith });
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
      await nextRun();
      await tenant.clearRequests();
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

    it('with "onChange" reaches the instances that run with it, and no other, and says how many', async () => {
      await update({ ...change, redeployInstances: "onChange" });
      const number = customers.length === 1 ? "1 instance was" : `${customers.length} instances were`;
      expect(provider.customer.stdout).toContain(`${number} deployed again with the new values of ${what}.`);
      const after = await deployments(tenant);
      for (const [name, { needsDeploy, lastDeployedAt }] of Object.entries(after)) {
        expect(needsDeploy, name).toBe(false);
        const moved = lastDeployedAt !== before[name]?.lastDeployedAt;
        expect(moved, name).toBe(concerned.includes(name));
      }
    });

    it('with "never" deploys nothing', async () => {
      await update({ redeployInstances: "never" });
      expect((await tenant.mutations()).at(-1)?.input).not.toHaveProperty("redeploy");
      const after = await deployments(tenant);
      for (const [name, { needsDeploy, lastDeployedAt }] of Object.entries(after)) {
        expect(lastDeployedAt, name).toBe(before[name]?.lastDeployedAt);
        expect(needsDeploy, name).toBe(reach === "on-redeploy" && concerned.includes(name));
      }
    });

    it("names an instance that cannot be deployed, and the next run deploys that one alone", async () => {
      const [first = ""] = customers;
      const failing = `Reports of ${first}`;
      const reason = "A config variable has no value.";
      await tenant.injectFault({ instance: failing }, { type: "deploymentFails", messages: [reason] }, 2);
      const failure = await update({ ...change, redeployInstances: "onChange" }).then(deployed, halfMade);
      await tenant.clearFaults();
      expect(failure.message).toContain(
        `"${failing}" of customer ${first.toLowerCase()}: ${reason.slice(0, -1)}.`,
      );
      expect(failure.message).toContain("1 was not and still runs on the old ones");
      expect(failure.message).toContain("pulumi up");
      const stale = ({ needsDeploy }: Deployment) => needsDeploy;
      expect(Object.entries(await deployments(tenant)).filter(([, each]) => stale(each))).toMatchObject([
        [failing, {}],
      ]);

      await nextRun();
      const news = { ...args, ...change, redeployInstances: "onChange" };
      const { inputs, failures } = await door().check(created.inputs, news);
      expect(failures).toEqual([]);
      const refreshed = await door().read(created.id, failure.properties ?? {});
      for (const outputs of [failure.properties ?? {}, refreshed.outputs]) {
        expect((await door().diff(created.id, outputs, inputs)).changes).toBe(true);
      }
      await tenant.clearRequests();
      const outputs = await door().update(created.id, refreshed.outputs, inputs);
      expect((await tenant.mutations()).map(({ field }) => field)).toEqual(["deployInstance"]);
      expect(Object.values(await deployments(tenant)).filter(stale)).toEqual([]);
      expect((await door().diff(created.id, outputs, inputs)).changes).toBe(false);
      created = { id: created.id, inputs, outputs };
    });
  });

  it("a changed name, description or flag deploys nothing, whatever was decided", async () => {
    const redeployed = { ...database, stableKey: "busy", redeployInstances: "onChange" };
    const created = await checkAndCreate(provider.supplied, redeployed);
    before = await deployments(tenant);
    const cosmetic = { name: "New", description: "New", embeddedWorkflows: true };
    const { redeployInstances: _, ...undecided } = redeployed;
    await nextRun();
    expect(await reasons(provider.supplied, created, { ...undecided, ...cosmetic })).toEqual([]);
    await nextRun();
    const { inputs } = await provider.supplied.check(created.inputs, { ...created.inputs, ...cosmetic });
    await provider.supplied.update(created.id, created.outputs, inputs);
    expect((await tenant.mutations()).at(-1)?.input).not.toHaveProperty("redeploy");
    expect(await deployments(tenant)).toEqual(before);
  });
});

/** A resource that can change what instances run with, its change, and whose instances that concerns. */
interface Change {
  door: () => DynamicProvider;
  args: Record<string, unknown>;
  createdWith?: object;
  change: object;
  customers: string[];
  /** Beginning of the question about the instances. */
  says: string;
  /** Name of the change in the report. */
  what: string;
}

function deployed(): never {
  throw new Error("All instances were deployed.");
}

function halfMade(error: unknown): ProviderCallError {
  if (error instanceof ProviderCallError && error.id !== undefined) return error;
  throw error;
}

async function integrationIds(tenant: TestTenant): Promise<Record<string, { id: string }>> {
  const { integrations } = await tenant.query<{ integrations: { nodes: { id: string; name: string }[] } }>(
    "query { integrations { nodes { id name } } }",
  );
  return Object.fromEntries(integrations.nodes.map(({ id, name }) => [name, { id }]));
}
