import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createCodeNativeBundle } from "./support/codeNativeBundle.ts";
import { createBundle } from "./support/componentBundle.ts";
import { contentsOf } from "./support/contents.ts";
import { namesConnections, saveCredentials } from "./support/inUse.ts";
import { checkAndCreate, reasons, startProvider, type Created, type Provider } from "./support/provider.ts";
import { startTenant, type TestTenant } from "./support/tenant.ts";

const busy = {
  component: "twilio",
  connectionType: "apiKeySecret",
  stableKey: "busy",
  name: "Busy",
  globalValues: { accountSid: "AC1" },
};

describe("A connection that is in use", () => {
  let tenant: TestTenant;
  let provider: Provider;
  /** A run that deletes without having asked before what else could be done. */
  let deletingRun: Provider;
  let used: Created;
  let versioned: Created;
  let entrusted: Created;

  beforeAll(async () => {
    tenant = await startTenant({ holds: namesConnections });
    await using earlierRun = await startProvider(tenant);
    used = await checkAndCreate(earlierRun.supplied, busy);
    const versions = { component: "acme", stableKey: "versions", name: "Versions" };
    versioned = await checkAndCreate(earlierRun.supplied, versions);
    entrusted = await checkAndCreate(earlierRun.supplied, { ...versions, stableKey: "entrusted" });
    provider = await startProvider(tenant);
    deletingRun = await startProvider(tenant);
    await saveCredentials(tenant, "busy", { apiKey: "key", apiSecret: "hush" });
    await saveCredentials(tenant, "entrusted", { api_key: "hush" });
  });
  afterAll(async () => {
    await deletingRun?.[Symbol.asyncDispose]();
    await provider?.[Symbol.asyncDispose]();
    await tenant?.dispose();
  });
  beforeEach(() => tenant.clearRequests());

  const everything = "2 instances, 3 integration versions, 1 workflow, 3 customers' saved credentials";
  const numbers = { instances: 2, integrations: 3, workflows: 1, customers: 3 };
  const replacements = {
    "another component": {
      component: "sftp",
      connectionType: "basic",
      globalValues: { host: "sftp.example" },
    },
    "another connection type": { connectionType: "basic", globalValues: { username: "pulumi" } },
    "another stable key": { stableKey: "busy-2" },
  };

  it.each(Object.entries(replacements))(
    "is not replaced for %s: the preview says what uses it",
    async (_, news) => {
      const wanted = { ...used.inputs, ...news };
      const refused = await reasons(provider.supplied, used, wanted);
      expect(refused).toHaveLength(1);
      expect(refused[0]).toContain(`would leave behind what uses it: ${everything}.`);
      expect(refused[0]).toContain(
        "declare a second connection with another stable key, switch the integrations",
      );
      expect(refused[0]).toContain(
        "replaceInUse: { instances: 2, integrations: 3, workflows: 1, customers: 3 }",
      );

      {
        await using accepting = await startProvider(tenant);
        expect(await reasons(accepting.supplied, used, { ...wanted, replaceInUse: numbers })).toEqual([]);
      }
      for (const stale of [
        { ...numbers, customers: 2 },
        { instances: 2 },
        { ...numbers, workflows: 0 },
        {},
      ]) {
        const [reason] = await reasons(provider.supplied, used, { ...wanted, replaceInUse: stale });
        expect(reason, JSON.stringify(stale)).toContain(`accepts other numbers (${JSON.stringify(stale)})`);
      }
      expect(await tenant.mutations()).toEqual([]);
    },
  );

  it("is not deleted: everything that uses it is named, and nothing was sent", async () => {
    const before = await contentsOf(tenant);
    await expect(deletingRun.supplied.delete(used.id, used.outputs)).rejects.toThrow(
      `${everything} would lose it. Nothing was changed.`,
    );
    const stale = { ...used.outputs, replaceInUse: { ...numbers, instances: 3 } };
    await expect(deletingRun.supplied.delete(used.id, stale)).rejects.toThrow(everything);
    expect(await tenant.mutations()).toEqual([]);
    expect(await contentsOf(tenant)).toEqual(before);
  });

  it("is not deleted either where that was accepted and the tenant refuses: its reason is passed on", async () => {
    const accepted = { ...used.outputs, replaceInUse: numbers };
    await expect(deletingRun.supplied.delete(used.id, accepted)).rejects.toThrow(
      /Connection "busy" was not deleted: .* answered .*2 instances use this connection.*as it was before/,
    );
    expect(await tenant.stableKeys()).toContain("busy");
  });

  it.each(["refused", "allowed"] as const)(
    "by versions of an integration alone is kept, with such a delete %s in the tenant",
    async (setting) => {
      await tenant.setSwitches({ "delete-used-by-integration": setting });
      await expect(deletingRun.supplied.delete(versioned.id, versioned.outputs)).rejects.toThrow(
        "3 integration versions would lose it",
      );
      expect(await tenant.mutations()).toEqual([]);
    },
  );

  it.each(["refused", "cascades"] as const)(
    "by customers who saved credentials is kept with all of them, with such a delete %s in the tenant",
    async (setting) => {
      await tenant.setSwitches({ "delete-with-credentials": setting });
      await expect(deletingRun.supplied.delete(entrusted.id, entrusted.outputs)).rejects.toThrow(
        /3 customers' saved credentials would lose it\. .* replaceInUse: \{ customers: 3 \}, run pulumi up/,
      );
      expect(await tenant.mutations()).toEqual([]);
      const { credentials } = await contentsOf(tenant);
      expect(Object.keys(credentials).filter((place) => place.startsWith("entrusted/"))).toHaveLength(3);
    },
  );

  it("is deleted where exactly its customers' credentials were accepted as lost", async () => {
    const wanted = { ...entrusted.inputs, replaceInUse: { customers: 3 } };
    const { inputs } = await provider.supplied.check(entrusted.inputs, wanted);
    expect((await provider.supplied.diff(entrusted.id, entrusted.outputs, inputs)).changes).toBe(true);
    const outputs = await provider.supplied.update(entrusted.id, entrusted.outputs, inputs);
    expect(await tenant.mutations()).toEqual([]);
    await deletingRun.supplied.delete(entrusted.id, outputs);
    expect(await tenant.stableKeys()).toEqual(["busy", "versions"]);
  });
});

describe("A token of another tenant", () => {
  it("is refused by every type of resource, whatever it is asked, and nothing is written", async () => {
    await using tenant = await startTenant();
    await using other = await startTenant();
    await using provider = await startProvider(tenant, {
      "prismatic:tenantId": other.id,
      "prismatic:refreshToken": undefined,
      "prismatic:accessToken": await tenant.newAccessToken(),
    });
    await using bundle = await createBundle();
    await using rightProvider = await startProvider(tenant);
    const component = await rightProvider.component.check(
      {},
      { bundle: bundle.folder, deleteOnDestroy: true },
    );
    await using code = await createCodeNativeBundle();
    const codeNative = await rightProvider.codeNative.check(
      {},
      { bundle: code.folder, deleteOnDestroy: true },
    );
    const definition = "definitionVersion: 7\nname: Alerts\nflows: []\n";
    const { [Symbol.asyncDispose]: _, ...doors } = provider;
    const connection = { component: "acme", stableKey: "acme", name: "Acme" };
    const refers = { connection: { stableKey: "acme" }, enabled: true, customer: "globex", customers: {} };
    const change = {
      name: "New",
      enabled: false,
      values: { api_key: "x" },
      definition: `${definition}labels: []\n`,
    };
    const inputsOf: Record<string, object> = {
      ...{ customer: connection, supplied: connection, global: connection, user: connection },
      component: component.inputs,
      codeNative: codeNative.inputs,
      integration: { definition, name: "Alerts", deleteOnDestroy: true },
    };
    const wrong = "The token is for another tenant";
    for (const [type, door] of Object.entries(doors)) {
      const inputs = { ...(inputsOf[type] ?? refers) };
      await expect(door.create(inputs), type).rejects.toThrow(wrong);
      const olds = { ...inputs, signature: "another" };
      await expect(door.update("id", olds, { ...inputs, ...change }), type).rejects.toThrow(wrong);
      await expect(door.delete("id", { ...inputs, setByUs: true, ours: ["x"] }), type).rejects.toThrow(wrong);
    }
    expect(await tenant.mutations()).toEqual([]);
  });
});
