import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isSameTime } from "../provider/src/tenant/times.ts";
import { changeCredentials } from "./support/contents.ts";
import type { DynamicProvider } from "./support/dynamicProvider.ts";
import { checkAndCreate, startProvider, type Provider } from "./support/provider.ts";
import { startTenant, type TestTenant } from "./support/tenant.ts";

type Arguments = Record<string, unknown>;

const slack: Arguments = {
  component: "slack",
  connectionType: "oauth2",
  stableKey: "slack",
  name: "Slack ",
  description: "For all.\n",
  globalValues: { clientId: " 4711", scopes: "chat:write\n", authorizeUrl: '{"b": 1, "a": 2}' },
  globalSecrets: { clientSecret: "hush-client\n", signingSecret: "hush-signing" },
  oauthRedirect: { success: "https://acme.example" },
};
const acme = { component: "acme", stableKey: "acme", name: "Acme" };
const ofAcme = { connection: { stableKey: "acme" } };

describe.each([{ "password-inputs": "readable" }, { "password-inputs": "write-only" }] as const)(
  "A tenant that stores what it is sent in a form of its own, with %j,",
  (switches) => {
    let tenant: TestTenant;
    let provider: Provider;
    beforeAll(async () => {
      tenant = await startTenant({
        holds: { customers: [{ externalId: "globex", name: "Globex" }] },
        switches: { "stored-form": "normalised", ...switches },
      });
      provider = await next();
    });
    afterAll(async () => {
      await provider?.[Symbol.asyncDispose]();
      await tenant?.dispose();
    });

    const next = () => startProvider(tenant, { "prismatic:batchSize": "1" });

    /** Refreshes in a process of its own, as the next command does, and expects that nothing is to be done. */
    async function expectNoDrift(
      door: (provider: Provider) => DynamicProvider,
      id: string,
      outputs: Arguments,
      args: Arguments,
    ) {
      await using later = await next();
      const read = await door(later).read(id, outputs);
      const { inputs, failures } = await door(later).check(read.inputs, args);
      expect(failures).toEqual([]);
      expect(await door(later).diff(id, read.outputs, inputs)).toMatchObject({ changes: false });
      expect(read.inputs).toEqual(inputs);
      return read;
    }

    it("drifts in nothing that it changed itself, and in all that others change", async () => {
      const made = await checkAndCreate(provider.customer, slack);
      const { outputs } = await expectNoDrift((p) => p.customer, made.id, made.outputs, slack);
      expect(outputs).toMatchObject({
        storedAs: { description: "For all.", globalValues: { clientId: "4711" } },
      });
      expect(JSON.stringify(outputs.storedAs)).not.toContain("hush");

      const renamed = { ...slack, name: "Slack 2 " };
      const { inputs } = await provider.customer.check(made.inputs, renamed);
      await tenant.clearRequests();
      const updated = await provider.customer.update(made.id, outputs, inputs);
      expect((await tenant.mutations()).map(({ input }) => Object.keys(input).sort())).toEqual([
        ["id", "key"],
      ]);
      await expectNoDrift((p) => p.customer, made.id, updated, renamed);

      await tenant.change("slack", { description: "Mine.", inputs: { scopes: "all" } });
      await using later = await next();
      const read = await later.customer.read(made.id, updated);
      expect(read.inputs).toMatchObject({
        description: "Mine.",
        globalValues: { clientId: " 4711", scopes: "all" },
      });
      const checked = await later.customer.check(read.inputs, renamed);
      expect(await later.customer.diff(made.id, read.outputs, checked.inputs)).toMatchObject({
        changes: true,
      });
      const repaired = await later.customer.update(made.id, read.outputs, checked.inputs);
      await expectNoDrift((p) => p.customer, made.id, repaired, renamed);
    });

    it("drifts in no test credentials, global values and customers' credentials either, until others change them", async () => {
      await checkAndCreate(provider.supplied, acme);
      const cases: [(provider: Provider) => DynamicProvider, Arguments][] = [
        [(p) => p.testCredentials, { ...ofAcme, secrets: { api_key: " hush-1\n" } }],
        [
          (p) => p.credentials,
          { ...ofAcme, customer: "globex", name: "Main ", secrets: { api_key: "hush-2\n" } },
        ],
        [
          (p) => p.supplied,
          { ...acme, stableKey: "inline", testCredentials: { secrets: { api_key: "hush-3 " } } },
        ],
      ];
      for (const [door, args] of cases) {
        const made = await checkAndCreate(door(provider), args);
        expect(JSON.stringify(made.outputs.storedAs ?? {})).not.toContain("hush");
        await expectNoDrift(door, made.id, made.outputs, args);
        const news = JSON.parse(JSON.stringify(args).replace("hush-", "hush-new-")) as Arguments;
        const { inputs: changed } = await door(provider).check(made.inputs, news);
        await expectNoDrift(door, made.id, await door(provider).update(made.id, made.outputs, changed), news);
      }
      const [door, args] = cases[1] ?? [];
      if (door === undefined || args === undefined) throw new Error("No case");
      const { id, outputs, inputs } = await checkAndCreate(door(provider), { ...args, name: "Second " });
      await changeCredentials(tenant, "acme/globex/Second", { api_key: "hush-theirs" });
      await using later = await next();
      const read = await door(later).read(id, outputs);
      expect(read.outputs.driftedSecrets).toEqual(["api_key"]);
      expect((await door(later).diff(id, read.outputs, inputs)).changes).toBe(true);
    });

    it("drifts in no global values that are a resource of their own, until others change them", async () => {
      await checkAndCreate(provider.customer, {
        component: "slack",
        connectionType: "oauth2",
        stableKey: "apart",
        name: "Slack",
      });
      const args = {
        connection: { stableKey: "apart" },
        values: { clientId: " 4711" },
        secrets: { clientSecret: "hush-client\n", signingSecret: "hush-signing" },
      };
      const made = await checkAndCreate(provider.values, args);
      const { outputs } = await expectNoDrift((p) => p.values, made.id, made.outputs, args);
      expect(outputs.storedAs).toEqual({ values: { clientId: "4711" } });

      const renewed = {
        ...args,
        values: { ...args.values, scopes: "chat:write\n", authorizeUrl: '{"b": 1, "a": 2}' },
        secrets: { ...args.secrets, clientSecret: "hush-renewed\n" },
      };
      const { inputs } = await provider.values.check(made.inputs, renewed);
      const updated = await provider.values.update(made.id, outputs, inputs);
      await expectNoDrift((p) => p.values, made.id, updated, renewed);

      await tenant.change("apart", { inputs: { scopes: "all" } });
      await using later = await next();
      const read = await later.values.read(made.id, updated);
      expect(read.inputs.values).toEqual({ ...renewed.values, scopes: "all" });
      expect((await later.values.diff(made.id, read.outputs, inputs)).changes).toBe(true);
    });

    it("drifts in no customer of a set", async () => {
      await checkAndCreate(provider.supplied, { ...acme, stableKey: "set" });
      const args = {
        connection: { stableKey: "set" },
        customers: { globex: { secrets: { api_key: "hush-4\n" } } },
      };
      const made = await checkAndCreate(provider.credentialsSet, args);
      await using later = await next();
      const { outputs } = await later.credentialsSet.read(made.id, made.outputs);
      expect(outputs).not.toHaveProperty("drifted");
    });
  },
);

it("A connection whose creation got no answer is found, although the tenant stores it in a form of its own", async () => {
  await using tenant = await startTenant({ switches: { "stored-form": "normalised" } });
  await using provider = await startProvider(tenant, { "prismatic:batchSize": "1" });
  await tenant.injectFault({ rootField: "createScopedConfigVariable" }, { type: "dropAfter" });
  const { inputs, outputs } = await checkAndCreate(provider.customer, slack);
  expect(await tenant.stableKeys()).toEqual(["slack"]);
  expect(outputs).toMatchObject({ ...inputs, storedAs: { description: "For all." } });
});

describe("Two times", () => {
  it.each([
    ["2026-11-26T09:10:05.123456Z", "2026-11-26T09:10:05.123Z"],
    ["2026-11-26T09:10:05.123456+00:00", "2026-11-26T09:10:05Z"],
    ["2026-11-26T10:10:05.1+01:00", "2026-11-26T09:10:05.100Z"],
    ["2026-11-26T09:10:05.999600Z", "2026-11-26T09:10:06.000Z"],
    ["2026-11-26 09:10:05Z", "2026-11-26T09:10:05Z"],
    [undefined, null],
    ["", undefined],
  ])("%s and %s are the same", (one, other) => {
    expect(isSameTime(one, other)).toBe(true);
    expect(isSameTime(other, one)).toBe(true);
  });

  it.each([
    ["2026-11-26T09:10:05.123Z", "2026-11-26T09:10:05.124Z"],
    ["2026-11-26T09:10:05.123456Z", "2026-11-26T09:10:05.125Z"],
    ["2026-11-26T09:10:05Z", "2026-11-26T09:10:06Z"],
    ["2026-11-26T09:10:05Z", undefined],
    ["soon", "later"],
  ])("%s and %s differ", (one, other) => {
    expect(isSameTime(one, other)).toBe(false);
  });
});
