/** Pulumi's text for a value that is not known before the update: for any value, at any depth. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The member by which Pulumi marks a map that stands for something else, such as a secret. */
export const SIGNATURE = "4dabf18193072939515e22adb298388d";

/** The value of {@link SIGNATURE} in a map that stands for a secret. */
export const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** A value that is either `Known` or not known yet. */
export type OrUnknown<Known> = Known | typeof UNKNOWN;

/** Tells an unknown value from one that is known. */
export function isUnknown(value: unknown): value is typeof UNKNOWN {
  return value === UNKNOWN;
}

/** A map as far as it is known: empty where it is left out or unknown as a whole. */
export function knownMap<Value>(map: OrUnknown<Record<string, Value>> | undefined): Record<string, Value> {
  return map === undefined || isUnknown(map) ? {} : map;
}

/** The known members of a list: none where it is left out or unknown as a whole. */
export function knownList(list: OrUnknown<OrUnknown<string>[]> | undefined): string[] {
  return list === undefined || isUnknown(list) ? [] : list.filter((member) => !isUnknown(member));
}

/** A map without the members that are unknown. */
export function knownMembers<Value>(
  map: OrUnknown<Record<string, OrUnknown<Value>>> | undefined,
): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(knownMap(map)).filter((entry): entry is [string, Value] => !isUnknown(entry[1])),
  );
}

/** True for a map, and so for no list. */
export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
