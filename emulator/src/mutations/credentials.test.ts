import { describe, expect, test } from "vitest";
import {
  client,
  connectionType,
  definitionUsing,
  madeConnection,
  oneTenant,
  type Client,
  type Json,
} from "../testing/harness.ts";

const fields = `customerConfigVariable {
  id key isTest status authorizeUrl lastConfiguredAt customer { externalId } scopedConfigVariable { stableKey }
  inputs { nodes { name value hasValue meta } }
}`;
const customers = ["globex", "initech"].map((externalId) => ({ externalId, name: externalId }));

const create = (tenant: Client, input: object): Promise<Json> =>
  tenant.mutate("createCustomerConfigVariable", input, fields);
const update = (tenant: Client, input: object): Promise<Json> =>
  tenant.mutate("updateCustomerConfigVariable", input, fields);

const customerId = async (tenant: Client, externalId: string): Promise<string> =>
  (await tenant.data(`{ customers(externalId: "${externalId}") { nodes { id } } }`)).customers.nodes[0].id;

async function setting(options: Parameters<typeof client>[0] = {}): Promise<[Client, string, string]> {
  const tenant = await client({ seed: oneTenant({ customers }), ...options });
  const global = JSON.stringify({ managedBy: "org", inputScope: "org" });
  const { id } = await madeConnection(tenant, {
    connection: await connectionType(tenant, "aws-s3", "apiKeySecret"),
    variableScope: "customer",
    managedBy: "org",
    inputs: [{ name: "accessKeyId", value: "shared", meta: global }],
  });
  return [tenant, id, await customerId(tenant, "globex")];
}

describe("what is saved for a customer", () => {
  test("can be created, listed by many filters, updated and deleted", async () => {
    const [tenant, scopedConfigVariable, customer] = await setting();
    const inputs = [{ name: "secretAccessKey", value: "hidden" }];
    const made = await create(tenant, { scopedConfigVariable, customer, key: "Main", inputs });
    expect(made.errors).toEqual([]);
    const { id } = made.customerConfigVariable;
    expect(made.customerConfigVariable).toMatchObject({
      key: "Main",
      isTest: false,
      status: "ACTIVE",
      customer: { externalId: "globex" },
      scopedConfigVariable: { stableKey: "openai" },
    });
    for (const filter of [
      `customer: "${customer}"`,
      `scopedConfigVariable: "${scopedConfigVariable}"`,
      'scopedConfigVariable_StableKey: "openai"',
      'scopedConfigVariable_ManagedBy: "org"',
      'connection_Component_In: [{ key: "aws-s3", isPublic: true }]',
      'key: "Main"',
      "isTest: false",
      `id_In: ["${id}"]`,
    ]) {
      const data = await tenant.data(`{ customerConfigVariables(${filter}) { nodes { id } } }`);
      expect(data.customerConfigVariables.nodes, filter).toEqual([{ id }]);
    }
    const none = await tenant.data("{ customerConfigVariables(isTest: true) { totalCount } }");
    expect(none.customerConfigVariables.totalCount).toBe(0);

    const renamed = await update(tenant, { id, key: "Other" });
    expect(renamed.customerConfigVariable).toEqual({
      ...(made.customerConfigVariable as object),
      key: "Other",
    });
    expect((await tenant.mutate("deleteCustomerConfigVariable", { id })).errors).toEqual([]);
    await expect(update(tenant, { id, key: "Gone" })).rejects.toThrow("Record not found");
  });

  test.each([
    ["inherited", ["accessKeyId", "secretAccessKey"]],
    ["cleared", ["secretAccessKey"]],
  ])("has the connection's global values %s", async (how, expected) => {
    const [tenant, scopedConfigVariable, customer] = await setting({
      switches: { "omitted-customer-inputs": how as "cleared" },
    });
    const inputs = [{ name: "secretAccessKey", value: "hidden" }];
    const { customerConfigVariable } = await create(tenant, { scopedConfigVariable, customer, inputs });
    const { nodes } = customerConfigVariable.inputs;
    expect(nodes.map(({ name }: Json) => name)).toEqual(expected);
    expect(nodes.at(-1)).toMatchObject({ value: "hidden", hasValue: true });
  });

  test("is one for each customer, or several by name", async () => {
    const [tenant, scopedConfigVariable, customer] = await setting();
    await create(tenant, { scopedConfigVariable, customer, key: "A" });
    expect((await create(tenant, { scopedConfigVariable, customer, key: "B" })).errors).toEqual([]);
    expect((await create(tenant, { scopedConfigVariable, customer, key: "B" })).errors[0].field).toBe("key");
    await tenant.set({ "credentials-per-customer": "one" });
    expect((await create(tenant, { scopedConfigVariable, customer, key: "C" })).errors[0].field).toBe(
      "customer",
    );
  });

  test("needs a customer, a connection that takes credentials, and known inputs", async () => {
    const [tenant, scopedConfigVariable, customer] = await setting();
    const global = await madeConnection(tenant, { stableKey: "global" });
    const fieldsOf = async (input: object): Promise<string[]> =>
      (await create(tenant, input)).errors.map(({ field }: Json) => field);
    expect(await fieldsOf({ scopedConfigVariable })).toEqual(["customer"]);
    expect(await fieldsOf({ scopedConfigVariable, customer: "nobody" })).toEqual(["customer"]);
    expect(await fieldsOf({ scopedConfigVariable: "nothing", customer })).toEqual(["scopedConfigVariable"]);
    expect(await fieldsOf({ scopedConfigVariable: global.id, customer })).toEqual(["scopedConfigVariable"]);
    expect(await fieldsOf({ scopedConfigVariable, customer, inputs: [{ name: "x", value: "y" }] })).toEqual([
      "inputs",
    ]);
  });

  test("cannot be deleted while the customer's instances run on it", async () => {
    const tenant = await client({
      seed: oneTenant({
        customers,
        connections: [
          {
            stableKey: "openai",
            name: "AI",
            component: "openai",
            variableScope: "customer",
            managedBy: "org",
          },
        ],
        credentials: customers.map(({ externalId }) => ({ connection: "openai", customer: externalId })),
        integrations: [{ definition: definitionUsing("Chat", "openai") }],
        instances: [{ name: "Chat", customer: "globex", integration: "Chat" }],
      }),
    });
    const { customerConfigVariables } = await tenant.data(
      "{ customerConfigVariables { nodes { id isInUse } } }",
    );
    const [used, unused] = customerConfigVariables.nodes;
    expect([used.isInUse, unused.isInUse]).toEqual([true, false]);
    const refused = await tenant.mutate("deleteCustomerConfigVariable", { id: used.id });
    expect(refused.errors[0].messages[0]).toContain("1 instance uses these credentials");
    expect((await tenant.mutate("deleteCustomerConfigVariable", { id: unused.id })).errors).toEqual([]);
  });
});

describe("test credentials", () => {
  test("belong to no customer and exist once", async () => {
    const [tenant, scopedConfigVariable, customer] = await setting();
    expect((await create(tenant, { scopedConfigVariable, customer, isTest: true })).errors[0].field).toBe(
      "customer",
    );
    const made = await create(tenant, { scopedConfigVariable, isTest: true });
    expect(made.customerConfigVariable).toMatchObject({ isTest: true, customer: null, status: "ACTIVE" });
    expect((await create(tenant, { scopedConfigVariable, isTest: true })).errors[0].field).toBe("isTest");
  });

  test("of an organization's connection are a set of their own", async () => {
    const tenant = await client();
    const { id } = await madeConnection(tenant, { inputs: [{ name: "apiKey", value: "production" }] });
    const made = await create(tenant, { scopedConfigVariable: id, isTest: true });
    expect(made.customerConfigVariable.inputs.nodes).toEqual([]);
  });

  test("of an authorization-code type wait for a person", async () => {
    const tenant = await client();
    const connection = await connectionType(tenant, "slack", "oauth2");
    const { id } = await madeConnection(tenant, {
      connection,
      variableScope: "customer",
      managedBy: "customer",
    });
    const { customerConfigVariable } = await create(tenant, { scopedConfigVariable: id, isTest: true });
    expect(customerConfigVariable).toMatchObject({ status: "PENDING" });
    expect(customerConfigVariable.authorizeUrl).toContain(`${tenant.url}/authorize/`);
  });
});

test("lastConfiguredAt moves with inputs only", async () => {
  const [tenant, scopedConfigVariable] = await setting();
  const inputs = [{ name: "secretAccessKey", value: "hidden" }];
  const made = (await create(tenant, { scopedConfigVariable, isTest: true, inputs })).customerConfigVariable;
  const renamed = (await update(tenant, { id: made.id, key: "x" })).customerConfigVariable;
  const changed = (await update(tenant, { id: made.id, inputs })).customerConfigVariable;
  expect(renamed.lastConfiguredAt).toBe(made.lastConfiguredAt);
  expect(Date.parse(changed.lastConfiguredAt)).toBeGreaterThan(Date.parse(made.lastConfiguredAt));
});
