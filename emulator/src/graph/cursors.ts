import { z } from "zod";
import type { Sortable } from "./objectType.ts";

/** The place of a cursor in a list as it is now. */
export interface Place {
  index: number;
  /** False where the cursor's record is gone: then it stood before the one that is at the index now. */
  isThere: boolean;
}

/** Makes the cursors of a list, and finds them again. */
export interface Cursors<T> {
  of(record: T, index: number): string;
  /** Undefined for a cursor that means nothing here. */
  find(cursor: string): Place | undefined;
}

const encoded = (text: string): string => Buffer.from(text).toString("base64");
const decoded = (cursor: string): string => Buffer.from(cursor, "base64").toString();

const positionPrefix = "arrayconnection:";

/** Cursors that count: records that come or go before them move them. */
export const byPosition: Cursors<unknown> = {
  of: (_record, index) => encoded(`${positionPrefix}${index}`),
  find: (cursor) => {
    const text = decoded(cursor);
    const index = text.startsWith(positionPrefix) ? Number(text.slice(positionPrefix.length)) : Number.NaN;
    return Number.isInteger(index) ? { index, isThere: true } : undefined;
  },
};

const keyPrefix = "keyconnection:";

/** The order of a list, as cursors remember it: values of a record, and their comparison. */
export interface Ordering<T> {
  valuesOf(record: T): Sortable[];
  compare(a: Sortable[], b: Sortable[]): number;
}

/** The key of a record, and its values in the order of the list. */
const partsSchema = z.tuple([
  z.string(),
  z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])).nullable(),
]);

function partsOf(cursor: string): z.output<typeof partsSchema> | undefined {
  const text = decoded(cursor);
  if (!text.startsWith(keyPrefix)) return undefined;
  try {
    return partsSchema.parse(JSON.parse(text.slice(keyPrefix.length)));
  } catch {
    return undefined;
  }
}

/**
 * Cursors that name their record. Where that is gone, they go on with what follows its values in the order of the list;
 * without an order they mean nothing then.
 */
export function byKey<T>(
  records: readonly T[],
  keyOf: (record: T) => string,
  ordering: Ordering<T> | undefined,
): Cursors<T> {
  return {
    of: (record) => encoded(keyPrefix + JSON.stringify([keyOf(record), ordering?.valuesOf(record) ?? null])),
    find: (cursor) => {
      const parts = partsOf(cursor);
      if (!parts) return undefined;
      const [key, values] = parts;
      const index = records.findIndex((record) => keyOf(record) === key);
      if (index >= 0) return { index, isThere: true };
      if (!ordering || !values) return undefined;
      const next = records.findIndex((record) => ordering.compare(ordering.valuesOf(record), values) >= 0);
      return { index: next < 0 ? records.length : next, isThere: false };
    },
  };
}
