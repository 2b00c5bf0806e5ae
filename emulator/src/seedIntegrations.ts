import { normalised } from "./definition/normalise.ts";
import { parseDefinition } from "./definition/parse.ts";
import { contradictions, missingComponents } from "./definition/references.ts";
import { newId } from "./ids.ts";
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
  tenant.integrations.put({
    id: newId("Integration"),
    name,
    labels: definition.labels ?? [],
    customer: null,
    definition: text,
    versions: Array.from({ length: seed.versions }, (_, index) => ({
      number: index + 1,
      definition: text,
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
