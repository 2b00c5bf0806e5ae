import { z } from "zod";
import { componentOf, componentTitle, connectionOf, type ComponentReference } from "../domain/connection.ts";
import { referencesOf } from "../domain/references.ts";
import { knownMap } from "../engine/properties.ts";
import { titleOf, type ResourceView } from "../engine/resource.ts";
import { definePolicy } from "../policy.ts";
import type { RegistrySource } from "../registry/file.ts";

/**
 * A tenant has at most one connection of a component for embedded workflows. If there are two, the one that was
 * written last may win, and that can be another one in each tenant.
 */
export const oneDefaultPerComponent = definePolicy({
  name: "one-default-per-component",
  description: "One connection of a component is for embedded workflows.",
  enforcementLevel: "mandatory",
  configuration: z.strictObject({}),
  validateStack(resources, { registry }) {
    const components = declaredComponents(resources);
    const first = new Map<string, { stableKey: string; title: string }>();
    return resources.flatMap((resource) => {
      const found = inlineDefault(resource) ?? flaggedDefault(resource, components, registry);
      if (found?.component === undefined) return [];
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

interface EmbeddedDefault {
  stableKey: string;
  component: ComponentReference | undefined;
}

/** The components of the connections that a program declares, by tenant and stable key. */
function declaredComponents(resources: readonly ResourceView[]): Map<string, ComponentReference | undefined> {
  const components = new Map<string, ComponentReference | undefined>();
  for (const resource of resources) {
    const { stableKey, component } = connectionOf(resource) ?? {};
    const place = `${resource.tenant.identity} ${stableKey}`;
    if (stableKey !== undefined && !components.has(place)) components.set(place, component);
  }
  return components;
}

function inlineDefault(resource: ResourceView): EmbeddedDefault | undefined {
  if (resource.properties["embeddedWorkflows"] !== true) return undefined;
  const { stableKey, component } = connectionOf(resource) ?? {};
  return stableKey === undefined ? undefined : { stableKey, component };
}

/** A flag may name a connection of this program, or one that only the registry knows the component of. */
function flaggedDefault(
  resource: ResourceView,
  components: Map<string, ComponentReference | undefined>,
  registry: RegistrySource,
): EmbeddedDefault | undefined {
  const { enabled, connection } = resource.properties;
  const [reference] =
    resource.type === "EmbeddedWorkflowFlag" && enabled === true ? referencesOf(resource) : [];
  if (reference === undefined) return undefined;
  const { stableKey } = reference;
  const component =
    componentOf(knownMap(connection)?.["component"]) ??
    components.get(`${resource.tenant.identity} ${stableKey}`) ??
    componentOf(registry.entry(stableKey)?.component);
  return { stableKey, component };
}
