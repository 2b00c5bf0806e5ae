import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { UNKNOWN } from "../provider/src/dynamic/wire.ts";
import { checkAndCreate, startProvider, type Provider } from "./support/provider.ts";
import { startTenant, type TestTenant } from "./support/tenant.ts";

const slack = { component: "slack", connectionType: "oauth2", stableKey: "slack", name: "Slack" };
const secrets = { clientSecret: "client-secret", signingSecret: "signing-secret" };
const full = { ...slack, description: "Chat", globalValues: { clientId: "4711" }, globalSecrets: secrets };
const openai = { component: "openai", stableKey: "openai", name: "OpenAI" };
const twilio = { component: "twilio", connectionType: "apiKeySecret", stableKey: "twilio", name: "Twilio" };

let tenant: TestTenant;
let provider: Provider;

beforeEach(async () => {
  tenant = await startTenant();
  provider = await startProvider(tenant);
});
afterEach(async () => {
  expect(provider.customer.stderr).toBe("");
  await provider[Symbol.asyncDispose]();
  await tenant.dispose();
});

/** Arguments with another stable key, if they say one: a run declares each connection once. */
function withKeyOfItsOwn(args: object, stableKey: string): Record<string, unknown> {
  const { connection, ...rest } = args as { connection?: unknown; stableKey?: unknown };
  const isKnown = (given: unknown) =>
    typeof given === "object" &&
    given !== null &&
    !JSON.stringify(given).includes(`"stableKey":"${UNKNOWN}"`);
  return {
    ...rest,
    ...("stableKey" in rest && rest.stableKey !== UNKNOWN && { stableKey }),
    ...(connection !== undefined && {
      connection: isKnown(connection) ? { ...(connection as object), stableKey } : connection,
    }),
  };
}

/** The next command: a process that knows nothing of what the one before did. */
async function nextCommand(config: Record<string, string> = {}): Promise<void> {
  await provider[Symbol.asyncDispose]();
  provider = await startProvider(tenant, config);
  await tenant.clearRequests();
}

describe("What a preview does not know yet", () => {
  const unknowns = {
    customer: [
      { component: UNKNOWN },
      { component: { key: UNKNOWN, public: true } },
      { component: { key: "slack", public: UNKNOWN } },
      { connectionType: UNKNOWN },
      { stableKey: UNKNOWN },
      { name: UNKNOWN },
      { description: UNKNOWN },
      { globalValues: UNKNOWN },
      { globalValues: { clientId: UNKNOWN } },
      { globalSecrets: UNKNOWN },
      { globalSecrets: { clientSecret: UNKNOWN } },
      { plainInputs: UNKNOWN },
      { plainInputs: [UNKNOWN] },
      {
        component: UNKNOWN,
        stableKey: UNKNOWN,
        name: UNKNOWN,
        globalValues: UNKNOWN,
        globalSecrets: UNKNOWN,
      },
    ].map((args) => ({ ...full, ...args })),
    global: [
      { ...openai, globalSecrets: UNKNOWN },
      { ...openai, globalSecrets: { apiKey: UNKNOWN } },
      { ...openai, globalValues: UNKNOWN },
      { ...twilio, separateGlobalValues: UNKNOWN },
    ],
    values: [
      { connection: UNKNOWN, values: { clientId: "4711" } },
      { connection: { stableKey: UNKNOWN }, values: { clientId: "4711" } },
      { connection: { stableKey: UNKNOWN, id: UNKNOWN, component: UNKNOWN, connectionType: UNKNOWN } },
      { connection: { stableKey: "slack", component: "slack", connectionType: "oauth2" }, values: UNKNOWN },
      { connection: { stableKey: "slack", component: "slack", connectionType: "oauth2" }, secrets: UNKNOWN },
    ],
  };

  it("fails no check of a new resource, and none of one that is there", async () => {
    const cases = Object.entries(unknowns).flatMap(([door, all]) =>
      all.map((args, at) => ({ door, args: withKeyOfItsOwn(args, `${door}-${at}`) })),
    );
    const checked: { door: string; args: Record<string, unknown>; inputs: Record<string, unknown> }[] = [];
    for (const { door, args } of cases) {
      const resource = provider[door as keyof typeof unknowns];
      const { inputs, failures } = await resource.check({}, args);
      expect(failures, JSON.stringify(args)).toEqual([]);
      expect(inputs, JSON.stringify(args)).toMatchObject(args);
      checked.push({ door, args, inputs });
    }
    await nextCommand();
    for (const { door, args, inputs } of checked) {
      const { failures } = await provider[door as keyof typeof unknowns].check(inputs, args);
      expect(failures, JSON.stringify(args)).toEqual([]);
    }
    expect(await tenant.mutations()).toEqual([]);
  });

  it("has an unknown revision where it is a secret", async () => {
    const one = { ...full, globalSecrets: { ...secrets, clientSecret: UNKNOWN } };
    const { inputs } = await provider.customer.check({}, one);
    expect(inputs["secretRevisions"]).toEqual({ clientSecret: UNKNOWN, signingSecret: 1 });
    const all = await provider.customer.check({}, { ...full, globalSecrets: UNKNOWN });
    expect(all.inputs["secretRevisions"]).toBe(UNKNOWN);
    const values = { connection: UNKNOWN, secrets: { clientSecret: UNKNOWN } };
    const separate = await provider.values.check({}, values);
    expect(separate.inputs["secretRevisions"]).toEqual({ clientSecret: UNKNOWN });
  });

  it("is a difference as long as it is unknown", async () => {
    const { id, inputs, outputs } = await checkAndCreate(provider.customer, full);
    const unknown = { ...inputs, globalValues: { clientId: UNKNOWN } };
    expect(await provider.customer.diff(id, outputs, unknown)).toMatchObject({ changes: true, replaces: [] });
  });
});

describe("A resource", () => {
  it("that did not change sends nothing, and raises no revision", async () => {
    const { id, inputs, outputs } = await checkAndCreate(provider.customer, full);
    await nextCommand();
    const again = await provider.customer.check(inputs, full);
    expect(again).toEqual({ inputs, failures: [] });
    expect(await provider.customer.diff(id, outputs, again.inputs)).toMatchObject({ changes: false });
    expect(await tenant.requests()).toEqual([]);
  });

  it("of any type has outputs that the engine can keep, after every verb", async () => {
    const references = { stableKey: "twilio" };
    const values = { accountSid: "AC1" };
    const all = [
      { door: provider.customer, args: slack },
      { door: provider.supplied, args: { component: "postgres", stableKey: "postgres", name: "Postgres" } },
      { door: provider.global, args: { ...twilio, separateGlobalValues: true } },
      {
        door: provider.values,
        args: { connection: references, values, secrets: { apiKey: "a", apiSecret: "b" } },
      },
    ];
    for (const { door, args } of all) {
      const { id, inputs, outputs } = await checkAndCreate(door, args);
      const read = await door.read(id, outputs);
      expect(read.outputs).toMatchObject(args);
      const updated = await door.update(id, outputs, inputs);
      expect(JSON.stringify([outputs, read, updated])).not.toContain("null");
      expect((await door.diff(id, updated, inputs)).changes).toBe(false);
    }
  });

  it("that was deleted in the tenant is gone when it is read, and deleting it is done already", async () => {
    const { id, outputs } = await checkAndCreate(provider.customer, full);
    await tenant.remove("slack");
    await nextCommand();
    expect(await provider.customer.read(id, outputs)).toMatchObject({ id: "" });
    await provider.customer.delete(id, outputs);
    await provider.customer.delete(id, outputs);
  });

  it("can be deleted twice", async () => {
    const { id, outputs } = await checkAndCreate(provider.customer, full);
    await nextCommand();
    await provider.customer.delete(id, outputs);
    await provider.customer.delete(id, outputs);
    expect(await tenant.stableKeys()).toEqual([]);
  });

  it("that was renamed without an alias stays in the tenant", async () => {
    const { id, outputs } = await checkAndCreate(provider.customer, full);
    await nextCommand();
    // The engine creates the new name before it deletes the old one.
    const renamed = await checkAndCreate(provider.customer, full);
    await provider.customer.delete(id, outputs);
    expect(renamed.id).toBe(id);
    expect((await tenant.connection("slack")).id).toBe(id);
    expect((await tenant.mutations()).map(({ field }) => field)).not.toContain("createScopedConfigVariable");
  });
});

describe("A connection that the tenant has already", () => {
  beforeEach(async () => {
    await checkAndCreate(provider.customer, full);
    await nextCommand();
  });

  it("is taken over where it equals the declared one, and gets its secrets", async () => {
    const { id } = await tenant.connection("slack");
    expect((await checkAndCreate(provider.customer, full)).id).toBe(id);
    const [update, ...others] = await tenant.mutations();
    expect(others).toEqual([]);
    expect(JSON.stringify(update)).toContain("client-secret");
  });

  it("is not taken over where it differs, unless that is allowed", async () => {
    const different = { ...full, globalValues: { clientId: "other" } };
    const { inputs, failures } = await provider.customer.check({}, different);
    expect(failures.map(({ reason }) => reason).join()).toMatch(
      /is taken.* differs in clientId\. Nothing was/,
    );
    await expect(provider.customer.create(inputs)).rejects.toThrow(/is taken/);
    expect(await tenant.mutations()).toEqual([]);

    await nextCommand({ "prismatic:adoptExisting": "true" });
    await checkAndCreate(provider.customer, different);
    expect(await tenant.values("slack")).toMatchObject({ clientId: "other" });
    expect(await tenant.stableKeys()).toEqual(["slack"]);
  });

  it("is not taken over without the values that it holds besides", async () => {
    const { failures } = await provider.customer.check({}, { ...slack, globalValues: { clientId: "4711" } });
    expect(failures.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/is taken.* differs in clientSecret, signingSecret\./),
    ]);
  });
});

describe("A stable key that is free by what the provider can know,", () => {
  it("and that the tenant never frees after a deletion, ends in one error that names both", async () => {
    await tenant.setSwitches({ "stable-key-reuse": "never" });
    const { id, inputs, outputs } = await checkAndCreate(provider.customer, full);
    await nextCommand();
    await provider.customer.delete(id, outputs);
    const again = provider.customer.create(inputs);
    await expect(again).rejects.toThrow(`Connection "slack" was not created: Tenant ${tenant.id}`);
    await expect(again).rejects.toThrow("was used before and cannot be used again");
    await checkAndCreate(provider.customer, { ...full, stableKey: "slack-2" });
  });

  it("and that the tenant takes for another one's, in other letters, as well", async () => {
    await tenant.setSwitches({ "stable-key-case": "insensitive" });
    await checkAndCreate(provider.customer, full);
    const { inputs } = await provider.customer.check({}, { ...full, stableKey: "Slack" });
    await expect(provider.customer.create(inputs)).rejects.toThrow(
      /Connection "Slack" was not created: .*already exists/,
    );
    expect(await tenant.stableKeys()).toEqual(["slack"]);
  });
});

describe("One process", () => {
  it("reports a configuration that cannot be used once for each resource", async () => {
    await provider[Symbol.asyncDispose]();
    provider = await startProvider(tenant, { "prismatic:url": undefined });
    const { failures } = await provider.customer.check({}, full);
    expect(failures).toEqual([
      { property: "", reason: expect.stringContaining("prismatic:url is not set") as unknown },
    ]);
    await expect(provider.customer.create(full)).rejects.toThrow(failures[0]?.reason);
    expect(await tenant.requests()).toEqual([]);
  });

  it("shares one session among all types of resources", async () => {
    await tenant.clearRequests();
    await Promise.all([
      checkAndCreate(provider.customer, full),
      checkAndCreate(provider.global, { ...openai, globalSecrets: { apiKey: "sk" } }),
    ]);
    const names = (await tenant.requests()).map(({ operationName, path }) => operationName ?? path);
    for (const once of ["/auth/refresh", "WhoAmI", "ListComponents", "ListConnections"]) {
      expect(
        names.filter((name) => name === once),
        once,
      ).toHaveLength(1);
    }
  });

  it("lets no secret out that the tenant repeats, not even one of another resource", async () => {
    const key = "-----BEGIN-----\ncanary\n-----END-----";
    await checkAndCreate(provider.customer, full);
    const snowflake = {
      component: "snowflake",
      connectionType: "snowflakeKeyPairConnection",
      stableKey: "snowflake",
      name: "Snowflake",
      globalValues: { username: "u", accountIdentifier: "a" },
      globalSecrets: { privateKey: key },
    };
    const message = `${JSON.stringify(key)} and client-secret and ${tenant.refreshToken} are not allowed`;
    await tenant.injectFault(
      { rootField: "createScopedConfigVariable" },
      { type: "payloadError", field: "inputs", messages: [message] },
    );
    await expect(checkAndCreate(provider.global, snowflake)).rejects.toThrow(
      /"\[secret\]" and \[secret\] and \[secret\] are not allowed/,
    );
  });

  it("lets out no access token that it obtained itself", async () => {
    const refresh = { path: "/auth/refresh" };
    const body = { access_token: "canary-access-token" };
    await tenant.injectFault(refresh, { type: "status", status: 200, body });
    const message = "canary-access-token is not welcome";
    await tenant.injectFault({ operationName: "WhoAmI" }, { type: "graphqlError", message });
    const { failures } = await provider.customer.check({}, full);
    expect(failures.map(({ reason }) => reason).join()).toContain("[secret] is not welcome");
  });
});
