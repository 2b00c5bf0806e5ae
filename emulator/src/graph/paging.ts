import { DomainError } from "../errors.ts";

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

/** The largest size of a page, and the default one. */
export const pageLimit = 100;

const cursorPrefix = "arrayconnection:";
const cursorOf = (index: number): string => Buffer.from(`${cursorPrefix}${index}`).toString("base64");

function indexOf(cursor: string, argument: string): number {
  const text = Buffer.from(cursor, "base64").toString();
  const index = text.startsWith(cursorPrefix) ? Number(text.slice(cursorPrefix.length)) : Number.NaN;
  if (!Number.isInteger(index)) throw new DomainError(`Invalid cursor in "${argument}"`);
  return index;
}

function count(value: number | null | undefined, argument: string): number | undefined {
  if (value === null || value === undefined) return undefined;
  if (value < 0) throw new DomainError(`"${argument}" must not be negative`);
  return Math.min(value, pageLimit);
}

/** Cuts a page out of a list. An empty `after` means the first page: official clients send it so. */
export function page<T>(records: readonly T[], args: PageArguments): Page<T> {
  const first = count(args.first, "first");
  const last = count(args.last, "last");
  let start = args.after ? indexOf(args.after, "after") + 1 : 0;
  let end = args.before ? Math.min(indexOf(args.before, "before"), records.length) : records.length;
  start = Math.min(start + (args.offset ?? 0), end);
  if (first === undefined && last !== undefined) start = Math.max(start, end - last);
  end = Math.min(end, start + (first ?? pageLimit));
  if (first !== undefined && last !== undefined) start = Math.max(start, end - last);
  const edges = records
    .slice(start, end)
    .map((record, index) => ({ cursor: cursorOf(start + index), node: record }));
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
