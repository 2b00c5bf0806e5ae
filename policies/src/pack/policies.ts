import type { Policies } from "@pulumi/policy";
import { pulumiPolicy } from "../pulumiPolicy.ts";
import { registryOf, settledPolicies, type PackOptions } from "./options.ts";

/**
 * The policies for Pulumi's own `PolicyPack`, which is how a pack has policies of its own beside them.
 * {@link policyPack} costs half as much.
 *
 * ```ts
 * import { PolicyPack } from "@pulumi/policy";
 * import { policies } from "pulumi-prismatic-policies";
 *
 * new PolicyPack("acme", { policies: [...policies(), ours] });
 * ```
 *
 * @throws Error that names what is wrong where a level is for no policy, or a configuration does not fit
 */
export function policies(options: PackOptions = {}): Policies {
  const registry = registryOf(options);
  return settledPolicies(options).map(({ policy, settings }) => pulumiPolicy(policy, registry, settings));
}
