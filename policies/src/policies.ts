import type { Policies } from "@pulumi/policy";
import { listed, nearest } from "pulumi-prismatic/vocabulary";
import { allPolicies } from "./allPolicies.ts";
import { sharedViews } from "./engine/resource.ts";
import type { PackOptions, PolicyName } from "./options.ts";
import type { PrismaticPolicy } from "./policy.ts";
import { pulumiPolicy } from "./pulumiPolicy.ts";
import { RegistrySource } from "./registry/file.ts";
import { packPlace } from "./registry/projectRegistry.ts";

/**
 * Lists the policies as plain objects for Pulumi's `PolicyPack`, in a pack that runs in its own folder.
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
 *   policies: [
 *     ...policies({
 *       registry: "../stable-keys.json",
 *       levels: { "redeploy-decided": "mandatory", "no-build-only": "disabled" },
 *       configuration: { "production-protected": { stacks: ["us", "eu"] } },
 *     }),
 *     ours,
 *   ],
 * });
 * ```
 *
 * @throws Error that names what is wrong if a level is for no policy, or a configuration does not fit
 */
export function policies({ registry, levels = {}, configuration = {} }: PackOptions = {}): Policies {
  for (const name of [...Object.keys(levels), ...Object.keys(configuration)]) refuseUnknown(name);
  const pack = { registry: new RegistrySource(packPlace(), registry), views: sharedViews() };
  return (Object.entries(allPolicies) as [PolicyName, PrismaticPolicy][]).map(([name, policy]) =>
    pulumiPolicy(policy, pack, { level: levels[name], configuration: configuration[name] }),
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
