import type { ConnectionClass } from "pulumi-prismatic/vocabulary";

/** A registry of stable keys and their meanings. */
export interface Registry {
  /** The JSON Schema that editors check the file with. */
  $schema?: string | undefined;
  /** Meaning of each stable key. */
  stableKeys: Record<string, RegistryEntry>;
}

/** The meaning of a stable key. */
export interface RegistryEntry {
  /** Class that declares the connection, the same in every tenant; `BuildOnly` is one that no program uses. */
  kind: ConnectionClass | "BuildOnly";
  /** Key of the component; key and visibility where a public and a private one share the key. */
  component?: string | { key: string; public: boolean } | undefined;
  /** Key of the connection type; any type of the component where it is left out. */
  connectionType?: string | undefined;
  /** Purpose of the connection. */
  description?: string | undefined;
  /** Teams or people who answer for the connection. */
  owners?: string[] | undefined;
  /** Stacks that may and must declare it; every one where it is left out. */
  stacks?: string[] | undefined;
  /** Pulumi projects that may and must declare it; every one where it is left out. */
  projects?: string[] | undefined;
  /** True where embedded workflows may use it. */
  embedded?: boolean | undefined;
  /** `approved` where this organization (global) connection may lend the organization's credentials to all customers. */
  globalCredentials?: "approved" | "pending" | undefined;
}
