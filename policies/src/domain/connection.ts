import { CONNECTION_CLASSES, type ConnectionClass } from "pulumi-prismatic/vocabulary";
import { knownMap, knownText } from "../engine/properties.ts";
import type { ResourceView } from "../engine/resource.ts";

/** A component by its key, and by its visibility if that is said. */
export interface ComponentReference {
  key: string;
  public?: boolean | undefined;
}

/** The identity that a connection resource declares. A member is undefined if it is left out, or unknown in a preview. */
export interface DeclaredConnection {
  kind: ConnectionClass;
  stableKey: string | undefined;
  component: ComponentReference | undefined;
  connectionType: string | undefined;
}

/** The identity of a connection resource; undefined for a resource of another type. */
export function connectionOf(resource: ResourceView): DeclaredConnection | undefined {
  const kind = CONNECTION_CLASSES.find((candidate) => candidate === resource.type);
  if (kind === undefined) return undefined;
  const { stableKey, component, connectionType } = resource.properties;
  return {
    kind,
    stableKey: knownText(stableKey),
    component: componentOf(component),
    connectionType: knownText(connectionType),
  };
}

/** A component as a program, a state or a registry writes it: a key, or key and visibility. */
export function componentOf(value: unknown): ComponentReference | undefined {
  const key = knownText(value);
  if (key !== undefined) return { key };
  const map = knownMap(value);
  const mapKey = knownText(map?.["key"]);
  if (mapKey === undefined) return undefined;
  const visibility = map?.["public"];
  return { key: mapKey, ...(typeof visibility === "boolean" ? { public: visibility } : {}) };
}

/** A component's name in messages: `slack`, or `slack (private)` if its visibility is said. */
export function componentTitle({ key, public: isPublic }: ComponentReference): string {
  return isPublic === undefined ? key : `${key} (${isPublic ? "public" : "private"})`;
}

/** Tells two references that may mean the same component: one that does not say its visibility fits either. */
export function isSameComponent(one: ComponentReference, other: ComponentReference): boolean {
  if (one.key !== other.key) return false;
  return one.public === undefined || other.public === undefined || one.public === other.public;
}

/** Tells a connection whose stable key cannot be read now: the preview does not know it, or the run leaves it out. */
export function hasUnclearKey(resource: ResourceView): boolean {
  const declared = connectionOf(resource);
  return declared !== undefined && declared.stableKey === undefined;
}
