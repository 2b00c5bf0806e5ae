/** How a list may be ordered: the schema's `sortBy` and the older `orderBy`. */
export interface SortArguments {
  sortBy?: ({ field: string; direction: "ASC" | "DESC" } | null)[] | null;
  orderBy?: { field: string; direction: "ASC" | "DESC" } | null;
}

/** A filter that was not given, or was given as null, lets everything pass. */
export const given = <T>(value: T | null | undefined): value is T => value !== null && value !== undefined;

/** Equal, where asked for. */
export const equals = <T>(wanted: T | null | undefined, actual: T | null): boolean =>
  !given(wanted) || wanted === actual;

/** Equal in any letter case, where asked for: enum-like strings go in lower case and come out upper. */
export const equalsAnyCase = (wanted: string | null | undefined, actual: string | null): boolean =>
  !given(wanted) || wanted.toUpperCase() === actual?.toUpperCase();

/** Contained in any letter case, where asked for. */
export const contains = (wanted: string | null | undefined, actual: string | null): boolean =>
  !given(wanted) || (actual ?? "").toLowerCase().includes(wanted.toLowerCase());

/** One of a list, where asked for. */
export const oneOf = (
  wanted: readonly (string | null)[] | null | undefined,
  actual: string | null,
): boolean => !given(wanted) || wanted.includes(actual);

/** One of a list in any letter case, where asked for. */
export const oneOfAnyCase = (
  wanted: readonly (string | null)[] | null | undefined,
  actual: string | null,
): boolean =>
  !given(wanted) || wanted.some((value) => value !== null && value.toUpperCase() === actual?.toUpperCase());

/** Null or not, where asked for. */
export const isNull = (wanted: boolean | null | undefined, actual: unknown): boolean =>
  !given(wanted) || wanted === (actual === null);

/** Between two instants, where asked for. */
export const within = (
  from: string | null | undefined,
  to: string | null | undefined,
  actual: string,
): boolean =>
  (!given(from) || Date.parse(actual) >= Date.parse(from)) &&
  (!given(to) || Date.parse(actual) <= Date.parse(to));

/** Sorts as asked; records that compare equal keep their order. */
export function sorted<T>(
  records: T[],
  args: SortArguments,
  fields: Record<string, (record: T) => string | number | boolean | null>,
): T[] {
  const orders = (args.sortBy ?? [args.orderBy ?? null]).filter(given);
  if (orders.length === 0) return records;
  return records.toSorted((a, b) => {
    for (const { field, direction } of orders) {
      const value = fields[field];
      const order = value === undefined ? 0 : compare(value(a), value(b));
      if (order !== 0) return direction === "DESC" ? -order : order;
    }
    return 0;
  });
}

function compare(a: string | number | boolean | null, b: string | number | boolean | null): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  return a < b ? -1 : 1;
}
