import { UnexpectedAnswerError } from "./errors.ts";

/** Prismatic's largest page. */
export const PAGE_SIZE = 100;

interface Page<Node> {
  nodes: Node[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

/** Reads a list to its end, page by page. */
export async function allPages<Node>(
  readPage: (after: string | null) => Promise<Page<Node>>,
): Promise<Node[]> {
  const all: Node[] = [];
  let after: string | null = null;
  for (;;) {
    const { nodes, pageInfo } = await readPage(after);
    all.push(...nodes);
    if (!pageInfo.hasNextPage) return all;
    if (pageInfo.endCursor === null || pageInfo.endCursor === after) {
      throw new UnexpectedAnswerError("Prismatic announced a next page but no cursor that leads to it.");
    }
    after = pageInfo.endCursor;
  }
}
