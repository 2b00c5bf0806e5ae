import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { changeCredentials, contentsOf, removeCredentials } from "./support/contents.ts";
import type { DynamicProvider } from "./support/dynamicProvider.ts";
import { checkAndCreate, startProvider, type Created, type Provider } from "./support/provider.ts";
import { startTenant, type TestTenant } from "./support/tenant.ts";

type Arguments = Record<string, unknown>;
type Door = (provider: Provider) => DynamicProvider;

const slack = {
  component: "slack",
  connectionType: "oauth2",
  stableKey: "slack",
  name: "Slack",
  description: "ours",
  globalValues: { clientId: "4711" },
  globalSecrets: { clientSecret: "hush", signingSecret: "hush" },
};
const customer: Door = (provider) => provider.customer;

let tenant: TestTenant;
beforeEach(async () => {
  tenant = await startTenant({ holds: { customers: [{ externalId: "globex", name: "Globex" }] } });
});
afterEach(() => tenant.dispose());

async function create(door: Door, args: Arguments): Promise<Created> {
  await using provider = await startProvider(tenant);
  const created = await checkAndCreate(door(provider), args);
  // Times tell of a later change.
  await tenant.advanceClock(60);
  await tenant.clearRequests();
  return created;
}

/** The update of the next run, planned from a state. */
async function update(
  door: Door,
  { id, inputs: before, outputs }: Created,
  args: Arguments,
  config?: Record<string, string>,
): Promise<Created> {
  await using provider = await startProvider(tenant, config);
  const { inputs, failures } = await door(provider).check(before, args);
  expect(failures).toEqual([]);
  expect((await door(provider).diff(id, outputs, inputs)).changes).toBe(true);
  return { id, inputs, outputs: await door(provider).update(id, outputs, inputs) };
}

async function remove(door: Door, { id, outputs }: Pick<Created, "id" | "outputs">): Promise<void> {
  await using provider = await startProvider(tenant);
  await door(provider).delete(id, outputs);
}

async function refreshed(door: Door, { id, outputs }: Created): Promise<Created> {
  await using provider = await startProvider(tenant);
  return await door(provider).read(id, outputs);
}

async function expectRefusal(step: () => Promise<unknown>, names: string, end: string): Promise<void> {
  const before = await contentsOf(tenant);
  await tenant.clearRequests();
  await expect(step()).rejects.toThrow(
    new RegExp(`Somebody changed ${names} in Tenant .* since the state was written.* ${end}`),
  );
  expect(await tenant.mutations()).toEqual([]);
  expect(await contentsOf(tenant)).toEqual(before);
}
const UPDATED = "not updated. Nothing was changed. Next: .*pulumi up --refresh";
const DELETED = "not deleted. Nothing was changed. Next: pulumi refresh";

describe("A connection that somebody changed after its state was written", () => {
  it("is neither updated nor deleted, before the state knows of it", async () => {
    const created = await create(customer, slack);
    await tenant.change("slack", { key: "Theirs", inputs: { clientId: "theirs" } });
    const names = 'name, globalValues.clientId of connection "slack"';
    await expectRefusal(() => update(customer, created, { ...slack, description: "new" }), names, UPDATED);
    await expectRefusal(() => remove(customer, created), names, DELETED);

    const known = await refreshed(customer, created);
    const updated = await update(customer, known, { ...slack, description: "new" });
    expect((await contentsOf(tenant)).connections["slack"]).toMatchObject({
      name: "Slack",
      description: "new",
    });
    await remove(customer, updated);
    expect(await tenant.stableKeys()).toEqual([]);
  });

  it("is updated and deleted all the same where the user decided so", async () => {
    const created = await create(customer, slack);
    await tenant.change("slack", { key: "Theirs" });
    const config = { "prismatic:overwriteDrift": "true" };
    await update(customer, created, { ...slack, description: "new" }, config);
    expect((await contentsOf(tenant)).connections["slack"]).toMatchObject({ description: "new" });
    await using provider = await startProvider(tenant, config);
    await provider.customer.delete(created.id, created.outputs);
    expect(await tenant.stableKeys()).toEqual([]);
  });

  it("keeps a secret of theirs where the update sets none, and is set where it does", async () => {
    const created = await create(customer, slack);
    await tenant.change("slack", { inputs: { clientSecret: "theirs" } });
    const names = 'clientSecret of connection "slack"';
    await expectRefusal(
      () => update(customer, created, { ...slack, globalValues: { clientId: "4712" } }),
      names,
      UPDATED,
    );
    await expectRefusal(() => remove(customer, created), names, DELETED);
    const globalSecrets = { clientSecret: "new", signingSecret: "hush" };
    await update(customer, created, { ...slack, globalSecrets });
  });

  it("is updated where they changed nothing that the resource manages", async () => {
    const { description: _description, ...undescribed } = slack;
    const created = await create(customer, undescribed);
    await tenant.change("slack", { description: "theirs" });
    await update(customer, created, { ...undescribed, name: "New" });
    expect((await contentsOf(tenant)).connections["slack"]).toMatchObject({
      name: "New",
      description: "theirs",
    });
  });

  it("is updated after a run that was broken off when the tenant had carried out its request", async () => {
    const created = await create(customer, slack);
    const changed = { ...slack, name: "New", globalValues: { clientId: "4712" } };
    await update(customer, created, changed);
    await tenant.advanceClock(60);
    // The state knows nothing of it.
    const again = await update(customer, created, changed);
    await tenant.advanceClock(60);
    await remove(customer, again);
  });
});

const secrets = { apiKey: "k", apiSecret: "s" };

describe("Values that somebody changed after their state was written", () => {
  it.each<[string, Door, Arguments, Arguments, () => Promise<void>, string]>([
    [
      "global values",
      (provider) => provider.values,
      { connection: { stableKey: "global" }, values: { accountSid: "AC1" }, secrets },
      { values: { accountSid: "AC2" } },
      () => tenant.change("global", { inputs: { accountSid: "theirs" } }),
      'values.accountSid of the global values of connection "global"',
    ],
    [
      "test credentials",
      (provider) => provider.testCredentials,
      {
        connection: { stableKey: "twilio" },
        values: { accountSid: "AC1" },
        secrets,
      },
      { values: { accountSid: "AC2" } },
      () => changeCredentials(tenant, "twilio/test", { accountSid: "theirs", apiKey: "k", apiSecret: "s" }),
      'values.accountSid of the test credentials of connection "twilio"',
    ],
    [
      "a customer's credentials",
      (provider) => provider.credentials,
      {
        connection: { stableKey: "twilio" },
        customer: "globex",
        values: { accountSid: "AC1" },
        secrets,
      },
      { values: { accountSid: "AC2" } },
      () => changeCredentials(tenant, "twilio/globex", { accountSid: "theirs", apiKey: "k", apiSecret: "s" }),
      'values.accountSid of the credentials of customer "globex" for connection "twilio"',
    ],
  ])(
    "are neither overwritten nor deleted before the state knows of it: %s",
    async (_what, door, args, next, change, names) => {
      {
        await using provider = await startProvider(tenant);
        const twilio = {
          component: "twilio",
          connectionType: "apiKeySecret",
          stableKey: "twilio",
          name: "Twilio",
        };
        await checkAndCreate(provider.supplied, twilio);
        await checkAndCreate(provider.global, { ...twilio, stableKey: "global", separateGlobalValues: true });
      }
      const created = await create(door, args);
      await change();
      await expectRefusal(() => update(door, created, { ...args, ...next }), names, UPDATED);
      await expectRefusal(() => remove(door, created), names, DELETED);
      await remove(door, await refreshed(door, created));
    },
  );
});

describe("What somebody deleted after its state was written", () => {
  it.each<[string, Door, Arguments, Arguments, () => Promise<void>]>([
    ["a connection", customer, { ...slack }, { name: "New" }, () => tenant.remove("slack")],
    [
      "a customer's credentials",
      (provider) => provider.credentials,
      { connection: { stableKey: "twilio" }, customer: "globex", values: { accountSid: "AC1" }, secrets },
      { values: { accountSid: "AC2" } },
      () => removeCredentials(tenant, "twilio/globex"),
    ],
    [
      "test credentials",
      (provider) => provider.testCredentials,
      { connection: { stableKey: "twilio" }, values: { accountSid: "AC1" }, secrets },
      { values: { accountSid: "AC2" } },
      () => removeCredentials(tenant, "twilio/test"),
    ],
  ])("is not updated, with what to do next: %s", async (_what, door, args, next, byHand) => {
    await create((provider) => provider.supplied, {
      ...{ component: "twilio", connectionType: "apiKeySecret", stableKey: "twilio", name: "Twilio" },
    });
    const created = await create(door, args);
    await byHand();
    await expect(update(door, created, { ...args, ...next })).rejects.toThrow(
      /Tenant .* Nothing .*was changed\. .*pulumi up --refresh$/,
    );
    expect((await refreshed(door, created)).id).toBe("");
  });
});
