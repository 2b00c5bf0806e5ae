import { expect, it } from "vitest";
import { contentsOf } from "../support/contents.ts";
import { checkAndCreate, startProvider } from "../support/provider.ts";
import { startTenant } from "../support/tenant.ts";

const slack = (stableKey: string) => ({
  component: "slack",
  connectionType: "webhookUrl",
  stableKey,
  name: stableKey,
});

it.each([1, 3])(
  "%i creations with one answer without data were carried out, and are not sent again",
  async (count) => {
    await using tenant = await startTenant();
    await using provider = await startProvider(tenant);
    const keys = Array.from({ length: count }, (_, index) => `slack-${index}`);
    await tenant.injectFault(
      { rootField: "createScopedConfigVariable" },
      { type: "nullData", message: "Out of memory" },
    );
    const made = await Promise.all(keys.map((key) => checkAndCreate(provider.customer, slack(key))));
    expect(new Set(made.map(({ id }) => id)).size).toBe(count);
    expect(Object.keys((await contentsOf(tenant)).connections).sort()).toEqual(keys);
    const fields = (await tenant.requests()).flatMap(({ rootFields }) => rootFields);
    expect(fields.filter((field) => field === "createScopedConfigVariable")).toHaveLength(count);
  },
);

it("A connection whose deletion lost its answer is replaced in the same run", async () => {
  await using tenant = await startTenant();
  await using provider = await startProvider(tenant);
  const made = await checkAndCreate(provider.customer, slack("slack"));
  await using next = await startProvider(tenant);
  const news = { ...slack("slack"), connectionType: "oauth2" };
  const { inputs } = await next.customer.check(made.inputs, news);
  const { replaces, deleteBeforeReplace } = await next.customer.diff(made.id, made.outputs, inputs);
  expect({ replaces, deleteBeforeReplace }).toEqual({
    replaces: ["connectionType"],
    deleteBeforeReplace: true,
  });
  const fresh = await next.customer.check({}, news);
  await tenant.injectFault({ rootField: "deleteScopedConfigVariable" }, { type: "dropAfter" });
  await next.customer.delete(made.id, made.outputs);
  await next.customer.create(fresh.inputs);
  expect((await tenant.connections()).map(({ connection }) => connection?.key)).toEqual(["oauth2"]);
});

it("A connection that lost the flag to its replacement is deleted by the next run", async () => {
  await using tenant = await startTenant();
  await using provider = await startProvider(tenant);
  const flagged = (stableKey: string) => ({ ...slack(stableKey), embeddedWorkflows: true });
  const made = await checkAndCreate(provider.customer, flagged("slack"));
  await using next = await startProvider(tenant);
  await checkAndCreate(next.customer, flagged("slack-moved"));
  await using last = await startProvider(tenant);
  await last.customer.delete(made.id, made.outputs);
  expect(await tenant.stableKeys()).toEqual(["slack-moved"]);
});

it("A change whose answer has no data may have been carried out, and the error says so", async () => {
  await using tenant = await startTenant();
  await using provider = await startProvider(tenant);
  const { id, inputs, outputs } = await checkAndCreate(provider.customer, slack("slack"));
  await tenant.injectFault(
    { rootField: "updateScopedConfigVariable" },
    { type: "nullData", message: "Out of memory" },
  );
  await expect(provider.customer.update(id, outputs, { ...inputs, name: "New" })).rejects.toThrow(
    `Tenant ${tenant.id} at ${tenant.url} answered without the result of UpdateConnection. It said "Out of memory". ` +
      "Whether it was carried out is not known; to find out: pulumi up --refresh",
  );
});

it("Updates that fail together because one is refused are tried again, each alone", async () => {
  await using tenant = await startTenant({ switches: { "alias-failure": "all" } });
  await using provider = await startProvider(tenant);
  const keys = ["one", "two", "three"];
  const made = await Promise.all(keys.map((key) => checkAndCreate(provider.customer, slack(key))));
  const refused = { type: "payloadError" as const, field: "key", messages: ["Not this one"] };
  await tenant.injectFault({ rootField: "updateScopedConfigVariable" }, refused, keys.length + 1);
  await tenant.clearRequests();
  const updates = made.map(({ id, inputs, outputs }) =>
    provider.customer.update(id, outputs, { ...inputs, name: "New" }),
  );
  const statuses = (await Promise.allSettled(updates)).map(({ status }) => status);
  expect(statuses.filter((status) => status === "fulfilled")).toHaveLength(2);
  const { connections } = await contentsOf(tenant);
  expect(Object.values(connections).filter(({ name }) => name === "New")).toHaveLength(2);
  const sizes = (await tenant.requests()).map(({ rootFields }) => rootFields.length);
  expect(sizes.filter((size) => size > 1)).toEqual([3]);
  // The tenant lets one spoil the others, so those that follow go alone from the start.
  await tenant.clearFaults();
  await tenant.clearRequests();
  await Promise.all(
    made.map(({ id, inputs, outputs }) =>
      provider.customer.update(id, outputs, { ...inputs, name: "Newer" }),
    ),
  );
  expect((await tenant.requests()).map(({ rootFields }) => rootFields.length)).toEqual([1, 1, 1]);
});
