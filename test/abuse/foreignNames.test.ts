import { Config, runtime } from "@pulumi/pulumi";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { programText } from "../../provider/src/cli/programText.ts";
import { carried } from "../../provider/src/resources/program/carried.ts";
import { createCodeNativeBundle } from "../support/codeNativeBundle.ts";
import { createBundle } from "../support/componentBundle.ts";
import { contentsOf } from "../support/contents.ts";
import { customersWithAccess } from "../support/embeddedAccess.ts";
import { argumentsOf, integrationsOf } from "../support/integrations.ts";
import { checkAndCreate, reasons, startProvider, type Created, type Provider } from "../support/provider.ts";
import { startTenant, type TestTenant } from "../support/tenant.ts";

/** Names that every object of JavaScript knows, though nobody gave it a value of that name. */
const INHERITED = [
  "constructor",
  "toString",
  "hasOwnProperty",
  "valueOf",
  "isPrototypeOf",
  "__defineGetter__",
];

const named = <Value>(value: (name: string) => Value): Record<string, Value> =>
  Object.fromEntries(INHERITED.map((name) => [name, value(name)]));

/** The parts of an output of Pulumi's SDK; each fails alone. */
interface OutputParts {
  isKnown: Promise<boolean>;
  isSecret: Promise<boolean>;
  allResources: () => Promise<unknown>;
  promise: () => Promise<unknown>;
}

let tenant: TestTenant;
let provider: Provider;

beforeEach(async () => {
  tenant = await startTenant({
    holds: {
      customers: ["globex", ...INHERITED].map((externalId) => ({ externalId, name: externalId })),
      connections: [
        { stableKey: "acme", name: "Acme", component: "acme", variableScope: "customer", managedBy: "org" },
      ],
    },
  });
  provider = await startProvider(tenant);
});

afterEach(async () => {
  await provider?.[Symbol.asyncDispose]();
  await tenant?.dispose();
});

/** The next run has a process of its own. */
async function restart(): Promise<void> {
  await provider[Symbol.asyncDispose]();
  provider = await startProvider(tenant);
}

async function update(
  of: keyof Provider & string,
  old: Created,
  args: Record<string, unknown>,
): Promise<Created> {
  await restart();
  const door = provider[of as "global"];
  const { inputs, failures } = await door.check(old.inputs, args);
  expect(failures).toEqual([]);
  expect((await door.diff(old.id, old.outputs, inputs)).changes).toBe(true);
  return { id: old.id, inputs, outputs: await door.update(old.id, old.outputs, inputs) };
}

/** The keys for test runs of the only integration, by flow. */
async function testKeysOf(of: TestTenant): Promise<Record<string, string[]>> {
  const { integrations } = await of.query<{
    integrations: {
      nodes: {
        systemInstance: { flowConfigs: { nodes: { apiKeys: string[]; flow: { name: string } }[] } };
      }[];
    };
  }>(
    "query { integrations { nodes { systemInstance { flowConfigs { nodes { apiKeys flow { name } } } } } } }",
  );
  const flows = integrations.nodes[0]?.systemInstance.flowConfigs.nodes ?? [];
  return Object.fromEntries(flows.map(({ flow, apiKeys }) => [flow.name, apiKeys]));
}

describe("Names that every object inherits", () => {
  it("are customers of a set like others: each is written, and leaves with its credentials", async () => {
    const login = { secrets: { api_key: "hush-key" } };
    const args = { connection: { stableKey: "acme" }, customers: { globex: login, ...named(() => login) } };
    const all = await checkAndCreate(provider.credentialsSet, args);
    expect(Object.keys((await contentsOf(tenant)).credentials).sort()).toEqual(
      ["globex", ...INHERITED].map((name) => `acme/${name}`).sort(),
    );
    const none = await update("credentialsSet", all, { ...args, customers: { globex: login } });
    expect(none.outputs["change"]).toBe(`#2 +0 ~0 -${INHERITED.length}`);
    expect(Object.keys((await contentsOf(tenant)).credentials)).toEqual(["acme/globex"]);
    const again = await update("credentialsSet", none, args);
    expect(again.outputs["change"]).toBe(`#3 +${INHERITED.length} ~0 -0`);
    await restart();
    await provider.credentialsSet.delete(again.id, again.outputs);
    expect((await contentsOf(tenant)).credentials).toEqual({});
  });

  it("are inputs of a connection like others: set, compared, refreshed and cleared", async () => {
    await using bundle = await createBundle({
      inputs: INHERITED.map((key) => ({ key, type: key.startsWith("_") ? "password" : "string" })),
    });
    await checkAndCreate(provider.component, { bundle: bundle.folder });
    const texts = named((name) => `value of ${name}`);
    const { __defineGetter__: hush = "", ...values } = texts;
    const args = {
      stableKey: "parcels",
      name: "Parcels",
      component: "parcels",
      globalValues: values,
      globalSecrets: { api_key: "hush-key", __defineGetter__: hush },
    };
    const bare = { ...args, globalValues: {}, globalSecrets: { api_key: "hush-key" } };
    const created = await checkAndCreate(provider.global, bare);
    expect(created.outputs["secretRevisions"]).toEqual({ api_key: 1 });
    const full = await update("global", created, args);
    expect(full.outputs["secretRevisions"]).toEqual({ api_key: 1, __defineGetter__: 1 });
    const held = async () => (await contentsOf(tenant)).connections["parcels"]?.values;
    expect(await held()).toMatchObject(texts);
    expect(await provider.global.read(full.id, full.outputs)).toMatchObject({
      inputs: { globalValues: values, globalSecrets: args.globalSecrets },
    });
    const cleared = await update("global", full, bare);
    expect(await held()).toEqual({ api_key: "hush-key" });
    expect(cleared.outputs["secretRevisions"]).toEqual({ api_key: 1 });
  });

  it("are inputs of separate global values and of test credentials like others", async () => {
    await using bundle = await createBundle({ inputs: INHERITED.map((key) => ({ key })) });
    await checkAndCreate(provider.component, { bundle: bundle.folder });
    const parcels = {
      component: "parcels",
      stableKey: "parcels",
      name: "Parcels",
      separateGlobalValues: true,
    };
    await checkAndCreate(provider.global, parcels);
    const reference = { connection: { stableKey: "parcels" }, secrets: { api_key: "hush-key" } };
    const texts = named((name) => `value of ${name}`);
    for (const door of ["values", "testCredentials"] as const) {
      const full = await checkAndCreate(provider[door], { ...reference, values: texts });
      expect((await provider[door].read(full.id, full.outputs)).inputs["values"]).toEqual(texts);
      const { constructor: _gone, ...rest } = texts;
      await update(door, full, { ...reference, values: rest });
      const { connections, credentials } = await contentsOf(tenant);
      const held = door === "values" ? connections["parcels"]?.values : credentials["parcels/test"];
      expect(held).toEqual({ ...rest, api_key: "hush-key" });
    }
  });

  it("are customers with credentials and with embedded access like others", async () => {
    const api_key = "hush-key";
    for (const customer of INHERITED) {
      const args = { connection: { stableKey: "acme" }, customer, secrets: { api_key } };
      const one = await checkAndCreate(provider.credentials, args);
      const access = await checkAndCreate(provider.access, { customer, enabled: true });
      expect((await provider.credentials.read(one.id, one.outputs)).inputs).toMatchObject({ customer });
      expect((await provider.access.read(access.id, access.outputs)).inputs).toMatchObject({
        customer,
        enabled: true,
      });
    }
    expect(Object.keys((await contentsOf(tenant)).credentials).sort()).toEqual(
      INHERITED.map((name) => `acme/${name}`).sort(),
    );
    expect(await customersWithAccess(tenant)).toEqual(INHERITED.toSorted());
  });

  it("are config variables of an integration like others", async () => {
    const variables = INHERITED.map(
      (name) => `  - key: ${name}
    dataType: connection
    connection: { key: acmeApiKey, component: { key: acme, isPublic: false, version: LATEST } }
    inputs:
      api_key: { type: value, value: "hush of ${name}" }
`,
    );
    const definition = (count: number) =>
      `definitionVersion: 7\nname: Names\nrequiredConfigVars:\n${variables.slice(0, count).join("")}flows: []\n`;
    const connections = { [INHERITED[0] ?? ""]: { stableKey: "acme" } };
    const all = argumentsOf(definition(INHERITED.length), { connections });
    expect(Object.keys(all["secretInputs"] as object)).toEqual(INHERITED);
    const created = await checkAndCreate(provider.integration, all);
    const { inputs, outputs } = await provider.integration.read(created.id, created.outputs);
    expect(inputs["definition"]).toBe(created.inputs["definition"]);
    expect(outputs["draftChanges"]).toBeUndefined();
    await update("integration", created, argumentsOf(definition(2), { connections }));
    const [found] = await integrationsOf(tenant);
    expect(found?.definition).toContain('"useScopedConfigVar": "acme"');
    expect(found?.definition).toContain(`hush of ${INHERITED[1]}`);
    expect(found?.definition).not.toContain(`hush of ${INHERITED[2]}`);
  });

  it("are flows, config variables and keys for test runs of an integration in code like others", async () => {
    const variables = named((name) => `value of ${name}`);
    await using bundle = await createCodeNativeBundle({
      name: "Names in code",
      flows: INHERITED.map((name) => ({ name, requiresKey: true })),
      connections: named(() => "acme"),
      variables: Object.fromEntries(Object.entries(variables).map(([name, value]) => [`${name}2`, value])),
    });
    const testApiKeys = named((name) => `hush of ${name}`);
    const args = { bundle: bundle.folder, testApiKeys, connections: [{ stableKey: "acme" }] };
    const created = await checkAndCreate(provider.codeNative, args);
    expect(created.outputs).toMatchObject({
      stableKeys: named(() => "acme"),
      secretRevisions: named(() => 1),
    });
    expect(await testKeysOf(tenant)).toEqual(named((name) => [`hush of ${name}`]));
    await restart();
    const { inputs, outputs } = await provider.codeNative.read(created.id, created.outputs);
    expect(inputs["testApiKeys"]).toEqual(testApiKeys);
    const others = { ...testApiKeys, toString: "another" };
    const { constructor: _gone, ...rest } = others as Record<string, string>;
    await restart();
    expect(await reasons(provider.codeNative, created, { ...args, testApiKeys: rest })).toEqual([
      expect.stringContaining('the flow "constructor" requires a key'),
    ]);
    const now = await update("codeNative", { ...created, outputs }, { ...args, testApiKeys: others });
    expect(now.outputs["secretRevisions"]).toMatchObject({ toString: 2, valueOf: 1 });
    expect(await testKeysOf(tenant)).toEqual({
      ...named((name) => [`hush of ${name}`]),
      toString: ["another"],
    });
    await restart();
    const unknown = await reasons(
      provider.codeNative,
      { inputs: {} },
      { ...args, testApiKeys: { hasOwn: "x" } },
    );
    expect(unknown.join()).toContain("hasOwn");
  });

  it("stand in a generated program as they are, and so does __proto__", () => {
    const declared = {
      customers: JSON.parse('{ "__proto__": { "a": "1" }, "constructor": { "a": "2" } }') as object,
    };
    const { text } = programText([
      {
        type: "CustomerCredentialsSet",
        name: "all",
        id: "id",
        declared,
        secretMaps: [],
        inputs: {},
        outputs: {},
        secretMembers: [],
        leftOut: [],
      },
    ]);
    expect(text).toContain('["__proto__"]: {');
    expect(text).toContain("constructor: {");
  });
});

describe("An entry named __proto__", () => {
  const map = () => JSON.parse('{ "values": { "__proto__": "text" } }') as object;

  it("is refused in a program, because Pulumi loses it", async () => {
    expect(() => carried("acme", map())).toThrow(
      'acme.values has an entry named "__proto__", which Pulumi cannot carry. Nothing was sent for this resource.',
    );
    expect(() => carried("acme", { flows: [map()] })).toThrow("acme.flows[0].values has an entry named");
    runtime.setConfig("abuse:map", JSON.stringify(map()));
    const later = carried("acme", new Config("abuse").requireSecretObject("map"));
    const { isKnown, isSecret, allResources, promise } = later as unknown as OutputParts;
    const parts = [promise(), isKnown, isSecret, allResources()];
    expect((await Promise.allSettled(parts)).map(({ status }) => status)).toEqual(
      parts.map(() => "rejected"),
    );
    await expect(promise()).rejects.toThrow("which Pulumi cannot carry");
  });
});
