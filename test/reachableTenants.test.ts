import { describe, expect, it } from "vitest";
import { reasons, startProvider } from "./support/provider.ts";
import { startTenant } from "./support/tenant.ts";

const slack = { component: "slack", connectionType: "oauth2", stableKey: "chat", name: "Chat" };
const unnamed = { "prismatic:tenantId": undefined };

describe("A refresh token without a tenant", () => {
  it("is enough where the other tenants that it reaches are suspended", async () => {
    await using tenant = await startTenant({ otherTenants: ["Old", "Older"], suspended: ["Old", "Older"] });
    await using provider = await startProvider(tenant, unnamed);
    expect(await reasons(provider.customer, { inputs: {} }, slack)).toEqual([]);
  });

  it("is refused where it reaches several, and names those that are not suspended", async () => {
    await using tenant = await startTenant({ otherTenants: ["Old", "Other"], suspended: ["Old"] });
    await using provider = await startProvider(tenant, unnamed);
    const [reason] = await reasons(provider.customer, { inputs: {} }, slack);
    expect(reason).toMatch(/reaches 2 tenants .*They are: [^ ]+ \(Test tenant\), [^ ]+ \(Other\)/s);
  });

  it("that means a suspended tenant is told to name another", async () => {
    await using tenant = await startTenant({ otherTenants: ["Other"], suspended: ["Test tenant"] });
    await using provider = await startProvider(tenant, unnamed);
    const [reason] = await reasons(provider.customer, { inputs: {} }, slack);
    expect(reason).toMatch(/is suspended.*pulumi config set prismatic:tenantId/s);
  });
});
