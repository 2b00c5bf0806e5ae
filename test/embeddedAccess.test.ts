import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { importedAccess } from "../provider/src/cli/importedAccess.ts";
import { plannedMutations } from "../provider/src/plannedMutations.ts";
import { TenantSession } from "../provider/src/tenant/session.ts";
import { resolveSettings } from "../provider/src/tenant/settings.ts";
import { mutate } from "./support/contents.ts";
import { customerId, customersWithAccess, switchAccess } from "./support/embeddedAccess.ts";
import { checkAndCreate, reasons, startProvider, type Created, type Provider } from "./support/provider.ts";
import { startTenant, type TestTenant } from "./support/tenant.ts";

const customers = ["globex", "initech"].map((externalId) => ({ externalId, name: externalId }));
const type = "pulumi-nodejs:dynamic/prismatic:CustomerEmbeddedAccess";
const globex = { customer: "globex", enabled: true };
const none = { inputs: {} };

let tenant: TestTenant;
let provider: Provider;
beforeEach(async () => {
  tenant = await startTenant({ holds: { customers } });
  provider = await startProvider(tenant);
});
afterEach(async () => {
  await provider?.[Symbol.asyncDispose]();
  await tenant?.dispose();
});

/** The next command of the operator. */
async function next(): Promise<void> {
  await provider[Symbol.asyncDispose]();
  provider = await startProvider(tenant);
  await tenant.clearRequests();
}

async function refreshed({ id, outputs }: Created): Promise<Created> {
  await next();
  const read = await provider.access.read(id, outputs);
  return { id: read.id, inputs: read.inputs, outputs: read.outputs };
}

async function update(old: Created, news: Record<string, unknown>) {
  const { inputs, failures } = await provider.access.check(old.inputs, news);
  expect(failures).toEqual([]);
  const { changes } = await provider.access.diff(old.id, old.outputs, inputs);
  if (changes !== true) return { changes, now: old };
  return {
    changes,
    now: { id: old.id, inputs, outputs: await provider.access.update(old.id, old.outputs, inputs) },
  };
}

async function destroy({ id, outputs }: Created): Promise<void> {
  await next();
  await provider.access.delete(id, outputs);
}

describe("The embedded access of a customer", () => {
  it("is switched on, and costs nothing while it is unchanged", async () => {
    const created = await checkAndCreate(provider.access, globex);
    const id = await customerId(tenant, "globex");
    expect(created.id).toBe(id);
    expect(await tenant.mutations()).toEqual([
      { field: "updateCustomer", input: { id, allowEmbeddedDesigner: true } },
    ]);
    const announced = plannedMutations(type, { op: "create", news: created.inputs });
    expect(announced).toEqual([
      { field: "updateCustomer", stableKey: "globex", carries: ["allowEmbeddedDesigner"] },
    ]);
    expect(await customersWithAccess(tenant)).toEqual(["globex"]);
    await next();
    expect((await update(created, globex)).changes).toBe(false);
    expect(await tenant.requests()).toEqual([]);
  });

  it("takes the customer's id as well, and another customer replaces it", async () => {
    const created = await checkAndCreate(provider.access, {
      customer: await customerId(tenant, "globex"),
      enabled: true,
    });
    expect(await customersWithAccess(tenant)).toEqual(["globex"]);
    const { inputs } = await provider.access.check(created.inputs, { customer: "initech", enabled: true });
    const answer = await provider.access.diff(created.id, created.outputs, inputs);
    expect(answer).toMatchObject({ changes: true, replaces: ["customer"] });
  });

  it("stays on where another resource names the same customer in the other way", async () => {
    const byId = { customer: await customerId(tenant, "globex"), enabled: true };
    const old = await checkAndCreate(provider.access, globex);
    await next();
    await checkAndCreate(provider.access, byId);
    await provider.access.delete(old.id, old.outputs);
    expect(await customersWithAccess(tenant)).toEqual(["globex"]);
  });

  it("of many customers is written together", async () => {
    const all = customers.map(({ externalId }) =>
      checkAndCreate(provider.access, { customer: externalId, enabled: true }),
    );
    await Promise.all(all);
    expect(await customersWithAccess(tenant)).toEqual(["globex", "initech"]);
    const requests = (await tenant.requests()).filter(({ kind }) => kind === "mutation");
    expect(requests.map(({ rootFields }) => rootFields)).toEqual([["updateCustomer", "updateCustomer"]]);
  });

  it("that somebody switched off is drift, and switched on again", async () => {
    const created = await checkAndCreate(provider.access, globex);
    expect((await refreshed(created)).inputs).toEqual(globex);
    await switchAccess(tenant, "globex", false);
    const drifted = await refreshed(created);
    expect(drifted.inputs).toEqual({ customer: "globex", enabled: false });
    await update(drifted, globex);
    expect(await customersWithAccess(tenant)).toEqual(["globex"]);
  });

  it("is gone with its customer", async () => {
    const created = await checkAndCreate(provider.access, globex);
    await mutate(tenant, "deleteCustomer", { id: created.id });
    expect((await refreshed(created)).id).toBe("");
    await destroy(created);
    expect(await tenant.mutations()).toEqual([]);
  });

  it("is switched off when it is destroyed, once", async () => {
    const created = await checkAndCreate(provider.access, globex);
    await destroy(created);
    expect(await customersWithAccess(tenant)).toEqual([]);
    await destroy(created);
    expect(await tenant.mutations()).toEqual([]);
  });

  it("that was on before, or is off by now, stays as it is when it is destroyed", async () => {
    await switchAccess(tenant, "globex", true);
    const before = await checkAndCreate(provider.access, globex);
    const ours = await checkAndCreate(provider.access, { customer: "initech", enabled: true });
    await switchAccess(tenant, "initech", false);
    await destroy(before);
    await destroy(ours);
    expect(await customersWithAccess(tenant)).toEqual(["globex"]);
    expect(await tenant.mutations()).toEqual([]);
  });

  it("is there after a lost answer, and still the resource's own", async () => {
    await tenant.injectFault({ rootField: "updateCustomer" }, { type: "dropAfter" });
    const created = await checkAndCreate(provider.access, globex);
    await destroy(created);
    expect(await customersWithAccess(tenant)).toEqual([]);
  });

  it("that the tenant refuses is reported with its words", async () => {
    const fault = { type: "payloadError" as const, field: "__all__", messages: ["Not today."] };
    await tenant.injectFault({ rootField: "updateCustomer" }, fault);
    await expect(checkAndCreate(provider.access, globex)).rejects.toThrow(
      /The embedded access of customer "globex" was not changed: Tenant .* answered "Not today\."\. It is as it was before/,
    );
  });

  it("comes along in an import, which a destroy leaves as it was found", async () => {
    await switchAccess(tenant, "globex", true);
    const config: Record<string, string> = { ...tenant.config, ...tenant.secrets };
    const session = new TenantSession(resolveSettings((name) => config[`prismatic:${name}`], {}));
    await expect(importedAccess(session, ["globx"])).rejects.toThrow('Did you mean "globex"?');
    const [every, ...others] = await importedAccess(session, ["*"]);
    expect([every, ...others]).toEqual(await importedAccess(session, ["globex"]));
    expect(every).toMatchObject({ name: "globex-embedded", declared: globex });
    const imported = every as unknown as Created;
    expect((await update(imported, globex)).changes).toBe(false);
    await destroy(imported);
    expect(await customersWithAccess(tenant)).toEqual(["globex"]);
  });
});

describe("The embedded access of a customer is refused at plan time", () => {
  it("where the tenant does not have the customer", async () => {
    const [reason] = await reasons(provider.access, none, { ...globex, customer: "globx" });
    expect(reason).toMatch(
      /^customer: .*has no customer with the external id or id "globx"\. Did you mean "globex"/,
    );
  });

  it.each(["graphql-error", "payload-error"] as const)(
    "where the token's owner may not change the customer, whose refusals are a %s",
    async (setting) => {
      const holds = { customers: [{ externalId: "globex", name: "Globex", allowEmbeddedDesigner: true }] };
      await using viewed = await startTenant({
        role: "Integration Manager",
        holds,
        switches: { "permission-refusal": setting },
      });
      await using viewer = await startProvider(viewed);
      const needs =
        /may not change customer "globex" in Tenant .*needs the permission org_manage_customers or org_crud_customers/;
      expect(await reasons(viewer.access, none, globex)).toEqual([expect.stringMatching(needs)]);
      const state = { ...globex, setByUs: true };
      const destroying = viewer.access.delete(await customerId(viewed, "globex"), state);
      await expect(destroying).rejects.toThrow(
        /The embedded access of customer "globex" was not switched off: .*needs the permission org_manage_customers/,
      );
      expect(await viewed.mutations()).toEqual([]);
    },
  );

  it("where the organization's plan has neither the builder nor the designer", async () => {
    const plan = { allowEmbeddedDesigner: false, allowEmbeddedWorkflowBuilder: false };
    await using without = await startTenant({ holds: { customers, ...plan } });
    await using planned = await startProvider(without);
    expect(await reasons(planned.access, none, globex)).toEqual([
      expect.stringMatching(
        /^enabled: the plan of the organization of Tenant .* has neither .*Ask Prismatic's support/,
      ),
    ]);
    expect(await reasons(planned.access, none, { ...globex, enabled: false })).toEqual([]);
  });

  it("but not where the plan has one of them", async () => {
    await using half = await startTenant({ holds: { customers, allowEmbeddedDesigner: false } });
    await using planned = await startProvider(half);
    expect(await reasons(planned.access, none, globex)).toEqual([]);
  });
});
