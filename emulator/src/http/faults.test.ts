import { expect, test } from "vitest";
import { client, type Client, type Json } from "../testing/harness.ts";

const create =
  'mutation Make { createCustomer(input: { name: "n" }) { customer { id } errors { field messages } } }';
const count = async (tenant: Client): Promise<number> =>
  Number((await tenant.data("{ customers { totalCount } }")).customers.totalCount) - 3;
const fault = (tenant: Client, match: object, action: object, times = 1): Promise<Json> =>
  tenant.admin("POST", "faults", { match, action, times });

test("a status is answered in place of the request, as often as asked, and only where it matches", async () => {
  const tenant = await client();
  await fault(
    tenant,
    { operationName: "Make" },
    { type: "status", status: 503, headers: { "retry-after": "7" } },
    2,
  );
  expect((await tenant.request("query Other { organization { id } }")).status).toBe(200);
  const first = await tenant.request(create);
  expect([first.status, first.headers.get("retry-after")]).toEqual([503, "7"]);
  expect((await tenant.request(create)).status).toBe(503);
  expect((await tenant.request(create)).status).toBe(200);
  expect(await count(tenant)).toBe(1);
  expect(await tenant.admin("GET", "faults")).toEqual([]);
});

test("a body can be anything, for any path", async () => {
  const tenant = await client();
  await fault(
    tenant,
    { path: "/auth/refresh" },
    { type: "status", status: 502, body: "<html>bad gateway</html>" },
  );
  const response = await fetch(`${tenant.url}/auth/refresh`, { method: "POST" });
  expect([response.status, await response.text()]).toEqual([502, "<html>bad gateway</html>"]);
});

test("a connection that is dropped before runs nothing, one that is dropped after has run", async () => {
  const tenant = await client();
  await fault(tenant, { rootField: "createCustomer" }, { type: "dropBefore" });
  await expect(tenant.request(create)).rejects.toThrow("fetch failed");
  expect(await count(tenant)).toBe(0);
  await fault(tenant, { rootField: "createCustomer" }, { type: "dropAfter" });
  await expect(tenant.request(create)).rejects.toThrow("fetch failed");
  expect(await count(tenant)).toBe(1);
  const log = await tenant.admin("GET", "log");
  const dropped = log.filter(({ operationName }: Json) => operationName === "Make");
  expect(dropped.map(({ status }: Json) => status)).toEqual([null, null]);
});

test("a delay waits, and the request still runs", async () => {
  const tenant = await client();
  await fault(tenant, { operationName: "Make" }, { type: "delay", milliseconds: 150 });
  const before = performance.now();
  expect((await tenant.request(create)).body.data.createCustomer.errors).toEqual([]);
  expect(performance.now() - before).toBeGreaterThan(140);
});

test("a GraphQL error comes with HTTP 200 and runs nothing", async () => {
  const tenant = await client();
  await fault(tenant, { operationName: "Make" }, { type: "graphqlError", message: "Out of order" });
  const { status, body } = await tenant.request(create);
  expect([status, body]).toEqual([200, { errors: [{ message: "Out of order" }] }]);
  expect(await count(tenant)).toBe(0);
});

test("null data comes from a request that was run", async () => {
  const tenant = await client();
  await fault(tenant, { operationName: "Make" }, { type: "nullData", message: "Out of order" });
  const { status, body } = await tenant.request(create);
  expect([status, body]).toEqual([200, { data: null, errors: [{ message: "Out of order" }] }]);
  expect(await count(tenant)).toBe(1);
});

test("a payload error refuses one alias of a batch", async () => {
  const tenant = await client();
  await fault(
    tenant,
    { rootField: "createCustomer" },
    { type: "payloadError", field: "name", messages: ["No."] },
  );
  const { body } = await tenant.request(
    'mutation { a: createCustomer(input: { name: "a" }) { errors { field messages } } b: createCustomer(input: { name: "b" }) { errors { field messages } } }',
  );
  expect(body.data).toEqual({ a: { errors: [{ field: "name", messages: ["No."] }] }, b: { errors: [] } });
  expect(await count(tenant)).toBe(1);
});

test("faults that wait can be taken back", async () => {
  const tenant = await client();
  await fault(tenant, {}, { type: "status", status: 500 }, 100);
  await tenant.admin("DELETE", "faults");
  expect((await tenant.request(create)).status).toBe(200);
});
