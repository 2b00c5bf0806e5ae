import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createCodeNativeBundle, type CodeNativeBundle } from "./support/codeNativeBundle.ts";
import { createBundle, type Bundle as ComponentBundle } from "./support/componentBundle.ts";
import type { DynamicProvider } from "./support/dynamicProvider.ts";
import { argumentsOf, definitionText } from "./support/integrations.ts";
import { checkAndCreate, startProvider, type Created, type Provider } from "./support/provider.ts";
import { startTenant, type TestTenant } from "./support/tenant.ts";

const COMPONENT = "a component";
const isComponent = ({ name }: { name: string }) => name === COMPONENT;

const EXPLICIT = { "prismatic:explicit": "true" };

const connection = { component: "acme", stableKey: "acme", name: "Acme" };
const ofAcme = { connection: { stableKey: "acme" } };

interface Declared {
  name: string;
  door: (provider: Provider) => DynamicProvider;
  args: Record<string, unknown>;
}

/** One resource of each kind of object that can live in a tenant. */
const DECLARED: Declared[] = [
  { name: "a connection", door: ({ supplied }) => supplied, args: connection },
  {
    name: "test credentials",
    door: (p) => p.testCredentials,
    args: { ...ofAcme, secrets: { api_key: "hush-1" } },
  },
  {
    name: "a customer's credentials",
    door: (p) => p.credentials,
    args: { ...ofAcme, customer: "globex", name: "Main", secrets: { api_key: "hush-2" } },
  },
  {
    name: "a set of credentials",
    door: (p) => p.credentialsSet,
    args: { ...ofAcme, customers: { globex: { secrets: { api_key: "hush-3" } } } },
  },
  { name: "a flag", door: ({ flag }) => flag, args: { ...ofAcme, enabled: true } },
  { name: "a customer's access", door: ({ access }) => access, args: { customer: "globex", enabled: true } },
  {
    name: "an integration",
    door: ({ integration }) => integration,
    args: argumentsOf(definitionText("example-with-loop.yaml"), { deleteOnDestroy: true }),
  },
];

describe("An object whose resource now belongs to another tenant", () => {
  let us: TestTenant;
  let eu: TestTenant;
  let bundles: [ComponentBundle, CodeNativeBundle];
  const made = new Map<string, Created>();
  const providers: Provider[] = [];

  beforeAll(async () => {
    const holds = { customers: [{ externalId: "globex", name: "Globex" }] };
    [us, eu] = await Promise.all([startTenant({ holds }), startTenant({ holds })]);
    await Promise.all([us.setProcessing(0), eu.setProcessing(0)]);
    bundles = await Promise.all([
      createBundle({ key: "parcels" }),
      createCodeNativeBundle({ name: "Orders in code" }),
    ]);
    DECLARED.push(
      {
        name: COMPONENT,
        door: ({ component }) => component,
        args: { bundle: bundles[0].folder, deleteOnDestroy: true },
      },
      {
        name: "an integration in code",
        door: ({ codeNative }) => codeNative,
        args: { bundle: bundles[1].folder, deleteOnDestroy: true },
      },
    );
    const provider = await started(us);
    for (const { name, door, args } of DECLARED) made.set(name, await checkAndCreate(door(provider), args));
  });
  afterAll(async () => {
    await Promise.all(providers.map((provider) => provider[Symbol.asyncDispose]()));
    await Promise.all([us?.dispose(), eu?.dispose()]);
    for (const bundle of bundles ?? []) await bundle[Symbol.asyncDispose]();
  });

  async function started(
    tenant: TestTenant,
    config: Record<string, string | undefined> = {},
  ): Promise<Provider> {
    const provider = await startProvider(tenant, { "prismatic:batchSize": "1", ...config });
    providers.push(provider);
    return provider;
  }

  const of = (name: string) => made.get(name) as Created;
  const bothTenants = () => new RegExp(`tenant ${us.id} at ${us.url}.*tenant ${eu.id} at ${eu.url}`, "s");

  it("is named in the outputs of every type", () => {
    for (const { name } of DECLARED) expect(of(name).outputs.tenant).toBe(`${us.id} at ${us.url}`);
  });

  it("is replaced by an explicit provider, refused by the configuration, and neither sends anything", async () => {
    const [tenant, configured] = await Promise.all([started(eu, EXPLICIT), started(eu)]);
    await Promise.all([us.clearRequests(), eu.clearRequests()]);
    for (const { name, door } of DECLARED) {
      const { id, inputs, outputs } = of(name);
      expect(await door(tenant).diff(id, outputs, inputs)).toEqual({
        changes: true,
        replaces: ["tenant"],
        deleteBeforeReplace: false,
      });
      await expect(door(configured).diff(id, outputs, inputs)).rejects.toThrow(bothTenants());
    }
    expect(await us.requests()).toEqual([]);
    expect(await eu.requests()).toEqual([]);
  });

  it("does not count as gone, deleted or updated where the other tenant lacks it", async () => {
    for (const config of [EXPLICIT, {}]) {
      const provider = await started(eu, config);
      for (const { name, door } of DECLARED) {
        const { id, inputs, outputs } = of(name);
        await expect(door(provider).read(id, outputs)).rejects.toThrow(bothTenants());
        await expect(door(provider).delete(id, outputs)).rejects.toThrow(bothTenants());
        await expect(door(provider).update(id, outputs, inputs)).rejects.toThrow(bothTenants());
      }
    }
    expect(await eu.mutations()).toEqual([]);
    expect(await us.stableKeys()).toEqual(["acme"]);
  });

  it("stays where it is for every way to name the same tenant, without a request", async () => {
    const { port } = new URL(us.url);
    for (const config of [
      EXPLICIT,
      { "prismatic:url": `HTTP://127.0.0.1:${port}///`.replace(/\/+$/, "/") },
      { "prismatic:tenantId": us.id.toUpperCase(), ...EXPLICIT },
      { "prismatic:tenantId": undefined },
      { "prismatic:tenantId": undefined, "prismatic:organizationId": undefined, ...EXPLICIT },
    ]) {
      const provider = await started(us, config);
      await us.clearRequests();
      for (const { name, door } of DECLARED) {
        const { id, inputs, outputs } = of(name);
        const { changes } = await door(provider).diff(id, outputs, inputs);
        expect({ name, config, changes }).toEqual({ name, config, changes: false });
      }
      expect(await us.requests()).toEqual([]);
    }
  });

  it("is asked for where only another address is configured, which may lead to the same tenant", async () => {
    const { id, inputs, outputs } = of("a connection");
    const elsewhere = { ...outputs, tenant: `${us.id} at https://prismatic.acme.example` };
    const same = await started(us, { "prismatic:tenantId": undefined });
    expect((await same.supplied.diff(id, elsewhere, inputs)).changes).toBe(false);
    const read = await same.supplied.read(id, elsewhere);
    expect(read.outputs.tenant).toBe(`${us.id} at ${us.url}`);

    const other = await started(eu, { "prismatic:tenantId": undefined });
    await expect(other.supplied.diff(id, outputs, inputs)).rejects.toThrow(bothTenants());
    const moved = await started(eu, { "prismatic:tenantId": undefined, ...EXPLICIT });
    expect((await moved.supplied.diff(id, outputs, inputs)).replaces).toEqual(["tenant"]);
    // The tenant cannot answer for an id that it does not have; both are named all the same.
    const halfway = await started(eu, { "prismatic:tenantId": us.id });
    await expect(halfway.supplied.diff(id, outputs, inputs)).rejects.toThrow(
      new RegExp(`tenant ${us.id} at ${us.url}.*at ${eu.url}`, "s"),
    );
  });

  it("is told by the token, where no configuration names a tenant and something is to change", async () => {
    const other = { ...of("a connection").outputs, tenant: `${eu.id} at ${us.url}` };
    const { id, inputs } = of("a connection");
    for (const config of [{}, EXPLICIT]) {
      for (const token of [
        {},
        { "prismatic:accessToken": await us.newAccessToken(), "prismatic:refreshToken": undefined },
      ]) {
        const provider = await started(us, { "prismatic:tenantId": undefined, ...config, ...token });
        const changed = { ...inputs, name: "Acme 2" };
        await expect(provider.supplied.diff(id, other, changed)).rejects.toThrow(
          new RegExp(`${eu.id} at ${us.url}.*${us.id} at ${us.url}`, "s"),
        );
        await expect(provider.supplied.delete(id, other)).rejects.toThrow(eu.id);
      }
    }
    expect(await us.stableKeys()).toEqual(["acme"]);
  });

  it("moves as a component, which connections of it there need first", async () => {
    const [here, there] = [await started(us), await started(eu, EXPLICIT)];
    const { id, inputs, outputs } = of(COMPONENT);
    const planned = await there.component.check({}, { ...DECLARED.find(isComponent)?.args });
    expect(planned.failures).toEqual([]);
    const ofIt = { component: { key: "parcels", public: false }, stableKey: "parcels", name: "Parcels" };
    // The plan of the connection knows the component before it is there.
    const connection = await there.supplied.check({}, ofIt);
    expect(connection.failures).toEqual([]);
    const moved = await there.component.create(planned.inputs);
    await there.supplied.create(connection.inputs);
    expect(moved.outputs).toMatchObject({
      signature: outputs.signature,
      versionNumber: 1,
      tenant: `${eu.id} at ${eu.url}`,
    });
    await here.component.delete(id, outputs);
    expect(await us.componentVersions("parcels")).toEqual([]);
    expect(await eu.componentVersions("parcels")).toHaveLength(1);
    const again = await checkAndCreate(here.component, { ...DECLARED.find(isComponent)?.args });
    expect(again.inputs).toEqual(inputs);
    made.set(COMPONENT, again);
  });

  it("is learned by the next write or refresh of a state that names none", async () => {
    const provider = await started(us);
    await us.clearRequests();
    for (const { name, door } of DECLARED) {
      const { tenant: _, ...old } = of(name).outputs;
      expect((await door(provider).diff(of(name).id, old, of(name).inputs)).changes).toBe(false);
    }
    expect(await us.requests()).toEqual([]);
    for (const { name, door } of DECLARED) {
      const { tenant: _, ...old } = of(name).outputs;
      const { outputs, inputs } = await door(provider).read(of(name).id, old);
      expect(outputs.tenant).toBe(`${us.id} at ${us.url}`);
      expect(inputs).not.toHaveProperty("tenant");
    }
    const { tenant: _, ...old } = of("a connection").outputs;
    const { id, inputs } = of("a connection");
    const outputs = await provider.supplied.update(id, old, { ...inputs, description: "x" });
    expect(outputs.tenant).toBe(`${us.id} at ${us.url}`);
  });
});

it("Two tenants at one address are two tenants", async () => {
  await using tenant = await startTenant({ otherTenants: ["Other"] });
  const found = await tenant.query<{ listUserTenants: { nodes: { tenantId: string }[] } }>(
    "query { listUserTenants { nodes { tenantId } } }",
  );
  const other =
    found.listUserTenants.nodes.map(({ tenantId }) => tenantId).find((id) => id !== tenant.id) ?? "";
  await using here = await startProvider(tenant, { "prismatic:batchSize": "1" });
  const { id, inputs, outputs } = await checkAndCreate(here.supplied, connection);
  await using there = await startProvider(tenant, { "prismatic:tenantId": other, ...EXPLICIT });
  expect((await there.supplied.diff(id, outputs, inputs)).replaces).toEqual(["tenant"]);
  await expect(there.supplied.delete(id, outputs)).rejects.toThrow(
    new RegExp(`tenant ${tenant.id} at ${tenant.url}.*tenant ${other} at ${tenant.url}`),
  );
  expect(await tenant.stableKeys()).toEqual(["acme"]);
});

it("A half-made object names its tenant", async () => {
  await using tenant = await startTenant();
  await using provider = await startProvider(tenant, { "prismatic:batchSize": "1" });
  await tenant.injectFault(
    { rootField: "updateScopedConfigVariable" },
    { type: "payloadError", field: "__all__", messages: ["not now"] },
    9,
  );
  const { inputs } = await provider.supplied.check({}, { ...connection, embeddedWorkflows: true });
  const failure: unknown = await provider.supplied.create(inputs).catch((error: unknown) => error);
  expect(failure).toMatchObject({ properties: { tenant: `${tenant.id} at ${tenant.url}` } });
});
