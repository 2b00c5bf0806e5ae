import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { foundCodeNative } from "./support/codeNativeWorld.ts";
import { buildExampleIntegration } from "./support/exampleComponent.ts";
import { runPrism } from "./support/prism.ts";
import { checkAndCreate, type Created } from "./support/provider.ts";
import { startRuns, type ProviderRuns } from "./support/providerRuns.ts";
import { startTenant, type TestTenant } from "./support/tenant.ts";

const connections = [
  ["slack-oauth", "slack", "oauth2", "customer", "customer"],
  ["customer-database", "postgres", "postgres", "customer", "org"],
  ["stripe-billing", "stripe", "apiKey", "org", "org"],
  ["gmail-user", "google-gmail", "oauth2", "user", "org"],
].map(([stableKey = "", component = "", connectionType = "", variableScope, managedBy]) => ({
  stableKey,
  name: stableKey,
  component,
  connectionType,
  variableScope: variableScope as "customer" | "org" | "user",
  managedBy: managedBy as "customer" | "org",
}));

describe("The example of a code-native integration, with prism beside", () => {
  const TEST_KEY = ["--test-api-key", '"Receive order"="a key"'];
  let directory: string;
  let project: string;
  let tenant: TestTenant;
  let runs: ProviderRuns;
  let created: Created;

  const args = () => ({
    bundle: join(project, "dist"),
    testApiKeys: { "Receive order": "a key" },
    publish: true,
  });

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "code-native-prism-"));
    project = await buildExampleIntegration(join(directory, "project"));
    tenant = await startTenant({ holds: { connections } });
    await tenant.setProcessing(0);
    runs = await startRuns(tenant);
    created = await checkAndCreate(runs.codeNative, args());
  });
  afterAll(async () => {
    await runs?.[Symbol.asyncDispose]();
    await tenant?.dispose();
    rmSync(directory, { recursive: true, force: true });
  });

  it("is listed and exported by prism, as it is in the bundle", async () => {
    expect(await runPrism(tenant, ["integrations:list"], project)).toContain("Acme orders");
    const yaml = await runPrism(tenant, ["integrations:export", created.id], project);
    expect(yaml).toMatch(/isCodeNative"?: true/);
    expect(yaml).toContain(String(created.outputs["componentKey"]));
    for (const { stableKey } of connections) expect(yaml).toContain(stableKey);
  });

  it("is the same to the provider after prism has imported that bundle, and says that it came", async () => {
    await runPrism(tenant, ["integrations:import", "-i", created.id, ...TEST_KEY], project);
    await runs.next();
    const { inputs, outputs } = await runs.codeNative.read(created.id, created.outputs);
    expect(runs.codeNative.stdout).toMatch(
      /"Acme orders": this very bundle was imported .* once more meanwhile/,
    );
    expect(inputs).toEqual(created.inputs);
    expect(outputs["componentKey"]).not.toBe(created.outputs["componentKey"]);
    expect(outputs).toMatchObject({ published: true, versionNumber: 1 });
    const checked = await runs.codeNative.check(inputs, args());
    expect((await runs.codeNative.diff(created.id, outputs, checked.inputs)).changes).toBe(false);
    const found = await foundCodeNative(tenant, "Acme orders");
    expect(found.systemInstance.flowConfigs.nodes[0]?.apiKeys).toEqual(["a key"]);
  });
});
