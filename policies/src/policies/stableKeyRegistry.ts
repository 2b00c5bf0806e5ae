import { listed, nearest } from "pulumi-prismatic/vocabulary";
import { z } from "zod";
import {
  componentOf,
  componentTitle,
  connectionOf,
  isSameComponent,
  type DeclaredConnection,
} from "../domain/connection.ts";
import { isIntegration, referencesOf } from "../domain/references.ts";
import { matchesAny } from "../domain/patterns.ts";
import { isGiven } from "../engine/properties.ts";
import { titleOf, type ResourceView } from "../engine/resource.ts";
import { definePolicy } from "../policy.ts";
import { isForTenant, placeName } from "../registry/place.ts";
import { filledText } from "../registry/filledText.ts";
import type { Registry, RegistryEntry } from "../registry/schema.ts";

const configuration = z.strictObject({
  registry: filledText
    .optional()
    .describe("The registry's file, relative to the pack's folder; all policies of the pack read it."),
});

/**
 * Every stable key is registered in `stable-keys.json`, and stands for the same kind, component and connection type
 * in every tenant. It is what finds a key that differs by one character between two stacks, each of which is
 * consistent in itself.
 */
export const stableKeyRegistry = definePolicy({
  name: "stable-key-registry",
  description: "A stable key stands for the same in every tenant, as the registry says.",
  enforcementLevel: "mandatory",
  configuration,
  settle({ configuration: { registry: file }, registry: source }) {
    if (file !== undefined) source.locate(file);
  },
  validateResource(resource, { registry: source }) {
    const registry = source.registry();
    const declared = connectionOf(resource);
    if (registry === undefined) {
      // Where no file is named, stable-keys-complete says once how to get one.
      return declared === undefined || !source.isNamed ? [] : [noRegistry(resource, source.path)];
    }
    if (declared === undefined) return unknownReferences(resource, registry);
    if (declared.stableKey === undefined) return [];
    const entry = source.entry(declared.stableKey);
    if (entry === undefined) return [unregistered(resource, declared, declared.stableKey, registry)];
    return differences(resource, declared, entry).map(
      (difference) => `${titleOf(resource)}: "${declared.stableKey}" ${difference}`,
    );
  },
  completeResource(resource, { registry: source }) {
    const stableKey = connectionOf(resource)?.stableKey;
    const description = stableKey === undefined ? undefined : source.entry(stableKey)?.description;
    if (description === undefined || isGiven(resource.properties["description"])) return {};
    return { description };
  },
});

function noRegistry(resource: ResourceView, file: string): string {
  return (
    `${titleOf(resource)}: there is no registry ${file} to compare its stable key with. Write it in the folder of ` +
    `a Pulumi project whose stack is right: npx pulumi-prismatic-policies registry --stack ${resource.stack} ` +
    `--out ${file}`
  );
}

function unregistered(
  resource: ResourceView,
  { kind, component, connectionType }: DeclaredConnection,
  stableKey: string,
  registry: Registry,
): string {
  const suggestion = nearest(stableKey, Object.keys(registry.stableKeys));
  const entry = { kind, component: component?.key, connectionType };
  return (
    `${titleOf(resource)}: the stable key "${stableKey}" is not registered. ` +
    (suggestion === undefined ? "" : `Did you mean stableKey: "${suggestion}"? `) +
    `For a new connection, have this added to the registry: "${stableKey}": ${JSON.stringify(entry)}`
  );
}

function differences(resource: ResourceView, declared: DeclaredConnection, entry: RegistryEntry): string[] {
  const found: string[] = [];
  const registered = componentOf(entry.component);
  if (entry.kind !== declared.kind) {
    const isKind = entry.kind !== "BuildOnly";
    found.push(
      `is registered as ${entry.kind} and declared as ${declared.kind}. ` +
        (isKind ? `Type new ${entry.kind}(...)` : "Type another stable key") +
        ", or have the registry changed for all tenants.",
    );
  }
  if (registered && declared.component && !isSameComponent(registered, declared.component)) {
    found.push(
      `is registered for component ${componentTitle(registered)}, not ${componentTitle(declared.component)}. ` +
        `Type component: ${JSON.stringify(entry.component)}.`,
    );
  }
  if (
    entry.connectionType &&
    declared.connectionType &&
    entry.connectionType.toLowerCase() !== declared.connectionType.toLowerCase()
  ) {
    found.push(
      `is registered with connection type ${entry.connectionType}, not ${declared.connectionType}. ` +
        `Type connectionType: "${entry.connectionType}".`,
    );
  }
  if (entry.stacks && !isForTenant(entry, resource.stack, resource.tenant)) {
    const place = placeName(resource.stack, resource.tenant.name);
    found.push(
      `is registered for the stacks ${listed(entry.stacks)} and not for ${place}. Leave it out here, or ` +
        `have "${place}" added to its stacks in the registry.`,
    );
  }
  if (entry.projects && !matchesAny(resource.project, entry.projects)) {
    found.push(
      `is registered for the project ${listed(entry.projects)}, which declares it already. Refer to it by its stable key.`,
    );
  }
  return found;
}

/** Resources that name a key of another program's connection; those of the same program are checked themselves. */
function unknownReferences(resource: ResourceView, registry: Registry): string[] {
  if (isIntegration(resource)) return [];
  return referencesOf(resource)
    .filter(({ declaredHere, stableKey }) => !declaredHere && !Object.hasOwn(registry.stableKeys, stableKey))
    .map(({ path, stableKey }) => {
      const suggestion = nearest(stableKey, Object.keys(registry.stableKeys));
      const mend = suggestion === undefined ? "Type a registered one." : `Type ${path}: "${suggestion}".`;
      return `${titleOf(resource)}: ${path} names the stable key "${stableKey}", which is not registered. ${mend}`;
    });
}
