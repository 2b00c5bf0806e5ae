import type { Claim } from "../../dynamic/claims.ts";
import { SCHEMA_VERSION } from "../../dynamic/resourceType.ts";
import { isUnknown, type OrUnknown } from "../../dynamic/wire.ts";
import type { WantedComponent } from "../../tenant/publishing.ts";
import type { PublishedComponent } from "../../tenant/publishingOperations.ts";
import { componentClaim } from "../claims.ts";
import type { ComponentArguments } from "./arguments.ts";
import { tenantConnectionTypes, type ConnectionTypes } from "./definition.ts";

/** What `check` reads from the bundle. */
export interface BundleFacts {
  key: string;
  public: boolean;
  signature: string;
  connectionTypes: ConnectionTypes;
}

/** A component's arguments together with what `check` reads from the bundle. */
export type CheckedComponent = ComponentArguments & {
  [Name in keyof BundleFacts]: OrUnknown<BundleFacts[Name]>;
};

/** A component's arguments once everything is known. */
export type KnownComponent = BundleFacts & {
  bundle: string;
  customer?: string | undefined;
  comment?: string | undefined;
  attributes?: Record<string, string> | undefined;
  waitSeconds?: number | undefined;
  deleteOnDestroy?: boolean | undefined;
};

/** What the engine keeps of a component: never its definition, only what diffs and dependants need. */
export interface ComponentState extends KnownComponent {
  /** Undefined as long as no version is usable. */
  versionNumber?: number | undefined;
}

/** The component that the arguments mean. */
export function wanted({ key, public: isPublic, customer }: KnownComponent): WantedComponent {
  return { key, public: isPublic, customer };
}

/** What other resources could manage; a renamed resource must not delete what belongs to its new name. */
export function componentClaims({ key, public: isPublic, customer }: CheckedComponent): Claim[] {
  if (isUnknown(key) || isUnknown(isPublic) || isUnknown(customer)) return [];
  return [componentClaim({ key, public: isPublic, customer })];
}

/** The component in the words of a message. */
export function describeComponent({ key }: { key: string }): string {
  return `Component "${key}"`;
}

/** Outputs once the tenant has the bundle as its newest version. */
export function outputsOf(inputs: KnownComponent, found: PublishedComponent): ComponentState {
  return { ...inputs, versionNumber: found.versionNumber };
}

/** Outputs where a publication did not come to its end: what the tenant had before is what it still has. */
export function halfMadeOutputs(
  inputs: KnownComponent,
  before: PublishedComponent | undefined,
): ComponentState & { schemaVersion: number } {
  return {
    ...inputs,
    signature: before?.signature ?? "",
    connectionTypes: before === undefined ? {} : tenantConnectionTypes(before),
    versionNumber: before?.versionNumber,
    schemaVersion: SCHEMA_VERSION,
  };
}

/** Arguments and state as the tenant has them now. A version that somebody else published shows by its signature. */
export function refreshed(
  old: ComponentState,
  found: PublishedComponent,
): { args: KnownComponent; state: ComponentState } {
  const { versionNumber: _number, ...inputs } = old;
  const current =
    found.signature === old.signature
      ? inputs
      : { ...inputs, signature: found.signature, connectionTypes: tenantConnectionTypes(found) };
  return { args: current, state: outputsOf(current, found) };
}
