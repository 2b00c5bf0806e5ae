import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { contentsOf, mutate } from "../support/contents.ts";
import type { ProviderCallError } from "../support/grpc.ts";
import { startPagingProxy } from "../support/pagingProxy.ts";
import { checkAndCreate, reasons, startProvider, type Created, type Provider } from "../support/provider.ts";
import { startTenant, type TestTenant } from "../support/tenant.ts";

const CUSTOMERS = ["globex", "initech", "hooli"];
const login = (api_key: string) => ({ secrets: { api_key } });
const args = (customers: Record<string, object>) => ({ connection: { stableKey: "acme" }, customers });

let tenant: TestTenant;
let provider: Provider;

beforeEach(async () => {
  tenant = await startTenant({
    holds: {
      customers: CUSTOMERS.map((externalId) => ({ externalId, name: externalId })),
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
async function nextRun(config: Record<string, string> = {}): Promise<void> {
  await provider[Symbol.asyncDispose]();
  provider = await startProvider(tenant, config);
}

async function idOf(externalId: string): Promise<string> {
  const { customers } = await tenant.query<{ customers: { nodes: { id: string; externalId: string }[] } }>(
    "query { customers { nodes { id externalId } } }",
  );
  const found = customers.nodes.find((customer) => customer.externalId === externalId);
  if (found === undefined) throw new Error(`There is no customer ${externalId}`);
  return found.id;
}

/** Credentials that somebody entered in the web app. */
async function enterByHand(...names: string[]): Promise<void> {
  const { customers, scopedConfigVariables } = await tenant.query<{
    customers: { nodes: { id: string; externalId: string }[] };
    scopedConfigVariables: { nodes: { id: string }[] };
  }>(`{ customers { nodes { id externalId } } scopedConfigVariables(stableKey: "acme") { nodes { id } } }`);
  for (const name of names) {
    await mutate(tenant, "createCustomerConfigVariable", {
      scopedConfigVariable: scopedConfigVariables.nodes[0]?.id,
      customer: customers.nodes.find(({ externalId }) => externalId === name)?.id,
      isTest: false,
      inputs: [{ name: "api_key", type: "value", value: "by-hand" }],
    });
  }
}

async function update(old: Created, customers: Record<string, object>): Promise<Created> {
  const { inputs, failures } = await provider.credentialsSet.check(old.inputs, args(customers));
  expect(failures).toEqual([]);
  await provider.credentialsSet.diff(old.id, old.outputs, inputs);
  return { id: old.id, inputs, outputs: await provider.credentialsSet.update(old.id, old.outputs, inputs) };
}

const held = async () => (await contentsOf(tenant)).credentials;

describe("Credentials that somebody entered by hand", () => {
  it("are not overwritten by a set, neither a new one nor one that grows", async () => {
    await enterByHand("globex", "initech");
    await tenant.clearRequests();
    const refusal =
      `customers: Tenant ${tenant.id} at ${tenant.url} already has other credentials of 2 customers for connection "acme", ` +
      "which differ in: globex (api_key), initech (api_key). Nothing was changed. To manage it here as it is: npx " +
      "pulumi-prismatic import-file CustomerCredentialsSet/acme --out import.json. To overwrite what differs: pulumi config " +
      "set prismatic:adoptExisting true";
    const all = { globex: login("ours"), initech: login("ours"), hooli: login("ours") };
    const { failures } = await provider.credentialsSet.check({}, args(all));
    expect(failures.map(({ reason }) => reason)).toEqual([refusal]);
    const set = await checkAndCreate(provider.credentialsSet, args({ hooli: login("ours") }));
    await nextRun();
    expect(await reasons(provider.credentialsSet, set, args(all))).toEqual([refusal]);
    expect(await held()).toMatchObject({ "acme/globex": { api_key: "by-hand" } });
  });

  it("are taken over where they are as declared, which is announced, and stay when the set goes", async () => {
    await enterByHand("globex", "initech");
    const set = await checkAndCreate(
      provider.credentialsSet,
      args({ globex: login("by-hand"), initech: login("by-hand"), hooli: login("ours") }),
    );
    expect(provider.global.stdout).toContain(
      `Tenant ${tenant.id} at ${tenant.url}: customers that have credentials for connection "acme" already, which are ` +
        "taken over: globex, initech. They stay when the set no longer declares them, unless an update runs with " +
        "prismatic:adoptExisting.",
    );
    expect(set.outputs["takenOver"]).toEqual(["globex", "initech"]);
    await nextRun();
    const { outputs } = await provider.credentialsSet.read(set.id, set.outputs);
    const smaller = await update({ ...set, outputs }, { globex: login("new"), hooli: login("ours") });
    const staying = (name: string) =>
      'customers whose credentials for connection "acme" were there before the set declared them, and stay as they are now: ' +
      `${name}.`;
    expect(provider.global.stdout).toContain(staying("initech"));
    expect(smaller.outputs["takenOver"]).toEqual(["globex"]);
    await nextRun();
    await provider.credentialsSet.delete(smaller.id, smaller.outputs);
    expect(provider.global.stdout).toContain(staying("globex"));
    expect(await held()).toEqual({
      "acme/globex": { api_key: "new" },
      "acme/initech": { api_key: "by-hand" },
    });
  });

  it("are the set's own by the decision to adopt them, at once or with a later update", async () => {
    await enterByHand("globex", "initech");
    const equal = { globex: login("by-hand"), initech: login("by-hand") };
    const before = await checkAndCreate(provider.credentialsSet, args(equal));
    await nextRun({ "prismatic:adoptExisting": "true" });
    const set = await update(before, { globex: login("ours") });
    expect(set.outputs["takenOver"]).toBeUndefined();
    await nextRun();
    await provider.credentialsSet.delete(set.id, set.outputs);
    expect(await held()).toEqual({ "acme/initech": { api_key: "by-hand" } });
  });

  it("are not overwritten where they were entered after the plan was judged", async () => {
    const { inputs } = await provider.credentialsSet.check(
      {},
      args({ globex: login("ours"), hooli: login("ours") }),
    );
    await enterByHand("globex");
    await expect(provider.credentialsSet.create(inputs)).rejects.toThrow(
      /1 customer for connection "acme" were not written: globex \(.* already has other credentials .*globex \(api_key\)/,
    );
    expect(await held()).toEqual({
      "acme/globex": { api_key: "by-hand" },
      "acme/hooli": { api_key: "ours" },
    });
  });
});

describe("Credentials that move to a set from another resource of the program", () => {
  const one = { connection: { stableKey: "acme" }, customer: "globex", ...login("ours") };

  /** The next run, in which the set comes and then the other resource goes. */
  async function move(before: Created, config: Record<string, string>, isRefreshed: boolean) {
    await nextRun(config);
    if (isRefreshed) await provider.credentials.read(before.id, before.outputs);
    const set = await checkAndCreate(provider.credentialsSet, args({ globex: login("ours") }));
    await provider.credentials.delete(before.id, before.outputs);
    const isAnnounced = provider.global.stdout.includes("taken over: globex");
    expect(await held()).toEqual({ "acme/globex": { api_key: "ours" } });
    await nextRun();
    await provider.credentialsSet.delete(set.id, set.outputs);
    return { takenOver: set.outputs["takenOver"], isAnnounced, left: Object.keys(await held()) };
  }

  it.each(["external id", "id"])("are the set's own where the run refreshes: named by %s", async (named) => {
    const customer = named === "id" ? await idOf("globex") : "globex";
    const before = await checkAndCreate(provider.credentials, { ...one, customer });
    expect(await move(before, {}, true)).toEqual({ takenOver: undefined, isAnnounced: false, left: [] });
  });

  it("are the set's own by the decision to adopt, and stay without either, which is announced", async () => {
    const before = await checkAndCreate(provider.credentials, one);
    expect(await move(before, { "prismatic:adoptExisting": "true" }, false)).toMatchObject({ left: [] });
    await nextRun();
    expect(await move(await checkAndCreate(provider.credentials, one), {}, false)).toEqual({
      takenOver: ["globex"],
      isAnnounced: true,
      left: ["acme/globex"],
    });
  });

  it("from a set are the other set's own as far as they were its own", async () => {
    await enterByHand("globex");
    const both = { globex: login("by-hand"), hooli: login("ours") };
    const first = await checkAndCreate(provider.credentialsSet, args({ ...both, initech: login("ours") }));
    await nextRun();
    const { inputs } = await provider.credentialsSet.check(first.inputs, args({ initech: login("ours") }));
    await provider.credentialsSet.diff(first.id, first.outputs, inputs);
    const second = await checkAndCreate(provider.credentialsSet, args(both));
    expect(second.outputs["takenOver"]).toEqual(["globex"]);
    await provider.credentialsSet.update(first.id, first.outputs, inputs);
    await nextRun();
    await provider.credentialsSet.delete(second.id, second.outputs);
    expect(Object.keys(await held())).toEqual(["acme/globex", "acme/initech"]);
  });
});

describe("A customer of a set whose answer was lost", () => {
  const create = { rootField: "createCustomerConfigVariable" };

  it("is looked for, and is the set's own", async () => {
    await tenant.injectFault(create, { type: "dropAfter" });
    const set = await checkAndCreate(provider.credentialsSet, args({ globex: login("ours") }));
    expect(set.outputs["takenOver"]).toBeUndefined();
    await nextRun();
    await provider.credentialsSet.delete(set.id, set.outputs);
    expect(await held()).toEqual({});
  });

  it("stays in the state while it is not known, and goes with the set", async () => {
    await using proxy = await startPagingProxy(tenant);
    await nextRun(proxy.config);
    const set = await checkAndCreate(provider.credentialsSet, args({ hooli: login("ours") }));
    await nextRun(proxy.config);
    const grown = args({ hooli: login("ours"), globex: login("ours") });
    const { inputs } = await provider.credentialsSet.check(set.inputs, grown);
    await tenant.injectFault(create, { type: "dropAfter" });
    // The list before the creation still comes; the look for what became of it does not.
    proxy.afterFirstPage("FindCustomerCredentials", () =>
      tenant.injectFault({ operationName: "FindCustomerCredentials" }, { type: "dropBefore" }, 50),
    );
    const failure: unknown = await provider.credentialsSet
      .update(set.id, set.outputs, inputs)
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ properties: { customers: { globex: "" } } });
    await tenant.clearFaults();
    expect(Object.keys(await held())).toEqual(["acme/globex", "acme/hooli"]);
    await nextRun(proxy.config);
    await provider.credentialsSet.delete(set.id, (failure as ProviderCallError).properties ?? {});
    expect(await held()).toEqual({});
  });
});
