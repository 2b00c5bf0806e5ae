import { throwFieldErrors } from "./errors.ts";
import { query, type GraphQLEndpoint } from "./graphql.ts";
import { customersInstances, type ReadInstances } from "./instanceLists.ts";
import type { Mutations } from "./mutations.ts";
import { operations, type Instance, type InstancesOf } from "./operation.ts";
import { withMissed, type Reads } from "./reads.ts";

/** Lists the instances of an object by its id; `expected` are ids of some that it had. */
type InstancesById = (id: string, expected?: readonly string[]) => Promise<Instance[]>;

/** The instances that run for customers, to deploy them again. */
export class Instances {
  /** All instances that run with a connection, by its id. */
  readonly ofConnection: InstancesById;
  /** All instances that run on credentials, by their id. */
  readonly ofCredentials: InstancesById;
  readonly #mutations: Mutations;

  constructor(endpoint: GraphQLEndpoint, reads: Reads, mutations: Mutations) {
    this.#mutations = mutations;
    const readMany = async (ids: string[]) =>
      (await query(endpoint, operations.readInstances, { ids })).instances.nodes;
    const ofConnections = async (ids: string[], after: string | null) => {
      const answer = await query(endpoint, operations.listConnectionInstances, { ids, after });
      return answer.scopedConfigVariables.nodes;
    };
    const ofCredentials = async (ids: string[], after: string | null) => {
      const answer = await query(endpoint, operations.listCredentialsInstances, { ids, after });
      return answer.customerConfigVariables.nodes;
    };
    this.ofConnection = instancesBy(reads, ofConnections, readMany);
    this.ofCredentials = instancesBy(reads, ofCredentials, readMany);
  }

  /** @throws RefusedError with the reason why the instance cannot be deployed */
  async deploy(id: string): Promise<void> {
    const answer = await this.#mutations.send(operations.deployInstance, { id });
    throwFieldErrors(answer.deployInstance?.errors);
  }
}

/**
 * Reads first pages for all ids of a moment together, further ones by themselves. Instances that are expected, because the
 * state or an earlier list of this session has them, are asked for by id where a list of several pages lacks them.
 */
function instancesBy(
  reads: Reads,
  read: ReadInstances<InstancesOf>,
  readMany: (ids: string[]) => Promise<Instance[]>,
): InstancesById {
  const firstPage = reads.byId((ids) => read(ids, null));
  const earlier = new Map<string, string[]>();
  return async (id, expected = []) => {
    const found = await firstPage(id);
    if (found === undefined) return [];
    const wanted = [...new Set([...(earlier.get(id) ?? []), ...expected])];
    const all = await withMissed(await customersInstances(found, read), wanted, readMany);
    earlier.set(
      id,
      all.map((instance) => instance.id),
    );
    return all;
  };
}
