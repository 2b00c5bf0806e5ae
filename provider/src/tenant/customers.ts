import { customerOperations as operations, type Customer } from "./customerOperations.ts";
import { RefusedError, throwFieldErrors, UnexpectedAnswerError } from "./errors.ts";
import { query, type GraphQLEndpoint } from "./graphql.ts";
import type { Mutations } from "./mutations.ts";
import type { UpdateCustomerInput } from "./operations.generated.ts";
import { allPages, once, PAGE_SIZE } from "./reads.ts";

/** The tenant's customers, read once when they are first asked for, with what this session wrote since. */
export class Customers {
  readonly #endpoint: GraphQLEndpoint;
  readonly #mutations: Mutations;
  /** By id, in the order of the list. */
  readonly #known: () => Promise<Map<string, Customer>>;
  readonly #idsByExternalId: () => Promise<ReadonlyMap<string | null, string>>;

  constructor(endpoint: GraphQLEndpoint, mutations: Mutations) {
    this.#endpoint = endpoint;
    this.#mutations = mutations;
    this.#known = once(async () => {
      const all = await allPages(async (after) => {
        const answer = await query(endpoint, operations.list, { first: PAGE_SIZE, after });
        return answer.customers;
      });
      return new Map(all.map((customer) => [customer.id, customer]));
    });
    this.#idsByExternalId = once(async () => {
      const all = [...(await this.#known()).values()];
      return new Map(all.map(({ externalId, id }) => [externalId, id]));
    });
  }

  /** All customers, without Prismatic's own. */
  async all(): Promise<Customer[]> {
    return [...(await this.#known()).values()];
  }

  /** The customer with this external id or, failing that, with this id. */
  async find(externalIdOrId: string): Promise<Customer | undefined> {
    const id = (await this.#idsByExternalId()).get(externalIdOrId) ?? externalIdOrId;
    return (await this.#known()).get(id);
  }

  /** The customer with this id, or undefined when it is gone; one that the list lacks is asked for by its id. */
  async byId(id: string): Promise<Customer | undefined> {
    const known = await this.#known();
    if (known.has(id)) return known.get(id);
    try {
      const { customer } = await query(this.#endpoint, operations.read, { id });
      if (customer !== null) known.set(id, customer);
      return customer ?? undefined;
    } catch (error) {
      if (error instanceof RefusedError && error.notFound) return undefined;
      throw error;
    }
  }

  /**
   * Changes the fields of `input` that are there and leaves the others.
   *
   * @throws RefusedError naming the fields that the tenant found fault with
   */
  async update(input: UpdateCustomerInput & { id: string }): Promise<Customer> {
    const { updateCustomer } = await this.#mutations.send(operations.update, input);
    throwFieldErrors(updateCustomer?.errors);
    const customer = updateCustomer?.customer;
    if (!customer) {
      throw new UnexpectedAnswerError(`${this.#endpoint.tenant} saved the customer but did not return it.`);
    }
    (await this.#known()).set(customer.id, customer);
    return customer;
  }
}
