import { isUnknown } from "./unknown.ts";

/** Properties of a resource as they are, with unknown values inside; read them with the functions of this file. */
export type Properties = Readonly<Record<string, unknown>>;

/**
 * The properties of a resource without Pulumi's guard, which throws when an unknown value is touched and so switches
 * the whole policy off for that resource in a preview. Descriptors are not guarded.
 */
export function unguarded(guarded: object): Properties {
  const properties: Record<string, unknown> = {};
  for (const name of Object.keys(guarded)) {
    properties[name] = Object.getOwnPropertyDescriptor(guarded, name)?.value;
  }
  return properties;
}

/** A text; undefined where it is left out, unknown or something else. */
export function knownText(value: unknown): string | undefined {
  return typeof value === "string" && !isUnknown(value) ? value : undefined;
}

/** The members of a map, without those that are unknown; none where the map is left out or unknown itself. */
export function knownMembers(value: unknown): [name: string, value: unknown][] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  return Object.entries(value).filter(
    ([, member]) => member !== undefined && member !== null && !isUnknown(member),
  );
}

/** A map by its known members; undefined where it is left out or unknown. */
export function knownMap(value: unknown): Properties | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return Object.fromEntries(knownMembers(value));
}

/** The known texts of a list. */
export function knownTexts(value: unknown): string[] {
  return Array.isArray(value) ? value.flatMap((member) => knownText(member) ?? []) : [];
}

/** Whether something is written here, be it known or not. */
export function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}
