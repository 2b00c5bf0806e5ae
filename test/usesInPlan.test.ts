import { expect, it } from "vitest";
import { namesConnections } from "./support/inUse.ts";
import { checkAndCreate, reasons, startProvider, type Created } from "./support/provider.ts";
import { startTenant } from "./support/tenant.ts";

const declared = ["busy", "postgres"].map((stableKey) => ({
  component: "slack",
  connectionType: "oauth2",
  stableKey,
  name: stableKey,
  globalValues: { clientId: "4711.0815" },
  globalSecrets: { clientSecret: "hush" },
}));

it("A plan that changes many connections asks once what uses them, although each is judged by itself", async () => {
  await using tenant = await startTenant({ holds: namesConnections });
  const created: Created[] = [];
  {
    await using provider = await startProvider(tenant);
    for (const args of declared) created.push(await checkAndCreate(provider.customer, args));
  }
  await using provider = await startProvider(tenant);
  await tenant.clearRequests();
  for (const [index, args] of declared.entries()) {
    const changed = { ...args, globalValues: { clientId: "4712.0816" } };
    const [reason] = await reasons(provider.customer, created[index]!, changed);
    expect(reason).toContain(`2 instances run with connection "${args.stableKey}"`);
  }
  const asked = (await tenant.requests()).filter(
    ({ operationName }) => operationName === "ListConnectionUses",
  );
  expect(asked.length).toBe(1);
});
