import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startProvider } from "./support/provider.ts";
import { startTenant, type TestTenant } from "./support/tenant.ts";

describe("Before it reads or writes anything, the provider refuses", () => {
  let tenant: TestTenant;
  const args = { component: "slack", connectionType: "oauth2", stableKey: "slack", name: "Slack" };

  beforeAll(async () => void (tenant = await startTenant({ otherTenants: ["Second tenant"] })));
  beforeEach(() => tenant.clearRequests());
  afterAll(() => tenant?.dispose());

  /** The first message is whole; the next one tells the same and refers to it for what to do. */
  async function refusal(config: Record<string, string | undefined>): Promise<string> {
    await using provider = await startProvider(tenant, config);
    const { failures } = await provider.customer.check({}, args);
    expect(failures).toHaveLength(1);
    const reason = failures[0]?.reason ?? "";
    const created: unknown = await provider.customer.create(args).catch((error: unknown) => error);
    const [named = "", reference] = (created as Error).message.split(" The first message of this run");
    const fact = named.replace('The connection "slack": ', "");
    expect(reference).toBe(" about it says what to do.");
    expect(reason.startsWith(`${fact} `)).toBe(true);
    return reason;
  }

  const asked = async () => [
    ...new Set((await tenant.requests()).map(({ path, operationName }) => operationName ?? path)),
  ];

  it("a tenant that the refresh token does not reach", async () => {
    const elsewhere = randomUUID();
    const reason = await refusal({ "prismatic:tenantId": elsewhere });
    expect(reason).toContain(`refused the refresh token for tenant ${elsewhere}`);
    expect(await asked()).toEqual(["/auth/refresh"]);
  });

  it("an access token of another tenant", async () => {
    const elsewhere = randomUUID();
    const accessToken = await tenant.newAccessToken();
    await tenant.clearRequests();
    const reason = await refusal({
      "prismatic:tenantId": elsewhere,
      "prismatic:refreshToken": undefined,
      "prismatic:accessToken": accessToken,
    });
    expect(reason).toContain(`prismatic:tenantId is ${elsewhere}, the token's is ${tenant.id}`);
    expect(await asked()).toEqual(["WhoAmI"]);
  });

  it("another organization", async () => {
    const reason = await refusal({ "prismatic:organizationId": "somebody-else" });
    expect(reason).toMatch(/prismatic:organizationId is somebody-else, the token's is /);
    expect(await asked()).toEqual(["/auth/refresh", "WhoAmI"]);
  });

  it("a token that reaches several tenants where none is chosen", async () => {
    const reason = await refusal({ "prismatic:tenantId": undefined });
    expect(reason).toContain("reaches 2 tenants");
    expect(reason).toContain("pulumi config set prismatic:tenantId");
    expect(reason).toContain(`${tenant.id} (Test tenant)`);
    expect(await asked()).toEqual(["/auth/refresh", "ListReachableTenants"]);
  });

  it("an expired access token without a refresh token", async () => {
    const accessToken = await tenant.newAccessToken();
    await tenant.expireTokens();
    await tenant.clearRequests();
    const reason = await refusal({
      "prismatic:refreshToken": undefined,
      "prismatic:accessToken": accessToken,
    });
    expect(reason).toMatch(
      /refused the access token: it is wrong or has expired.*pulumi config set --secret/s,
    );
    expect(await asked()).toEqual(["WhoAmI"]);
  });

  it("a tenant that is down", async () => {
    await tenant.stop();
    const reason = await refusal({});
    await tenant.start();
    expect(reason).toMatch(
      /could not be reached \(ECONNREFUSED\).*Nothing was changed.*run the command again/s,
    );
  });
});
