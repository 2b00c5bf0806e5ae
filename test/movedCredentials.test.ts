import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkAndCreate, startProvider, type Created } from "./support/provider.ts";
import { startTenant, type TestTenant } from "./support/tenant.ts";

const secrets = { api_key: "hush-key" };

describe("A customer's credentials that move in one change", { timeout: 120_000 }, () => {
  let tenant: TestTenant;

  beforeAll(async () => {
    tenant = await startTenant({ holds: { customers: [{ externalId: "globex", name: "Globex" }] } });
    await using provider = await startProvider(tenant);
    for (const stableKey of ["to-set", "from-set"]) {
      await checkAndCreate(provider.supplied, { component: "acme", stableKey, name: stableKey });
    }
  });

  afterAll(() => tenant.dispose());

  /** The engine creates what is new first and deletes what is gone afterwards, both in one process. */
  async function move(stableKey: string, from: "credentials" | "credentialsSet"): Promise<void> {
    const connection = { stableKey };
    const arguments_ = {
      credentials: { connection, customer: "globex", secrets },
      credentialsSet: { connection, customers: { globex: { secrets } } },
    };
    const to = from === "credentials" ? "credentialsSet" : "credentials";
    let before: Created;
    {
      await using earlierRun = await startProvider(tenant);
      before = await checkAndCreate(earlierRun[from], arguments_[from]);
    }
    await using run = await startProvider(tenant);
    await checkAndCreate(run[to], arguments_[to]);
    await run[from].delete(before.id, before.outputs);
  }

  async function customersWithCredentials(stableKey: string): Promise<(string | undefined)[]> {
    const data = await tenant.query<{
      customerConfigVariables: { nodes: { customer: { externalId: string } | null }[] };
    }>(
      `query ($key: String) { customerConfigVariables(scopedConfigVariable_StableKey: $key) {
        nodes { customer { externalId } } } }`,
      { key: stableKey },
    );
    return data.customerConfigVariables.nodes.map(({ customer }) => customer?.externalId);
  }

  it("from a resource of their own into a set are still there afterwards", async () => {
    await move("to-set", "credentials");
    expect(await customersWithCredentials("to-set")).toEqual(["globex"]);
  });

  it("from a set into a resource of their own are still there afterwards", async () => {
    await move("from-set", "credentialsSet");
    expect(await customersWithCredentials("from-set")).toEqual(["globex"]);
  });
});
