import type { EnforcementLevel, Policies } from "@pulumi/policy";
import { listed, nearest } from "pulumi-prismatic/vocabulary";
import type { z } from "zod";
import { embeddedAllowlist } from "./policies/embeddedAllowlist.ts";
import { globalCredentialsApproved } from "./policies/globalCredentialsApproved.ts";
import { httpsUrls } from "./policies/httpsUrls.ts";
import { integrationConnectionsKnown } from "./policies/integrationConnectionsKnown.ts";
import { noBuildOnly } from "./policies/noBuildOnly.ts";
import { noPlainSecrets } from "./policies/noPlainSecrets.ts";
import { oneDefaultPerComponent } from "./policies/oneDefaultPerComponent.ts";
import { productionProtected } from "./policies/productionProtected.ts";
import { redeployDecided } from "./policies/redeployDecided.ts";
import { secretsWriteOnly } from "./policies/secretsWriteOnly.ts";
import { stableKeyFormat } from "./policies/stableKeyFormat.ts";
import { stableKeyRegistry } from "./policies/stableKeyRegistry.ts";
import { stableKeysComplete } from "./policies/stableKeysComplete.ts";
import { stableKeyUnique } from "./policies/stableKeyUnique.ts";
import { tenantPinned } from "./policies/tenantPinned.ts";
import { testCredentialsPresent } from "./policies/testCredentialsPresent.ts";
import { sharedViews } from "./engine/resource.ts";
import type { PrismaticPolicy } from "./policy.ts";
import { pulumiPolicy } from "./pulumiPolicy.ts";
import { RegistrySource } from "./registry/file.ts";
import { REGISTRY_FILE } from "./registry/schema.ts";

/** Every policy by its name. The registry's comes first, because its configuration names the file for the others. */
export const allPolicies = {
  "stable-key-registry": stableKeyRegistry,
  "stable-key-format": stableKeyFormat,
  "stable-key-unique": stableKeyUnique,
  "stable-keys-complete": stableKeysComplete,
  "integration-connections-known": integrationConnectionsKnown,
  "no-plain-secrets": noPlainSecrets,
  "https-urls": httpsUrls,
  "embedded-allowlist": embeddedAllowlist,
  "one-default-per-component": oneDefaultPerComponent,
  "test-credentials-present": testCredentialsPresent,
  "global-credentials-approved": globalCredentialsApproved,
  "redeploy-decided": redeployDecided,
  "secrets-write-only": secretsWriteOnly,
  "tenant-pinned": tenantPinned,
  "no-build-only": noBuildOnly,
  "production-protected": productionProtected,
} as const;

/** Name of one of the policies. */
export type PolicyName = keyof typeof allPolicies;

/** Differences between a team's own pack and the policies' defaults. */
export interface PackOptions {
  /** The registry's file, relative to the pack's folder; `stable-keys.json` by default. */
  registry?: string;
  /** Levels other than the default ones. `--policy-pack-config` overrides them. */
  levels?: Partial<Record<PolicyName, EnforcementLevel>>;
  /** Configuration other than the default one. `--policy-pack-config` overrides it property by property. */
  configuration?: {
    [Name in PolicyName]?: z.input<(typeof allPolicies)[Name]["configuration"]>;
  };
}

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
export function policies({
  registry = REGISTRY_FILE,
  levels = {},
  configuration = {},
}: PackOptions = {}): Policies {
  for (const name of [...Object.keys(levels), ...Object.keys(configuration)]) refuseUnknown(name);
  const pack = { registry: new RegistrySource(process.cwd(), registry), views: sharedViews() };
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
