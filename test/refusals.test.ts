import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startProvider, type Provider } from "./support/provider.ts";
import {
  argumentRefusals,
  connectionRefusals,
  expectToSay,
  slack,
  taken,
  tenantRefusals,
  valueRefusals,
} from "./support/refusedPlans.ts";
import { startTenant, type TestTenant } from "./support/tenant.ts";

describe("A plan is refused, in one message and before anything is changed:", () => {
  let tenant: TestTenant;
  let provider: Provider;

  beforeAll(async () => {
    tenant = await startTenant({ holds: { connections: [taken] } });
    provider = await startProvider(tenant);
  });
  beforeEach(() => tenant.clearRequests());
  afterEach(async () => expect(await tenant.mutations()).toEqual([]));
  afterAll(async () => {
    await provider?.[Symbol.asyncDispose]();
    await tenant?.dispose();
  });

  it.each([...connectionRefusals, ...valueRefusals, ...argumentRefusals, ...tenantRefusals])(
    "$mistake",
    async ({ type, args, says }) => {
      const { failures } = await provider[type].check({}, args);
      const [failure, ...others] = failures;
      expect(others).toEqual([]);
      expectToSay(failure?.reason, says);
      expect(failure?.reason).not.toMatch(/hush/);
      // The engine prints the value of a property that is named here, with its secrets.
      expect(failure?.property).toBe("");
    },
  );

  it("several mistakes at once, each by itself", async () => {
    const args = { ...slack, globalValues: { clientIdd: "1", scopes: "" }, globalSecrets: { wrong: "x" } };
    const { failures } = await provider.customer.check({}, args);
    expect(failures.map(({ reason }) => reason.split(":")[0])).toEqual([
      "globalValues.clientIdd",
      "globalValues.scopes",
      "globalSecrets.wrong",
    ]);
  });
});
