import type { Connections } from "./connections.ts";
import { type FieldError, throwFieldErrors, UnexpectedAnswerError } from "./errors.ts";
import { query, type GraphQLEndpoint } from "./graphql.ts";
import { countInstances } from "./instanceLists.ts";
import type { Mutations } from "./mutations.ts";
import { operations, type TenantCredentials } from "./operation.ts";
import type {
  CreateCustomerConfigVariableInput,
  UpdateCustomerConfigVariableInput,
} from "./operations.generated.ts";
import { allPages, PAGE_SIZE, type Reads } from "./reads.ts";

/** Credentials of customers, and test credentials. */
export class Credentials {
  /** The credentials with this id, or undefined when they are gone. */
  readonly byId: (id: string) => Promise<TenantCredentials | undefined>;
  /** Counts the customers' instances that run on the credentials with this id. */
  readonly usesOf: (id: string) => Promise<{ instances: number } | undefined>;
  readonly #endpoint: GraphQLEndpoint;
  readonly #mutations: Mutations;
  readonly #connections: Connections;

  constructor(endpoint: GraphQLEndpoint, reads: Reads, mutations: Mutations, connections: Connections) {
    this.#endpoint = endpoint;
    this.#mutations = mutations;
    this.#connections = connections;
    this.byId = reads.byId(async (ids) => {
      const answer = await query(endpoint, operations.readCredentials, { ids });
      return answer.customerConfigVariables.nodes;
    });
    this.usesOf = reads.byId((ids) =>
      countInstances(ids, async (some, after) => {
        const answer = await query(endpoint, operations.listCredentialsUses, { ids: some, after });
        return answer.customerConfigVariables.nodes;
      }),
    );
  }

  /** All credentials of customers for a connection, of one customer alone where `customer` is its id. */
  ofConnection(connection: string, customer: string | null = null): Promise<TenantCredentials[]> {
    return allPages(async (after) => {
      const variables = { connection, customer, first: PAGE_SIZE, after };
      const answer = await query(this.#endpoint, operations.findCustomerCredentials, variables);
      return answer.customerConfigVariables;
    });
  }

  /** @throws RefusedError naming the fields that the tenant found fault with */
  async create(input: CreateCustomerConfigVariableInput): Promise<TenantCredentials> {
    const answer = await this.#mutations.send(operations.createCredentials, input);
    return this.#saved(answer.createCustomerConfigVariable);
  }

  /** Changes the fields of `input` that are there and leaves the others; a list of inputs replaces the old one. */
  async update(input: UpdateCustomerConfigVariableInput): Promise<TenantCredentials> {
    const answer = await this.#mutations.send(operations.updateCredentials, input);
    return this.#saved(answer.updateCustomerConfigVariable);
  }

  /** @throws RefusedError where instances run on the credentials */
  async delete(
    credentials: Pick<TenantCredentials, "id" | "isTest" | "scopedConfigVariable">,
  ): Promise<void> {
    const answer = await this.#mutations.send(operations.deleteCredentials, { id: credentials.id });
    throwFieldErrors(answer.deleteCustomerConfigVariable?.errors);
    if (credentials.isTest) this.#connections.forgetTestCredentials(credentials.scopedConfigVariable.id);
  }

  #saved(
    payload: { customerConfigVariable: TenantCredentials | null; errors: FieldError[] } | null,
  ): TenantCredentials {
    throwFieldErrors(payload?.errors);
    const credentials = payload?.customerConfigVariable;
    if (!credentials) {
      throw new UnexpectedAnswerError(
        `${this.#endpoint.tenant} saved the credentials but did not return them.`,
      );
    }
    if (credentials.isTest) this.#connections.rememberTestCredentials(credentials);
    return credentials;
  }
}
