import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { namesConnections } from "./support/inUse.ts";
import { checkAndCreate, reasons, startProvider, type Created, type Provider } from "./support/provider.ts";
import { startTenant, type TestTenant } from "./support/tenant.ts";

/** More instances than one page of a list holds. */
const MANY = 101;

const declared = {
  component: "postgres",
  stableKey: "postgres",
  name: "PostgreSQL",
  globalValues: { host: "db.example" },
};
const changed = { ...declared, globalValues: { host: "db2.example" } };

describe("The instances in which integrations are tested", () => {
  let tenant: TestTenant;
  let provider: Provider;
  let connection: Created;
  let credentials: Created;

  beforeAll(async () => {
    const instances = Array.from({ length: MANY }, (_, index) => ({
      name: `Reports ${index}`,
      customer: "globex",
      integration: "Reports",
    }));
    tenant = await startTenant({ holds: { ...namesConnections, instances } });
    {
      await using earlierRun = await startProvider(tenant);
      connection = await checkAndCreate(earlierRun.supplied, declared);
      credentials = await checkAndCreate(earlierRun.credentials, {
        connection: { stableKey: "postgres" },
        customer: "globex",
        values: { database: "db", username: "pulumi" },
        secrets: { password: "hush" },
      });
    }
    provider = await startProvider(tenant);
  });
  afterAll(async () => {
    await provider?.[Symbol.asyncDispose]();
    await tenant?.dispose();
  });
  beforeEach(() => tenant.clearRequests());

  const sent = async (name: string) =>
    (await tenant.requests()).filter(({ operationName }) => operationName === name).length;

  it("are among those of a connection, which have no filter for them", async () => {
    const found = await tenant.query<{ scopedConfigVariables: { nodes: { instances: object }[] } }>(
      `query { scopedConfigVariables(stableKey: "postgres") { nodes { instances { totalCount } } } }`,
    );
    expect(found.scopedConfigVariables.nodes).toEqual([{ instances: { totalCount: MANY + 1 } }]);
  });

  it("count as no use of a connection, however many pages there are", async () => {
    expect(await reasons(provider.supplied, connection, changed)).toEqual([
      expect.stringContaining(`${MANY} instances run with connection "postgres"`),
    ]);
    expect(await sent("ListConnectionUses")).toBe(2);
  });

  it("count as no use of a customer's credentials", async () => {
    const news = { ...credentials.inputs, secrets: { password: "new" } };
    expect(await reasons(provider.credentials, credentials, news)).toEqual([
      expect.stringContaining(`${MANY} instances run on the credentials`),
    ]);
    expect(await sent("ListCredentialsUses")).toBe(2);
  });

  it("are not deployed with new values, in a list whose order changes between two pages", async () => {
    await tenant.setSwitches({ "unsorted-order": "unstable" });
    const news = { ...changed, redeployInstances: "onChange" };
    const { inputs } = await provider.supplied.check(connection.inputs, news);
    await provider.supplied.update(connection.id, connection.outputs, inputs);
    expect(provider.supplied.stdout).toContain(`${MANY} instances were deployed again with the new values`);
    expect((await tenant.mutations()).map(({ field }) => field)).toEqual(["updateScopedConfigVariable"]);
  });
});
