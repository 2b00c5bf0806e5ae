import type { EnforcementLevel } from "@pulumi/policy";
import type { z } from "zod";
import { listed, nearest } from "../domain/suggest.ts";
import type { PolicySettings, PrismaticPolicy } from "../policy.ts";
import { RegistrySource } from "../registry/file.ts";
import { REGISTRY_FILE } from "../registry/schema.ts";
import { allPolicies } from "./all.ts";

/** Name of one of the policies. */
export type PolicyName = keyof typeof allPolicies;

/** How a team's own pack differs from the policies' defaults. */
export interface PackOptions {
  /** The registry's file, relative to the pack's folder; `stable-keys.json` where it is left out. */
  registry?: string;
  /** Levels other than the default ones. `--policy-pack-config` overrides them. */
  levels?: Partial<Record<PolicyName, EnforcementLevel>>;
  /** Configuration other than the default one. `--policy-pack-config` overrides it property by property. */
  configuration?: {
    [Name in PolicyName]?: z.input<(typeof allPolicies)[Name]["configuration"]>;
  };
}

/** The registry of a pack that runs in its own folder. */
export function registryOf({ registry = REGISTRY_FILE }: PackOptions): RegistrySource {
  return new RegistrySource(process.cwd(), registry);
}

/**
 * Every policy with what a pack says about it.
 *
 * @throws Error that names what is wrong where a level or a configuration is for no policy
 */
export function settledPolicies({ levels = {}, configuration = {} }: PackOptions): {
  policy: PrismaticPolicy;
  settings: PolicySettings;
}[] {
  for (const name of [...Object.keys(levels), ...Object.keys(configuration)]) refuseUnknown(name);
  return (Object.keys(allPolicies) as PolicyName[]).map((name) => ({
    policy: allPolicies[name],
    settings: { level: levels[name], configuration: configuration[name] },
  }));
}

function refuseUnknown(name: string): void {
  const names = Object.keys(allPolicies);
  if (names.includes(name)) return;
  const suggestion = nearest(name, names);
  throw new Error(
    `There is no policy "${name}". ` +
      (suggestion === undefined ? `There are: ${listed(names)}.` : `Did you mean "${suggestion}"?`),
  );
}
