import { z } from "zod";
import { connectionOf, hasUnclearKey } from "../domain/connection.ts";
import { referencesOf } from "../domain/references.ts";
import { matchesAny, nearest } from "../domain/suggest.ts";
import { titleOf } from "../engine/resource.ts";
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
    const entries = Object.entries(registry.registry()?.stableKeys ?? {});
    return resources
      .filter(({ type }) => type === "Integration")
      .flatMap((integration) => {
        const { identity } = integration.tenant;
        const neighbours = resources.filter(({ tenant }) => tenant.identity === identity);
        if (neighbours.some(hasUnclearKey)) return [];
        const declared = neighbours.flatMap((neighbour) => connectionOf(neighbour)?.stableKey ?? []);
        const registered = entries
          .filter(([, entry]) => isForTenant(entry, stack, integration.tenant))
          .map(([key]) => key);
        const known = [...new Set([...declared, ...registered])];
        return referencesOf(integration)
          .filter(({ stableKey }) => !known.includes(stableKey) && !matchesAny(stableKey, allow))
          .map(({ path, stableKey }) => {
            const suggestion = nearest(stableKey, known);
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
