import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DynamicProvider } from "./support/dynamicProvider.ts";
import { argumentsOf, definitionText } from "./support/integrations.ts";
import { checkAndCreate, startProvider, type Provider } from "./support/provider.ts";
import { startTenant, type TestTenant } from "./support/tenant.ts";

const slack = { component: "slack", connectionType: "oauth2", stableKey: "chat", name: "Chat" };
const mail = { component: "sendgrid", connectionType: "apiKey", stableKey: "supplied", name: "Mail" };
const ofChat = { connection: { stableKey: "chat" } };
const connections = [
  { ...slack, variableScope: "customer", managedBy: "customer" } as const,
  { ...mail, variableScope: "customer", managedBy: "org" } as const,
];
const customers = [{ externalId: "globex", name: "Globex" }];
const holds = { connections, customers };

/** A new resource of each kind that is decided about in the tenant. */
const DECLARED: [string, (provider: Provider) => DynamicProvider, Record<string, unknown>][] = [
  ["a connection", ({ customer }) => customer, { ...slack, stableKey: "new", name: "New" }],
  ["global values", ({ values }) => values, { ...ofChat, values: { clientId: "4711" } }],
  ["test credentials", (p) => p.testCredentials, { ...ofChat, values: { scopes: "chat:write" } }],
  [
    "a customer's credentials",
    ({ credentials }) => credentials,
    {
      ...{ connection: { stableKey: "supplied" }, customer: "globex", name: "Main" },
      secrets: { apiKey: "hush" },
    },
  ],
  ["a flag", ({ flag }) => flag, { ...ofChat, enabled: true }],
  ["a customer's access", ({ access }) => access, { customer: "globex", enabled: true }],
  [
    "an integration",
    ({ integration }) => integration,
    argumentsOf(definitionText("example-with-loop.yaml"), { deleteOnDestroy: true }),
  ],
];

/** Mutations that only look. */
const LOOKS = ["validateIntegrationSchema"];

/** Plans and, where the plan passes, creates; answers why that was refused. */
async function refusal(door: DynamicProvider, args: Record<string, unknown>): Promise<string> {
  try {
    const { inputs, failures } = await door.check({}, args);
    if (failures.length > 0) return failures.map(({ reason }) => reason).join("\n");
    await door.create(inputs);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("Nothing was refused");
}

describe("In the wrong hands, nothing is written:", () => {
  let us: TestTenant;
  let eu: TestTenant;
  beforeAll(async () => {
    [us, eu] = await Promise.all([startTenant({ holds }), startTenant({ holds })]);
  });
  afterAll(() => Promise.all([us?.dispose(), eu?.dispose()]));

  /** Every resource is refused in one line that matches, without a write to either tenant and without the token. */
  async function expectAllRefused(provider: Provider, line: RegExp, secrets: string[]): Promise<void> {
    await Promise.all([us.clearRequests(), eu.clearRequests()]);
    for (const [name, door, args] of DECLARED) {
      const reason = await refusal(door(provider), args);
      expect(reason, name).toMatch(line);
      expect(reason.split("\n"), name).toHaveLength(1);
      for (const secret of secrets) expect(reason).not.toContain(secret);
    }
    for (const tenant of [us, eu])
      expect((await tenant.mutations()).filter(({ field }) => !LOOKS.includes(field))).toEqual([]);
  }

  it("an access token of another tenant is named with the tenant that it is for", async () => {
    const token = await eu.newAccessToken();
    await using provider = await startProvider(us, {
      ...{ "prismatic:url": eu.url, "prismatic:refreshToken": undefined, "prismatic:accessToken": token },
    });
    const line = new RegExp(
      `The token is for another tenant: prismatic:tenantId is ${us.id}, the token's is ${eu.id}, "Test tenant" ` +
        `\\(at ${eu.url}\\)\\. Nothing was changed\\. ` +
        // The advice stands once in a run.
        "(Correct the configuration or set this tenant's token\\.|The first message of this run)",
    );
    await expectAllRefused(provider, line, [token]);
  });

  it("a refresh token of another tenant is refused with the place where it is given", async () => {
    await using provider = await startProvider(us, { "prismatic:refreshToken": eu.refreshToken });
    const line = new RegExp(
      `Prismatic at ${us.url} refused the refresh token for tenant ${us.id} \\(HTTP 401.*prismatic:refreshToken\\)\\. Nothing was changed\\.`,
    );
    await expectAllRefused(provider, line, [eu.refreshToken]);
  });

  const without = { "prismatic:refreshToken": undefined, "prismatic:accessToken": undefined };

  it("an environment of another tenant is told apart from the stack's, by address and by tenant", async () => {
    const left = {
      PRISMATIC_URL: eu.url,
      PRISMATIC_TENANT_ID: eu.id,
      PRISM_REFRESH_TOKEN: eu.refreshToken,
    };
    {
      await using provider = await startProvider(us, without, left);
      const line = new RegExp(
        `different tenants: prismatic:url is ${us.url}, PRISMATIC_URL is ${eu.url}\\. Nothing was sent\\. Unset PRISMATIC_URL`,
      );
      await expectAllRefused(provider, line, [eu.refreshToken]);
    }
    await using provider = await startProvider(us, without, { ...left, PRISMATIC_URL: us.url });
    const line = new RegExp(
      `different tenants: prismatic:tenantId is ${us.id}, PRISMATIC_TENANT_ID is ${eu.id}\\. Nothing was sent\\.`,
    );
    await expectAllRefused(provider, line, [eu.refreshToken]);
    expect(await us.requests()).toEqual([]);
    expect(await eu.requests()).toEqual([]);
  });

  it("an environment with the token of another tenant and no tenant of its own is refused by the stack's tenant", async () => {
    const left = { PRISMATIC_URL: us.url, PRISM_REFRESH_TOKEN: eu.refreshToken };
    await using provider = await startProvider(us, without, left);
    const line = new RegExp(
      `refused the refresh token for tenant ${us.id} \\(HTTP 401.*PRISM_REFRESH_TOKEN\\)`,
    );
    await expectAllRefused(provider, line, [eu.refreshToken]);
  });

  it("an environment of another tenant does not reach a stack that has a token of its own", async () => {
    const left = { PRISMATIC_URL: eu.url, PRISMATIC_TENANT_ID: eu.id, PRISM_REFRESH_TOKEN: eu.refreshToken };
    await using provider = await startProvider(us, {}, left);
    await eu.clearRequests();
    const { failures } = await provider.customer.check({}, { ...slack, stableKey: "own" });
    expect(failures).toEqual([]);
    expect(await eu.requests()).toEqual([]);
  });
});

describe("A person without a permission", () => {
  it.each(["Viewer", "Component Manager"] as const)(
    "with the role %s is told which one is missing, in one line for each resource, and nothing is written",
    async (role) => {
      await using tenant = await startTenant({ role, holds });
      await using provider = await startProvider(tenant, { "prismatic:adoptExisting": "true" });
      for (const [name, door, args] of DECLARED) {
        const reason = await refusal(door(provider), args);
        expect(reason.split("\n"), name).toHaveLength(1);
        expect(reason, name).toContain(`Tenant ${tenant.id} at ${tenant.url}`);
        // What the organization supplies is not shown to everybody.
        const needs = /[Tt]he token's owner .*needs the permission org_manage_\w+.*Ask an administrator/;
        expect(reason, name).toMatch(
          name === "a customer's credentials" ? /has no connection "supplied"/ : needs,
        );
      }
      expect(await tenant.stableKeys()).toEqual(["chat"]);
      expect(await tenant.values("chat")).toEqual({});
    },
  );
});

it("What the token's owner is not shown is not taken for gone, and what is gone is", async () => {
  await using owners = await startTenant();
  await using owner = await startProvider(owners);
  const { id, outputs } = await checkAndCreate(owner.supplied, mail);
  await using seen = await startTenant({ role: "Viewer" });
  await using viewer = await startProvider(seen);
  const there = { ...outputs, tenant: `${seen.id} at ${seen.url}` };
  await expect(viewer.supplied.read(id, there)).rejects.toThrow(
    `Tenant ${seen.id} at ${seen.url} does not show this object to the token's owner, who may not see all of its kind: it ` +
      "is not taken for gone. Nothing was changed. The owner needs the permission org_manage_integrations or " +
      "org_manage_customers in the organization. Set the token of a person who has one.",
  );
  // Everybody sees these.
  const customers = await checkAndCreate(owner.customer, slack);
  const ofCustomers = { ...customers.outputs, tenant: there.tenant };
  expect((await viewer.customer.read(customers.id, ofCustomers)).id).toBe("");
  await using empty = await startTenant();
  await using next = await startProvider(empty);
  expect((await next.supplied.read(id, { ...outputs, tenant: `${empty.id} at ${empty.url}` })).id).toBe("");
});
