import { z } from "zod";
import { componentOf, componentTitle, connectionOf, type ComponentReference } from "../domain/connection.ts";
import { referencesOf } from "../domain/references.ts";
import { knownMap } from "../engine/properties.ts";
import { titleOf, type ResourceView } from "../engine/resource.ts";
import { definePolicy } from "../policy.ts";
import type { RegistrySource } from "../registry/file.ts";

/**
 * A tenant has at most one connection of a component for embedded workflows. Where there are two, the one that was
 * written last may win, and that can be another one in each tenant.
 */
export const oneDefaultPerComponent = definePolicy({
  name: "one-default-per-component",
  description: "One connection of a component is for embedded workflows.",
  enforcementLevel: "mandatory",
  configuration: z.strictObject({}),
  validateStack(resources, { registry }) {
    const first = new Map<string, { stableKey: string; title: string }>();
    return resources.flatMap((resource) => {
      const found = defaultOf(resource, resources, registry);
      if (found === undefined) return [];
      const { component, stableKey } = found;
      const place = `${resource.tenant.identity} ${componentTitle(component)}`;
      const earlier = first.get(place);
      if (earlier === undefined) {
        first.set(place, { stableKey, title: titleOf(resource) });
        return [];
      }
      if (earlier.stableKey === stableKey) return [];
      const argument = resource.type === "EmbeddedWorkflowFlag" ? "enabled" : "embeddedWorkflows";
      const message =
        `${titleOf(resource)}: "${earlier.stableKey}" (${earlier.title}) is already the connection of ` +
        `${componentTitle(component)} for embedded workflows. Type ${argument}: false at one of the two.`;
      return [{ message, urn: resource.urn }];
    });
  },
});

function defaultOf(
  resource: ResourceView,
  resources: readonly ResourceView[],
  registry: RegistrySource,
): { stableKey: string; component: ComponentReference } | undefined {
  const { embeddedWorkflows, enabled, connection } = resource.properties;
  const declared = connectionOf(resource);
  if (declared !== undefined) {
    const { stableKey, component } = declared;
    if (embeddedWorkflows !== true || stableKey === undefined || component === undefined) return undefined;
    return { stableKey, component };
  }
  if (resource.type !== "EmbeddedWorkflowFlag" || enabled !== true) return undefined;
  const [reference] = referencesOf(resource);
  if (reference === undefined) return undefined;
  const { stableKey } = reference;
  const neighbour = resources.find(
    (other) =>
      other.tenant.identity === resource.tenant.identity && connectionOf(other)?.stableKey === stableKey,
  );
  const component =
    componentOf(knownMap(connection)?.["component"]) ??
    (neighbour && connectionOf(neighbour)?.component) ??
    componentOf(registry.entry(stableKey)?.component);
  return component === undefined ? undefined : { stableKey, component };
}
