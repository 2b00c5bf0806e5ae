import type { Connections } from "./connections.ts";
import { type FieldError, throwFieldErrors, UnexpectedAnswerError } from "./errors.ts";
import { query, type GraphQLEndpoint } from "./graphql.ts";
import { countInstances } from "./instanceLists.ts";
import type { Mutations } from "./mutations.ts";
import { operations, type TenantCredentials } from "./operation.ts";
import type {
  CreateCustomerConfigVariableInput,
  InputExpression,
  UpdateCustomerConfigVariableInput,
  UpdateCustomerOAuth2ConnectionInput,
} from "./operations.generated.ts";
import { isFew, PAGE_SIZE, readList, type List, type Reads } from "./reads.ts";
import { isUserConnection } from "./testLeaf.ts";
import { tokenOperations } from "./tokenOperations.ts";

/** Credentials that are created. */
type NewCredentials = CreateCustomerConfigVariableInput & {
  scopedConfigVariable: string;
  inputs: InputExpression[];
};

/** Credentials of customers, and test credentials. */
export class Credentials {
  /** The credentials with this id, or undefined when they are gone. */
  readonly byId: (id: string) => Promise<TenantCredentials | undefined>;
  /** Counts the customers' instances that run on the credentials with this id. */
  readonly usesOf: (id: string) => Promise<{ instances: number } | undefined>;
  readonly #endpoint: GraphQLEndpoint;
  readonly #mutations: Mutations;
  readonly #connections: Connections;
  /** Answers to this session's writes, by id. */
  readonly #saved = new Map<string, TenantCredentials>();

  constructor(endpoint: GraphQLEndpoint, reads: Reads, mutations: Mutations, connections: Connections) {
    this.#endpoint = endpoint;
    this.#mutations = mutations;
    this.#connections = connections;
    const customersOrTest = reads.byId(async (ids) => {
      const answer = await query(endpoint, operations.readCredentials, { ids });
      return answer.customerConfigVariables.nodes;
    });
    this.byId = async (id) =>
      (await connections.testCredentials(id)) ??
      (await customersOrTest(id)) ??
      (isConnectionId(id) ? connections.missedTestCredentials(id) : undefined);
    this.usesOf = reads.byId((ids) =>
      countInstances(ids, async (some, after) => {
        const answer = await query(endpoint, operations.listCredentialsUses, { ids: some, after });
        return answer.customerConfigVariables.nodes;
      }),
    );
  }

  /** All credentials of customers, for all connections of the tenant. */
  async ofEveryConnection(): Promise<TenantCredentials[]> {
    const { nodes } = await readList(async (after) => {
      const answer = await query(this.#endpoint, operations.listCredentials, { first: PAGE_SIZE, after });
      return answer.customerConfigVariables;
    });
    return nodes;
  }

  /** All credentials of customers for a connection, of one customer alone where `customer` is its id. */
  async ofConnection(connection: string, customer: string | null = null): Promise<TenantCredentials[]> {
    return (await this.#list(connection, customer)).nodes;
  }

  /**
   * Credentials for a connection, sure of some customers, by their ids. The customers are asked for one by one where these
   * are fewer requests than the list of all, and where a list of several pages lacks them: Prismatic has no filter for
   * several.
   *
   * @param total number of customers who have credentials for the connection, as far as that is known
   */
  async ofCustomers(
    connection: string,
    customers: readonly string[],
    total: number,
  ): Promise<TenantCredentials[]> {
    const ids = [...new Set(customers)];
    if (isFew(ids.length, total)) return this.#oneByOne(connection, ids);
    const { nodes, isProof } = await this.#list(connection, null);
    if (isProof) return nodes;
    const listed = new Set(nodes.flatMap(({ key, customer }) => (key ? [] : (customer?.id ?? []))));
    const missing = ids.filter((id) => !listed.has(id));
    const found = await this.#oneByOne(connection, missing);
    return [...new Map([...nodes, ...found].map((each) => [each.id, each])).values()];
  }

  async #oneByOne(connection: string, customers: readonly string[]): Promise<TenantCredentials[]> {
    const lists = await Promise.all(customers.map((customer) => this.ofConnection(connection, customer)));
    return lists.flat();
  }

  #list(connection: string, customer: string | null): Promise<List<TenantCredentials>> {
    return readList(async (after) => {
      const variables = { connection, customer, first: PAGE_SIZE, after };
      const answer = await query(this.#endpoint, operations.findCustomerCredentials, variables);
      return answer.customerConfigVariables;
    });
  }

  /** The credentials as they came back when this session wrote them last. */
  lastSaved(id: string): TenantCredentials | undefined {
    return this.#saved.get(id);
  }

  /**
   * Creates credentials: the test credentials of a user connection as a connection below it.
   *
   * @throws RefusedError naming the fields that the tenant found fault with
   */
  async create(input: NewCredentials): Promise<TenantCredentials> {
    const connection = input.isTest ? await this.#connections.byId(input.scopedConfigVariable) : undefined;
    if (connection !== undefined && isUserConnection(connection)) {
      return this.#kept(await this.#connections.createTestCredentials(connection, input.inputs));
    }
    const answer = await this.#mutations.send(operations.createCredentials, input);
    return this.#savedBy(answer.createCustomerConfigVariable);
  }

  /** Changes the fields of `input` that are there and leaves the others; a list of inputs replaces the old one. */
  async update(input: UpdateCustomerConfigVariableInput & { id: string }): Promise<TenantCredentials> {
    const inputs = input.inputs?.flatMap((each) => each ?? []);
    const test = inputs && (await this.#connections.updateTestCredentials(input.id, inputs));
    if (test !== undefined) return this.#kept(test);
    const answer = await this.#mutations.send(operations.updateCredentials, input);
    return this.#savedBy(answer.updateCustomerConfigVariable);
  }

  /**
   * Sets the OAuth 2.0 token of test credentials.
   *
   * @throws RefusedError naming the fields that the tenant found fault with
   */
  async setTokens(
    { isConnection }: Pick<TenantCredentials, "isConnection">,
    input: UpdateCustomerOAuth2ConnectionInput,
  ): Promise<Pick<TenantCredentials, "status" | "authorizeUrl" | "lastConfiguredAt" | "isConnection">> {
    if (isConnection) return { ...(await this.#connections.setTokens(input)), isConnection };
    const answer = await this.#mutations.send(tokenOperations.setCredentialsTokens, input);
    return this.#savedBy(answer.updateCustomerOAuth2Connection);
  }

  /** @throws RefusedError where instances run on the credentials */
  async delete(credentials: TenantCredentials): Promise<void> {
    if (credentials.isConnection) return this.#connections.delete(credentials.id);
    const answer = await this.#mutations.send(operations.deleteCredentials, { id: credentials.id });
    throwFieldErrors(answer.deleteCustomerConfigVariable?.errors);
    if (credentials.isTest) this.#connections.forgetTestCredentials(credentials.scopedConfigVariable.id);
  }

  /** True where the credentials are there, as the tenant says now. */
  async isThere({ id, isConnection, scopedConfigVariable }: TenantCredentials): Promise<boolean> {
    const connection = isConnection && (await this.#connections.byId(scopedConfigVariable.id));
    if (connection) await this.#connections.findAgain(connection.stableKey);
    return (await this.byId(id)) !== undefined;
  }

  #kept(credentials: TenantCredentials): TenantCredentials {
    this.#saved.set(credentials.id, credentials);
    return credentials;
  }

  #savedBy(
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
    return this.#kept(credentials);
  }
}

/** True for the id of a connection, as test credentials of user connections have. */
function isConnectionId(id: string): boolean {
  return Buffer.from(id, "base64").toString().startsWith("ScopedConfigVariable:");
}
