import { query, type GraphQLEndpoint } from "./graphql.ts";
import {
  overviewOperations as operations,
  type IntegrationsOfConnection,
  type StateOfCredentials,
} from "./overviewOperations.ts";
import { allPages, PAGE_SIZE, type Reads } from "./reads.ts";

/** Reads of a whole tenant for reports. Nothing is kept. */
export class Overview {
  /** The integrations that use the connection with this id. */
  readonly integrationsOf: (id: string) => Promise<IntegrationsOfConnection["integrations"] | undefined>;
  readonly #endpoint: GraphQLEndpoint;

  constructor(endpoint: GraphQLEndpoint, reads: Reads) {
    this.#endpoint = endpoint;
    const ofConnection = reads.byId(async (ids) => {
      const answer = await query(endpoint, operations.integrations, { ids });
      return answer.scopedConfigVariables.nodes;
    });
    this.integrationsOf = async (id) => (await ofConnection(id))?.integrations;
  }

  /** States of all customers' credentials. */
  statesOfCredentials(): Promise<StateOfCredentials[]> {
    return allPages(async (after) => {
      const answer = await query(this.#endpoint, operations.states, { first: PAGE_SIZE, after });
      return answer.customerConfigVariables;
    });
  }
}
