import { describe, expect, it } from "vitest";
import { createCodeNativeBundle } from "./support/codeNativeBundle.ts";
import { argumentsOf, definitionText } from "./support/integrations.ts";
import { checkAndCreate, reasons, startProvider } from "./support/provider.ts";
import { failure } from "./support/publishingWorld.ts";
import { startTenant } from "./support/tenant.ts";

const slack = { component: "slack", connectionType: "oauth2", stableKey: "chat", name: "Chat" };
const none = { inputs: {} };

describe.each(["graphql-error", "payload-error"] as const)(
  "A missing permission, told by a %s,",
  (setting) => {
    it.each(["1", "25"])("is named with what to do, with %s in a batch", async (batchSize) => {
      await using tenant = await startTenant({
        role: "Component Manager",
        switches: { "permission-refusal": setting },
      });
      await using provider = await startProvider(tenant, { "prismatic:batchSize": batchSize });
      const all = ["one", "two"].map((stableKey) =>
        checkAndCreate(provider.customer, { ...slack, stableKey }),
      );
      for (const result of await Promise.allSettled(all)) {
        expect(result.status).toBe("rejected");
        expect(String((result as PromiseRejectedResult).reason)).toMatch(
          /needs the permission org_manage_integrations or org_manage_customers .*Ask an administrator/s,
        );
      }
      expect(await tenant.stableKeys()).toEqual([]);
    });
  },
);

it("A person who may import and not publish components imports no code, and is told what is missing", async () => {
  await using tenant = await startTenant({ role: "Integration Manager" });
  await using provider = await startProvider(tenant);
  await using bundle = await createCodeNativeBundle();
  const failed = await failure(checkAndCreate(provider.codeNative, { bundle: bundle.folder }));
  expect(failed.message).toMatch(
    /Integration "Orders" was not imported: .*needs the permission org_manage_components .*Ask an administrator/s,
  );
  expect((await tenant.mutations()).map(({ field }) => field)).toEqual(["publishComponent"]);
});

describe("A person who may see and not change", () => {
  it("is refused at plan time", async () => {
    const connections = [{ ...slack, variableScope: "customer", managedBy: "customer" } as const];
    const definition = definitionText("hooli.yml");
    await using tenant = await startTenant({
      role: "Viewer",
      holds: { connections, integrations: [{ definition, versions: 1 }] },
    });
    await using provider = await startProvider(tenant, { "prismatic:adoptExisting": "true" });
    const needs = /may not change .*needs the permission org_manage_integrations/s;
    const renamed = await reasons(provider.customer, { inputs: slack }, { ...slack, name: "Other" });
    expect(renamed).toEqual([expect.stringMatching(needs)]);
    const replaced = await reasons(
      provider.customer,
      { inputs: slack },
      { ...slack, connectionType: "webhookUrl" },
    );
    expect(replaced[0]).toMatch(/may not delete connection "chat"/);
    const flag = await reasons(provider.flag, none, { connection: { stableKey: "chat" }, enabled: true });
    expect(flag).toEqual([expect.stringMatching(needs)]);
    const integration = await reasons(provider.integration, none, argumentsOf(definition));
    expect(integration).toContainEqual(expect.stringMatching(needs));
    const sent = (await tenant.mutations()).map(({ field }) => field);
    expect(sent.filter((field) => field !== "validateIntegrationSchema")).toEqual([]);
  });

  it("may decide about later runs", async () => {
    const connections = [{ ...slack, variableScope: "customer", managedBy: "customer" } as const];
    await using tenant = await startTenant({ role: "Viewer", holds: { connections } });
    await using provider = await startProvider(tenant);
    expect(
      await reasons(provider.customer, { inputs: slack }, { ...slack, redeployInstances: "never" }),
    ).toEqual([]);
  });
});
