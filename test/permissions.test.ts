import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { deleteCredentials } from "../provider/src/resources/credentials/write.ts";
import { TenantSession } from "../provider/src/tenant/session.ts";
import { resolveSettings } from "../provider/src/tenant/settings.ts";
import { createCodeNativeBundle } from "./support/codeNativeBundle.ts";
import { argumentsOf, definitionText, integrationsOf } from "./support/integrations.ts";
import { checkAndCreate, reasons, startProvider, type Provider } from "./support/provider.ts";
import { failure } from "./support/publishingWorld.ts";
import { startTenant, type TestTenant } from "./support/tenant.ts";

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
    const mail = { component: "sendgrid", stableKey: "mail", name: "Mail", connectionType: "apiKey" };
    const connections = [
      { ...slack, variableScope: "customer", managedBy: "customer" } as const,
      { ...mail, variableScope: "customer", managedBy: "customer" } as const,
    ];
    await using tenant = await startTenant({ role: "Viewer", holds: { connections } });
    await using provider = await startProvider(tenant);
    expect(
      await reasons(provider.customer, { inputs: slack }, { ...slack, redeployInstances: "never" }),
    ).toEqual([]);
    // What `check` added to the arguments is no change either: counters of secrets, and the default type.
    const secrets = { ...slack, globalSecrets: { clientSecret: "hush" } };
    const counted = { ...secrets, secretRevisions: { clientSecret: 3 } };
    const { connectionType: _type, ...untyped } = mail;
    await using next = await startProvider(tenant);
    for (const [door, inputs, args] of [
      [next.customer, counted, secrets],
      [next.customer, mail, untyped],
    ] as const) {
      expect(await reasons(door, { inputs }, { ...args, redeployInstances: "never" })).toEqual([]);
    }
    await using last = await startProvider(tenant);
    const another = { ...secrets, globalSecrets: { clientSecret: "another" } };
    expect(await reasons(last.customer, { inputs: counted }, another)).toEqual([
      expect.stringMatching(/may not change connection "chat"/),
    ]);
    expect(await reasons(last.customer, { inputs: mail }, { ...untyped, name: "Other" })).toEqual([
      expect.stringMatching(/may not change connection "mail"/),
    ]);
  });

  describe.each(["graphql-error", "payload-error"] as const)(
    "is told so, whose refusals are a %s,",
    (setting) => {
      let tenant: TestTenant;
      let provider: Provider;
      const definition = definitionText("hooli.yml");
      beforeAll(async () => {
        const inputs = {
          clientId: { value: "ours", meta: { managedBy: "org", inputScope: "org" } as const },
        };
        const connections = [
          {
            ...slack,
            variableScope: "customer",
            managedBy: "customer",
            inputs,
            defaultForComponent: true,
          } as const,
        ];
        tenant = await startTenant({
          role: "Viewer",
          switches: { "permission-refusal": setting },
          holds: { connections, integrations: [{ definition, versions: 1 }] },
        });
        provider = await startProvider(tenant);
      });
      beforeEach(() => tenant.clearRequests());
      afterAll(async () => {
        await provider?.[Symbol.asyncDispose]();
        await tenant?.dispose();
      });

      async function expectRefused(destroying: Promise<unknown>, what: string, permission: string) {
        const said = `${what}: the token's owner may not do that in Tenant`;
        await expect(destroying).rejects.toThrow(said);
        await expect(destroying).rejects.toThrow(
          `Nothing was changed. The token's owner needs the permission ${permission}`,
        );
        expect(await tenant.mutations()).toEqual([]);
      }

      it("before a connection is deleted, by the read that also counts its uses", async () => {
        const { id } = await tenant.connection("chat");
        const state = { ...slack, kind: "CustomerConnection" };
        const what = 'Connection "chat" was not deleted';
        await expectRefused(provider.customer.delete(id, state), what, "org_manage_integrations");
        const reads = (await tenant.requests()).filter(
          ({ operationName }) => operationName === "ListConnectionUses",
        );
        expect(reads).toHaveLength(1);
      });

      it("before the global values and the flag of a connection go", async () => {
        const { id } = await tenant.connection("chat");
        const connection = { stableKey: "chat" };
        await expectRefused(
          provider.values.delete(id, { connection, values: { clientId: "ours" } }),
          'The global values of connection "chat" were not cleared',
          "org_manage_integrations",
        );
        await expectRefused(
          provider.flag.delete(id, { connection, enabled: true, setByUs: true }),
          'The flag for embedded workflows of connection "chat" was not switched off',
          "org_manage_integrations",
        );
      });

      it("before an integration and a component are deleted", async () => {
        const [integration] = await integrationsOf(tenant);
        const ofIntegration = { ...argumentsOf(definition), name: "Hooli", deleteOnDestroy: true };
        await expectRefused(
          provider.integration.delete(integration?.id ?? "", ofIntegration),
          'Integration "Hooli" was not deleted',
          "org_manage_integrations",
        );
        const [component] = await tenant.componentVersions("todoist");
        const ofComponent = { key: "todoist", public: false, signature: "", deleteOnDestroy: true };
        await expectRefused(
          provider.component.delete(component?.id ?? "", ofComponent),
          'Component "todoist" was not deleted',
          "org_manage_components",
        );
      });
    },
  );
});

describe("Credentials that the token's owner may not delete", () => {
  it("are left, and nothing is sent", async () => {
    const customers = [{ externalId: "globex", name: "Globex" }];
    const connections = [{ ...slack, variableScope: "customer", managedBy: "customer" } as const];
    const credentials = [{ connection: "chat", customer: "globex", inputs: {} }];
    await using tenant = await startTenant({ holds: { customers, connections, credentials } });
    const config: Record<string, string> = { ...tenant.config, ...tenant.secrets };
    const session = new TenantSession(resolveSettings((name) => config[`prismatic:${name}`], {}));
    const [found] = await session.credentials.ofConnection((await tenant.connection("chat")).id);
    if (found === undefined) throw new Error("The tenant has no credentials");
    await expect(deleteCredentials(session, "chat", { ...found, allowRemove: false })).rejects.toThrow(
      /credentials of customer "globex" for connection "chat" were not deleted: .*needs the permission org_manage_/,
    );
    expect(await tenant.mutations()).toEqual([]);
    await deleteCredentials(session, "chat", found);
    expect(await tenant.mutations()).toHaveLength(1);
  });
});
