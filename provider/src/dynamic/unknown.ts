import { z } from "zod";

/** How Pulumi writes a value that is not known before the update: for any value, at any depth. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Whether this very value is unknown. */
export function isUnknown(value: unknown): value is typeof UNKNOWN {
  return value === UNKNOWN;
}

/** Accepts what `schema` accepts, and an unknown value as it is. */
export function orUnknown<Schema extends z.ZodType>(schema: Schema) {
  return z.union([z.literal(UNKNOWN), schema]);
}

/** A value that is either `Known` or not known yet. */
export type OrUnknown<Known> = Known | typeof UNKNOWN;
