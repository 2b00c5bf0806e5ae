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
  /** Compares each stack with the registry of stable keys. */
  "stable-key-registry": {
    /** The registry's file, relative to the pack's folder; all policies of the pack read it. */
    registry?: string;
  };
  /** Keeps stable keys to one pattern and length. */
  "stable-key-format": {
    /** Regular expression that every stable key matches; kebab case by default. */
    pattern?: string;
    /** Most characters of a stable key, 1 to 255; 64 by default. */
    maximumLength?: number;
  };
  /** Refuses a stable key that two resources of a tenant have. */
  "stable-key-unique": NoConfiguration;
  /** Asks for each registered stable key in each tenant's stack. */
  "stable-keys-complete": {
    /** Registered stable keys that no stack needs to declare. */
    ignore?: string[];
  };
  /** Refuses integrations that use stable keys which nothing declares. */
  "integration-connections-known": {
    /** Stable keys that integrations may use although nothing declares them. */
    allow?: string[];
  };
  /** Refuses secrets in plain values. */
  "no-plain-secrets": {
    /** Inputs that are never secret, by key. */
    allow?: string[];
    /** Further inputs that are secret. */
    names?: string[];
    /** False where a resource's own `plainInputs` does not count; true by default. */
    acceptPlainInputs?: boolean;
  };
  /** Refuses addresses without TLS. */
  "https-urls": {
    /** Hosts that may be reached by http besides this machine. */
    allowHosts?: string[];
  };
  /** Keeps embedded workflows to approved connections. */
  "embedded-allowlist": {
    /** Stable keys that embedded workflows may use besides those with `embedded: true` in the registry. */
    allow?: string[];
  };
  /** Refuses a second connection of a component for embedded workflows. */
  "one-default-per-component": NoConfiguration;
  /** Asks for test credentials. */
  "test-credentials-present": {
    /** Classes of connections that need test credentials. */
    kinds?: ConnectionClass[];
    /** Stacks in which they are needed. */
    stacks?: string[];
    /** Stable keys that need none. */
    exempt?: string[];
  };
  /** Refuses to lend the organization's credentials without an approval. */
  "global-credentials-approved": {
    /** Stable keys that are approved besides those with `globalCredentials: "approved"` in the registry. */
    allow?: string[];
  };
  /** Asks for a decision on running instances where values change. */
  "redeploy-decided": {
    /** The decision that is asked for; `"either"` by default. */
    decision?: "never" | "onChange" | "either";
  };
  /** Asks for secrets that no client can read back. */
  "secrets-write-only": NoConfiguration;
  /** Asks each stack to name its tenant. */
  "tenant-pinned": {
    /** Id of the tenant that each stack belongs to, by stack; of an explicit `Tenant` by stack/name. */
    tenants?: Record<string, string>;
  };
  /** Refuses build-only connections. */
  "no-build-only": {
    /** Stable keys of build-only connections besides those that the registry calls `BuildOnly`. */
    keys?: string[];
  };
  /** Asks for `protect` on connections of production tenants. */
  "production-protected": {
    /** Stacks of production tenants; by default names such as `prod` and `eu-production`. */
    stacks?: string[];
  };
}

/** The configuration of a policy that has none. */
export type NoConfiguration = Record<string, never>;
