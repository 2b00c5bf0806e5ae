import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { client, connect, start, type Json } from "../testing/harness.ts";

describe("the counters", () => {
  // However slow the machine is, all requests of the test are of the same second.
  beforeEach(() => void vi.useFakeTimers({ toFake: ["performance"] }));
  afterEach(() => void vi.useRealTimers());

  test("count every client request of the stack, refused ones too, and no others", async () => {
    const emulator = await start({ requestsPerSecond: 3 });
    const tenant = await connect(emulator);
    await tenant.admin("DELETE", "requests");
    await tenant.request("query Who { authenticatedUser { id } }");
    await tenant.request("{ customers { totalCount } organization { id } }");
    await tenant.request("{ half");
    const refused = await tenant.request("query Who { authenticatedUser { id } }");
    expect(refused.status).toBe(429);
    tenant.token = "wrong";
    await tenant.request("query Who { authenticatedUser { id } }");
    await connect(emulator, 0);
    await connect(emulator, 1);
    expect(await tenant.admin("GET", "requests")).toEqual({
      total: 6,
      byOperation: { Who: 3, customers: 1, "(not GraphQL)": 1, "POST /auth/refresh": 1 },
    });
    expect(await tenant.admin("DELETE", "requests")).toEqual({ total: 0, byOperation: {} });
  });
});

describe("the log", () => {
  test("shows each request with one root field per alias, its variables and its status", async () => {
    const tenant = await client();
    await tenant.admin("DELETE", "log");
    const query = `mutation Make($a: CreateCustomerInput!) {
      x: createCustomer(input: $a) { errors { field } } y: createCustomer(input: $a) { errors { field } } }`;
    const variables = { a: { name: "n" } };
    await tenant.request(query, variables);
    const tenantId = (await tenant.data("{ authenticatedUser { tenantId } }")).authenticatedUser.tenantId;
    const log = await tenant.admin("GET", "log");
    expect(log).toEqual([
      {
        ...{
          method: "POST",
          path: "/api",
          operationName: "Make",
          kind: "mutation",
          variables,
          tenantId,
          status: 200,
        },
        rootFields: ["createCustomer", "createCustomer"],
      },
      expect.objectContaining({ operationName: null, kind: "query", rootFields: ["authenticatedUser"] }),
    ]);
  });

  test("has marks for values and definitions, whatever their variables are called, unless it is to keep them", async () => {
    const variables = {
      text: "hush",
      inputs: [{ name: "apiKey", type: "value", value: "hush" }],
      keys: ["hush", "hush"],
      yaml: "name: hush",
      kept: "Slack",
    };
    const query = `mutation Make($text: String!, $inputs: [InputExpression], $keys: [String], $yaml: String!, $kept: String!) {
      one: updateScopedConfigVariable(input: { id: $kept, inputs: $inputs }) { errors { field } }
      two: updateScopedConfigVariable(input: { id: $kept, inputs: [{ name: "apiKey", type: "value", value: $text }] }) {
        errors { field } }
      three: createCustomer(input: { name: $kept, apiKeys: $keys }) { errors { field } }
      four: importIntegration(input: { definition: $yaml }) { errors { field } } }`;
    const logged = async (logValues: boolean) => {
      const tenant = await connect(await start({ logValues }));
      await tenant.admin("DELETE", "log");
      await tenant.request(query, variables);
      return (await tenant.admin("GET", "log"))[0].variables as unknown;
    };
    expect(await logged(true)).toEqual(variables);
    expect(await logged(false)).toEqual({
      text: "(hidden)",
      inputs: [{ name: "apiKey", type: "value", value: "(hidden)" }],
      keys: ["(hidden)", "(hidden)"],
      yaml: "(hidden)",
      kept: "Slack",
    });
  });

  test("never holds a refresh token", async () => {
    const emulator = await start();
    const tenant = await connect(emulator);
    const log = await tenant.admin("GET", "log");
    expect(log.map(({ path }: Json) => path)).toEqual(["/auth/refresh"]);
    expect(JSON.stringify(log)).not.toContain(emulator.stacks[0]!.tenants[0]!.refreshToken);
  });
});

test("switches belong to a stack and can be changed while it runs", async () => {
  const emulator = await start({ switches: { "retry-after": "omitted" } });
  const [us, eu] = await Promise.all([connect(emulator, 0), connect(emulator, 1)]);
  expect(await us.set({ "stable-key-case": "insensitive" })).toMatchObject({
    "retry-after": "omitted",
    "stable-key-case": "insensitive",
  });
  expect(await eu.admin("GET", "switches")).toMatchObject({ "stable-key-case": "sensitive" });
});

test("the clock moves everything that is dated", async () => {
  const tenant = await client();
  const { now } = await tenant.admin("POST", "clock", { advanceSeconds: 86_400 });
  expect(Date.parse(now) - Date.now()).toBeGreaterThan(86_000_000);
  const { customer } = await tenant.mutate("createCustomer", { name: "n" }, "customer { createdAt }");
  expect(Date.parse(customer.createdAt)).toBeGreaterThanOrEqual(Date.parse(now));
});

test.each([
  ["PATCH", "switches", { "retry-after": "perhaps" }, 400, "retry-after"],
  ["POST", "faults", { match: {}, action: { type: "explode" } }, 400, "action"],
  ["POST", "clock", {}, 400, "advanceSeconds"],
  ["POST", "status", { id: "x", status: "ACTIVE" }, 400, "no object x"],
  ["GET", "nothing", undefined, 404, "GET requests"],
])("%s %s with %j is answered with %i", async (method, path, body, status, message) => {
  const answer = await (await client()).steer(method, path, body);
  expect(answer.status).toBe(status);
  expect(answer.body.errors[0].message).toContain(message);
});
