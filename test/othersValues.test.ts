import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkAndCreate, startProvider, type Created, type Provider } from "./support/provider.ts";
import { startTenant, type TestTenant } from "./support/tenant.ts";

type Arguments = Record<string, unknown>;

const slack = {
  component: "slack",
  connectionType: "oauth2",
  name: "Slack",
  globalValues: { clientId: "4711" },
  globalSecrets: { clientSecret: "hush", signingSecret: "hush" },
  embeddedWorkflows: true,
  oauthRedirect: { success: "https://app.example/" },
};
const twilio = {
  component: "twilio",
  connectionType: "apiKeySecret",
  name: "Twilio",
  testCredentials: {
    values: { accountSid: "AC-ours" },
    secrets: { apiKey: "hush-key", apiSecret: "hush-secret" },
  },
};
/** Credentials that differ in what the tenant returns. */
const others = { ...twilio.testCredentials, values: { accountSid: "AC-theirs" } };

let tenant: TestTenant;
let provider: Provider;
beforeAll(async () => {
  tenant = await startTenant({ holds: { customers: [{ externalId: "globex", name: "Globex" }] } });
  provider = await startProvider(tenant, { "prismatic:batchSize": "1" });
});
afterAll(async () => {
  await provider?.[Symbol.asyncDispose]();
  await tenant?.dispose();
});

const without = (args: Arguments, ...names: string[]) =>
  Object.fromEntries(Object.entries(args).filter(([name]) => !names.includes(name)));

describe("A connection that the tenant has already", () => {
  beforeAll(async () => {
    await checkAndCreate(provider.customer, { ...slack, stableKey: "taken" });
    await checkAndCreate(provider.supplied, { ...twilio, stableKey: "taken-twilio" });
  });

  it.each<[string, Arguments, string[]]>([
    ["equals the declaration in every field", {}, []],
    ["has another redirect", { oauthRedirect: { success: "https://other.example/" } }, ["oauthRedirect"]],
    ["has a redirect where none is declared on purpose", { oauthRedirect: {} }, ["oauthRedirect"]],
    ["has the flag where it is declared off", { embeddedWorkflows: false }, ["embeddedWorkflows"]],
    ["has a flag that is not declared", { embeddedWorkflows: undefined }, []],
  ])("is compared in all that can be read: it %s", async (_what, change, named) => {
    await using next = await startProvider(tenant);
    const args = Object.entries({ ...slack, stableKey: "taken", ...change });
    const declared = Object.fromEntries(args.filter(([, value]) => value !== undefined));
    const { failures } = await next.customer.check({}, declared);
    expect(failures).toHaveLength(named.length > 0 ? 1 : 0);
    for (const name of named) expect(failures[0]?.reason).toContain(`that differs in ${name}.`);
  });

  it("is compared in its test credentials as well", async () => {
    await using next = await startProvider(tenant);
    const other = {
      ...twilio,
      stableKey: "taken-twilio",
      testCredentials: others,
    };
    const { failures } = await next.supplied.check({}, other);
    expect(failures.map(({ reason }) => reason)).toEqual([
      expect.stringContaining("that differs in testCredentials.accountSid."),
    ]);
    expect(failures[0]?.reason).not.toMatch(/hush|AC-/);
  });
});

describe("Values that others entered", () => {
  const bare = without(slack, "globalValues", "globalSecrets");

  it("are not overwritten by global values that a connection begins to declare", async () => {
    const stableKey = "others-values";
    const created = await checkAndCreate(provider.customer, { ...bare, stableKey });
    await tenant.change(stableKey, { inputs: { clientId: "theirs" } });
    await using next = await startProvider(tenant);
    await tenant.clearRequests();
    const { failures } = await next.customer.check(created.inputs, { ...slack, stableKey });
    expect(failures.map(({ reason }) => reason)).toEqual([
      expect.stringContaining(`Connection "${stableKey}" of Tenant ${tenant.id}`),
    ]);
    expect(failures[0]?.reason).toContain("already holds other global values for clientId.");
    expect(failures[0]?.reason).toContain("Nothing was changed.");
    expect(failures[0]?.reason).not.toContain("theirs");
    expect(await tenant.mutations()).toEqual([]);
  });

  it("are overwritten where the configuration says so, and left alone where they are equal", async () => {
    const stableKey = "others-values-adopted";
    const created = await checkAndCreate(provider.customer, { ...bare, stableKey });
    await tenant.change(stableKey, { inputs: { clientId: "theirs" } });
    await using adopting = await startProvider(tenant, { "prismatic:adoptExisting": "true" });
    const adopted = await adopting.customer.check(created.inputs, { ...slack, stableKey });
    expect(adopted.failures).toEqual([]);
    await using next = await startProvider(tenant);
    const equal = await next.customer.check(created.inputs, {
      ...slack,
      stableKey,
      globalValues: { clientId: "theirs" },
    });
    expect(equal.failures).toEqual([]);
  });

  it("are not overwritten by test credentials that a connection begins to declare", async () => {
    const stableKey = "others-test";
    const created = await checkAndCreate(provider.supplied, {
      ...without(twilio, "testCredentials"),
      stableKey,
    });
    await checkAndCreate(provider.testCredentials, {
      connection: { stableKey },
      ...others,
    });
    await using next = await startProvider(tenant);
    const { failures } = await next.supplied.check(created.inputs, { ...twilio, stableKey });
    expect(failures.map(({ reason }) => reason)).toEqual([
      expect.stringContaining("already holds other test credentials for testCredentials.accountSid."),
    ]);
    expect(failures[0]?.reason).not.toMatch(/hush|AC-/);
  });
});

describe("An argument that is no longer declared", () => {
  /** Updates in the next run: a run claims what it created. */
  async function update(created: Created, args: Arguments): Promise<Created> {
    await using next = await startProvider(tenant);
    const { inputs, failures } = await next.customer.check(created.inputs, args);
    expect(failures).toEqual([]);
    expect((await next.customer.diff(created.id, created.outputs, inputs)).changes).toBe(true);
    await tenant.clearRequests();
    const outputs = await next.customer.update(created.id, created.outputs, inputs);
    return { ...created, inputs, outputs };
  }

  it("stays as it is in the tenant and leaves the state: description and global values", async () => {
    const stableKey = "released";
    const declared = { ...slack, stableKey, description: "From the platform team" };
    const created = await checkAndCreate(provider.customer, declared);
    const released = await update(created, without(declared, "description", "globalValues", "globalSecrets"));
    expect(await tenant.mutations()).toEqual([]);
    expect((await tenant.connection(stableKey)).description).toBe("From the platform team");
    expect((await tenant.values(stableKey)).clientId).toBe("4711");
    for (const name of ["description", "globalValues", "globalSecrets"]) {
      expect(released.outputs).not.toHaveProperty(name);
    }
    await tenant.change(stableKey, { description: "From a designer" });
    await using next = await startProvider(tenant);
    const read = await next.customer.read(created.id, released.outputs);
    expect(read?.inputs).not.toHaveProperty("description");
  });

  it("goes: the flag and the redirect", async () => {
    const stableKey = "removed";
    const declared = { ...slack, stableKey };
    const created = await checkAndCreate(provider.customer, declared);
    await update(created, without(declared, "embeddedWorkflows", "oauthRedirect"));
    expect((await tenant.mutations()).map(({ input }) => without(input, "id"))).toEqual([
      { defaultForComponent: false, unsetOAuthRedirectConfig: true },
    ]);
  });
});

it("A set sends nothing for a customer whose values did not reach the process, and names it", async () => {
  const stableKey = "set";
  await checkAndCreate(provider.supplied, { ...without(twilio, "testCredentials"), stableKey });
  const { values, secrets } = twilio.testCredentials;
  const customers = { globex: { values, secrets } };
  const created = await checkAndCreate(provider.credentialsSet, { connection: { stableKey }, customers });
  await using next = await startProvider(tenant);
  await tenant.clearRequests();
  const news = { ...created.inputs, customers: { globex: "a-digest-of-values-never-seen" } };
  const update = next.credentialsSet.update(created.id, created.outputs, news);
  await expect(update).rejects.toThrow(/globex .*values did not reach this process/);
  expect(await tenant.mutations()).toEqual([]);
});
