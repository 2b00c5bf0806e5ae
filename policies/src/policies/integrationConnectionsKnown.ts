import { nearest } from "pulumi-prismatic/vocabulary";
import { z } from "zod";
import { connectionOf, hasUnclearKey } from "../domain/connection.ts";
import { matchesAny } from "../domain/patterns.ts";
import { isIntegration, referencesOf } from "../domain/references.ts";
import { titleOf, type ResourceView } from "../engine/resource.ts";
import { definePolicy } from "../policy.ts";
import { isForTenant } from "../registry/place.ts";

const configuration = z.strictObject({
  allow: z
    .array(z.string())
    .default([])
    .describe("Stable keys that integrations may use although nothing declares them; * stands for anything."),
});

/**
 * An integration uses connections that its tenant has: declared in the same program for the same tenant, or
 * registered for the stack because another project declares them.
 */
export const integrationConnectionsKnown = definePolicy({
  name: "integration-connections-known",
  description: "Integrations use connections that are declared or registered.",
  enforcementLevel: "mandatory",
  configuration,
  validateStack(resources, { configuration: { allow }, registry, stack }) {
    const integrations = resources.filter(isIntegration);
    if (integrations.length === 0) return [];
    const { keys, unclear } = declaredKeys(resources);
    const entries = Object.entries(registry.registry()?.stableKeys ?? {});
    return integrations.flatMap((integration) => {
      const { tenant } = integration;
      if (unclear.has(tenant.identity)) return [];
      const registered = entries.filter(([, entry]) => isForTenant(entry, stack, tenant)).map(([key]) => key);
      const known = new Set([...(keys.get(tenant.identity) ?? []), ...registered]);
      return referencesOf(integration)
        .filter(({ stableKey }) => !known.has(stableKey) && !matchesAny(stableKey, allow))
        .map(({ path, stableKey }) => {
          const suggestion = nearest(stableKey, [...known]);
          const mend =
            suggestion === undefined
              ? "Declare that connection, or have it registered where another project does."
              : `Type "${suggestion}".`;
          const message =
            `${titleOf(integration)}: ${path} names the stable key "${stableKey}", which is neither declared for ` +
            `this tenant nor registered for stack ${stack}. ${mend}`;
          return { message, urn: integration.urn };
        });
    });
  },
});

/** The stable keys that the program declares for each tenant, and the tenants for which one is not known yet. */
function declaredKeys(resources: readonly ResourceView[]) {
  const keys = new Map<string, string[]>();
  const unclear = new Set<string>();
  for (const resource of resources) {
    const { identity } = resource.tenant;
    if (hasUnclearKey(resource)) unclear.add(identity);
    const stableKey = connectionOf(resource)?.stableKey;
    if (stableKey === undefined) continue;
    const others = keys.get(identity);
    if (others === undefined) keys.set(identity, [stableKey]);
    else others.push(stableKey);
  }
  return { keys, unclear };
}
