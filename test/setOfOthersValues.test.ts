import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { changeCredentials, contentsOf } from "./support/contents.ts";
import { checkAndCreate, startProvider, type Created, type Provider } from "./support/provider.ts";
import { startTenant, type TestTenant, type TenantOptions } from "./support/tenant.ts";

type Values = Record<string, string>;

const COUNT = 250;
const idOf = (index: number): string => (index === 0 ? "globex" : `customer-${index}`);
const login = (values: Values, secrets: Values) => ({ values: { database: "db", ...values }, secrets });
const globex = login({ username: "ours" }, { password: "hush" });

let tenant: TestTenant;
let provider: Provider;

async function start(switches: TenantOptions["switches"] = {}): Promise<void> {
  const ids = Array.from({ length: COUNT }, (_, index) => idOf(index));
  tenant = await startTenant({
    switches,
    holds: {
      customers: ids.map((externalId) => ({ externalId, name: externalId })),
      connections: [
        {
          stableKey: "db",
          name: "DB",
          component: "postgres",
          variableScope: "customer",
          managedBy: "org",
          inputs: host,
        },
      ],
    },
  });
  provider = await startProvider(tenant);
}
const host = { host: { value: "db.example", meta: { managedBy: "org", inputScope: "org" } as const } };

beforeEach(() => start());
afterEach(stop);

async function stop(): Promise<void> {
  await provider?.[Symbol.asyncDispose]();
  await tenant?.dispose();
}

const argumentsOf = (customers: Record<string, object>) => ({ connection: { stableKey: "db" }, customers });
const create = (customers: Record<string, object>) =>
  checkAndCreate(provider.credentialsSet, argumentsOf(customers));

/** The next run; a refused plan throws. */
async function update(old: Created, customers: Record<string, object>): Promise<Created> {
  await provider[Symbol.asyncDispose]();
  provider = await startProvider(tenant);
  await tenant.clearRequests();
  const set = provider.credentialsSet;
  const { inputs, failures } = await set.check(old.inputs, argumentsOf(customers));
  if (failures.length > 0) throw new Error(failures.map(({ reason }) => reason).join("\n"));
  const { changes } = await set.diff(old.id, old.outputs, inputs);
  expect(changes).toBe(true);
  return { id: old.id, inputs, outputs: await set.update(old.id, old.outputs, inputs) };
}

/** A customer's values besides the inherited host. */
async function valuesOf(customer: string): Promise<Values | undefined> {
  const { host: _inherited, ...own } = (await contentsOf(tenant)).credentials[`db/${customer}`] ?? {};
  return own;
}
const ours = { database: "db", username: "ours", password: "hush" };

/** A state that an earlier version wrote. */
const withoutNames = ({ outputs: { inputNames: _names, ...outputs }, ...created }: Created): Created => ({
  ...created,
  outputs,
});

describe("What others entered for a customer of a set", () => {
  it("stays, and what the set itself wrote and no longer declares goes", async () => {
    const set = await create({ globex });
    await changeCredentials(tenant, "db/globex", { ...ours, port: "6543" });
    const now = await update(set, { globex: login({}, { password: "hush" }) });
    expect(await valuesOf("globex")).toEqual({ database: "db", password: "hush", port: "6543" });
    await update(now, { globex: login({ port: "5432" }, { password: "hush" }) });
    expect(await valuesOf("globex")).toEqual({ database: "db", password: "hush", port: "5432" });
  });

  it("stays where the state is of an earlier version, and so does what is no longer declared", async () => {
    const set = withoutNames(await create({ globex }));
    await changeCredentials(tenant, "db/globex", { ...ours, port: "6543" });
    const now = await update(set, { globex: login({}, { password: "new" }) });
    const kept = { database: "db", username: "ours", password: "new", port: "6543" };
    expect(await valuesOf("globex")).toEqual(kept);
    await update(now, { globex: { values: { database: "other" } } });
    expect(await valuesOf("globex")).toEqual({ database: "other", username: "ours", port: "6543" });
  });

  it("stays when the set takes the credentials over", async () => {
    await create({ globex });
    await provider[Symbol.asyncDispose]();
    provider = await startProvider(tenant);
    await create({ globex: login({}, { password: "hush" }) });
    expect(await valuesOf("globex")).toEqual(ours);
  });

  it("is read for the changed customers alone, where they are few", async () => {
    const all = Object.fromEntries(Array.from({ length: COUNT }, (_, index) => [idOf(index), globex]));
    const set = await create(all);
    expect(set.outputs.inputNames).toEqual({ most: ["database", "password", "username"], others: {} });
    const { [idOf(9)]: _gone, ...rest } = all;
    await update(set, { ...rest, globex: login({}, { password: "2" }) });
    const names = (await tenant.requests()).map(({ operationName }) => operationName);
    const numberOf = (name: string) => names.filter((each) => each === name).length;
    // Once before the run writes the changed one, and once for what it writes and removes.
    expect(numberOf("FindCustomerCredentials")).toBe(3);
    expect(numberOf("FindCustomer")).toBe(2);
    expect(numberOf("ListCustomers")).toBe(0);
  });

  it("is read for few of many where they are named by their ids, or do not exist", async () => {
    const { customers } = await tenant.query<{ customers: { nodes: { id: string; externalId: string }[] } }>(
      "{ customers(first: 1) { nodes { id externalId } } }",
    );
    const [{ id, externalId } = { id: "", externalId: "" }] = customers.nodes;
    const names = Array.from({ length: COUNT }, (_, index) => idOf(index));
    const all = Object.fromEntries(names.map((name) => [name === externalId ? id : name, globex]));
    const set = await create(all);
    const next = { ...all, [id]: login({}, { password: "2" }) };
    const { outputs } = await update(set, next);
    expect(outputs.change).toBe("#2 +0 ~1 -0");
    expect((await tenant.requests()).map(({ operationName }) => operationName)).not.toContain(
      "ListCustomers",
    );
    await expect(update(set, { ...next, nobody: globex })).rejects.toThrow(
      'has no customer with the external id or id "nobody"',
    );
  });
});

describe("What others entered for a customer of a set and nobody can read", () => {
  beforeEach(async () => {
    await stop();
    await start({ "password-inputs": "write-only" });
  });
  const lost =
    /holds values of 1 customer for connection "db" that cannot be read back .*: globex \(password\)\. Nothing/;

  it("is not cleared: the plan is refused and names it, unless it is supplied", async () => {
    const { secrets: _secrets, ...plain } = globex;
    const supplied = { ...plain, secrets: { password: "theirs" } };
    await checkAndCreate(provider.credentials, {
      connection: { stableKey: "db" },
      customer: "globex",
      ...supplied,
    });
    await provider[Symbol.asyncDispose]();
    provider = await startProvider(tenant);
    await tenant.clearRequests();
    await expect(create({ globex: { values: { username: "other" } } })).rejects.toThrow(lost);
    expect(await tenant.mutations()).toEqual([]);
    await create({ globex: supplied });
  });

  it("is told from what the set wrote itself, which goes when it is no longer declared", async () => {
    const set = await create({ globex });
    const changed = { globex: { values: { database: "db" } } };
    await expect(update(withoutNames(set), changed)).rejects.toThrow(lost);
    expect(await tenant.mutations()).toEqual([]);
    await update(set, changed);
    expect(await valuesOf("globex")).toEqual({ database: "db" });
  });

  it("stops no refresh", async () => {
    const set = withoutNames(await create({ globex }));
    await provider[Symbol.asyncDispose]();
    provider = await startProvider(tenant);
    const read = await provider.credentialsSet.read(set.id, set.outputs);
    const news = { ...set.inputs, customers: { globex: "another" } };
    expect((await provider.credentialsSet.diff(set.id, read.outputs, news)).changes).toBe(true);
  });
});
