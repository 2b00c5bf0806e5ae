import type { Input, Output } from "@pulumi/pulumi";
import { lookUp, lookUpOutput, type Lookup } from "./lookup.ts";
import type { LookupOptions } from "./options.ts";

/** A component's key, with its visibility where a public and a private component share the key. */
export type ComponentName = string | { key: string; public: boolean };

/** A component that the tenant has, in its newest version. */
export interface FoundComponent {
  key: string;
  /** True where it is Prismatic's; false for the organization's own. */
  public: boolean;
  label: string;
  versionNumber: number;
  /** Its connection types; empty where there is nothing to connect. */
  connectionTypes: FoundConnectionType[];
}

/** A connection type of a {@link FoundComponent}. */
export interface FoundConnectionType {
  key: string;
  label: string;
  /** `AUTHORIZATION_CODE` or `CLIENT_CREDENTIALS`; undefined where it is not OAuth 2.0. */
  oauth2Type: string | undefined;
}

/**
 * Looks a component up by its key.
 *
 * ```ts
 * const { versionNumber, connectionTypes } = await getComponent("slack");
 * const ours = await getComponent({ key: "acme", public: false }, { tenant: eu });
 * ```
 *
 * All lookups of a run share one reading of the tenant's components, 100 a request, and a second one where a
 * component has no connection types.
 *
 * @throws RunError that names the nearest key, or says that two components share this one
 */
export function getComponent(component: ComponentName, options: LookupOptions = {}): Promise<FoundComponent> {
  return lookUp(lookup, component, options);
}

/** {@link getComponent} for a key that is an output. */
export function getComponentOutput(
  component: Input<ComponentName>,
  options: LookupOptions = {},
): Output<FoundComponent> {
  return lookUpOutput(lookup, component, options);
}

const lookup: Lookup<ComponentName, FoundComponent> = {
  token: "prismatic:index:getComponent",
  argument: "component",
  find: async (session, component) => (await import("./find.ts")).findComponent(session, component),
};
