import { customerOperations as operations, type Customer } from "./customerOperations.ts";
import { RefusedError, throwFieldErrors } from "./errors.ts";
import { notReturned } from "./failures.ts";
import { query, type GraphQLEndpoint } from "./graphql.ts";
import type { Mutations } from "./mutations.ts";
import type { UpdateCustomerInput } from "./operations.generated.ts";
import { once, PAGE_SIZE, readList } from "./reads.ts";

interface Listed {
  /** In the order of the list. */
  byId: Map<string, Customer>;
  idsByExternalId: Map<string | null, string>;
  isProof: boolean;
}

/** The tenant's customers, read once when they are first asked for, with what this session wrote since. */
export class Customers {
  readonly #endpoint: GraphQLEndpoint;
  readonly #mutations: Mutations;
  readonly #list: () => Promise<Listed>;
  /** The list, once it was read. */
  #known: Listed | undefined;
  /** Answers to questions about customers that the list lacks, by id or external id. */
  readonly #asked = new Map<string, () => Promise<Customer | undefined>>();

  constructor(endpoint: GraphQLEndpoint, mutations: Mutations) {
    this.#endpoint = endpoint;
    this.#mutations = mutations;
    this.#list = once(async () => {
      const { nodes, isProof } = await readList(async (after) => {
        const answer = await query(endpoint, operations.list, { first: PAGE_SIZE, after });
        return answer.customers;
      });
      this.#known = {
        isProof,
        byId: new Map(nodes.map((customer) => [customer.id, customer])),
        idsByExternalId: new Map(nodes.map(({ externalId, id }) => [externalId, id])),
      };
      return this.#known;
    });
  }

  /** All customers, without Prismatic's own. */
  async all(): Promise<Customer[]> {
    return [...(await this.#list()).byId.values()];
  }

  /**
   * The customer with this external id or, failing that, with this id. One that a list of several pages lacks is asked for
   * by both; Prismatic has no filter for several of either, so that each is a request.
   */
  async find(externalIdOrId: string): Promise<Customer | undefined> {
    const { byId, idsByExternalId, isProof } = await this.#list();
    const listed = byId.get(idsByExternalId.get(externalIdOrId) ?? externalIdOrId);
    if (listed !== undefined || isProof) return listed;
    return this.#once(`external ${externalIdOrId}`, async () => {
      const variables = { externalId: externalIdOrId };
      const { customers } = await query(this.#endpoint, operations.find, variables);
      const [found] = customers.nodes;
      // Anything else is no id at all, and asking for it would be a mistake.
      return found ?? (isId(externalIdOrId) ? this.byId(externalIdOrId) : undefined);
    });
  }

  /** The external id and the id of the customer with this name, as far as they were read; sends nothing. */
  namesOf(externalIdOrId: string): string[] {
    const { byId, idsByExternalId } = this.#known ?? {};
    const customer = byId?.get(idsByExternalId?.get(externalIdOrId) ?? externalIdOrId);
    if (customer === undefined) return [];
    return [...(customer.externalId === null ? [] : [customer.externalId]), customer.id];
  }

  /** The customer with this id, or undefined when it is gone; one that the list lacks is asked for by its id. */
  async byId(id: string): Promise<Customer | undefined> {
    const listed = (await this.#list()).byId.get(id);
    if (listed !== undefined) return listed;
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
    const { byId, idsByExternalId } = await this.#list();
    if (!byId.has(found.id)) byId.set(found.id, found);
    if (found.externalId !== null) idsByExternalId.set(found.externalId, found.id);
    return byId.get(found.id);
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
      throw notReturned(this.#endpoint.tenant, "saved the customer but did not return it");
    }
    (await this.#list()).byId.set(customer.id, customer);
    return customer;
  }
}

/** True for the form of Prismatic's ids: base64 of `Customer:<uuid>`. */
function isId(text: string): boolean {
  return Buffer.from(text, "base64").toString().startsWith("Customer:");
}
