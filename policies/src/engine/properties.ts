import { UNKNOWN } from "pulumi-prismatic/vocabulary";

/** Properties of a resource as they are, with unknown values inside; read them with the functions of this file. */
export type Properties = Readonly<Record<string, unknown>>;

/** Pulumi's texts for values that a preview does not know yet, one for each type of value. */
const UNKNOWN_VALUES: ReadonlySet<unknown> = new Set([
  UNKNOWN, // text, and whatever a dynamic provider does not know
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7", // true or false
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421", // number
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2", // list
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff", // map
  "030794c1-ac77-496b-92df-f27374a8bd58", // asset
  "e48ece36-62e2-4504-bad9-02848725956a", // archive
]);

/** Tells a value that a preview does not know yet. */
export function isUnknown(value: unknown): boolean {
  return UNKNOWN_VALUES.has(value);
}

/**
 * The properties of a resource without Pulumi's guard, which throws when an unknown value is touched and so switches
 * the whole policy off for that resource in a preview. Descriptors are not guarded.
 */
export function unguarded(guarded: object): Properties {
  const names = Object.keys(guarded);
  return Object.fromEntries(
    names.map((name) => [name, Object.getOwnPropertyDescriptor(guarded, name)?.value as unknown]),
  );
}

/** A text; undefined if it is left out, unknown or something else. */
export function knownText(value: unknown): string | undefined {
  return typeof value === "string" && !isUnknown(value) ? value : undefined;
}

/** The members of a map, without those that are unknown; none if the map is left out or unknown itself. */
export function knownMembers(value: unknown): [name: string, value: unknown][] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  return Object.entries(value).filter(
    ([, member]) => member !== undefined && member !== null && !isUnknown(member),
  );
}

/** A map by its known members; undefined if it is left out or unknown. */
export function knownMap(value: unknown): Properties | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return Object.fromEntries(knownMembers(value));
}

/** The known texts of a list. */
export function knownTexts(value: unknown): string[] {
  return Array.isArray(value) ? value.flatMap((member) => knownText(member) ?? []) : [];
}

/** Tells an argument that is written, known or not, from one that is left out. */
export function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}
