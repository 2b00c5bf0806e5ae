import { expect, it } from "vitest";
import { importedIntegrations } from "../provider/src/cli/importedIntegration.ts";
import { TenantSession } from "../provider/src/tenant/session.ts";
import { resolveSettings } from "../provider/src/tenant/settings.ts";
import { mutate } from "./support/contents.ts";
import { startProvider } from "./support/provider.ts";
import { withInstances } from "./support/runningInstances.ts";
import { startTenant, type TestTenant } from "./support/tenant.ts";

async function imported(tenant: TestTenant) {
  const config: Record<string, string> = { ...tenant.config, ...tenant.secrets };
  const session = new TenantSession(resolveSettings((name) => config[`prismatic:${name}`], {}));
  const [only] = await importedIntegrations(session, ["Reports"]);
  if (only === undefined) throw new Error("Nothing was imported");
  return only;
}

it("An imported integration brings its listing and a withdrawal along, and neither where it has none", async () => {
  await using tenant = await startTenant({ holds: withInstances(0, 0) });
  const without = await imported(tenant);
  expect(Object.keys(without.declared)).toEqual(["definition"]);

  const found = await tenant.query<{
    integrations: { nodes: { versionSequence: { nodes: { id: string }[] } }[] };
  }>("query { integrations { nodes { versionSequence { nodes { id } } } } }");
  const id = found.integrations.nodes[0]?.versionSequence.nodes[0]?.id;
  const listing = { marketplaceConfiguration: "AVAILABLE_NOT_DEPLOYABLE", overview: "" };
  await mutate(tenant, "updateIntegrationMarketplaceConfiguration", { id, ...listing });
  await mutate(tenant, "updateIntegrationVersionAvailability", { id, available: false });
  const settings = { marketplace: { availability: "AVAILABLE_NOT_DEPLOYABLE" }, available: false };
  const { declared, inputs, outputs, file, id: integration } = await imported(tenant);
  expect(declared).toMatchObject(settings);
  expect(inputs).toMatchObject(settings);

  await using provider = await startProvider(tenant);
  const program = { definition: file.text, ...settings };
  // As the import file has them: JSON leaves out what is undefined.
  const state = JSON.parse(JSON.stringify(outputs)) as Record<string, unknown>;
  const { inputs: checked, failures } = await provider.integration.check({ ...inputs }, program);
  expect(failures).toEqual([]);
  expect((await provider.integration.diff(integration, state, checked)).changes).toBe(false);
});
