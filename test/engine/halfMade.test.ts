import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { contentsOf, mutate, removeCredentials } from "../support/contents.ts";
import { declare, declaringProgram, type Declared } from "../support/declaration.ts";
import { diagnosticErrors, resourceChanges } from "../support/engineEvents.ts";
import { ProviderCallError } from "../support/grpc.ts";
import { checkAndCreate, startProvider, type Provider } from "../support/provider.ts";
import { createPulumiProject, type PulumiProject } from "../support/pulumi.ts";
import { nameOf, namesOf, textOf } from "../support/steps.ts";
import { startTenant, type TestTenant } from "../support/tenant.ts";

const CREATE_CREDENTIALS = "createCustomerConfigVariable";
const UPDATE = "updateScopedConfigVariable";
const refusal = (message: string) => ({
  type: "payloadError" as const,
  field: "__all__",
  messages: [message],
});

const customers = ["globex", "initech", "hooli"].map((externalId) => ({ externalId, name: externalId }));
const credentials = { secrets: { api_key: "hush-key" } };
const acme = (stableKey: string, more: object = {}): Declared => ({
  type: "OrganizationCustomerConnection",
  name: stableKey,
  args: { component: "acme", stableKey, name: stableKey, ...more },
});

describe("A program of which the tenant refuses some calls", () => {
  let tenant: TestTenant;
  let project: PulumiProject;

  const program = (last: Declared): Declared[] => [
    acme("flagged", { embeddedWorkflows: true }),
    acme("tested", { testCredentials: credentials }),
    {
      type: "OrganizationCustomerConnection",
      name: "both",
      args: {
        component: "sendgrid",
        stableKey: "both",
        name: "both",
        embeddedWorkflows: true,
        testCredentials: { secrets: { apiKey: "hush-key" } },
      },
    },
    acme("plain"),
    {
      type: "CustomerCredentialsSet",
      name: "set",
      args: {
        connection: { $resource: "plain" },
        customers: Object.fromEntries(customers.map(({ externalId }) => [externalId, credentials])),
      },
    },
    last,
  ];

  beforeAll(async () => {
    tenant = await startTenant({
      holds: {
        customers,
        connections: [
          {
            stableKey: "Taken",
            name: "Taken",
            component: "acme",
            variableScope: "customer",
            managedBy: "org",
          },
        ],
      },
      // Two refusals that no plan can foresee: a key that differs in case only, a second set of credentials.
      switches: { "stable-key-case": "insensitive", "credentials-per-customer": "one" },
    });
    const { config, secrets } = tenant;
    project = await createPulumiProject({ program: declaringProgram, config, secrets });
  });
  afterAll(async () => {
    await project?.dispose();
    await tenant?.dispose();
  });

  async function up(last: Declared) {
    await declare(project, program(last));
    await tenant.clearRequests();
    const { events } = await project.up(["--continue-on-error"], { events: true, expectFailure: "either" });
    const { deployment } = await project.exportState();
    const halfMade = (deployment.resources ?? []).filter(({ initErrors }) => (initErrors ?? []).length > 0);
    const fields = (await tenant.mutations()).map(({ field }) => field);
    expect(textOf(events)).not.toContain("hush-key");
    return {
      events,
      errors: diagnosticErrors(events).join("\n"),
      known: (deployment.resources ?? []).map(({ urn }) => nameOf(urn)),
      halfMade: halfMade.map(({ urn }) => nameOf(urn)).toSorted(),
      sent: (field: string) => fields.filter((each) => each === field).length,
    };
  }

  /** Somebody enters credentials in the web app. */
  async function saveByHand(stableKey: string, externalId: string): Promise<void> {
    const { customers: found } = await tenant.query<{
      customers: { nodes: { id: string; externalId: string }[] };
    }>("query { customers { nodes { id externalId } } }");
    const customer = found.nodes.find((each) => each.externalId === externalId)?.id;
    const { id: scopedConfigVariable } = await tenant.connection(stableKey);
    await mutate(tenant, CREATE_CREDENTIALS, { scopedConfigVariable, customer, key: "By hand", inputs: [] });
  }

  it("keeps what exists, says what is missing, and one bad connection of a batch fails alone", async () => {
    await tenant.injectFault({ rootField: CREATE_CREDENTIALS }, refusal("No credentials today."), 100);
    await tenant.injectFault({ rootField: UPDATE }, refusal("No flags today."), 2);
    const { errors, known, halfMade } = await up(acme("taken"));
    await tenant.clearFaults();
    for (const missing of [
      'Connection "flagged" was not updated: Tenant',
      'The test credentials of connection "tested" were not changed: Tenant',
      'The credentials of 3 customers for connection "plain" were not written: globex (',
      'Connection "taken" was not created: Tenant',
    ]) {
      expect(errors).toContain(missing);
    }
    expect(errors).toMatch(/answered "No flags today\."/);
    expect(errors).toMatch(/A connection with the stable key "taken" already exists/);
    expect(halfMade).toEqual(["both", "flagged", "set", "tested"]);
    expect(known).not.toContain("taken");
    expect(await tenant.stableKeys()).toEqual(["both", "flagged", "plain", "Taken", "tested"]);
  });

  it("is completed by the next run without a second object; one bad customer fails alone", async () => {
    await saveByHand("plain", "initech");
    const { events, errors, halfMade, sent } = await up(acme("free"));
    expect(errors).toMatch(
      /The credentials of 1 customer for connection "plain" were not written: initech \(/,
    );
    expect(errors).toContain("All others were; the next run tries these again.");
    expect(errors).not.toContain("globex");
    expect(halfMade).toEqual(["set"]);
    expect(namesOf(events, "create")).toEqual(["free"]);
    expect(sent("createScopedConfigVariable")).toBe(1);
    expect(sent(UPDATE)).toBe(2);
    const found = await contentsOf(tenant);
    expect(found.connections).toMatchObject({ flagged: { flag: true }, both: { flag: true } });
    expect(Object.keys(found.credentials)).toEqual([
      "both/test",
      "plain/globex",
      "plain/hooli",
      "plain/initech/By hand",
      "tested/test",
    ]);
  });

  it("is complete once what the tenant refused is gone, and then left alone", async () => {
    await removeCredentials(tenant, "plain/initech/By hand");
    const { errors, halfMade, sent } = await up(acme("free"));
    expect([errors, halfMade]).toEqual(["", []]);
    expect(sent(CREATE_CREDENTIALS)).toBe(1);
    await tenant.clearRequests();
    const { events } = await project.up(["--expect-no-changes"], { events: true });
    expect(resourceChanges(events)).toEqual({ same: 7 });
    expect(await tenant.requests()).toEqual([]);
  });
});

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

  it("to the creation of a set of customers' credentials is found out by the next run, which makes no second ones", async () => {
    const args = { connection, customers: { initech: credentials, hooli: credentials } };
    const { inputs } = await provider.credentialsSet.check({}, args);
    await tenant.injectFault({ rootField: CREATE_CREDENTIALS }, { type: "dropAfter" });
    const failure = await provider.credentialsSet.create(inputs).catch(asCallError);
    const { id = "", properties = {}, reasons } = failure as ProviderCallError;
    expect(reasons).toEqual([expect.stringMatching(/credentials of 2 customers .* hooli \(.*, initech \(/)]);
    await tenant.clearRequests();
    await provider.credentialsSet.update(id, properties, inputs);
    const fields = (await tenant.mutations()).map(({ field }) => field);
    expect(fields).toEqual(Array(2).fill("updateCustomerConfigVariable"));
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
