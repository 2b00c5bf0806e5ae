import type { Claim } from "../../dynamic/claim.ts";
import { SCHEMA_VERSION } from "../../dynamic/resourceType.ts";
import { isUnknown, type OrUnknown } from "../../dynamic/wire.ts";
import type { WantedComponent } from "../../tenant/publishing.ts";
import type { PublishedComponent } from "../../tenant/publishingOperations.ts";
import { componentClaim } from "../claims.ts";
import type { ComponentArguments } from "./arguments.ts";
import { tenantConnectionTypes, type ConnectionTypes } from "./definition.ts";

/** Facts that `check` reads from the bundle. */
export interface BundleFacts {
  key: string;
  public: boolean;
  signature: string;
  connectionTypes: ConnectionTypes;
}

/** A component's arguments together with the facts that `check` reads from the bundle. */
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

/** State of a component: never its definition, only what diffs and dependants need. */
export interface ComponentState extends KnownComponent {
  /** Undefined as long as no version is usable. */
  versionNumber?: number | undefined;
}

/** The component that the arguments mean. */
export function wanted({ key, public: isPublic, customer }: KnownComponent): WantedComponent {
  return { key, public: isPublic, customer };
}

/** Claims of a component: after a rename, the old resource must not delete what the new one claims. */
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

/** Outputs where a publication was not completed: the tenant still has what it had before. */
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

/** Arguments and state as the tenant has them now. Another publisher's version shows by its signature. */
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
