import { z } from "zod";
import { UNKNOWN } from "./wire.ts";

export { isUnknown, UNKNOWN } from "./wire.ts";

/** Accepts what `schema` accepts, and an unknown value as it is. */
export function orUnknown<Schema extends z.ZodType>(schema: Schema) {
  return z.union([z.literal(UNKNOWN), schema]);
}

/** A value that is either `Known` or not known yet. */
export type OrUnknown<Known> = Known | typeof UNKNOWN;
