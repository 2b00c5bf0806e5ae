import type { OrUnknown } from "../../dynamic/wire.ts";
import type { WantedComponent } from "../../tenant/publishing.ts";
import type { PublishedComponent } from "../../tenant/publishingOperations.ts";
import type { ComponentArguments } from "./arguments.ts";
import { tenantConnectionTypes, type ConnectionTypes } from "./definition.ts";

/** Raised when the form of the outputs changes; a state of any earlier version must stay readable. */
const SCHEMA_VERSION = 1;

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
export interface ComponentOutputs extends KnownComponent {
  /** Undefined as long as no version is usable. */
  versionNumber?: number | undefined;
  schemaVersion: number;
}

/** The component that the arguments mean. */
export function wanted({ key, public: isPublic, customer }: KnownComponent): WantedComponent {
  return { key, public: isPublic, customer };
}

/** The component in the words of a message. */
export function describeComponent({ key }: { key: string }): string {
  return `Component "${key}"`;
}

/** Outputs once the tenant has the bundle as its newest version. */
export function outputsOf(inputs: KnownComponent, found: PublishedComponent): ComponentOutputs {
  return { ...inputs, versionNumber: found.versionNumber, schemaVersion: SCHEMA_VERSION };
}

/** Outputs where a publication did not come to its end: what the tenant had before is what it still has. */
export function halfMadeOutputs(
  inputs: KnownComponent,
  before: PublishedComponent | undefined,
): ComponentOutputs {
  return {
    ...inputs,
    signature: before?.signature ?? "",
    connectionTypes: before === undefined ? {} : tenantConnectionTypes(before),
    versionNumber: before?.versionNumber,
    schemaVersion: SCHEMA_VERSION,
  };
}

/** Inputs and outputs as the tenant has them now. A version that somebody else published shows by its signature. */
export function refreshed(
  old: ComponentOutputs,
  found: PublishedComponent,
): { inputs: KnownComponent; outputs: ComponentOutputs } {
  const { versionNumber: _number, schemaVersion: _version, ...inputs } = old;
  const current =
    found.signature === old.signature
      ? inputs
      : { ...inputs, signature: found.signature, connectionTypes: tenantConnectionTypes(found) };
  return { inputs: current, outputs: outputsOf(current, found) };
}
