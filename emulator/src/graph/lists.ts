import { notImplemented } from "../errors.ts";
import { given, type ApiRequest } from "../request.ts";
import type { ObjectType, Sortable } from "./objectType.ts";
import { page, type Page, type PageArguments } from "./paging.ts";

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

const notFilters = new Set(["first", "last", "after", "before", "offset", "sortBy", "orderBy"]);

/** Answers a list of any type: what the caller may see, filtered, sorted and cut into pages as the arguments ask. */
export function list<T>(
  type: Pick<ObjectType<T>, "visible" | "filters" | "defaults" | "orders">,
  records: readonly T[],
  args: ListArguments,
  request: ApiRequest,
): Page<T> {
  const visible = records.filter((record) => type.visible?.(record, request) ?? true);
  return page(sorted(type, filtered(type, visible, args, request), args, request), args);
}

/** Keeps the records that pass every given argument; an argument that is not among the filters is refused. */
function filtered<T>(
  { filters = {}, defaults = {} }: Pick<ObjectType<T>, "filters" | "defaults">,
  records: readonly T[],
  args: ListArguments,
  request: ApiRequest,
): T[] {
  const wanted = Object.entries(args).filter(([name, value]) => !notFilters.has(name) && given(value));
  const tests = Object.entries({ ...defaults, ...Object.fromEntries(wanted) }).map(([name, value]) => {
    const filter = filters[name];
    if (!filter) throw notImplemented(`the argument "${name}"`);
    return filter(value as never, request, { records, args });
  });
  return records.filter((record) => tests.every((passes) => passes(record)));
}

/** Sorts by the arguments; records that compare equal keep their order. */
function sorted<T>(
  { orders = {} }: Pick<ObjectType<T>, "orders">,
  records: T[],
  args: ListArguments,
  request: ApiRequest,
): T[] {
  const asked = (args.sortBy ?? [args.orderBy]).filter(given).map(({ field, direction }) => {
    const order = orders[field];
    if (!order) throw notImplemented(`sorting by ${field}`);
    const read = (record: T): Sortable =>
      typeof order === "function" ? order(record, request) : (record[order] as Sortable);
    return (a: T, b: T) => (direction === "DESC" ? -1 : 1) * compare(read(a), read(b));
  });
  return records.toSorted((a, b) => {
    for (const order of asked) {
      const result = order(a, b);
      if (result !== 0) return result;
    }
    return 0;
  });
}

function compare(a: Sortable, b: Sortable): number {
  if (a === b) return 0;
  if (!given(a)) return -1;
  if (!given(b)) return 1;
  return a < b ? -1 : 1;
}
