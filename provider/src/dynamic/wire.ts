/** Pulumi's text for a value that is not known before the update: for any value, at any depth. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Tells an unknown value from one that is known. */
export function isUnknown(value: unknown): value is typeof UNKNOWN {
  return value === UNKNOWN;
}

/** The member by which Pulumi marks a map that stands for something else, such as a secret. */
export const SIGNATURE = "4dabf18193072939515e22adb298388d";
