import { throwFieldErrors } from "./errors.ts";
import { query, type GraphQLEndpoint } from "./graphql.ts";
import type { Mutations } from "./mutations.ts";
import { operations, type Instance, type InstancesOf } from "./operation.ts";
import type { Reads } from "./reads.ts";

type ReadInstances = (ids: string[], after: string | null) => Promise<InstancesOf[]>;

/** The instances that run for customers, to deploy them again. */
export class Instances {
  /** All instances that run with a connection, by its id. */
  readonly ofConnection: (id: string) => Promise<Instance[]>;
  /** All instances that run on credentials, by their id. */
  readonly ofCredentials: (id: string) => Promise<Instance[]>;
  readonly #mutations: Mutations;

  constructor(endpoint: GraphQLEndpoint, reads: Reads, mutations: Mutations) {
    this.#mutations = mutations;
    this.ofConnection = instancesBy(reads, async (ids, after) => {
      const answer = await query(endpoint, operations.listConnectionInstances, { ids, after });
      return answer.scopedConfigVariables.nodes;
    });
    this.ofCredentials = instancesBy(reads, async (ids, after) => {
      const answer = await query(endpoint, operations.listCredentialsInstances, { ids, after });
      return answer.customerConfigVariables.nodes;
    });
  }

  /** @throws RefusedError with the reason why the instance cannot be deployed */
  async deploy(id: string): Promise<void> {
    const answer = await this.#mutations.send(operations.deployInstance, { id });
    throwFieldErrors(answer.deployInstance?.errors);
  }
}

/** Reads first pages for all ids of a moment together, further ones by themselves. */
function instancesBy(reads: Reads, read: ReadInstances): (id: string) => Promise<Instance[]> {
  const firstPage = reads.byId((ids) => read(ids, null));
  return async (id) => {
    const all = new Map<string, Instance>();
    for (let page = await firstPage(id); page !== undefined;) {
      const { nodes, pageInfo } = page.instances;
      for (const node of nodes) all.set(node.id, node);
      page = pageInfo.hasNextPage ? (await read([id], pageInfo.endCursor))[0] : undefined;
    }
    return [...all.values()];
  };
}
