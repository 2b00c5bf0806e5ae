import type { EnforcementLevel } from "@pulumi/policy";
import type { ConnectionClass } from "pulumi-prismatic/vocabulary";

/** Differences between a team's own pack and the policies' defaults. */
export interface PackOptions {
  /**
   * The registry's file, relative to the pack's folder. By default, `stable-keys.json` is looked for there; for a pack in
   * `node_modules`, also in the Pulumi project, in the folders above it, and beside `node_modules`.
   */
  registry?: string;
  /** Levels other than the default ones. `--policy-pack-config` overrides them. */
  levels?: Partial<Record<PolicyName, EnforcementLevel>>;
  /** Configuration other than the default one. `--policy-pack-config` overrides it property by property. */
  configuration?: Partial<PolicyConfigurations>;
}

/** Name of one of the policies. */
export type PolicyName = keyof PolicyConfigurations;

/** The configuration of each policy. In lists of stable keys, hosts, inputs and stacks, `*` stands for anything. */
export interface PolicyConfigurations {
  "stable-key-registry": {
    /** The registry's file, relative to the pack's folder; all policies of the pack read it. */
    registry?: string;
  };
  "stable-key-format": {
    /** Regular expression that every stable key matches; kebab case by default. */
    pattern?: string;
    /** Most characters of a stable key, 1 to 255; 64 by default. */
    maximumLength?: number;
  };
  "stable-key-unique": NoConfiguration;
  "stable-keys-complete": {
    /** Registered stable keys that no stack needs to declare. */
    ignore?: string[];
  };
  "integration-connections-known": {
    /** Stable keys that integrations may use although nothing declares them. */
    allow?: string[];
  };
  "no-plain-secrets": {
    /** Inputs that are never secret, by key. */
    allow?: string[];
    /** Further inputs that are secret. */
    names?: string[];
    /** False where a resource's own `plainInputs` does not count; true by default. */
    acceptPlainInputs?: boolean;
  };
  "https-urls": {
    /** Hosts that may be reached by http besides this machine. */
    allowHosts?: string[];
  };
  "embedded-allowlist": {
    /** Stable keys that embedded workflows may use besides those with `embedded: true` in the registry. */
    allow?: string[];
  };
  "one-default-per-component": NoConfiguration;
  "test-credentials-present": {
    /** Classes of connections that need test credentials. */
    kinds?: ConnectionClass[];
    /** Stacks in which they are needed. */
    stacks?: string[];
    /** Stable keys that need none. */
    exempt?: string[];
  };
  "global-credentials-approved": {
    /** Stable keys that are approved besides those with `globalCredentials: "approved"` in the registry. */
    allow?: string[];
  };
  "redeploy-decided": {
    /** The decision that is asked for; `"either"` by default. */
    decision?: "never" | "onChange" | "either";
  };
  "secrets-write-only": NoConfiguration;
  "tenant-pinned": {
    /** Id of the tenant that each stack belongs to, by stack; of an explicit `Tenant` by stack/name. */
    tenants?: Record<string, string>;
  };
  "no-build-only": {
    /** Stable keys of build-only connections besides those that the registry calls `BuildOnly`. */
    keys?: string[];
  };
  "production-protected": {
    /** Stacks of production tenants; by default names such as `prod` and `eu-production`. */
    stacks?: string[];
  };
}

/** The configuration of a policy that has none. */
export type NoConfiguration = Record<string, never>;
