import { describe, expect, it } from "vitest";
import { TenantSession } from "../provider/src/tenant/session.ts";
import { resolveSettings } from "../provider/src/tenant/settings.ts";
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

  const limited = { switches: { "suspended-tenant": "limited" } } as const;

  it("means the only tenant that is not suspended, where the first one tells which those are", async () => {
    const suspended = ["Test tenant", "Old"];
    await using tenant = await startTenant({ otherTenants: ["Old", "Other"], suspended, ...limited });
    const environment = { PRISMATIC_URL: tenant.url, PRISM_REFRESH_TOKEN: tenant.refreshToken };
    const session = new TenantSession(resolveSettings(() => undefined, environment));
    expect(await session.connections.all()).toEqual([]);
    await tenant.expireTokens();
    expect(await session.customers.all()).toEqual([]);
    const served = (await tenant.requests()).filter(({ status, path }) => path === "/api" && status === 200);
    const [first, ...others] = served.map(({ tenantId }) => tenantId);
    expect(first).toBe(tenant.id);
    expect(others).toHaveLength(2);
    expect(others).not.toContain(tenant.id);
  });

  it("is refused where all are suspended, or several are not", async () => {
    const reaching = async (otherTenants: string[], suspended: string[]) => {
      await using tenant = await startTenant({ otherTenants, suspended, ...limited });
      await using provider = await startProvider(tenant, unnamed);
      return (await reasons(provider.customer, { inputs: {} }, slack))[0];
    };
    const all = ["Test tenant", "Other"];
    expect(await reaching(["Other"], all)).toMatch(
      /Every tenant that the refresh token reaches .* is suspended/,
    );
    expect(await reaching(["Other", "Another"], ["Test tenant"])).toMatch(/reaches 2 tenants .*\(Other\)/s);
  });

  it("that means a suspended tenant, which tells nothing, is told to name another", async () => {
    await using tenant = await startTenant({ otherTenants: ["Other"], suspended: ["Test tenant"] });
    await using provider = await startProvider(tenant, unnamed);
    const [reason] = await reasons(provider.customer, { inputs: {} }, slack);
    expect(reason).toMatch(/is suspended.*pulumi config set prismatic:tenantId/s);
  });
});
