import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { checkAndCreate, startProvider } from "./support/provider.ts";
import { startTenant, type TestTenant } from "./support/tenant.ts";

const create = { rootField: "createScopedConfigVariable" };

const many = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    component: "slack",
    connectionType: "oauth2",
    stableKey: `slack-${index}`,
    name: `Slack ${index}`,
  }));

const [slack = {}] = many(1);

const tooMany = (retryAfter?: string) =>
  ({
    type: "status",
    status: 429,
    ...(retryAfter === undefined ? {} : { headers: { "retry-after": retryAfter } }),
  }) as const;

/** Texts that an operator is shown about rate limits. */
const lines = (text: string) =>
  text.split("\n").filter((line) => line.includes("limits the rate of requests"));

describe("A tenant that limits the rate of requests", () => {
  let tenant: TestTenant;
  beforeAll(async () => void (tenant = await startTenant()));
  beforeEach(() => tenant.clearRequests());
  afterEach(async () => {
    await tenant.clearFaults();
    for (const stableKey of await tenant.stableKeys()) await tenant.remove(stableKey);
  });
  afterAll(() => tenant?.dispose());

  const statuses = async () =>
    (await tenant.requests())
      .filter(({ rootFields }) => rootFields.includes(create.rootField))
      .map(({ status }) => status);

  it.each([
    ["in seconds", () => "1"],
    ["as a date", () => new Date(Date.now() + 1500).toUTCString()],
    ["in words that nobody knows", () => "soon"],
  ])("is waited for, whether Retry-After tells the time %s, and one line says so", async (_, retryAfter) => {
    await using provider = await startProvider(tenant, { "prismatic:batchSize": "1" });
    await tenant.injectFault(create, tooMany(retryAfter()), 3);
    await Promise.all(many(3).map((args) => checkAndCreate(provider.customer, args)));
    expect((await statuses()).filter((status) => status === 429)).toHaveLength(3);
    expect((await statuses()).filter((status) => status === 200)).toHaveLength(3);
    expect(lines(provider.customer.stdout)).toEqual([
      expect.stringMatching(
        new RegExp(
          `^Tenant ${tenant.id} at ${tenant.url} limits the rate of requests \\(HTTP 429\\)\\. This run waits, now for ` +
            "\\d+ s and at most 300 s at a time \\(prismatic:rateLimitWaitSeconds\\)\\. .*prismatic:requestsPerSecond \\(20\\)\\.$",
        ),
      ),
    ]);
  });

  it("pauses all requests, so that no further one is refused", async () => {
    await using provider = await startProvider(tenant, { "prismatic:batchSize": "1" });
    const checked = await Promise.all(many(8).map((args) => provider.customer.check({}, args)));
    const [first, ...others] = checked;
    await tenant.injectFault(create, tooMany("2"));
    const begun = provider.customer.create(first?.inputs ?? {});
    await expect.poll(() => lines(provider.customer.stdout)).toHaveLength(1);
    await Promise.all([begun, ...others.map(({ inputs }) => provider.customer.create(inputs))]);
    const requests = (await tenant.requests()).filter(({ rootFields }) =>
      rootFields.includes(create.rootField),
    );
    expect(requests.map(({ status }) => status)).toEqual([429, ...Array<number>(8).fill(200)]);
  });

  it.each([
    ["an hour", "3600", "300", /and asks for a pause of 3600 s; .*allows 300 s\./],
    [
      "a date far away",
      new Date(Date.now() + 7_200_000).toUTCString(),
      "90",
      /for a pause of 7\d\d\d s; .*allows 90 s\./,
    ],
    ["any time where none is allowed", "1", "0", /and asks for a pause of 1 s; .*allows 0 s\./],
    [
      "no time for longer than allowed",
      undefined,
      "1",
      /HTTP 429\), after [12] s of waiting; .*allows 1 s\./,
    ],
  ])("and asks for %s fails the run, with the way on", async (_, retryAfter, allowed, says) => {
    const config = { "prismatic:rateLimitWaitSeconds": allowed, "prismatic:requestsPerSecond": "7" };
    await using provider = await startProvider(tenant, config);
    const { inputs } = await provider.customer.check({}, slack);
    await tenant.injectFault(create, tooMany(retryAfter), 100);
    const failure = provider.customer.create(inputs);
    await expect(failure).rejects.toThrow(
      /^Connection "slack-0" was not created: Tenant .* limits the rate of requests \(HTTP 429\)/,
    );
    await expect(failure).rejects.toThrow(says);
    await expect(failure).rejects.toThrow(
      /Nothing was changed\. Run the command again later, raise prismatic:rateLimitWaitSeconds, or lower prismatic:requestsPerSecond \(7\)/,
    );
    expect(await tenant.stableKeys()).toEqual([]);
  });

  it("at its token exchange is waited for and told as well", async () => {
    const config = { "prismatic:rateLimitWaitSeconds": "90" };
    await using provider = await startProvider(tenant, config);
    await tenant.injectFault({ path: "/auth/refresh" }, tooMany("1"));
    await checkAndCreate(provider.customer, slack);
    expect(lines(provider.customer.stdout)).toHaveLength(1);
    await using next = await startProvider(tenant, config);
    await tenant.injectFault({ path: "/auth/refresh" }, tooMany("91"));
    const { failures } = await next.customer.check({}, slack);
    expect(failures[0]?.reason).toMatch(
      /limits the rate of requests \(HTTP 429\) and asks for a pause of 91 s/,
    );
    expect(failures[0]?.reason).not.toContain("token");
  });
});
