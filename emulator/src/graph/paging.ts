import { DomainError } from "../errors.ts";
import type { Cursors, Place } from "./cursors.ts";

/** The arguments by which every list is paged. */
export interface PageArguments {
  first?: number | null;
  last?: number | null;
  after?: string | null;
  before?: string | null;
  offset?: number | null;
}

/** One page of a list, in the shape that the schema gives to all of them. */
export interface Page<T> {
  nodes: T[];
  edges: { cursor: string; node: T }[];
  totalCount: number;
  pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
}

/** The choices for pages: see the switches `page-too-large` and `cursors`. */
export interface PageSettings<T> {
  refusesLarge: boolean;
  cursors: Cursors<T>;
}

/** The largest size of a page, and the default one. */
export const pageLimit = 100;

function count(
  value: number | null | undefined,
  argument: string,
  refusesLarge: boolean,
): number | undefined {
  if (value === null || value === undefined) return undefined;
  if (value < 0) throw new DomainError(`"${argument}" must not be negative`);
  if (refusesLarge && value > pageLimit) {
    throw new DomainError(`"${argument}" must not be larger than ${pageLimit}`);
  }
  return Math.min(value, pageLimit);
}

/** Cuts a page out of a list. An empty `after` means the first page: official clients send it so. */
export function page<T>(
  records: readonly T[],
  args: PageArguments,
  { refusesLarge, cursors }: PageSettings<T>,
): Page<T> {
  const place = (argument: "after" | "before"): Place | undefined => {
    const cursor = args[argument];
    if (!cursor) return undefined;
    const found = cursors.find(cursor);
    if (!found) throw new DomainError(`Invalid cursor in "${argument}"`);
    return found;
  };
  const first = count(args.first, "first", refusesLarge);
  const last = count(args.last, "last", refusesLarge);
  const after = place("after");
  let start = after ? after.index + (after.isThere ? 1 : 0) : 0;
  let end = Math.min(place("before")?.index ?? records.length, records.length);
  start = Math.min(start + (args.offset ?? 0), end);
  if (first === undefined && last !== undefined) start = Math.max(start, end - last);
  end = Math.min(end, start + (first ?? pageLimit));
  if (first !== undefined && last !== undefined) start = Math.max(start, end - last);
  const edges = records
    .slice(start, end)
    .map((record, index) => ({ cursor: cursors.of(record, start + index), node: record }));
  return {
    nodes: edges.map((edge) => edge.node),
    edges,
    totalCount: records.length,
    pageInfo: {
      hasNextPage: end < records.length,
      hasPreviousPage: start > 0,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
