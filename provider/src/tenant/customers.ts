import { query, type GraphQLEndpoint } from "./graphql.ts";
import { operations, type Customer } from "./operation.ts";
import { allPages, once, PAGE_SIZE } from "./reads.ts";

/** The tenant's customers, read once when they are first asked for. */
export class Customers {
  /** All customers, without Prismatic's own. */
  readonly all: () => Promise<Customer[]>;

  constructor(endpoint: GraphQLEndpoint) {
    this.all = once(() =>
      allPages(async (after) => {
        const answer = await query(endpoint, operations.listCustomers, { first: PAGE_SIZE, after });
        return answer.customers;
      }),
    );
  }

  /** The customer with this external id or, failing that, with this id. */
  async find(externalIdOrId: string): Promise<Customer | undefined> {
    const customers = await this.all();
    return (
      customers.find(({ externalId }) => externalId === externalIdOrId) ??
      customers.find(({ id }) => id === externalIdOrId)
    );
  }
}
