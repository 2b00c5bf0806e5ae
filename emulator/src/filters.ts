import { notImplemented } from "./errors.ts";
import type { PageArguments } from "./paging.ts";

interface Order {
  field: string;
  direction: "ASC" | "DESC";
}

/** The arguments of a list: a page, an order (`sortBy`, or the older `orderBy`) and any filters. */
export interface ListArguments extends PageArguments {
  sortBy?: (Order | null)[] | null;
  orderBy?: Order | null;
  [filter: string]: unknown;
}

/** Whether a record passes a filter that was given. */
export type Filter<T> = (record: T, wanted: never) => boolean;

const notFilters = new Set(["first", "last", "after", "before", "offset", "sortBy", "orderBy"]);

/** Everything but null, which stands for "not given" in the API. */
export const given = <T>(value: T | null | undefined): value is T => value !== null && value !== undefined;

const upper = (value: unknown): unknown => (typeof value === "string" ? value.toUpperCase() : value);

/** Equal. */
export const equals =
  <T>(read: (record: T) => unknown): Filter<T> =>
  (record, wanted: unknown) =>
    read(record) === wanted;

/** Equal in any letter case: enum-like strings go in lower case and come out upper. */
export const equalsAnyCase =
  <T>(read: (record: T) => string | null): Filter<T> =>
  (record, wanted: string) =>
    upper(read(record)) === upper(wanted);

/** Contained in any letter case. */
export const contains =
  <T>(read: (record: T) => string | null): Filter<T> =>
  (record, wanted: string) =>
    (read(record) ?? "").toLowerCase().includes(wanted.toLowerCase());

/** One of a list. */
export const oneOf =
  <T>(read: (record: T) => string | null): Filter<T> =>
  (record, wanted: unknown[]) =>
    wanted.includes(read(record));

/** One of a list in any letter case. */
export const oneOfAnyCase =
  <T>(read: (record: T) => string | null): Filter<T> =>
  (record, wanted: unknown[]) =>
    wanted
      .filter(given)
      .map(upper)
      .includes(upper(read(record)));

/** Null or not. */
export const isNull =
  <T>(read: (record: T) => unknown): Filter<T> =>
  (record, wanted: boolean) =>
    wanted === (read(record) === null);

/** Not before an instant. */
export const since =
  <T>(read: (record: T) => string): Filter<T> =>
  (record, wanted: string) =>
    Date.parse(read(record)) >= Date.parse(wanted);

/** Not after an instant. */
export const until =
  <T>(read: (record: T) => string): Filter<T> =>
  (record, wanted: string) =>
    Date.parse(read(record)) <= Date.parse(wanted);

/** For arguments that make no difference to what the emulator holds. */
export const anything: Filter<unknown> = () => true;

/** The records that pass every given filter; an argument that is not among the filters is refused. */
export function filtered<T>(records: T[], args: ListArguments, filters: Record<string, Filter<T>>): T[] {
  const chosen = Object.entries(args).filter(([name, wanted]) => !notFilters.has(name) && given(wanted));
  const tests = chosen.map(([name, wanted]) => {
    const filter = filters[name];
    if (!filter) throw notImplemented(`the argument "${name}"`);
    return (record: T) => filter(record, wanted as never);
  });
  return records.filter((record) => tests.every((test) => test(record)));
}

type Sortable = string | number | boolean | null;

/** Sorts as asked; records that compare equal keep their order. */
export function sorted<T>(
  records: T[],
  args: ListArguments,
  fields: Record<string, (record: T) => Sortable>,
): T[] {
  const orders = (args.sortBy ?? [args.orderBy ?? null]).filter(given).map(({ field, direction }) => {
    const read = fields[field];
    if (!read) throw notImplemented(`sorting by ${field}`);
    return (a: T, b: T) => (direction === "DESC" ? -1 : 1) * compare(read(a), read(b));
  });
  return records.toSorted((a, b) => {
    for (const order of orders) {
      const result = order(a, b);
      if (result !== 0) return result;
    }
    return 0;
  });
}

function compare(a: Sortable, b: Sortable): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  return a < b ? -1 : 1;
}
