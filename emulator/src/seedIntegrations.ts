import { emptyValue } from "./configValues.ts";
import { definitionFacts } from "./definition/facts.ts";
import { normalised } from "./definition/normalise.ts";
import { parseDefinition } from "./definition/parse.ts";
import { contradictions, missingComponents } from "./definition/references.ts";
import { newId } from "./ids.ts";
import { storedLabels } from "./labels.ts";
import type { TenantSeed } from "./seed.ts";
import type { Tenant } from "./tenant.ts";

/**
 * Plants an integration of a seed with its versions. Only the connections that it names may be missing:
 * they can be created later.
 */
export function plantIntegration(
  tenant: Tenant,
  seed: TenantSeed["integrations"][number],
  now: string,
): void {
  const { definition, problems } = parseDefinition(seed.definition ?? "");
  const found = definition
    ? [...contradictions(definition), ...missingComponents(tenant, definition)]
    : problems;
  if (!definition || found.length > 0) {
    const name = seed.name ?? definition?.name ?? "";
    throw new Error(
      `Bad seed: the integration "${name}" of the tenant "${tenant.name}":\n${found.join("\n")}`,
    );
  }
  const name = seed.name ?? definition.name;
  const text = normalised(tenant, { ...definition, name });
  const sent = seed.definition !== undefined && name === definition.name ? { sent: seed.definition } : {};
  tenant.integrations.put({
    id: newId("Integration"),
    name,
    labels: storedLabels(definition.labels ?? []),
    customer: null,
    parent: null,
    definition: text,
    ...sent,
    versions: Array.from({ length: seed.versions }, (_, index) => ({
      number: index + 1,
      definition: text,
      ...sent,
      comment: null,
      attributes: null,
      createdBy: null,
      isAvailable: true,
      createdAt: now,
    })),
    testConfigVariables: [],
    avatarUrl: null,
    createdAt: now,
    updatedAt: now,
  });
}

/** Plants an instance of a seed; a deployed one has the latest version. */
export function plantInstance(
  tenant: Tenant,
  seed: TenantSeed["instances"][number],
  customer: string,
  now: string,
): void {
  const integration = tenant.integrations.all().find(({ name }) => name === seed.integration);
  if (!integration) throw new Error(`Bad seed: there is no integration "${seed.integration}"`);
  const variables = definitionFacts(integration.definition).definition.requiredConfigVars ?? [];
  const unknown = Object.keys(seed.configVariables).find(
    (wanted) => !variables.some(({ key }) => key === wanted),
  );
  if (unknown !== undefined) {
    throw new Error(`Bad seed: the instance "${seed.name}" sets an unknown config variable "${unknown}"`);
  }
  tenant.instances.put({
    id: newId("Instance"),
    name: seed.name,
    description: "",
    labels: [],
    customer,
    integration: integration.id,
    integrationVersion: integration.versions.length,
    configVariables: Object.entries(seed.configVariables).map(([key, value]) => ({
      ...emptyValue(key),
      value,
    })),
    deployedVersion: seed.deployed ? integration.versions.length : 0,
    enabled: seed.enabled ?? seed.deployed,
    needsDeploy: !seed.deployed,
    lastDeployedAt: seed.deployed ? now : null,
    createdAt: now,
    updatedAt: now,
  });
}
