import type { Counted } from "./operation.ts";
import { readList, type List, type Page } from "./reads.ts";

/** An object of the tenant with one page of its instances. */
interface WithInstances<Node> {
  id: string;
  instances: Page<Node>;
}

/** Reads one page of the instances of each object; `after` is the cursor of the page before. */
export type ReadInstances<Listed> = (ids: string[], after: string | null) => Promise<Listed[]>;

/**
 * Lists the customers' instances of an object, of which the first page was read before. The lists hold the test
 * instances of integrations too, without a filter that leaves them out.
 */
export async function customersInstances<Node extends { id: string; isSystem: boolean }>(
  { id, instances: first }: WithInstances<Node>,
  read: ReadInstances<WithInstances<Node>>,
): Promise<List<Node>> {
  const { nodes, isProof } = await readList(async (after) => {
    if (after === null) return first;
    // An object that was deleted meanwhile has no further instances.
    const [next] = await read([id], after);
    return next?.instances ?? { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } };
  });
  return { nodes: nodes.filter(({ isSystem }) => !isSystem), isProof };
}

/** Counts the customers' instances of objects: one request for all first pages, and one for each further page. */
export async function countInstances<Listed extends WithInstances<{ id: string; isSystem: boolean }>>(
  ids: string[],
  read: ReadInstances<Listed>,
): Promise<Counted<Listed>[]> {
  const found = await read(ids, null);
  return Promise.all(
    found.map(async (each) => ({ ...each, instances: (await customersInstances(each, read)).nodes.length })),
  );
}
