import type { EnforcementLevel, Policies } from "@pulumi/policy";
import type { z } from "zod";
import { listed, nearest } from "../domain/suggest.ts";
import type { PrismaticPolicy } from "../policy.ts";
import { pulumiPolicy } from "../pulumiPolicy.ts";
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

/**
 * The policies, for a pack of one's own, which runs in its own folder.
 *
 * ```ts
 * import { PolicyPack } from "@pulumi/policy";
 * import { policies } from "pulumi-prismatic-policies";
 *
 * new PolicyPack("acme", { policies: policies() });
 * ```
 *
 * ```ts
 * new PolicyPack("acme", {
 *   policies: policies({
 *     registry: "../stable-keys.json",
 *     levels: { "redeploy-decided": "mandatory", "no-build-only": "disabled" },
 *     configuration: { "production-protected": { stacks: ["us", "eu"] } },
 *   }),
 * });
 * ```
 *
 * @throws Error that names what is wrong where a level is for no policy, or a configuration does not fit
 */
export function policies({ registry, levels = {}, configuration = {} }: PackOptions = {}): Policies {
  for (const name of [...Object.keys(levels), ...Object.keys(configuration)]) refuseUnknown(name);
  const source = new RegistrySource(process.cwd(), registry ?? REGISTRY_FILE);
  return (Object.keys(allPolicies) as PolicyName[]).map((name) =>
    pulumiPolicy(allPolicies[name] as unknown as PrismaticPolicy, source, {
      level: levels[name],
      configuration: configuration[name],
    }),
  );
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
