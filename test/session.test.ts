import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { checkAndCreate, startProvider, type Provider } from "./support/provider.ts";
import { startTenant, type SentRequest, type TestTenant } from "./support/tenant.ts";

const create = { rootField: "createScopedConfigVariable" };

const slack = (stableKey: string) => ({
  component: "slack",
  connectionType: "oauth2",
  stableKey,
  name: `Slack ${stableKey}`,
});

const many = (count: number) => Array.from({ length: count }, (_, index) => slack(`slack-${index}`));

const sent = (requests: SentRequest[], rootField: string): SentRequest[] =>
  requests.filter(({ rootFields }) => rootFields.includes(rootField));

const exchanges = (requests: SentRequest[]): SentRequest[] =>
  requests.filter(({ path }) => path === "/auth/refresh");

describe("A session", () => {
  let tenant: TestTenant;
  let provider: Provider;

  beforeAll(async () => void (tenant = await startTenant()));
  beforeEach(async () => {
    provider = await startProvider(tenant);
    await tenant.clearRequests();
  });
  afterEach(async () => {
    expect(provider.customer.stderr).toBe("");
    await provider[Symbol.asyncDispose]();
    await tenant.clearFaults();
    for (const stableKey of await tenant.stableKeys()) await tenant.remove(stableKey);
  });
  afterAll(() => tenant?.dispose());

  it("sends a query again after a dropped connection", async () => {
    await tenant.injectFault({ operationName: "ListComponents" }, { type: "dropBefore" });
    await tenant.injectFault({ operationName: "ListConnections" }, { type: "dropAfter" });
    const { failures } = await provider.customer.check({}, slack("slack"));
    expect(failures).toEqual([]);
    const requests = await tenant.requests();
    expect(sent(requests, "components").map(({ status }) => status)).toEqual([null, 200]);
    expect(sent(requests, "scopedConfigVariables").map(({ status }) => status)).toEqual([null, 200]);
  });

  it.each([429, 503])("survives HTTP %i, and the mutation is carried out once", async (status) => {
    await tenant.injectFault(create, { type: "status", status }, 2);
    await checkAndCreate(provider.customer, slack("slack"));
    expect(sent(await tenant.requests(), create.rootField).map((request) => request.status)).toEqual([
      status,
      status,
      200,
    ]);
    expect(await tenant.stableKeys()).toEqual(["slack"]);
  });

  it("waits as long as Retry-After says", async () => {
    const headers = { "retry-after": "1" };
    await tenant.injectFault(create, { type: "status", status: 429, headers });
    const { inputs } = await provider.customer.check({}, slack("slack"));
    const before = performance.now();
    await provider.customer.create(inputs);
    // A lower bound: however slow the machine is, it cannot be undercut.
    expect(performance.now() - before).toBeGreaterThan(1000);
  });

  it("does not send a create again whose answer was lost, but finds what it made", async () => {
    await tenant.injectFault(create, { type: "dropAfter" });
    const { id } = await checkAndCreate(provider.customer, slack("slack"));
    expect((await tenant.connection("slack")).id).toBe(id);
    expect(sent(await tenant.requests(), create.rootField)).toHaveLength(1);
  });

  it("finds all of a batch whose answer was lost", async () => {
    const checked = await Promise.all(many(5).map((args) => provider.customer.check({}, args)));
    await tenant.injectFault(create, { type: "dropAfter" });
    const made = await Promise.all(checked.map(({ inputs }) => provider.customer.create(inputs)));
    expect(new Set(made.map(({ id }) => id)).size).toBe(5);
    expect((await tenant.mutations()).filter(({ field }) => field === create.rootField)).toHaveLength(5);
    expect(await tenant.stableKeys()).toEqual(many(5).map(({ stableKey }) => stableKey));
  });

  it("looks before it sends a create again that did not arrive", async () => {
    await tenant.injectFault(create, { type: "dropBefore" });
    await checkAndCreate(provider.customer, slack("slack"));
    const requests = (await tenant.requests()).filter(({ path }) => path === "/api");
    const last = requests.slice(-3).map(({ rootFields }) => rootFields[0]);
    expect(last).toEqual([create.rootField, "scopedConfigVariables", create.rootField]);
    expect(await tenant.stableKeys()).toEqual(["slack"]);
  });

  it("has one connection where the answer comes after it gave up waiting", async () => {
    await using impatient = await startProvider(tenant, { "prismatic:timeoutSeconds": "2" });
    await tenant.injectFault(create, { type: "delay", milliseconds: 3000 });
    const { id } = await checkAndCreate(impatient.customer, slack("slack"));
    expect((await tenant.connection("slack")).id).toBe(id);
    await vi.waitFor(
      async () => {
        const statuses = sent(await tenant.requests(), create.rootField).map(({ status }) => status);
        expect(statuses).toEqual([200, 200]);
      },
      { timeout: 60_000 },
    );
    expect(impatient.customer.stderr).toBe("");
    expect(await tenant.stableKeys()).toEqual(["slack"]);
  });

  it("treats a deletion whose answer was lost as done", async () => {
    const { id, outputs } = await checkAndCreate(provider.customer, slack("slack"));
    await tenant.injectFault({ rootField: "deleteScopedConfigVariable" }, { type: "dropAfter" });
    await using next = await startProvider(tenant);
    await next.customer.delete(id, outputs);
    expect(await tenant.stableKeys()).toEqual([]);
    expect(sent(await tenant.requests(), "deleteScopedConfigVariable")).toHaveLength(1);
  });

  it("says of an update whose answer was lost that it may have happened", async () => {
    const { id, inputs, outputs } = await checkAndCreate(provider.customer, slack("slack"));
    await tenant.injectFault({ rootField: "updateScopedConfigVariable" }, { type: "dropAfter" });
    const update = provider.customer.update(id, outputs, { ...inputs, name: "New" });
    await expect(update).rejects.toThrow(/may have been carried out/);
    expect(sent(await tenant.requests(), "updateScopedConfigVariable")).toHaveLength(1);
  });

  const wrongAnswers = [
    { answer: "a GraphQL error", action: { type: "graphqlError", message: "Not today." } as const },
    { answer: "something else than JSON", action: { type: "status", status: 200, body: "<html>" } as const },
    { answer: "JSON of another form", action: { type: "status", status: 200, body: { data: {} } } as const },
    { answer: "HTTP 404", action: { type: "status", status: 404 } as const },
  ];
  it.each(wrongAnswers)("names tenant and operation where the answer is $answer", async ({ action }) => {
    await tenant.injectFault({ operationName: "ListComponents" }, action);
    const { failures } = await provider.customer.check({}, slack("slack"));
    expect(failures).toHaveLength(1);
    expect(failures[0]?.reason).toContain(`Tenant ${tenant.id} at ${tenant.url}`);
    expect(failures[0]?.reason).toContain("ListComponents");
    if (action.type === "graphqlError") expect(failures[0]?.reason).toContain("Not today.");
  });

  it("asks again after a failure, in the same process", async () => {
    await tenant.injectFault(
      { operationName: "ListComponents" },
      { type: "graphqlError", message: "Not today." },
    );
    expect((await provider.customer.check({}, slack("slack"))).failures).toHaveLength(1);
    expect((await provider.customer.check({}, slack("slack"))).failures).toEqual([]);
  });
});

describe("However many calls wait,", () => {
  it("an expired token is exchanged once, and every mutation is carried out once", async () => {
    await using tenant = await startTenant();
    const config = { "prismatic:batchSize": "1", "prismatic:requestsPerSecond": "1000" };
    await using provider = await startProvider(tenant, config);
    const checked = await Promise.all(many(50).map((args) => provider.customer.check({}, args)));
    await tenant.expireTokens();
    await tenant.clearRequests();
    await Promise.all(checked.map(({ inputs }) => provider.customer.create(inputs)));
    const requests = await tenant.requests();
    expect(exchanges(requests)).toHaveLength(1);
    expect(sent(requests, create.rootField).filter(({ status }) => status === 200)).toHaveLength(50);
    expect(sent(requests, create.rootField).some(({ status }) => status === 401)).toBe(true);
    expect(await tenant.stableKeys()).toHaveLength(50);
  });

  it("the first token is exchanged once as well, for all types of resources together", async () => {
    await using tenant = await startTenant();
    await using provider = await startProvider(tenant);
    const postgres = { component: "postgres", stableKey: "postgres", name: "Postgres" };
    await Promise.all([
      ...many(20).map((args) => checkAndCreate(provider.customer, args)),
      checkAndCreate(provider.supplied, postgres),
    ]);
    expect(exchanges(await tenant.requests())).toHaveLength(1);
  });

  it("the tenant has none to turn away while the provider keeps within its limit", async () => {
    await using tenant = await startTenant({ requestsPerSecond: 20 });
    // Far enough below: on a busy machine, requests arrive closer together than they were sent.
    const config = { "prismatic:batchSize": "1", "prismatic:requestsPerSecond": "8" };
    await using provider = await startProvider(tenant, config);
    await Promise.all(many(25).map((args) => checkAndCreate(provider.customer, args)));
    const requests = await tenant.requests();
    expect(sent(requests, create.rootField)).toHaveLength(25);
    expect(requests.filter(({ status }) => status === 429)).toEqual([]);
  });

  it.each(["sent", "omitted"] as const)(
    "a tenant that accepts fewer gets all of them once, with Retry-After %s",
    async (setting) => {
      // So few that they are more than one second may see on a slow machine, too.
      await using tenant = await startTenant({ requestsPerSecond: 5, switches: { "retry-after": setting } });
      const config = { "prismatic:batchSize": "1", "prismatic:requestsPerSecond": "1000" };
      await using provider = await startProvider(tenant, config);
      await Promise.all(many(10).map((args) => checkAndCreate(provider.customer, args)));
      const creates = sent(await tenant.requests(), create.rootField);
      expect(creates.some(({ status }) => status === 429)).toBe(true);
      expect(creates.filter(({ status }) => status === 200)).toHaveLength(10);
    },
  );
});
