import { throwFieldErrors } from "./errors.ts";
import { query, type GraphQLEndpoint } from "./graphql.ts";
import { customersInstances, type ReadInstances } from "./instanceLists.ts";
import type { Mutations } from "./mutations.ts";
import { operations, type Instance, type InstancesOf } from "./operation.ts";
import type { Reads } from "./reads.ts";

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
function instancesBy(reads: Reads, read: ReadInstances<InstancesOf>): (id: string) => Promise<Instance[]> {
  const firstPage = reads.byId((ids) => read(ids, null));
  return async (id) => {
    const found = await firstPage(id);
    return found === undefined ? [] : customersInstances(found, read);
  };
}
