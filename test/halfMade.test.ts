import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { contentsOf } from "./support/contents.ts";
import { ProviderCallError } from "./support/grpc.ts";
import { checkAndCreate, startProvider, type Provider } from "./support/provider.ts";
import { startTenant, type TestTenant } from "./support/tenant.ts";

const CREATE_CREDENTIALS = "createCustomerConfigVariable";
const UPDATE = "updateScopedConfigVariable";
const refusal = (message: string) => ({
  type: "payloadError" as const,
  field: "__all__",
  messages: [message],
});

const customers = ["globex", "initech", "hooli"].map((externalId) => ({ externalId, name: externalId }));
const credentials = { secrets: { api_key: "hush-key" } };

describe("An update of several calls", () => {
  const variation = (name: string, sid: string, embeddedWorkflows: boolean) => ({
    component: "twilio",
    connectionType: "apiKeySecret",
    stableKey: "twilio",
    name,
    embeddedWorkflows,
    globalValues: { accountSid: sid },
    testCredentials: { values: { accountSid: `test-${sid}` }, secrets: { apiKey: "SK", apiSecret: "hush" } },
  });
  const parts = ["name", "globalValues", "embeddedWorkflows"];

  it.each([
    { refused: UPDATE, missing: parts, done: ["testCredentials"] },
    { refused: "updateCustomerConfigVariable", missing: ["testCredentials"], done: parts },
  ])("of which $refused fails is completed by the next one", async ({ refused, missing, done }) => {
    await using tenant = await startTenant();
    await using provider = await startProvider(tenant);
    const {
      id,
      inputs: olds,
      outputs,
    } = await checkAndCreate(provider.supplied, variation("One", "1", false));
    const { inputs } = await provider.supplied.check(olds, variation("Two", "2", true));
    await tenant.injectFault({ rootField: refused }, refusal("Not today."));
    const failure = await provider.supplied.update(id, outputs, inputs).catch(asCallError);
    expect(failure).toMatchObject({ id, reasons: [expect.stringContaining("Not today.")] });
    const half = (failure as ProviderCallError).properties ?? {};
    for (const name of missing) expect(half[name], name).toEqual(outputs[name]);
    for (const name of done) expect(half[name], name).toEqual(inputs[name]);

    expect((await provider.supplied.diff(id, half, inputs)).changes).toBe(true);
    await tenant.clearRequests();
    await provider.supplied.update(id, half, inputs);
    expect((await tenant.mutations()).map(({ field }) => field)).toEqual([refused]);
    const { connections, credentials: held } = await contentsOf(tenant);
    expect(connections).toMatchObject({ twilio: { name: "Two", flag: true, values: { accountSid: "2" } } });
    expect(held).toMatchObject({ "twilio/test": { accountSid: "test-2" } });
  });
});

describe("A lost answer", () => {
  let tenant: TestTenant;
  let provider: Provider;

  beforeAll(async () => {
    tenant = await startTenant({ holds: { customers } });
    provider = await startProvider(tenant);
    await checkAndCreate(provider.supplied, { component: "acme", stableKey: "there", name: "There" });
  });
  afterAll(async () => {
    await provider?.[Symbol.asyncDispose]();
    await tenant?.dispose();
  });
  beforeEach(() => tenant.clearFaults());

  const connection = { stableKey: "there" };
  const fresh = (stableKey: string) => ({ component: "acme", stableKey, name: stableKey });
  const lost = {
    "a connection": ["supplied", fresh("connection"), "createScopedConfigVariable"],
    "a user's connection": ["user", fresh("user"), "createScopedConfigVariable"],
    "inline test credentials": [
      "supplied",
      { ...fresh("inline"), testCredentials: credentials },
      CREATE_CREDENTIALS,
    ],
    "test credentials": ["testCredentials", { connection, ...credentials }, CREATE_CREDENTIALS],
    "a customer's credentials": [
      "credentials",
      { connection, customer: "globex", ...credentials },
      CREATE_CREDENTIALS,
    ],
  } as const;

  it.each(Object.entries(lost))(
    "to the creation of %s leaves no second one",
    async (_, [door, args, rootField]) => {
      await tenant.clearRequests();
      await tenant.injectFault({ rootField }, { type: "dropAfter" });
      const { id, outputs } = await checkAndCreate(provider[door], args);
      const requests = (await tenant.requests()).filter(({ rootFields }) => rootFields.includes(rootField));
      expect(requests.map(({ status }) => status)).toEqual([null]);
      const read = await provider[door].read(id, outputs);
      expect(
        (await provider[door].diff(id, read.outputs, (await provider[door].check({}, args)).inputs)).changes,
      ).toBe(false);
    },
  );

  it("to the creation of a set of customers' credentials is found out at once, and makes no second ones", async () => {
    const args = { connection, customers: { initech: credentials, hooli: credentials } };
    const { inputs } = await provider.credentialsSet.check({}, args);
    await tenant.injectFault({ rootField: CREATE_CREDENTIALS }, { type: "dropAfter" });
    await tenant.clearRequests();
    const { outputs } = await provider.credentialsSet.create(inputs);
    expect(outputs["counts"]).toEqual({ customers: 2, skipped: 0 });
    const fields = (await tenant.mutations()).map(({ field }) => field);
    expect(fields).toEqual(Array(2).fill(CREATE_CREDENTIALS));
  });

  it("to switching the flag on leaves it with its owner, who switches it off again", async () => {
    await tenant.injectFault({ rootField: UPDATE }, { type: "dropAfter" });
    const made = await checkAndCreate(provider.flag, { connection, enabled: true });
    await using next = await startProvider(tenant);
    await next.flag.delete(made.id, made.outputs);
    expect((await contentsOf(tenant)).connections["there"]?.flag).toBe(false);
  });
});

const asCallError = (error: unknown): ProviderCallError => {
  if (error instanceof ProviderCallError) return error;
  throw error;
};
