import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ResourceClass } from "../../provider/src/resources/names.ts";
import { createCodeNativeBundle } from "../support/codeNativeBundle.ts";
import { createBundle } from "../support/componentBundle.ts";
import { checkAndCreate, reasons, startProvider, type Created, type Provider } from "../support/provider.ts";
import { startTenant, type TestTenant } from "../support/tenant.ts";

type Arguments = Record<string, unknown>;
type Door = Exclude<keyof Provider, symbol>;

const isNew = { inputs: {} };
const acme = (stableKey: string, more: Arguments = {}) => ({
  component: "acme",
  stableKey,
  name: stableKey,
  ...more,
});
const secrets = { api_key: "hush" };
const of = (stableKey: string, more: Arguments) => ({ connection: { stableKey }, ...more });
const definition =
  "definitionVersion: 7\nname: Sync\nflows:\n  - name: Flow\n    steps:\n      - name: Trigger\n        isTrigger: true\n" +
  "        action: { key: webhook, component: { key: webhook-triggers, isPublic: true, version: LATEST } }\n        inputs: {}\n";

/** A resource of every class. */
const resources: Record<ResourceClass, [Door, Arguments]> = {
  CustomerConnection: ["customer", acme("one", { description: "One" })],
  OrganizationCustomerConnection: ["supplied", acme("two", { testCredentials: { secrets } })],
  OrganizationGlobalConnection: ["global", acme("three", { globalSecrets: secrets })],
  UserConnection: [
    "user",
    {
      component: "dropbox",
      stableKey: "four",
      name: "Four",
      globalValues: { clientId: "4711" },
      globalSecrets: { clientSecret: "hush" },
    },
  ],
  GlobalValues: [
    "values",
    of("slack", { values: { clientId: "1" }, secrets: { clientSecret: "hush", signingSecret: "hush" } }),
  ],
  TestCredentials: ["testCredentials", of("there", { secrets })],
  CustomerCredentials: ["credentials", of("there", { customer: "globex", secrets })],
  CustomerCredentialsSet: ["credentialsSet", of("there", { customers: { initech: { secrets } } })],
  EmbeddedWorkflowFlag: ["flag", of("there", { enabled: true })],
  CustomerEmbeddedAccess: ["access", { customer: "globex", enabled: true }],
  Component: ["component", {}],
  Integration: ["integration", { definition }],
  CodeNativeIntegration: ["codeNative", {}],
};

let tenant: TestTenant;
const bundles: (AsyncDisposable & { folder: string })[] = [];
beforeAll(async () => {
  const customers = ["globex", "initech"].map((externalId) => ({ externalId, name: externalId }));
  tenant = await startTenant({ holds: { customers } });
  await tenant.setProcessing(0);
  bundles.push(await createBundle(), await createCodeNativeBundle({ name: "Orders" }));
  await using earlier = await startProvider(tenant);
  await checkAndCreate(earlier.supplied, acme("there"));
  await checkAndCreate(earlier.customer, {
    component: "slack",
    connectionType: "oauth2",
    stableKey: "slack",
    name: "Slack",
  });
});
afterAll(async () => {
  for (const bundle of bundles) await bundle[Symbol.asyncDispose]();
  await tenant?.dispose();
});

const sent = async () => (await tenant.mutations()).map(({ field }) => field);

describe("A run that has written an object refuses a second owner of it", () => {
  it.each(Object.entries(resources))("of the class %s", async (name, [door, given]) => {
    const [component, codeNative] = bundles;
    const args = {
      ...given,
      ...(name === "Component" && { bundle: component?.folder }),
      ...(name === "CodeNativeIntegration" && { bundle: codeNative?.folder }),
    };
    async function expectRefused(provider: Provider, resource: Pick<Created, "inputs">): Promise<void> {
      await tenant.clearRequests();
      const [refused, ...others] = await reasons(provider[door], resource, args);
      expect(others).toEqual([]);
      expect(refused).toMatch(/^This program manages .* twice in Tenant .*: by this .* and by another /);
      expect(refused).toContain("This run had written the other one already; this one changed nothing.");
      expect(refused).not.toContain("hush");
      expect((await sent()).filter((field) => field !== "validateIntegrationSchema")).toEqual([]);
    }

    // A new one after a new one that is equal.
    await using first = await startProvider(tenant);
    const made = await checkAndCreate(first[door], args);
    await expectRefused(first, isNew);
    // One of the state after a new one that took its object over.
    await using second = await startProvider(tenant);
    const another = await checkAndCreate(second[door], args);
    expect(another.id).toBe(made.id);
    await expectRefused(second, made);
    await expectRefused(second, another);
    // Once the new one leaves the program, the other one keeps the object.
    await using last = await startProvider(tenant);
    await tenant.clearRequests();
    expect(await reasons(last[door], made, args)).toEqual([]);
    await last[door].delete(another.id, another.outputs);
    expect(await sent()).toEqual([]);
  });

  it("also where the object of the state was gone, so that the new one has made another", async () => {
    await using earlier = await startProvider(tenant);
    const made = await checkAndCreate(earlier.supplied, acme("gone"));
    await tenant.remove("gone");
    await using provider = await startProvider(tenant);
    const another = await checkAndCreate(provider.supplied, acme("gone"));
    expect(another.id).not.toBe(made.id);
    expect(await reasons(provider.supplied, made, acme("gone"))).toHaveLength(1);
  });

  it("also where the first one was updated to what the second has in the state", async () => {
    await using earlier = await startProvider(tenant);
    const made = await checkAndCreate(earlier.supplied, acme("changed"));
    const changed = acme("changed", { description: "Changed" });
    await using provider = await startProvider(tenant);
    const { inputs } = await provider.supplied.check(made.inputs, changed);
    await provider.supplied.update(made.id, made.outputs, inputs);
    expect(await reasons(provider.supplied, { inputs }, changed)).toHaveLength(1);
  });
});

describe("A resource that Pulumi comes to is one owner, and what comes then is a second,", () => {
  let made: Created;
  beforeAll(async () => {
    await using earlier = await startProvider(tenant);
    made = await checkAndCreate(earlier.supplied, acme("kept"));
  });

  it("where it is in the state or imported", async () => {
    await using provider = await startProvider(tenant);
    // `pulumi import --file` has everything in the file, so that Pulumi asks once.
    expect(await reasons(provider.supplied, made, acme("kept"))).toEqual([]);
    expect(await reasons(provider.supplied, made, acme("kept"))).toHaveLength(1);
  });

  it("where Pulumi asks for its difference only after it has checked others", async () => {
    await using provider = await startProvider(tenant);
    const { inputs } = await provider.supplied.check(made.inputs, acme("kept"));
    await checkAndCreate(provider.supplied, acme("kept"));
    await expect(provider.supplied.diff(made.id, made.outputs, inputs)).rejects.toThrow(
      /manages the connection "kept" twice in .* This run had written the other one already/,
    );
  });

  it("where an option replaces it without a question about its difference", async () => {
    await using provider = await startProvider(tenant);
    const news = acme("kept", { replaceInUse: { customers: 1 } });
    expect(await reasons(provider.supplied, made, news)).toEqual([]);
    expect(await reasons(provider.supplied, isNew, news)).toEqual([]);
    expect(await reasons(provider.supplied, isNew, news)).toHaveLength(1);
  });

  it("where it is deleted before it is replaced", async () => {
    await using provider = await startProvider(tenant);
    const news = { ...acme("kept"), component: "slack", connectionType: "webhookUrl" };
    const { inputs } = await provider.supplied.check(made.inputs, news);
    const { deleteBeforeReplace } = await provider.supplied.diff(made.id, made.outputs, inputs);
    expect(deleteBeforeReplace).toBe(true);
    const again = await provider.supplied.check({}, news);
    expect(again.failures).toEqual([]);
    await provider.supplied.delete(made.id, made.outputs);
    expect(await reasons(provider.supplied, isNew, news)).toHaveLength(1);
    await provider.supplied.create(again.inputs);
    expect(await reasons(provider.supplied, isNew, news)).toHaveLength(1);
  });

  it("but a new one may follow one that was not created", async () => {
    await using provider = await startProvider(tenant);
    const { inputs } = await provider.supplied.check({}, acme("late"));
    const refusal = { type: "payloadError" as const, field: "__all__", messages: ["Not today."] };
    await tenant.injectFault({ rootField: "createScopedConfigVariable" }, refusal);
    await expect(provider.supplied.create(inputs)).rejects.toThrow("Not today.");
    expect(await reasons(provider.supplied, isNew, acme("late"))).toEqual([]);
  });
});
