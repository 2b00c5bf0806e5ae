import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { importables } from "../provider/src/cli/importables.ts";
import { importRequest } from "../provider/src/cli/importRequest.ts";
import { plannedMutations, type Step } from "../provider/src/plannedMutations.ts";
import { TenantSession } from "../provider/src/tenant/session.ts";
import { resolveSettings } from "../provider/src/tenant/settings.ts";
import type { DynamicProvider } from "./support/dynamicProvider.ts";
import { checkAndCreate, startProvider, type Created, type Provider } from "./support/provider.ts";
import { startTenant, type TestTenant } from "./support/tenant.ts";

const connection = { component: "openai", stableKey: "calls", name: "Calls" };
const credentials = { values: { organization: "org" }, secrets: { apiKey: "hush" } };
const type = (name: string) => `pulumi-nodejs:dynamic/prismatic:${name}`;

/** The two ways to declare test credentials, as one resource or as one of its own. */
const ways = {
  inline: {
    type: "UserConnection",
    door: ({ user }: Provider): DynamicProvider => user,
    args: (test: object): Record<string, unknown> => ({ ...connection, testCredentials: test }),
  },
  separate: {
    type: "TestCredentials",
    door: ({ testCredentials }: Provider): DynamicProvider => testCredentials,
    args: (test: object): Record<string, unknown> => ({
      connection: { stableKey: "calls", variableScope: "user", managedBy: "org" },
      ...test,
    }),
  },
};

describe.each(Object.entries(ways))(
  "Test credentials of a user connection, %s,",
  (way, { door, args, ...of }) => {
    let tenant: TestTenant;
    let provider: Provider;
    let made: Created;

    beforeEach(async () => {
      tenant = await startTenant();
      provider = await startProvider(tenant);
      if (way === "separate") await checkAndCreate(provider.user, connection);
      await tenant.clearRequests();
      made = await checkAndCreate(door(provider), args(credentials));
    });
    afterEach(async () => {
      await provider?.[Symbol.asyncDispose]();
      await tenant?.dispose();
    });

    /** The next command of the operator. */
    async function next(): Promise<void> {
      await provider[Symbol.asyncDispose]();
      provider = await startProvider(tenant);
      await tenant.clearRequests();
    }

    async function refresh(): Promise<Created> {
      await next();
      const read = await door(provider).read(made.id, made.outputs);
      return { id: read.id, inputs: read.inputs, outputs: read.outputs };
    }

    async function update(before: Created, news: Record<string, unknown>): Promise<Created> {
      const { inputs, failures } = await door(provider).check(before.inputs, news);
      expect(failures).toEqual([]);
      const { changes } = await door(provider).diff(before.id, before.outputs, inputs);
      if (changes !== true) return before;
      return {
        id: before.id,
        inputs,
        outputs: await door(provider).update(before.id, before.outputs, inputs),
      };
    }

    const fieldsSent = async () => (await tenant.mutations()).map(({ field }) => field);

    it("are a connection below it", async () => {
      const [container, leaf] = await tenant.connections();
      expect([container, leaf]).toMatchObject([
        { stableKey: "calls", variableScope: "USER", managedBy: "ORG" },
        { stableKey: "calls:test", variableScope: "USER", managedBy: "ORG" },
      ]);
      expect(await tenant.values("calls:test")).toMatchObject({ organization: "org" });
      const sent = (await tenant.mutations()).at(-1);
      expect(sent?.field).toBe("createScopedConfigVariable");
      expect(sent?.input).toMatchObject({ parent: container?.id, variableScope: "user", managedBy: "org" });
      if (way === "separate") expect(made.id).toBe(leaf?.id);
      const announced = plannedMutations(type(of.type), { op: "create", news: made.inputs });
      expect(announced.map(({ field }) => field)).toEqual(await fieldsSent());
      expect(announced.at(-1)?.stableKey).toBe("calls:test");
    });

    it("are unchanged after a refresh, and cost nothing", async () => {
      const read = await refresh();
      await tenant.clearRequests();
      const { inputs } = await door(provider).check(read.inputs, args(credentials));
      expect((await door(provider).diff(read.id, read.outputs, inputs)).changes).toBe(false);
      expect(await tenant.requests()).toEqual([]);
    });

    it("are changed in place, and what is no longer declared is emptied", async () => {
      await next();
      const { id } = await tenant.connection("calls:test");
      const now = await update(made, args({ secrets: { apiKey: "hush-other" } }));
      expect(await tenant.values("calls:test")).toEqual({ apiKey: "hush-other" });
      const sent = await tenant.mutations();
      expect(sent).toMatchObject([{ field: "updateScopedConfigVariable", input: { id } }]);
      const announced = plannedMutations(type(of.type), {
        op: "update",
        olds: made.outputs,
        news: now.inputs,
      });
      expect(announced).toMatchObject([{ field: sent[0]?.field, stableKey: "calls:test" }]);
    });

    it("are restored after they were changed in the tenant", async () => {
      await tenant.change("calls:test", { inputs: { apiKey: "by hand" } });
      const read = await refresh();
      expect(JSON.stringify(read.outputs.driftedSecrets)).toContain("apiKey");
      await update(read, args(credentials));
      expect(await tenant.values("calls:test")).toMatchObject({ apiKey: "hush" });
    });

    it("are created again after they were deleted in the tenant", async () => {
      await tenant.remove("calls:test");
      const read = await refresh();
      if (way === "separate") {
        expect(read.id).toBe("");
        await checkAndCreate(door(provider), args(credentials));
      } else {
        await update(read, args(credentials));
      }
      expect(await tenant.stableKeys()).toEqual(["calls", "calls:test"]);
    });

    it("are deleted alone", async () => {
      await next();
      if (way === "separate") await door(provider).delete(made.id, made.outputs);
      else await update(made, connection);
      expect(await tenant.stableKeys()).toEqual(["calls"]);
      expect(await fieldsSent()).toEqual(["deleteScopedConfigVariable"]);
      if (way === "separate") await door(provider).delete(made.id, made.outputs);
    });

    it("are there once after a lost answer", async () => {
      await tenant.remove("calls:test");
      const read = await refresh();
      await tenant.injectFault({ rootField: "createScopedConfigVariable" }, { type: "dropAfter" });
      if (way === "separate") await checkAndCreate(door(provider), args(credentials));
      else await update(read, args(credentials));
      expect(await tenant.stableKeys()).toEqual(["calls", "calls:test"]);
    });

    it("come along in an import", async () => {
      const config: Record<string, string> = { ...tenant.config, ...tenant.secrets };
      const session = new TenantSession(resolveSettings((name) => config[`prismatic:${name}`], {}));
      const [imported, ...rest] = await importables(session, [
        importRequest(way === "separate" ? "TestCredentials/calls" : "calls"),
      ]);
      expect(rest).toEqual([]);
      expect(imported).toMatchObject({ type: of.type, id: made.id });
      await next();
      // A file holds no undefined members.
      const { inputs: before, outputs } = JSON.parse(JSON.stringify(imported)) as Created;
      const { inputs, failures } = await door(provider).check(before, args(credentials));
      expect(failures).toEqual([]);
      // No file holds a secret, so the first run sets them.
      expect((await door(provider).diff(made.id, outputs, inputs)).changes).toBe(true);
      await tenant.clearRequests();
      await door(provider).update(made.id, outputs, inputs);
      expect(await fieldsSent()).toEqual(["updateScopedConfigVariable"]);
    });
  },
);

describe("Test credentials of a user connection that the program names by its stable key alone", () => {
  it("are announced as what is sent, from creation to deletion", async () => {
    await using tenant = await startTenant();
    await using before = await startProvider(tenant);
    await checkAndCreate(before.user, connection);
    await using provider = await startProvider(tenant);
    const args = { connection: { stableKey: "calls" }, ...credentials };
    const announced = (step: Step) =>
      plannedMutations(type("TestCredentials"), step).map(({ field, stableKey }) => ({ field, stableKey }));
    const sent = async () =>
      (await tenant.mutations()).map(({ field }) => ({ field, stableKey: "calls:test" }));

    await tenant.clearRequests();
    const { id, inputs, outputs } = await checkAndCreate(provider.testCredentials, args);
    expect(announced({ op: "create", news: inputs })).toEqual(await sent());

    // Each run checks a resource once.
    await using second = await startProvider(tenant);
    const read = await second.testCredentials.read(id, outputs);
    expect(read.inputs).toEqual(inputs);
    const same = await second.testCredentials.check(read.inputs, args);
    expect(same).toEqual({ inputs, failures: [] });
    expect((await second.testCredentials.diff(id, read.outputs, same.inputs)).changes).toBe(false);

    await using third = await startProvider(tenant);
    await tenant.clearRequests();
    const other = { ...args, secrets: { apiKey: "hush-other" } };
    const { inputs: news } = await third.testCredentials.check(inputs, other);
    const updated = await third.testCredentials.update(id, outputs, news);
    expect(announced({ op: "update", olds: outputs, news })).toEqual(await sent());

    await using last = await startProvider(tenant);
    await tenant.clearRequests();
    await last.testCredentials.delete(id, updated);
    expect(announced({ op: "delete", olds: updated })).toEqual(await sent());
  });
});

describe("Where Prismatic has another form for the test credentials of a user connection,", () => {
  let tenant: TestTenant;
  let provider: Provider;

  beforeEach(async () => {
    tenant = await startTenant({ switches: { "user-test-credentials": "customer-config-variable" } });
    provider = await startProvider(tenant);
  });
  afterEach(async () => {
    await provider?.[Symbol.asyncDispose]();
    await tenant?.dispose();
  });

  it.each(Object.entries(ways))(
    "%s ones fail with what to do, and no other form is tried",
    async (way, of) => {
      if (way === "separate") await checkAndCreate(provider.user, connection);
      await tenant.clearRequests();
      const creating = checkAndCreate(of.door(provider), of.args(credentials));
      await expect(creating).rejects.toThrow(
        /connection below it and in no other form.*remove testCredentials \(or TestCredentials\)/s,
      );
      expect(await tenant.stableKeys()).toEqual(["calls"]);
      const fields = (await tenant.mutations()).map(({ field }) => field);
      expect(fields).not.toContain("createCustomerConfigVariable");
    },
  );
});

describe("The flag of a user connection", () => {
  it.each([
    ["refused", false],
    ["allowed", true],
  ] as const)("is %s as the tenant says, which a refusal explains", async (setting, isOn) => {
    await using tenant = await startTenant({ switches: { "user-default-for-component": setting } });
    await using provider = await startProvider(tenant);
    const inline = checkAndCreate(provider.user, { ...connection, embeddedWorkflows: true });
    const refusal = /Where this Prismatic does not take such a connection.*remove embeddedWorkflows/s;
    if (isOn) await inline;
    else await expect(inline).rejects.toThrow(refusal);
    await checkAndCreate(provider.user, { ...connection, stableKey: "more" });
    const separate = checkAndCreate(provider.flag, { connection: { stableKey: "more" }, enabled: true });
    if (isOn) await separate;
    else await expect(separate).rejects.toThrow(refusal);
    const flags = await tenant.query<{
      scopedConfigVariables: { nodes: { defaultForComponent: boolean }[] };
    }>(`query { scopedConfigVariables { nodes { defaultForComponent } } }`);
    expect(flags.scopedConfigVariables.nodes.some((node) => node.defaultForComponent)).toBe(isOn);
  });
});
