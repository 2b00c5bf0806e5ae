import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { checkAndCreate, startProvider, type Provider } from "./support/provider.ts";
import { startTenant, type TestTenant } from "./support/tenant.ts";

const create = { rootField: "createScopedConfigVariable" };

const slack = (stableKey: string) => ({
  component: "slack",
  connectionType: "oauth2",
  stableKey,
  name: `Slack ${stableKey}`,
});

const many = (count: number) => Array.from({ length: count }, (_, index) => slack(`slack-${index}`));

const page = (status: number, title = "Request Rejected") =>
  ({
    type: "status",
    status,
    headers: { "content-type": "text/html" },
    body: `<html><head><title>${title}</title></head><body>Support ID: 4711</body></html>`,
  }) as const;

const REFERENCE = "The first message of this run about it says what to do.";

describe("What stands before a tenant", () => {
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

  /** Creates connections at the same moment, and returns the messages of those that fail. */
  async function failuresOf(count: number): Promise<string[]> {
    const checked = await Promise.all(many(count).map((args) => provider.customer.check({}, args)));
    const made = await Promise.allSettled(checked.map(({ inputs }) => provider.customer.create(inputs)));
    return made.flatMap((result) => (result.status === "rejected" ? [(result.reason as Error).message] : []));
  }

  /** Numbers of mutations in the requests that arrived, and their statuses. */
  const sent = async () =>
    (await tenant.requests())
      .filter(({ rootFields }) => rootFields.includes(create.rootField))
      .map(({ rootFields, status }) => [rootFields.length, status]);

  it.each([
    ["that it is too large", { type: "status", status: 413 } as const],
    ["that its address is too long", page(414)],
    ["with a web page", page(406)],
    ["without a word", { type: "status", status: 403, body: "" } as const],
  ])("may refuse a batch %s: smaller ones follow", async (_, action) => {
    await tenant.injectFault(create, action, 2);
    expect(await failuresOf(8)).toEqual([]);
    const { status } = action;
    expect(await sent()).toEqual([
      [8, status],
      [4, status],
      [2, 200],
      [2, 200],
      [2, 200],
      [2, 200],
    ]);
    expect(await tenant.stableKeys()).toHaveLength(8);
  });

  it("is named where its refusal is not the API's own, for a token that works", async () => {
    await tenant.injectFault(create, page(401, "Sign in"), 100);
    const failures = await failuresOf(1);
    expect(failures).toEqual([
      `Connection "slack-0" was not created: CreateConnection to Tenant ${tenant.id} at ${tenant.url} was ` +
        'answered with a web page (HTTP 401: "Sign in"). Nothing was changed. This is not Prismatic\'s own refusal, so ' +
        "the token is not the reason: a firewall, a proxy or a login page stands in between. Let POST requests to " +
        `${tenant.url}/api pass, or set HTTPS_PROXY or NO_PROXY.`,
    ]);
    expect(await sent()).toEqual([[1, 401]]);
  });

  it("is named at the token exchange, too", async () => {
    await tenant.injectFault({ path: "/auth/refresh" }, page(403));
    const { failures } = await provider.customer.check({}, slack("slack"));
    expect(failures[0]?.reason).toMatch(
      /^The token exchange to Prismatic at .* was answered with a web page \(HTTP 403: "Request Rejected"\)\. /,
    );
    expect(failures[0]?.reason).not.toContain("refused the refresh token");
  });

  it("is told from the API's own refusal, which is about the token", async () => {
    await tenant.injectFault(
      create,
      { type: "status", status: 403, body: { errors: [{ message: "No." }] } },
      100,
    );
    const [failure] = await failuresOf(1);
    expect(failure).toMatch(/refused the access token \(HTTP 403: "No\."\).*org_manage_integrations/);
  });

  it.each([
    ["a firewall", page(403), /the token is not the reason/],
    ["a limit of size", page(413), /\(\d+ KB\) is too large for Tenant .*Let requests of this size to/],
    [
      "the API",
      { type: "status", status: 403, body: { errors: [{ message: "No." }] } } as const,
      /Check that the token's owner/,
    ],
    ["a rate limit", { type: "status", status: 429 } as const, /lower prismatic:requestsPerSecond/],
  ])("tells eight resources one cause once: %s", async (_, action, advice) => {
    const impatient = await startProvider(tenant, { "prismatic:rateLimitWaitSeconds": "0" });
    await provider[Symbol.asyncDispose]();
    provider = impatient;
    await tenant.injectFault(create, action, 1000);
    const failures = await failuresOf(8);
    expect(failures).toHaveLength(8);
    expect(failures.filter((failure) => advice.test(failure))).toHaveLength(1);
    expect(failures.filter((failure) => failure.endsWith(REFERENCE))).toHaveLength(7);
    for (const failure of failures) expect(failure).toContain(`HTTP ${action.status}`);
  });
});

describe("That nothing was changed is said", () => {
  it("only as long as it is true of the whole run", async () => {
    await using tenant = await startTenant();
    await using provider = await startProvider(tenant);
    const [first, second, third] = many(3);
    await tenant.injectFault(create, page(403));
    const checked = await provider.customer.check({}, second ?? {});
    await expect(provider.customer.create(checked.inputs)).rejects.toThrow(/Nothing was changed\./);
    await checkAndCreate(provider.customer, first ?? {});

    const failure = await provider.customer.check({}, { ...first, name: "Other" });
    expect(failure.failures[0]?.reason).toMatch(/is taken.*Nothing more was changed\./);
    await tenant.injectFault(create, page(406));
    const other = await provider.customer.check({}, third ?? {});
    await expect(provider.customer.create(other.inputs)).rejects.toThrow(/Nothing more was changed\./);
    await tenant.stop();
    await expect(provider.customer.create(other.inputs)).rejects.toThrow(
      /could not be reached \(ECONNREFUSED\)\. Nothing more was changed\./,
    );
    await tenant.start();
  });

  it("no more after a change whose answer was lost", async () => {
    await using tenant = await startTenant();
    await using provider = await startProvider(tenant, { "prismatic:batchSize": "1" });
    const { id, inputs, outputs } = await checkAndCreate(provider.customer, slack("slack"));
    await using next = await startProvider(tenant, { "prismatic:batchSize": "1" });
    await tenant.injectFault({ rootField: "updateScopedConfigVariable" }, { type: "dropAfter" });
    await expect(next.customer.update(id, outputs, { ...inputs, name: "New" })).rejects.toThrow(
      /may have been carried out/,
    );
    await tenant.injectFault(create, page(403));
    const { inputs: others } = await next.customer.check({}, slack("other"));
    await expect(next.customer.create(others)).rejects.toThrow(/Nothing more was changed\./);
  });
});
