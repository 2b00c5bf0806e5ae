import { z } from "zod";
import { connectionOf } from "../domain/connection.ts";
import { referencesOf } from "../domain/references.ts";
import { matchesAny } from "../domain/patterns.ts";
import { titleOf, type ResourceView } from "../engine/resource.ts";
import { definePolicy } from "../policy.ts";

const configuration = z.strictObject({
  allow: z
    .array(z.string())
    .default([])
    .describe(
      "Stable keys that embedded workflows may use besides those with `embedded: true` in the registry; * stands " +
        "for anything.",
    ),
});

/**
 * Only approved connections are offered to customers who build workflows of their own: keys with `embedded: true` in
 * the registry, or on this list.
 */
export const embeddedAllowlist = definePolicy({
  name: "embedded-allowlist",
  description: "Embedded workflows use approved connections only.",
  enforcementLevel: "mandatory",
  configuration,
  validateResource(resource, { configuration: { allow }, registry }) {
    return switchedOn(resource)
      .filter(
        ({ stableKey }) => registry.entry(stableKey)?.embedded !== true && !matchesAny(stableKey, allow),
      )
      .map(
        ({ stableKey, argument }) =>
          `${titleOf(resource)}: "${stableKey}" is not approved for embedded workflows. Type ${argument}: false, or ` +
          'have `"embedded": true` added to its entry in the registry.',
      );
  },
});

function switchedOn(resource: ResourceView): { stableKey: string; argument: string }[] {
  const { embeddedWorkflows, enabled } = resource.properties;
  const stableKey = connectionOf(resource)?.stableKey;
  if (stableKey !== undefined)
    return embeddedWorkflows === true ? [{ stableKey, argument: "embeddedWorkflows" }] : [];
  if (resource.type !== "EmbeddedWorkflowFlag" || enabled !== true) return [];
  return referencesOf(resource).map((reference) => ({ stableKey: reference.stableKey, argument: "enabled" }));
}
