import { readdirSync, readFileSync } from "node:fs";
import { withoutSecrets } from "../../provider/src/resources/integration/definition/secrets.ts";
import { mutate } from "./contents.ts";
import type { DynamicProvider } from "./dynamicProvider.ts";
import { checkAndCreate, type Created } from "./provider.ts";
import type { ProviderRuns } from "./providerRuns.ts";
import type { TenantOptions, TestTenant } from "./tenant.ts";

const folder = new URL("../fixtures/integrations/", import.meta.url);

/** The names of the real definitions among the fixtures. */
export const definitionFiles = readdirSync(folder).filter((file) => /\.ya?ml$/.test(file));

/** The text of a real definition. */
export function definitionText(file: string): string {
  return readFileSync(new URL(file, folder), "utf8");
}

/** A definition under another name: tests that share a tenant have integrations of names of their own. */
export function named(text: string, name: string): string {
  return text.replace(/^name: .*$/m, `name: ${name}`);
}

/** The connections that the integrations of these tests use. */
export const connectionsInUse: NonNullable<TenantOptions["holds"]>["connections"] = [
  ["acme-api-key", "acme", "acmeApiKey"],
  ["acme-other", "acme", "acmeApiKey"],
  ["slack-oauth", "slack", "oauth2"],
  ["slack-alerts", "slack", "oauth2"],
  ["box", "acme", "acmeApiKey", "system"],
  ["built", "acme", "acmeApiKey", "org"],
].map(([stableKey = "", component = "", connectionType = "", managedBy = "customer"]) => ({
  stableKey,
  name: stableKey,
  component,
  connectionType,
  variableScope: managedBy === "customer" ? "customer" : "org",
  managedBy: managedBy as "customer" | "org" | "system",
  ...(managedBy === "org" ? { parent: "box" } : {}),
}));

/** The arguments of an integration as its class hands them over. */
export function argumentsOf(definition: string, args: Record<string, unknown> = {}): Record<string, unknown> {
  const { text, secrets } = withoutSecrets(definition);
  return { definition: text, ...(Object.keys(secrets).length > 0 ? { secretInputs: secrets } : {}), ...args };
}

/** Creates an integration as the engine does. */
export function createIntegration(
  provider: DynamicProvider,
  definition: string,
  args: Record<string, unknown> = {},
): Promise<Created> {
  return checkAndCreate(provider, argumentsOf(definition, args));
}

/** Begins the next run and updates an integration, where the engine would find a difference. */
export async function updateIntegration(
  runs: ProviderRuns,
  old: Created,
  args: Record<string, unknown>,
): Promise<{ changes: boolean | undefined; now: Created }> {
  await runs.next();
  const provider = runs.integrations;
  const { inputs, failures } = await provider.check(old.inputs, args);
  if (failures.length > 0) throw new Error(failures.map(({ reason }) => reason).join("\n"));
  const { changes } = await provider.diff(old.id, old.outputs, inputs);
  const outputs = changes === true ? await provider.update(old.id, old.outputs, inputs) : old.outputs;
  return { changes, now: { id: old.id, inputs, outputs } };
}

/** An integration as the tenant has it. */
export interface FoundIntegration {
  id: string;
  name: string;
  definition: string;
  hasUnpublishedChanges: boolean;
  versionSequence: {
    nodes: { versionNumber: number; versionComment: string | null; versionAttributes: string | null }[];
  };
}

/** All integrations of the tenant. */
export async function integrationsOf(tenant: TestTenant): Promise<FoundIntegration[]> {
  const { integrations } = await tenant.query<{ integrations: { nodes: FoundIntegration[] } }>(
    `query { integrations { nodes { id name definition hasUnpublishedChanges
      versionSequence { nodes { versionNumber versionComment versionAttributes } } } } }`,
  );
  return integrations.nodes;
}

/** Changes a draft as a designer does in the web app. */
export async function designerWrites(tenant: TestTenant, id: string, definition: string): Promise<void> {
  await mutate(tenant, "importIntegration", { integrationId: id, definition });
}

/** Publishes as somebody does in the web app. */
export async function designerPublishes(tenant: TestTenant, id: string): Promise<void> {
  await mutate(tenant, "publishIntegration", { id });
}
