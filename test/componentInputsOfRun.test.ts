import { plannedMutations } from "pulumi-prismatic/plannedMutations";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ResourceClass } from "../provider/src/resources/names.ts";
import { createBundle, type Bundle } from "./support/componentBundle.ts";
import type { DynamicProvider } from "./support/dynamicProvider.ts";
import { checkAndCreate, startProvider, type Created, type Provider } from "./support/provider.ts";
import { startTenant, type TestTenant } from "./support/tenant.ts";

const component = { key: "parcels", public: false };
const connectionType = "apiKey";

/** A resource of the program: its class, its door and its arguments. */
interface Declared {
  type: ResourceClass;
  door: (provider: Provider) => DynamicProvider;
  args: Record<string, unknown>;
  /** Fields of the mutations that a new version with one more input makes it send. */
  sends: string[];
}

const declaration = (stableKey: string, globalInputs: string[]) => ({
  ...{ stableKey, component, connectionType, manages: [], globalInputs },
  ...{ variableScope: "customer", managedBy: "org" },
});

/** Everything that holds values of the connection type; only the values of connections themselves get the new inputs. */
const program: Record<string, Declared> = {
  inline: {
    type: "OrganizationGlobalConnection",
    door: ({ global }) => global,
    args: {
      ...{ component, connectionType, stableKey: "inline", name: "Inline" },
      globalSecrets: { api_key: "hush-inline" },
    },
    sends: ["updateScopedConfigVariable"],
  },
  apart: {
    type: "OrganizationCustomerConnection",
    door: ({ supplied }) => supplied,
    args: { component, connectionType, stableKey: "apart", name: "Apart" },
    sends: [],
  },
  values: {
    type: "GlobalValues",
    door: ({ values }) => values,
    args: { connection: declaration("apart", []), secrets: { api_key: "hush-values" } },
    sends: ["updateScopedConfigVariable"],
  },
  holder: {
    type: "OrganizationCustomerConnection",
    door: ({ supplied }) => supplied,
    args: { component, connectionType, stableKey: "holder", name: "Holder", globalValues: {} },
    sends: ["updateScopedConfigVariable"],
  },
  heir: {
    type: "CustomerCredentials",
    door: ({ credentials }) => credentials,
    args: {
      connection: declaration("holder", []),
      customer: "globex",
      secrets: { api_key: "hush-heir" },
    },
    sends: [],
  },
  named: {
    type: "TestCredentials",
    door: ({ testCredentials }) => testCredentials,
    args: { connection: { stableKey: "apart" }, secrets: { api_key: "hush-test" } },
    sends: [],
  },
  customers: {
    type: "CustomerCredentials",
    door: ({ credentials }) => credentials,
    args: {
      connection: declaration("apart", []),
      customer: "globex",
      secrets: { api_key: "hush-customer" },
    },
    sends: [],
  },
};

describe("A new version of a component that the program publishes itself", () => {
  let tenant: TestTenant;
  let bundle: Bundle;
  let published: Created;
  const made = new Map<string, Created>();

  beforeAll(async () => {
    tenant = await startTenant({ holds: { customers: [{ externalId: "globex", name: "Globex" }] } });
    await tenant.setProcessing(0);
    bundle = await createBundle();
    await using provider = await startProvider(tenant);
    published = await checkAndCreate(provider.component, { bundle: bundle.folder });
    for (const [name, { door, args }] of Object.entries(program)) {
      made.set(name, await checkAndCreate(door(provider), args));
    }
  });
  afterAll(async () => {
    await bundle?.[Symbol.asyncDispose]();
    await tenant?.dispose();
  });

  const created = (name: string): Created => made.get(name)!;

  /** Checks and compares all resources of the program, as every run does. */
  async function planned(provider: Provider): Promise<Map<string, { inputs: object; changes: boolean }>> {
    const plans = new Map<string, { inputs: object; changes: boolean }>();
    for (const [name, { door, args }] of Object.entries(program)) {
      const { id, inputs: olds, outputs } = created(name);
      const { inputs, failures } = await door(provider).check(olds, args);
      expect(failures, name).toEqual([]);
      const { changes = false } = await door(provider).diff(id, outputs, inputs);
      plans.set(name, { inputs, changes });
    }
    return plans;
  }

  const changing = (plans: Map<string, { changes: boolean }>): string[] =>
    [...plans].filter(([, { changes }]) => changes).map(([name]) => name);

  it("is announced for every resource that has to deal with a new input", async () => {
    await bundle.build({ inputs: [{ key: "region" }] });
    await tenant.clearRequests();
    await using provider = await startProvider(tenant);
    await provider.component.check(published.inputs, { bundle: bundle.folder });
    const plans = await planned(provider);
    expect(changing(plans)).toEqual(["inline", "values", "holder"]);
    for (const [name, { inputs }] of plans) {
      const { type, sends } = program[name]!;
      const mutations = plannedMutations(`pulumi-nodejs:dynamic/prismatic:${type}`, {
        op: "update",
        olds: created(name).outputs,
        news: { ...inputs },
      });
      expect(
        mutations.map(({ field }) => field),
        name,
      ).toEqual(sends);
    }
    expect(await tenant.mutations()).toEqual([]);
  });

  it("reaches them in the run that publishes it, and the next run with a refresh finds nothing", async () => {
    await using provider = await startProvider(tenant);
    const news = (await provider.component.check(published.inputs, { bundle: bundle.folder })).inputs;
    await provider.component.update(published.id, published.outputs, news);
    const plans = await planned(provider);
    expect(changing(plans)).toEqual(["inline", "values", "holder"]);
    await tenant.clearRequests();
    await carryOut(provider, plans);
    expect((await tenant.mutations()).map(({ field }) => field)).toEqual([
      "updateScopedConfigVariable",
      "updateScopedConfigVariable",
      "updateScopedConfigVariable",
    ]);
    published = { ...published, inputs: news };
    await expectNothingToDo();
  });

  it("needs no value for an input that a customer gets from the connection by the same program", async () => {
    await bundle.build({ inputs: [{ key: "region" }, { key: "zone", required: true }] });
    const given = { values: { zone: "z1" } };
    declareBesides("inline", { globalValues: given.values });
    for (const name of ["values", "named", "customers"]) declareBesides(name, given);
    declareBesides("holder", { globalValues: given.values });
    declareBesides("heir", { connection: declaration("holder", ["zone"]) });
    await using provider = await startProvider(tenant);
    const news = (await provider.component.check(published.inputs, { bundle: bundle.folder })).inputs;
    await provider.component.update(published.id, published.outputs, news);
    const plans = await planned(provider);
    await carryOut(provider, plans);
    published = { ...published, inputs: news };
    await expectNothingToDo();
  });

  function declareBesides(name: string, more: object): void {
    program[name]!.args = { ...program[name]!.args, ...more };
  }

  /** Updates what changes, and keeps the checked arguments of the others, as the engine does. */
  async function carryOut(provider: Provider, plans: Awaited<ReturnType<typeof planned>>): Promise<void> {
    for (const [name, { inputs, changes }] of plans) {
      if (changes) await update(provider, name, inputs);
      else made.set(name, { ...created(name), inputs: { ...inputs } });
    }
  }

  async function update(provider: Provider, name: string, inputs: object): Promise<void> {
    const { id, outputs } = created(name);
    const { door } = program[name]!;
    const news = inputs as Record<string, unknown>;
    made.set(name, { id, inputs: news, outputs: await door(provider).update(id, outputs, news) });
  }

  /** Compares without a request first, and then with what a refresh finds. */
  async function expectNothingToDo(): Promise<void> {
    await using quiet = await startProvider(tenant);
    await tenant.clearRequests();
    await quiet.component.check(published.inputs, { bundle: bundle.folder });
    expect(changing(await planned(quiet))).toEqual([]);
    expect(await tenant.requests()).toEqual([]);

    await using provider = await startProvider(tenant);
    for (const [name, { door }] of Object.entries(program)) {
      const { id, inputs, outputs } = created(name);
      const read = await door(provider).read(id, outputs);
      expect(read.outputs["newInputs"], name).toBeUndefined();
      expect((await door(provider).diff(id, read.outputs, inputs)).changes, name).toBe(false);
    }
  }
});
