import { Batching } from "./batching.ts";
import type { Calls } from "./calls.ts";
import { isRefusedUnread, UnexpectedAnswerError } from "./errors.ts";

/** Prismatic's largest page. */
export const PAGE_SIZE = 100;

/** Pages of one list: a million objects. */
const MOST_PAGES = 10_000;

/** Pages in a row that bring nothing new. Where objects move meanwhile, some may. */
const MOST_REPEATED = 10;

/** One page of a list. */
export interface Page<Node> {
  nodes: Node[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

/** A list that was read to its end. */
export interface List<Node> {
  nodes: Node[];
  /**
   * True where one page held all of it: then what it lacks was not there. Between two pages, an object that goes moves
   * others to a page that was read already.
   */
  isProof: boolean;
}

/**
 * Reads a list as {@link allPages} does, and tells what its gaps mean.
 *
 * @throws UnexpectedAnswerError where the list has no end
 */
export async function readList<Node extends { id: string }>(
  readPage: (after: string | null) => Promise<Page<Node>>,
): Promise<List<Node>> {
  const all = new Map<string, Node>();
  const cursors = new Set<string>();
  let after: string | null = null;
  let repeated = 0;
  for (let pages = 1; pages <= MOST_PAGES; pages += 1) {
    const { nodes, pageInfo } = await readPage(after);
    const before = all.size;
    for (const node of nodes) all.set(node.id, node);
    if (!pageInfo.hasNextPage) return { nodes: [...all.values()], isProof: after === null };
    const { endCursor } = pageInfo;
    if (endCursor === null) throw endless("announced a next page of a list but no cursor that leads to it");
    if (cursors.has(endCursor)) {
      throw endless(`announced a next page of a list that it had sent already, after ${all.size} objects`);
    }
    repeated = all.size === before ? repeated + 1 : 0;
    if (repeated === MOST_REPEATED) {
      throw endless(`sent ${repeated} pages of a list in a row without another object, and announced more`);
    }
    cursors.add(endCursor);
    after = endCursor;
  }
  throw endless(`sent ${MOST_PAGES} pages of a list, and announced more`);
}

function endless(fact: string): UnexpectedAnswerError {
  return new UnexpectedAnswerError(
    `The server ${fact}, so the list was given up. Check that prismatic:url leads to Prismatic.`,
  );
}

/**
 * Reads a list to its end, page by page. A cursor may be a position, so that an object that comes or goes meanwhile moves the
 * others: lists are sorted with the newest last, and one that comes twice counts once, as it was read last.
 */
export async function allPages<Node extends { id: string }>(
  readPage: (after: string | null) => Promise<Page<Node>>,
): Promise<Node[]> {
  return (await readList(readPage)).nodes;
}

/** The nodes of a list with those that it lacks and that are expected in it: these are asked for by their ids. */
export async function withMissed<Node extends { id: string }>(
  { nodes, isProof }: List<Node>,
  expected: readonly string[],
  readMany: (ids: string[]) => Promise<Node[]>,
): Promise<Node[]> {
  const listed = new Set(nodes.map(({ id }) => id));
  const missing = isProof ? [] : expected.filter((id) => !listed.has(id));
  const found: Node[] = [];
  for (let start = 0; start < missing.length; start += PAGE_SIZE) {
    found.push(...(await readMany(missing.slice(start, start + PAGE_SIZE))));
  }
  return [...nodes, ...found];
}

/** True where reading some objects one by one takes fewer requests than a list of `total` objects. */
export function isFew(some: number, total: number): boolean {
  return some < Math.ceil(total / PAGE_SIZE);
}

/** Calls `load` when first asked and keeps its answer; a failure is not kept, so that asking again tries again. */
export function once<Value>(load: () => Promise<Value>): () => Promise<Value> {
  let loading: Promise<Value> | undefined;
  return () => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
}

/** Reads the objects with the given names, such as ids; each name once, at most {@link PAGE_SIZE} of them. */
type ReadMany<Found> = (names: string[]) => Promise<ReadonlyMap<string, Found>>;

/** One read on its way. */
interface Read {
  name: string;
  readMany: ReadMany<unknown>;
}

/** Reads objects by id, those of the same moment together. Nothing is kept, because the objects may change. */
export class Reads {
  readonly #batching: Batching<Read, unknown>;

  constructor(calls: Calls) {
    this.#batching = new Batching({
      calls,
      largest: () => PAGE_SIZE,
      moment: () => calls.quiet(),
      send: answered,
    });
  }

  /** Turns a function that reads many objects into one that reads one by its id; undefined where it is not there. */
  byId<Found extends { id: string }>(
    readMany: (ids: string[]) => Promise<Found[]>,
  ): (id: string) => Promise<Found | undefined> {
    return this.by(async (ids) => new Map((await readMany(ids)).map((found) => [found.id, found])));
  }

  /** Like {@link byId}, for names of another kind. */
  by<Found>(readMany: ReadMany<Found>): (name: string) => Promise<Found | undefined> {
    return async (name) => (await this.#batching.load({ name, readMany })) as Found | undefined;
  }
}

/** Answers reads in their order, with one request for each kind of them. */
async function answered(reads: readonly Read[]): Promise<unknown[]> {
  const answers = new Map<ReadMany<unknown>, Promise<ReadonlyMap<string, unknown>>>();
  for (const { readMany } of reads) {
    if (answers.has(readMany)) continue;
    const names = reads.filter((read) => read.readMany === readMany).map(({ name }) => name);
    answers.set(readMany, inParts(readMany, [...new Set(names)]));
  }
  return Promise.all(
    reads.map(async ({ name, readMany }) => {
      try {
        return (await answers.get(readMany))?.get(name);
      } catch (error) {
        return error;
      }
    }),
  );
}

/**
 * Reads halves, again and again, where what stands before the server refuses a request for all of them. An Error stands
 * in the place of each that is refused alone.
 */
async function inParts(readMany: ReadMany<unknown>, names: string[]): Promise<ReadonlyMap<string, unknown>> {
  try {
    return await readMany(names);
  } catch (error) {
    if (!isRefusedUnread(error) || names.length === 0) throw error;
    if (names.length === 1) return new Map(names.map((name) => [name, error]));
    const middle = Math.ceil(names.length / 2);
    const first = await inParts(readMany, names.slice(0, middle));
    return new Map([...first, ...(await inParts(readMany, names.slice(middle)))]);
  }
}
