import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contentsOf, mutate, type Contents } from "./support/contents.ts";
import { checkAndCreate, startProvider, type Created, type Provider } from "./support/provider.ts";
import { startTenant, type SentMutation, type TestTenant } from "./support/tenant.ts";

type Door = Exclude<keyof Provider, symbol>;
type Arguments = Record<string, unknown>;

const secrets = { api_key: "hush-key" };
const client = { values: { clientId: "4711" }, secrets: { clientSecret: "hush", signingSecret: "hush-too" } };
const slack = (stableKey: string, more: Arguments = {}) => ({
  component: "slack",
  connectionType: "oauth2",
  stableKey,
  name: stableKey,
  ...more,
});
const acme = (stableKey: string, more: Arguments = {}) => ({
  component: "acme",
  stableKey,
  name: stableKey,
  ...more,
});
const setOf = (stableKey: string, ...customers: string[]) => ({
  connection: { stableKey },
  customers: Object.fromEntries(customers.map((customer) => [customer, { secrets }])),
});

/** The states that an earlier run made, by names of the test's own. */
const earlier: Record<string, [Door, Arguments]> = {
  "to-set": ["supplied", acme("to-set")],
  "to-set globex": ["credentials", { connection: { stableKey: "to-set" }, customer: "globex", secrets }],
  "from-set": ["supplied", acme("from-set")],
  "from-set all": ["credentialsSet", setOf("from-set", "globex")],
  "smaller-set": ["supplied", acme("smaller-set")],
  "smaller-set all": ["credentialsSet", setOf("smaller-set", "globex", "initech", "hooli")],
  "renamed-set": ["supplied", acme("renamed-set")],
  "renamed-set all": ["credentialsSet", setOf("renamed-set", "globex", "initech")],
  inline: ["customer", slack("inline")],
  "inline test": ["testCredentials", { connection: { stableKey: "inline" }, ...client }],
  "inline values": ["values", { connection: { stableKey: "inline" }, ...client }],
  "inline flag": ["flag", { connection: { stableKey: "inline" }, enabled: true }],
  interrupted: ["supplied", acme("interrupted", { testCredentials: { secrets } })],
  "flag-apart": ["user", slack("flag-apart", { embeddedWorkflows: true })],
  "off-inline": ["user", slack("off-inline")],
  "off-inline flag": ["flag", { connection: { stableKey: "off-inline" }, enabled: true }],
  replaced: ["supplied", acme("replaced")],
};

describe("What moves from one resource to another in one change", () => {
  let tenant: TestTenant;
  let provider: Provider;
  const state: Record<string, Created> = {};
  let contents: Contents;
  let sentForFlag: SentMutation[];

  beforeAll(async () => {
    const customers = ["globex", "initech", "hooli"].map((externalId) => ({ externalId, name: externalId }));
    tenant = await startTenant({
      holds: { customers },
      switches: { "default-for-component": "several", "user-default-for-component": "allowed" },
    });
    {
      await using earlierRun = await startProvider(tenant);
      for (const [name, [door, args]] of Object.entries(earlier)) {
        state[name] = await checkAndCreate(earlierRun[door], args);
      }
    }
    provider = await startProvider(tenant);
    await moveEverything();
    contents = await contentsOf(tenant);
  });

  afterAll(async () => {
    await provider?.[Symbol.asyncDispose]();
    await tenant?.dispose();
  });

  const known = (name: string): Created => state[name]!;
  const doorOf = (name: string) => provider[earlier[name]![0]];
  const checkAgain = (name: string, args = earlier[name]![1]) => doorOf(name).check(known(name).inputs, args);
  const remove = (name: string) => doorOf(name).delete(known(name).id, known(name).outputs);
  async function update(name: string, args: Arguments): Promise<void> {
    const { inputs } = await checkAgain(name, args);
    await doorOf(name).update(known(name).id, known(name).outputs, inputs);
  }

  /** The engine creates and updates first and deletes what is gone afterwards, all in one process. */
  async function moveEverything(): Promise<void> {
    const { credentials, credentialsSet, customer, flag } = provider;
    await checkAndCreate(credentialsSet, setOf("to-set", "globex"));
    await remove("to-set globex");

    await checkAndCreate(credentials, { connection: { stableKey: "from-set" }, customer: "globex", secrets });
    await remove("from-set all");

    // The set is updated while the customers that left it get a resource of their own, by either name of a customer.
    const { nodes } = (
      await tenant.query<{ customers: { nodes: { id: string; externalId: string }[] } }>(
        "query { customers { nodes { id externalId } } }",
      )
    ).customers;
    const hooli = nodes.find(({ externalId }) => externalId === "hooli")?.id;
    await Promise.all([
      update("smaller-set all", setOf("smaller-set", "globex")),
      ...["initech", hooli].map((name) =>
        checkAndCreate(credentials, { connection: { stableKey: "smaller-set" }, customer: name, secrets }),
      ),
    ]);

    await checkAndCreate(credentialsSet, setOf("renamed-set", "globex"));
    await remove("renamed-set all");

    const { values: globalValues, secrets: globalSecrets } = client;
    await update(
      "inline",
      slack("inline", { globalValues, globalSecrets, testCredentials: client, embeddedWorkflows: true }),
    );
    for (const part of ["inline test", "inline values", "inline flag"]) await remove(part);

    // A run that was killed after its update and before its deletions: the next one finds nothing to update.
    await checkAgain("interrupted");
    const { id, outputs } = known("interrupted");
    const test = (outputs.savedTestCredentials as { id: string }).id;
    await provider.testCredentials.delete(test, { connection: { stableKey: "interrupted" }, secrets });
    await provider.supplied.delete(id, outputs);

    await checkAndCreate(flag, { connection: { stableKey: "flag-apart" }, enabled: true });
    await update("flag-apart", slack("flag-apart"));

    await update("off-inline", slack("off-inline", { embeddedWorkflows: false }));
    await remove("off-inline flag");

    // What nobody managed before may be anything: it is sent, as the preview announces.
    await checkAndCreate(provider.user, slack("on-by-hand"));
    const { id: onByHand } = await tenant.connection("on-by-hand");
    await mutate(tenant, "updateScopedConfigVariable", { id: onByHand, defaultForComponent: true });
    await tenant.clearRequests();
    await using nextRun = await startProvider(tenant);
    await checkAndCreate(nextRun.flag, { connection: { stableKey: "on-by-hand" }, enabled: true });
    sentForFlag = await tenant.mutations();

    // Replacing, deleting first: checked as what is there, then as what is not, then deleted.
    await checkAgain("replaced", slack("replaced"));
    await customer.check({}, slack("replaced"));
    await remove("replaced");
  }

  const customersOf = (stableKey: string) =>
    Object.keys(contents.credentials)
      .filter((name) => name.startsWith(`${stableKey}/`))
      .sort();

  it("is there afterwards: a customer's credentials, from a resource of their own into a set", () => {
    expect(customersOf("to-set")).toEqual(["to-set/globex"]);
  });

  it("is there afterwards: a customer's credentials, from a set into a resource of their own", () => {
    expect(customersOf("from-set")).toEqual(["from-set/globex"]);
  });

  it("is there afterwards: customers' credentials from a set that goes on without them", () => {
    const all = ["smaller-set/globex", "smaller-set/hooli", "smaller-set/initech"];
    expect(customersOf("smaller-set")).toEqual(all);
  });

  it("is there afterwards, and nothing else, where a set is renamed and smaller", () => {
    expect(customersOf("renamed-set")).toEqual(["renamed-set/globex"]);
  });

  it("is there afterwards: parts that move into the connection", () => {
    expect(customersOf("inline")).toEqual(["inline/test"]);
    expect(contents.connections.inline).toMatchObject({ flag: true, values: { clientId: "4711" } });
  });

  it("is there afterwards where the run before was killed between update and deletion", () => {
    expect(customersOf("interrupted")).toEqual(["interrupted/test"]);
    expect(contents.connections.interrupted).toBeDefined();
  });

  it("is on afterwards: a flag that leaves the connection for a resource that comes first", () => {
    expect(contents.connections["flag-apart"]?.flag).toBe(true);
  });

  it("is off afterwards: a flag that moves into the connection, which says so", () => {
    expect(contents.connections["off-inline"]?.flag).toBe(false);
  });

  it("is sent even where the tenant has it already, in a flag that nobody managed before", () => {
    expect(sentForFlag.map(({ input }) => input.defaultForComponent)).toEqual([true]);
  });

  it("is not confused with what is replaced, which goes", () => {
    expect(contents.connections.replaced).toBeUndefined();
  });
});

describe.each([true, false])(
  "A flag that was %s on its connection and is another resource's from now on",
  (before) => {
    it("is forgotten by the connection, which never finds it drifted", async () => {
      await using tenant = await startTenant();
      const { id, inputs, outputs } = await (async () => {
        await using run = await startProvider(tenant);
        return await checkAndCreate(run.customer, slack("kept", { embeddedWorkflows: before }));
      })();
      await using run = await startProvider(tenant);
      const { inputs: news } = await run.customer.check(inputs, slack("kept"));
      const flag = await run.flag.check({}, { connection: { stableKey: "kept" }, enabled: !before });
      expect(flag.failures).toEqual([]);
      expect((await run.customer.diff(id, outputs, news)).changes).toBe(true);
      const now = await run.customer.update(id, outputs, news);
      await run.flag.create(flag.inputs);
      await using next = await startProvider(tenant);
      const read = await next.customer.read(id, now);
      expect(read.inputs).not.toHaveProperty("embeddedWorkflows");
      const { inputs: again } = await next.customer.check(read.inputs, slack("kept"));
      expect((await next.customer.diff(id, read.outputs, again)).changes).toBe(false);
    });
  },
);
