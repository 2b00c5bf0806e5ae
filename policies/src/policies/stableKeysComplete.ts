import { listed } from "pulumi-prismatic/vocabulary";
import { z } from "zod";
import { connectionOf, hasUnclearKey } from "../domain/connection.ts";
import { matchesAny } from "../domain/patterns.ts";
import { isLeftOut, type ResourceView } from "../engine/resource.ts";
import { definePolicy, type StackViolation } from "../policy.ts";
import { isForTenant } from "../registry/place.ts";

const configuration = z.strictObject({
  ignore: z
    .array(z.string())
    .default([])
    .describe("Registered stable keys that no stack needs to declare; * stands for anything."),
});

/**
 * Every registered stable key is declared in each tenant's stack, so that an integration that is synced to another
 * tenant finds its connections there. Entries with `stacks` or `projects` are only asked for there. While a preview
 * does not know a stable key yet, nothing is called missing: the update looks again. A run that leaves resources out,
 * such as one with `--target`, gets advice at most. Where there is no registry and none is named, it says how to get one.
 */
export const stableKeysComplete = definePolicy({
  name: "stable-keys-complete",
  description: "Every registered stable key is declared in each tenant's stack.",
  enforcementLevel: "mandatory",
  configuration,
  validateStack(resources, { configuration: { ignore }, registry: source, stack, project, partial }) {
    const registry = source.registry();
    if (registry === undefined && !source.isNamed) return noRegistry(resources, stack);
    const registered = Object.entries(registry?.stableKeys ?? {}).filter(
      ([key, entry]) =>
        entry.kind !== "BuildOnly" &&
        (entry.projects === undefined || matchesAny(project, entry.projects)) &&
        !matchesAny(key, ignore),
    );
    return tenantsOf(resources).flatMap(({ name, members }) => {
      const wanted = registered.filter(([, entry]) => isForTenant(entry, stack, { name }));
      if (members.some((member) => hasUnclearKey(member) && !isLeftOut(member))) return [];
      const declared = new Set(members.map((member) => connectionOf(member)?.stableKey));
      const missing = wanted.filter(([key]) => !declared.has(key));
      if (missing.length === 0) return [];
      const where = name === undefined ? `Stack ${stack}` : `Stack ${stack}, tenant "${name}"`;
      const message =
        `${where} lacks ${missing.length} of ${wanted.length} registered stable keys: ` +
        `${listed(missing.map(([key, entry]) => `${key} (${entry.kind})`))}. Declare them, or have their \`stacks\` ` +
        "in the registry say where they belong.";
      return [{ message, advice: partial }];
    });
  },
});

/** Advice for a stack that has connections, and nothing to compare their stable keys with. */
function noRegistry(resources: readonly ResourceView[], stack: string): StackViolation[] {
  if (!resources.some((resource) => connectionOf(resource) !== undefined)) return [];
  const message =
    "There is no registry stable-keys.json to compare the stable keys with. To write it from a stack that is right, type in the " +
    `folder of the Pulumi project: npx pulumi-prismatic-policies registry --stack ${stack}`;
  return [{ message, advice: true }];
}

interface TenantMembers {
  name: string | undefined;
  members: ResourceView[];
}

/** The resources of each tenant; a stack without any has one tenant without resources. */
function tenantsOf(resources: readonly ResourceView[]): TenantMembers[] {
  const tenants = new Map<string, TenantMembers>();
  for (const resource of resources) {
    const { identity, name } = resource.tenant;
    const tenant = tenants.get(identity) ?? { name, members: [] };
    tenant.members.push(resource);
    tenants.set(identity, tenant);
  }
  return tenants.size === 0 ? [{ name: undefined, members: [] }] : [...tenants.values()];
}
