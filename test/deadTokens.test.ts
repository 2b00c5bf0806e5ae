import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startProvider } from "./support/provider.ts";
import { startTenant, type TestTenant } from "./support/tenant.ts";

const args = { component: "slack", connectionType: "oauth2", stableKey: "slack", name: "Slack" };

describe("A token that the tenant refuses is named by the place where it is given, with the order of what to do:", () => {
  let tenant: TestTenant;
  let expired: string;
  let address: Record<string, string>;

  beforeAll(async () => {
    tenant = await startTenant();
    expired = await tenant.newAccessToken();
    await tenant.expireTokens();
    address = { PRISMATIC_URL: tenant.url, PRISMATIC_TENANT_ID: tenant.id };
  });
  afterAll(() => tenant.dispose());

  /** The reason of a refused plan; undefined where the plan is accepted. */
  async function refusal(config: Record<string, string | undefined>, env = {}): Promise<string | undefined> {
    await using provider = await startProvider(tenant, config, env);
    const { failures } = await provider.customer.check({}, args);
    return failures?.[0]?.reason;
  }
  const ofTenant = (name?: string) => ({
    "prismatic:explicit": "true",
    "prismatic:name": name,
    "prismatic:refreshToken": undefined,
    "prismatic:accessToken": expired,
  });

  it("the accessToken of a Tenant", async () => {
    expect(await refusal(ofTenant("eu"))).toBe(
      `Prismatic at ${tenant.url} refused the access token: it is wrong or has expired (accessToken of Tenant "eu"). ` +
        'Nothing was changed in this tenant. In this order: give Tenant "eu" a new accessToken in the program, which prism ' +
        "me:token prints (and put the Tenant back there, if it was removed); run pulumi up; only then remove the Tenant or " +
        "its resources, or run pulumi refresh or destroy, which use the token of the last pulumi up. The environment may " +
        `supply it as well: PRISMATIC_URL=${tenant.url}, PRISMATIC_TENANT_ID=${tenant.id} and PRISM_ACCESS_TOKEN.`,
    );
  });

  it("the refreshToken of a Tenant", async () => {
    const reason = await refusal({
      ...ofTenant("eu"),
      "prismatic:accessToken": undefined,
      "prismatic:refreshToken": "dead",
    });
    expect(reason).toMatch(
      /refused the refresh token for tenant \S+ \(HTTP 401.*; refreshToken of Tenant "eu"\)\. Nothing was changed in this tenant\./,
    );
    expect(reason).toContain('In this order: give Tenant "eu" a new refreshToken in the program');
    expect(reason).toContain("PRISM_REFRESH_TOKEN");
  });

  it("that of a Tenant of an earlier version, whose state has no name, and no environment where it names no tenant", async () => {
    const reason = await refusal({ ...ofTenant(), "prismatic:tenantId": undefined });
    expect(reason).toContain("(accessToken of the Tenant)");
    expect(reason).toContain("In this order: give the Tenant a new accessToken");
    expect(reason).not.toContain("environment");
  });

  it("that of the stack's configuration", async () => {
    const reason = await refusal({ "prismatic:refreshToken": undefined, "prismatic:accessToken": expired });
    expect(reason).toContain("(prismatic:accessToken). Nothing was changed.");
    expect(reason).toContain("pulumi config set --secret prismatic:accessToken");
    expect(reason).toContain(
      "Then run pulumi up first: without --run-program, pulumi refresh and destroy use the token",
    );
  });

  it("that of the environment", async () => {
    const reason = await refusal(ofTenant("eu"), { ...address, PRISM_ACCESS_TOKEN: expired });
    expect(reason).toContain("(PRISM_ACCESS_TOKEN). Nothing was changed in this tenant.");
    expect(reason).toContain("Set PRISM_ACCESS_TOKEN to a new one, which prism me:token prints.");
  });

  it("and the environment's takes its place where it names the same tenant, and not where it names another", async () => {
    const PRISM_ACCESS_TOKEN = await tenant.newAccessToken();
    expect(await refusal(ofTenant("eu"), { ...address, PRISM_ACCESS_TOKEN })).toBeUndefined();
    const other = {
      ...address,
      PRISMATIC_TENANT_ID: "11111111-2222-4333-8444-555555555555",
      PRISM_ACCESS_TOKEN,
    };
    expect(await refusal(ofTenant("eu"), other)).toContain('accessToken of Tenant "eu"');
  });
});
