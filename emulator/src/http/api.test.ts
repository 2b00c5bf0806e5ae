import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { client, connect, send, start, type Client, type Json } from "../testing/harness.ts";

const ask = "{ authenticatedUser { tenantId } }";

/** One request that creates customers under the given aliases; an empty name is refused. */
const createAll = (names: string[]): string =>
  `mutation { ${names.map((name, index) => `a${index}: createCustomer(input: { name: "${name}" }) { customer { name } errors { field } }`).join(" ")} }`;

const customerNames = async (tenant: Client): Promise<string[]> =>
  (
    await tenant.data("{ customers(sortBy: [{ field: CREATED_AT, direction: ASC }]) { nodes { name } } }")
  ).customers.nodes
    .map(({ name }: Json) => name)
    .slice(3);

describe("who asks", () => {
  test.each(["undefined", "", "a.b.c"])("a request with the token %j gets 401 in JSON", async (token) => {
    const tenant = await client();
    tenant.token = token;
    const { status, body } = await tenant.request(ask);
    expect(status).toBe(401);
    expect(body.errors[0].message).toContain("Authentication");
    expect(body).not.toHaveProperty("data");
  });

  test("a request without a token gets 401", async () => {
    const { url } = await client();
    expect((await send(`${url}/api`, "POST", { query: ask })).status).toBe(401);
  });

  test("a token is good for its own tenant and stack only", async () => {
    const emulator = await start();
    const us = await connect(emulator, 0);
    const eu = await connect(emulator, 1);
    const tenants = await Promise.all([us.data(ask), eu.data(ask)]);
    expect(tenants.map(({ authenticatedUser }) => authenticatedUser.tenantId)).toEqual(
      emulator.stacks.map(({ tenants: [tenant] }) => tenant!.id),
    );
    eu.token = us.token;
    expect((await eu.request(ask)).status).toBe(401);
  });
});

describe("how often", () => {
  // However slow the machine is, all requests of a test are of the same second.
  beforeEach(() => void vi.useFakeTimers({ toFake: ["performance"] }));
  afterEach(() => void vi.useRealTimers());

  test("one request too many gets 429 and a time to wait, and runs nothing", async () => {
    const emulator = await start({ requestsPerSecond: 3 });
    const tenant = await connect(emulator);
    const answers = [];
    for (let count = 0; count < 4; count += 1) answers.push(await tenant.request(createAll([`c${count}`])));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
    const refused = answers.at(-1)!;
    expect(refused.headers.get("retry-after")).toBe("1");
    expect(refused.body).not.toHaveProperty("data");
    const other = await connect(emulator, 1);
    expect((await other.request(ask)).status).toBe(200);
    vi.advanceTimersByTime(1050);
    expect(await customerNames(tenant)).toEqual(["c0", "c1", "c2"]);
  });

  test("the time to wait is left out where that is the setting", async () => {
    const tenant = await client({ requestsPerSecond: 1, switches: { "retry-after": "omitted" } });
    await tenant.request(ask);
    const { status, headers } = await tenant.request(ask);
    expect(status).toBe(429);
    expect(headers.get("retry-after")).toBeNull();
  });
});

describe("several mutations in one request", () => {
  test("fail each alone", async () => {
    const tenant = await client();
    const { body } = await tenant.request(createAll(["one", "", "three"]));
    expect(body.data.a1).toEqual({ customer: null, errors: [{ field: "name" }] });
    expect(await customerNames(tenant)).toEqual(["one", "three"]);
  });

  test("of which one finds no record still give the others' data", async () => {
    const tenant = await client();
    const { body } = await tenant.request(
      'mutation { a: deleteCustomer(input: { id: "x" }) { errors { field } } b: createCustomer(input: { name: "b" }) { errors { field } } }',
    );
    expect(body.data).toEqual({ a: null, b: { errors: [] } });
    expect(body.errors).toMatchObject([{ message: "Record not found", path: ["a"] }]);
  });

  test("fail all together where that is the setting", async () => {
    const tenant = await client({ switches: { "alias-failure": "all" } });
    const { body } = await tenant.request(createAll(["one", "", "three"]));
    expect(body.data).toBeNull();
    expect(body.errors[0].message).toBe(
      "Nothing of this request was saved: name: This field cannot be blank.",
    );
    expect(await customerNames(tenant)).toEqual([]);
    await tenant.request(createAll(["one", "two"]));
    expect(await customerNames(tenant)).toEqual(["one", "two"]);
  });

  test("are limited or refused where that is the setting", async () => {
    const tenant = await client({ switches: { "aliases-per-request": 2 } });
    const { status, body } = await tenant.request(createAll(["one", "two", "three"]));
    expect(status).toBe(200);
    expect(body.errors[0].message).toBe('At most 2 "createCustomer" are allowed in one request.');
    expect(await customerNames(tenant)).toEqual([]);
    expect((await tenant.request(createAll(["one", "two"]))).body.errors).toBeUndefined();
    await tenant.set({ "aliases-per-request": 1 });
    expect((await tenant.request(createAll(["three", "four"]))).body.data).toBeUndefined();
    expect(await customerNames(tenant)).toEqual(["one", "two"]);
  });
});

describe("GraphQL errors", () => {
  test.each([
    ["{ nonsense }", 'Cannot query field "nonsense" on type "RootQuery".'],
    ["{ half", "Syntax Error: Expected Name, found <EOF>."],
    [
      "query ($id: ID!) { customer(id: $id) { id } }",
      'Variable "$id" of required type "ID!" was not provided.',
    ],
  ])("come with HTTP 200: %s", async (query, message) => {
    const { status, body } = await (await client()).request(query);
    expect(status).toBe(200);
    expect(body.errors[0].message).toBe(message);
  });
});

test("the operation that is named is the one that runs", async () => {
  const tenant = await client();
  const query = "query A { organization { name } } query B { authenticatedUser { name } }";
  const headers = { authorization: `Bearer ${tenant.token}` };
  const { body } = await send(`${tenant.url}/api`, "POST", { query, operationName: "B" }, headers);
  expect(Object.keys(body.data)).toEqual(["authenticatedUser"]);
});

test("the schema can be asked for, with what newer clients send", async () => {
  const data = await (
    await client()
  ).data(`{
    scopes: __type(name: "ScopedConfigVariableVariableScope") { enumValues { name } }
    root: __type(name: "RootQuery") { fields { name args { name } } }
    trigger: __type(name: "TriggerDefinitionInput") { inputFields { name } }
  }`);
  expect(data.scopes.enumValues.map(({ name }: Json) => name).sort()).toEqual(["CUSTOMER", "ORG", "USER"]);
  const list = data.root.fields.find(({ name }: Json) => name === "scopedConfigVariables");
  const args = list.args.map(({ name }: Json) => name);
  expect(args).toEqual(
    expect.arrayContaining(["managedBy", "managedBy_In", "variableScope_In", "stableKey_In"]),
  );
  expect(data.trigger.inputFields.map(({ name }: Json) => name)).toContain("triggerResolverSupport");
});

test("there is nothing elsewhere", async () => {
  const { url } = await client();
  expect(await send(`${url}/graphql`, "POST", {})).toMatchObject({ status: 404, body: { errors: [{}] } });
  expect((await send(`${url}/api`, "GET")).status).toBe(404);
});
