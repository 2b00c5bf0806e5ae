import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { DynamicProvider } from "./support/dynamicProvider.ts";
import { deployments, namesConnections } from "./support/inUse.ts";
import { reasons, startProvider, type Provider } from "./support/provider.ts";
import { startTenant, type TestTenant } from "./support/tenant.ts";

const login = { values: { database: "db", username: "pulumi" }, secrets: { password: "hush" } };
const asSeeded = (map: object) =>
  Object.fromEntries(Object.entries(map).map(([name, value]) => [name, { value: String(value) }]));
const connection = { stableKey: "postgres" };
const inputs = { host: { value: "db.example", meta: { managedBy: "org", inputScope: "org" } } } as const;
const database = { component: "postgres", ...connection, name: "PostgreSQL" };

/** Objects that the tenant holds already, as a program declares them. */
const declarations = {
  connection: {
    door: (provider: Provider) => provider.supplied,
    args: { ...database, globalValues: { host: "db.example" } },
    other: { globalValues: { host: "db2.example" } },
    says: "2 instances run with",
  },
  "global values": {
    door: (provider: Provider) => provider.values,
    args: { connection, values: { host: "db.example" } },
    other: { values: { host: "db2.example" } },
    says: "2 instances run with",
  },
  "customer's credentials": {
    door: (provider: Provider) => provider.credentials,
    args: { connection, customer: "globex", ...login },
    other: { values: { ...login.values, username: "other" } },
    says: "1 instance runs on",
  },
  "set of customers' credentials": {
    door: (provider: Provider) => provider.credentialsSet,
    args: { connection, customers: { globex: login, hooli: login } },
    other: {},
    says: "2 instances use",
  },
};

describe.each([{ adoptExisting: false }, { adoptExisting: true }])(
  "What a tenant has and instances run with, taken over with adoptExisting $adoptExisting:",
  ({ adoptExisting }) => {
    let tenant: TestTenant;
    let provider: Provider;

    beforeAll(async () => {
      tenant = await startTenant({
        holds: {
          ...namesConnections,
          connections: [
            {
              ...database,

              variableScope: "customer",
              managedBy: "org",
              inputs,
            },
          ],
          credentials: [
            {
              connection: "postgres",
              customer: "globex",
              inputs: asSeeded({ ...login.values, ...login.secrets }),
            },
          ],
        },
      });
      provider = await startProvider(tenant, { "prismatic:adoptExisting": String(adoptExisting) });
    });
    afterAll(async () => {
      await provider?.[Symbol.asyncDispose]();
      await tenant?.dispose();
    });
    beforeEach(() => tenant.clearRequests());

    it.each(Object.entries(declarations))(
      "a %s needs the decision about the instances, at preview",
      async (_, { door, args, other, says }) => {
        const provided = door(provider);
        const news = { ...args, ...(adoptExisting ? other : {}) };
        const [reason, ...others] = await reasons(provided, { inputs: {} }, news);
        expect(others).toEqual([]);
        expect(reason).toMatch(/^redeployInstances: /);
        expect(reason).toContain(says);
        for (const redeployInstances of ["never", "onChange"]) {
          await using decided = await startProvider(tenant, {
            "prismatic:adoptExisting": String(adoptExisting),
          });
          expect(await reasons(door(decided), { inputs: {} }, { ...news, redeployInstances })).toEqual([]);
        }
        expect(await tenant.mutations()).toEqual([]);
      },
    );

    it.each(Object.entries(declarations))(
      "a %s is deployed as was decided",
      async (_, { door, args, other }) => {
        const before = await deployments(tenant);
        const news = { ...args, ...(adoptExisting ? other : {}), redeployInstances: "onChange" };
        const { inputs } = await door(provider).check({}, news);
        await door(provider).create(inputs);
        const moved = Object.entries(await deployments(tenant)).filter(
          ([name, { lastDeployedAt }]) => lastDeployedAt !== before[name]?.lastDeployedAt,
        );
        expect(moved.map(([name]) => name)).toContain("Reports of Globex");
      },
    );
  },
);

describe("What a tenant has and differs from the program", () => {
  const args = { connection, ...login, values: { ...login.values, username: "other" } };
  const cases = {
    postgres: (provider: Provider) => [provider.supplied, { ...database, name: "Other" }],
    "GlobalValues/postgres": (provider: Provider) => [
      provider.values,
      { connection, values: { host: "other" } },
    ],
    "TestCredentials/postgres": (provider: Provider) => [provider.testCredentials, args],
    "CustomerCredentials/postgres/globex": (provider: Provider) => [
      provider.credentials,
      { ...args, customer: "globex" },
    ],
    "'CustomerCredentials/postgres/globex/Read only'": (provider: Provider) => [
      provider.credentials,
      { ...args, customer: "globex", name: "Read only" },
    ],
  } satisfies Record<string, (provider: Provider) => [DynamicProvider, object]>;

  it("is not taken over: the error says how to import it and how to overwrite it", async () => {
    const seeded = asSeeded({ ...login.values, ...login.secrets });
    await using tenant = await startTenant({
      holds: {
        customers: [{ externalId: "globex", name: "globex" }],
        connections: [{ ...database, variableScope: "customer", managedBy: "org", inputs }],
        credentials: [
          { connection: "postgres", isTest: true, inputs: seeded },
          { connection: "postgres", customer: "globex", inputs: seeded },
          { connection: "postgres", customer: "globex", name: "Read only", inputs: seeded },
        ],
      },
    });
    await using provider = await startProvider(tenant);
    for (const [what, declared] of Object.entries(cases)) {
      const [door, news] = declared(provider);
      const [reason, ...others] = await reasons(door, { inputs: {} }, { ...news });
      expect(others).toEqual([]);
      expect(reason).toContain(`npx pulumi-prismatic import-file ${what} --out`);
      expect(reason).toContain("pulumi config set prismatic:adoptExisting true");
      expect(reason).toContain("Nothing was changed.");
    }
    expect(await tenant.mutations()).toEqual([]);
  });
});

describe("A connection that nothing runs with", () => {
  it("is taken over without a decision, and what is new needs none either", async () => {
    await using tenant = await startTenant({
      holds: { connections: [{ ...database, variableScope: "customer", managedBy: "org", inputs }] },
    });
    await using provider = await startProvider(tenant);
    const args = { ...database, globalValues: { host: "db.example" } };
    expect(await reasons(provider.supplied, { inputs: {} }, args)).toEqual([]);
    expect(await reasons(provider.supplied, { inputs: {} }, { ...args, stableKey: "new" })).toEqual([]);
  });
});
