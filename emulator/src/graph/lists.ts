import { notImplemented } from "../errors.ts";
import { given, type ApiRequest } from "../request.ts";
import type { ObjectType, Sortable } from "./objectType.ts";
import { byKey, byPosition, type Ordering } from "./cursors.ts";
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

type Listed<T> = Pick<ObjectType<T>, "visible" | "filters" | "defaults" | "orders"> &
  Partial<Pick<ObjectType<T>, "fields">>;

/** Answers a list of any type: what the caller may see, filtered, sorted and cut into pages as the arguments ask. */
export function list<T>(
  type: Listed<T>,
  records: readonly T[],
  args: ListArguments,
  request: ApiRequest,
): Page<T> {
  const visible = records.filter((record) => type.visible?.(record, request) ?? true);
  const kept = filtered(type, visible, args, request);
  const { sorted, ordering } = ordered(type, kept, args, request);
  const { switches } = request.stack;
  const id = type.fields?.["id"];
  return page<T>(sorted, args, {
    refusesLarge: switches["page-too-large"] === "refused",
    cursors:
      switches.cursors === "key" && typeof id === "function"
        ? byKey(sorted, (record) => String(id(record, request, {} as never)), ordering)
        : byPosition,
  });
}

const byCreation: Order = { field: "CREATED_AT", direction: "ASC" };

/** Orders a list as it is asked for, or else as its records were created, unless the switch leaves that open. */
function ordered<T>(
  type: Listed<T>,
  records: readonly T[],
  args: ListArguments,
  request: ApiRequest,
): { sorted: readonly T[]; ordering: Ordering<T> | undefined } {
  const asked = (args.sortBy ?? [args.orderBy]).filter(given);
  if (asked.length > 0) {
    const ordering = orderingBy(type, asked, request);
    return { sorted: sortedBy(records, ordering), ordering };
  }
  if (type.orders && request.stack.switches["unsorted-order"] === "unstable") {
    return { sorted: request.number % 2 === 0 ? records.toReversed() : records, ordering: undefined };
  }
  const knowsCreation = type.orders !== undefined && byCreation.field in type.orders;
  return { sorted: records, ordering: knowsCreation ? orderingBy(type, [byCreation], request) : undefined };
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

/** The order that some arguments ask for. */
function orderingBy<T>(
  { orders = {} }: Pick<ObjectType<T>, "orders">,
  asked: Order[],
  request: ApiRequest,
): Ordering<T> {
  const parts = asked.map(({ field, direction }) => {
    const order = orders[field];
    if (!order) throw notImplemented(`sorting by ${field}`);
    const read = (record: T): Sortable =>
      typeof order === "function" ? order(record, request) : (record[order] as Sortable);
    return { read, sign: direction === "DESC" ? -1 : 1 };
  });
  return {
    valuesOf: (record) => parts.map(({ read }) => read(record) ?? null),
    compare: (a, b) => {
      const results = parts.map(({ sign }, index) => sign * compare(a[index], b[index]));
      return results.find((result) => result !== 0) ?? 0;
    },
  };
}

/** Sorts; records that compare equal keep their order. */
function sortedBy<T>(records: readonly T[], ordering: Ordering<T>): T[] {
  return records
    .map((record) => ({ record, values: ordering.valuesOf(record) }))
    .toSorted((a, b) => ordering.compare(a.values, b.values))
    .map(({ record }) => record);
}

function compare(a: Sortable, b: Sortable): number {
  if (a === b) return 0;
  if (!given(a)) return given(b) ? -1 : 0;
  if (!given(b)) return 1;
  return a < b ? -1 : 1;
}
