import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { reasons, startProvider } from "./support/provider.ts";
import { startTenant, type TestTenant } from "./support/tenant.ts";

const chat = { component: "slack", connectionType: "oauth2", stableKey: "chat", name: "Chat" };
const none = { inputs: {} };

describe("User-level configuration", () => {
  let tenant: TestTenant;

  afterAll(() => tenant?.dispose());

  describe("that is not switched on", () => {
    beforeAll(async () => void (tenant = await startTenant({ holds: { allowUserLevelConfig: false } })));
    afterAll(() => tenant.dispose());

    it("refuses user connections at plan time, and is asked about once", async () => {
      await using provider = await startProvider(tenant);
      for (const stableKey of ["chat", "mail"]) {
        const [reason, ...others] = await reasons(provider.user, none, { ...chat, stableKey });
        expect(others).toEqual([]);
        expect(reason).toContain("user-level configuration, which is not switched on for the organization");
        expect(reason).toContain("Ask Prismatic's support");
      }
      const asked = (await tenant.requests()).filter(({ rootFields }) => rootFields.includes("organization"));
      expect(asked).toHaveLength(1);
    });

    it("concerns no other connection", async () => {
      await using provider = await startProvider(tenant);
      await tenant.clearRequests();
      expect(await reasons(provider.customer, none, chat)).toEqual([]);
      const fields = (await tenant.requests()).flatMap(({ rootFields }) => rootFields);
      expect(fields).not.toContain("organization");
    });
  });

  it("lets user connections pass where it is switched on", async () => {
    tenant = await startTenant();
    await using provider = await startProvider(tenant);
    expect(await reasons(provider.user, none, chat)).toEqual([]);
  });
});
