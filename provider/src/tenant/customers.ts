import { customerOperations as operations, type Customer } from "./customerOperations.ts";
import { RefusedError, throwFieldErrors, UnexpectedAnswerError } from "./errors.ts";
import { query, type GraphQLEndpoint } from "./graphql.ts";
import type { Mutations } from "./mutations.ts";
import type { UpdateCustomerInput } from "./operations.generated.ts";
import { isFew, once, PAGE_SIZE, readList } from "./reads.ts";

/** The tenant's customers, read once when they are first asked for, with what this session wrote since. */
export class Customers {
  readonly #endpoint: GraphQLEndpoint;
  readonly #mutations: Mutations;
  /** Customers that were read, those of the list in its order. */
  readonly #byId = new Map<string, Customer>();
  readonly #idsByExternalId = new Map<string, string>();
  /** Reads the list; true where one page held all of it, so that nobody else is a customer. */
  readonly #list: () => Promise<{ isProof: boolean }>;
  /** Answers to questions about single customers, by id or external id. */
  readonly #asked = new Map<string, () => Promise<Customer | undefined>>();

  constructor(endpoint: GraphQLEndpoint, mutations: Mutations) {
    this.#endpoint = endpoint;
    this.#mutations = mutations;
    this.#list = once(async () => {
      const { nodes, isProof } = await readList(async (after) => {
        const answer = await query(endpoint, operations.list, { first: PAGE_SIZE, after });
        return answer.customers;
      });
      for (const customer of nodes) this.#keep(customer);
      return { isProof };
    });
  }

  /** All customers, without Prismatic's own. */
  async all(): Promise<Customer[]> {
    await this.#list();
    return [...this.#byId.values()];
  }

  /**
   * The customer with this external id or, failing that, with this id. One that a list of several pages lacks is asked for
   * by both; Prismatic has no filter for several of either, so that each is a request.
   */
  async find(externalIdOrId: string): Promise<Customer | undefined> {
    const seen = this.#seen(externalIdOrId);
    if (seen !== undefined) return seen;
    const asked = this.#asked.get(asExternal(externalIdOrId));
    if (asked !== undefined) return asked();
    const { isProof } = await this.#list();
    return this.#seen(externalIdOrId) ?? (isProof ? undefined : this.#ask(externalIdOrId));
  }

  /**
   * Some customers, as {@link find} finds each: one by one where these are fewer requests than the list.
   *
   * @param total number of customers that the tenant has at least
   * @returns the customers that there are, by the names that were asked for
   */
  async findAll(externalIdsOrIds: Iterable<string>, total: number): Promise<Map<string, Customer>> {
    const names = [...new Set(externalIdsOrIds)];
    const unseen = names.filter((name) => this.#seen(name) === undefined);
    if (isFew(unseen.length, total)) await Promise.all(unseen.map((name) => this.#ask(name)));
    const found = await Promise.all(names.map(async (name) => [name, await this.find(name)] as const));
    return new Map(found.flatMap(([name, customer]) => (customer === undefined ? [] : [[name, customer]])));
  }

  /** The external id and the id of the customer with this name, as far as they were read; sends nothing. */
  namesOf(externalIdOrId: string): string[] {
    const customer = this.#seen(externalIdOrId);
    if (customer === undefined) return [];
    return [...(customer.externalId === null ? [] : [customer.externalId]), customer.id];
  }

  /** The customer with this id, or undefined when it is gone; one that the list lacks is asked for by its id. */
  async byId(id: string): Promise<Customer | undefined> {
    if (!this.#byId.has(id)) await this.#list();
    return this.#byId.get(id) ?? this.#askById(id);
  }

  #ask(externalIdOrId: string): Promise<Customer | undefined> {
    return this.#once(asExternal(externalIdOrId), async () => {
      const variables = { externalId: externalIdOrId };
      const { customers } = await query(this.#endpoint, operations.find, variables);
      const [found] = customers.nodes;
      // Anything else is no id at all, and asking for it would be a mistake.
      return found ?? (isId(externalIdOrId) ? this.#askById(externalIdOrId) : undefined);
    });
  }

  #askById(id: string): Promise<Customer | undefined> {
    return this.#once(id, async () => {
      try {
        const { customer } = await query(this.#endpoint, operations.read, { id });
        return customer ?? undefined;
      } catch (error) {
        if (error instanceof RefusedError && error.notFound) return undefined;
        throw error;
      }
    });
  }

  async #once(name: string, ask: () => Promise<Customer | undefined>): Promise<Customer | undefined> {
    const asked = this.#asked.get(name) ?? once(ask);
    this.#asked.set(name, asked);
    const found = await asked();
    if (found === undefined) return undefined;
    if (!this.#byId.has(found.id)) this.#keep(found);
    return this.#byId.get(found.id);
  }

  #seen(externalIdOrId: string): Customer | undefined {
    return this.#byId.get(this.#idsByExternalId.get(externalIdOrId) ?? externalIdOrId);
  }

  #keep(customer: Customer): void {
    this.#byId.set(customer.id, customer);
    if (customer.externalId !== null) this.#idsByExternalId.set(customer.externalId, customer.id);
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
    this.#keep(customer);
    return customer;
  }
}

/** Key of the answer to a question for an external id, apart from those for ids. */
function asExternal(externalIdOrId: string): string {
  return `external ${externalIdOrId}`;
}

/** True for the form of Prismatic's ids: base64 of `Customer:<uuid>`. */
function isId(text: string): boolean {
  return Buffer.from(text, "base64").toString().startsWith("Customer:");
}
