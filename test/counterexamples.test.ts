import { describe, expect, it } from "vitest";
import { changeCredentials, contentsOf } from "./support/contents.ts";
import { checkAndCreate, startProvider } from "./support/provider.ts";
import { startTenant } from "./support/tenant.ts";

const secrets = { api_key: "hush-key" };

describe("What random programs found:", () => {
  it("a set that goes takes the credentials along that somebody else changed meanwhile", async () => {
    await using tenant = await startTenant({
      holds: {
        customers: [{ externalId: "globex", name: "Globex" }],
        connections: [
          { stableKey: "acme", name: "Acme", component: "acme", variableScope: "customer", managedBy: "org" },
        ],
      },
    });
    const args = { connection: { stableKey: "acme" }, customers: { globex: { secrets } } };
    await using earlierRun = await startProvider(tenant);
    const { id, outputs } = await checkAndCreate(earlierRun.credentialsSet, args);
    await changeCredentials(tenant, "acme/globex", { api_key: "typed-by-hand" });
    await using run = await startProvider(tenant);
    const refreshed = await run.credentialsSet.read(id, outputs);
    await run.credentialsSet.delete(id, refreshed.outputs);
    expect((await contentsOf(tenant)).credentials).toEqual({});
  });
});
