import { resolve } from "node:path";

/** Policy packs that a command is given. */
export interface PolicyOptions {
  policyPacks?: readonly string[];
  /** Their configurations, in the same order. */
  policyPackConfigs?: readonly string[];
}

/** The policy packs as absolute paths: Pulumi runs in the project's folder, and not where the command was typed. */
export function policiesOf({
  cwd,
  policyPacks = [],
  policyPackConfigs = [],
}: PolicyOptions & { cwd: string }): Required<PolicyOptions> {
  const absolute = (path: string) => resolve(cwd, path);
  return { policyPacks: policyPacks.map(absolute), policyPackConfigs: policyPackConfigs.map(absolute) };
}
