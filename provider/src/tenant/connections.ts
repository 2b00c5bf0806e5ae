import { apartOf, type Apart } from "./connectionTree.ts";
import { type FieldError, throwFieldErrors, UnexpectedAnswerError } from "./errors.ts";
import { query, type GraphQLEndpoint } from "./graphql.ts";
import { countInstances } from "./instanceLists.ts";
import type { Mutations } from "./mutations.ts";
import {
  operations,
  type ConnectionType,
  type ConnectionUses,
  type TenantConnection,
  type TenantCredentials,
} from "./operation.ts";
import type {
  CreateScopedConfigVariableInput,
  InputExpression,
  UpdateScopedConfigVariableInput,
  UpdateScopedOAuth2ConnectionInput,
} from "./operations.generated.ts";
import { once, PAGE_SIZE, readList, type Reads } from "./reads.ts";
import {
  asTestCredentials,
  containerKey,
  containerOf,
  isUserConnection,
  testLeafInput,
  testLeafKey,
  testLeafUpdate,
  withAdvice,
} from "./testLeaf.ts";
import { tokenOperations } from "./tokenOperations.ts";

/** A `ScopedConfigVariable` that is no connection of the organization's own, and what it is. */
export interface ApartConnection {
  found: TenantConnection;
  apart: Apart;
}

/** The tenant's reusable connections, from a snapshot that is fetched once, with what this session wrote since. */
export class Connections {
  readonly #endpoint: GraphQLEndpoint;
  readonly #mutations: Mutations;
  /** Counts the objects that depend on the connection with this id, now. */
  readonly usesOf: (id: string) => Promise<ConnectionUses | undefined>;
  /** The connection type of the connection with this id, of the component version that it has. */
  readonly ownType: (id: string) => Promise<ConnectionType | undefined>;
  /** Asks for a connection that the list lacks: one that goes while the list is read can hide another. */
  readonly #missedByList: (id: string) => Promise<TenantConnection | undefined>;
  /** Asks for a node by its stable key. */
  readonly #missedByKey: (stableKey: string) => Promise<TenantConnection | undefined>;
  readonly #snapshot: () => Promise<Map<string, TenantConnection>>;
  /** True where what the snapshot lacks was not there when it was made. */
  #isProof = false;
  /** Stable keys that the snapshot lacks, and the tenant as well. */
  readonly #absentKeys = new Set<string>();
  /** The test credentials that this session wrote, by connection; null are those that it deleted. */
  readonly #testCredentials = new Map<string, TenantCredentials | null>();
  /** Connections that this session wrote or looked up after the snapshot; null is one that it deleted. */
  readonly #newer = new Map<string, TenantConnection | null>();
  readonly #written = new Set<string>();
  readonly #usesInPlan = new Map<string, ConnectionUses | undefined>();

  constructor(endpoint: GraphQLEndpoint, reads: Reads, mutations: Mutations) {
    this.#endpoint = endpoint;
    this.#mutations = mutations;
    this.#snapshot = once(async () => {
      const { nodes, isProof } = await readList(async (after) => {
        const answer = await query(endpoint, operations.listConnections, { first: PAGE_SIZE, after });
        return answer.scopedConfigVariables;
      });
      this.#isProof = isProof;
      return new Map(nodes.map((connection) => [connection.id, connection]));
    });
    const readById = reads.byId(async (ids) => {
      const answer = await query(endpoint, operations.readConnections, { ids });
      return answer.scopedConfigVariables.nodes;
    });
    this.#missedByList = async (id) => {
      const found = await readById(id);
      this.#newer.set(id, found ?? null);
      return found;
    };
    const readByKey = reads.by(async (stableKeys) => {
      const answer = await query(endpoint, operations.findConnections, { stableKeys });
      return new Map(answer.scopedConfigVariables.nodes.map((found) => [found.stableKey, found]));
    });
    this.#missedByKey = async (stableKey) => {
      if (this.#absentKeys.has(stableKey)) return undefined;
      const found = await readByKey(stableKey);
      if (found === undefined) this.#absentKeys.add(stableKey);
      // What this session wrote meanwhile is newer.
      else if (!this.#newer.has(found.id)) this.#newer.set(found.id, found);
      return found;
    };
    this.usesOf = reads.byId((ids) => this.#readUses(ids));
    const withType = reads.byId(async (ids) => {
      const answer = await query(endpoint, operations.listTypesOfConnections, { ids });
      return answer.scopedConfigVariables.nodes;
    });
    this.ownType = async (id) => (await withType(id))?.connection ?? undefined;
  }

  /**
   * All connections of the organization's own, those of kinds included that this version does not know; without what
   * {@link allApart} answers.
   */
  async all(): Promise<TenantConnection[]> {
    return (await this.#everything()).filter((found) => apartOf(found) === undefined);
  }

  /** Everything that the list of connections holds besides {@link all}. */
  async allApart(): Promise<ApartConnection[]> {
    return (await this.#everything()).flatMap((found) => {
      const apart = apartOf(found);
      return apart === undefined ? [] : [{ found, apart }];
    });
  }

  async #everything(): Promise<TenantConnection[]> {
    const all = await this.#nodes();
    const byKey = new Map(all.map((found) => [found.stableKey, found]));
    return all.map((found) => this.#current(found, byKey.get(testLeafKey(found.stableKey))));
  }

  /** The connection with this id, or undefined when it is gone. */
  async byId(id: string): Promise<TenantConnection | undefined> {
    if (this.#newer.get(id) === null) return undefined;
    const found = (await this.#known(id)) ?? (await this.#missedByList(id));
    return found && this.#withTestCredentials(found);
  }

  /** Tells connections that this session has created or changed. */
  isWritten(id: string): boolean {
    return this.#written.has(id);
  }

  /** Asks the tenant itself for the statuses of connections, by stable key; absent ones are left out. */
  async statusesNow(stableKeys: readonly string[]): Promise<Map<string, string | null>> {
    const found = new Map<string, string | null>();
    for (let start = 0; start < stableKeys.length; start += PAGE_SIZE) {
      const answer = await query(this.#endpoint, operations.findConnections, {
        stableKeys: stableKeys.slice(start, start + PAGE_SIZE),
      });
      for (const { stableKey, status } of answer.scopedConfigVariables.nodes) found.set(stableKey, status);
    }
    return found;
  }

  /** Finds a `ScopedConfigVariable` with this stable key that is no connection of the organization's own. */
  async apartWithStableKey(stableKey: string): Promise<ApartConnection | undefined> {
    for (const found of await this.#nodes()) {
      const apart = found.stableKey === stableKey ? apartOf(found) : undefined;
      if (apart !== undefined) return { found, apart };
    }
    return undefined;
  }

  /**
   * The connection with this stable key, or undefined when there is none; one that a list of several pages lacks is
   * asked for.
   */
  async byStableKey(stableKey: string): Promise<TenantConnection | undefined> {
    const found = await this.#nodeWithKey(stableKey);
    return found === undefined || apartOf(found) !== undefined ? undefined : this.#withTestCredentials(found);
  }

  /**
   * Like {@link byStableKey}, but believes the list: for a connection that is about to be created, which asks by itself.
   * Pulumi checks one resource after another, so that asking would cost a request for each new one.
   */
  async listedWithKey(stableKey: string): Promise<TenantConnection | undefined> {
    const found = (await this.#nodes()).find(
      (each) => each.stableKey === stableKey && apartOf(each) === undefined,
    );
    return found && this.#withTestCredentials(found);
  }

  /** Like {@link byStableKey}, but asks the tenant and not the snapshot. */
  async findAgain(stableKey: string): Promise<TenantConnection | undefined> {
    const leafKey = testLeafKey(stableKey);
    const answer = await query(this.#endpoint, operations.findConnections, {
      stableKeys: [stableKey, leafKey],
    });
    const { nodes } = answer.scopedConfigVariables;
    const leaf = nodes.find((connection) => connection.stableKey === leafKey);
    for (const known of await this.#nodes()) {
      if (known.stableKey === leafKey && known.id !== leaf?.id) this.#newer.set(known.id, null);
    }
    if (leaf !== undefined) this.#newer.set(leaf.id, leaf);
    const found = nodes.find((connection) => connection.stableKey === stableKey);
    if (found === undefined) return undefined;
    this.#newer.set(found.id, found);
    return apartOf(found) === undefined ? this.#withTestCredentials(found) : undefined;
  }

  /**
   * Counts the objects that depended on the connection with this id when this run first asked. Pulumi checks one
   * resource after another, so that reads of several checks never meet: this one also reads the other connections that
   * instances run with.
   */
  async usesInPlan(id: string): Promise<ConnectionUses | undefined> {
    if (!this.#usesInPlan.has(id)) {
      const others = [...(await this.#snapshot()).values()].filter(
        (connection) =>
          connection.hasDeployedInstances && connection.id !== id && !this.#usesInPlan.has(connection.id),
      );
      const ids = [id, ...others.map((connection) => connection.id)].slice(0, PAGE_SIZE);
      const found = new Map((await this.#readUses(ids)).map((uses) => [uses.id, uses]));
      for (const each of ids) this.#usesInPlan.set(each, found.get(each));
    }
    return this.#usesInPlan.get(id);
  }

  /** @throws RefusedError naming the fields that the tenant found fault with */
  async create(input: CreateScopedConfigVariableInput): Promise<TenantConnection> {
    const answer = await this.#mutations.send(operations.createConnection, input);
    return this.#saved(answer.createScopedConfigVariable);
  }

  /** Changes the fields of `input` that are there and leaves the others. */
  async update(input: UpdateScopedConfigVariableInput): Promise<TenantConnection> {
    const answer = await this.#mutations.send(operations.updateConnection, input);
    return this.#saved(answer.updateScopedConfigVariable);
  }

  /**
   * Sets the OAuth 2.0 token of a connection, or of the test credentials of a user connection.
   *
   * @throws RefusedError naming the fields that the tenant found fault with
   */
  async setTokens(input: UpdateScopedOAuth2ConnectionInput): Promise<TenantConnection> {
    const answer = await this.#mutations.send(tokenOperations.setConnectionTokens, input);
    return this.#saved(answer.updateScopedOAuth2Connection);
  }

  /** @throws RefusedError where the connection is in use */
  async delete(id: string): Promise<void> {
    const answer = await this.#mutations.send(operations.deleteConnection, { id });
    throwFieldErrors(answer.deleteScopedConfigVariable?.errors);
    const test = (await this.byId(id))?.customerConfigVariables.nodes[0];
    if (test?.isConnection) this.#newer.set(test.id, null);
    this.#newer.set(id, null);
  }

  /** The test credentials of a user connection, by their id; undefined for an id of anything else. */
  async testCredentials(id: string): Promise<TenantCredentials | undefined> {
    const leaf = await this.#known(id);
    const container = leaf && containerOf(leaf, await this.#nodes());
    return container && asTestCredentials(leaf, container);
  }

  /** Like {@link testCredentials}, for an id that the list lacks. */
  async missedTestCredentials(id: string): Promise<TenantCredentials | undefined> {
    if (this.#newer.get(id) === null) return undefined;
    const leaf = await this.#missedByList(id);
    if (leaf === undefined) return undefined;
    const key = containerKey(leaf.stableKey);
    if (key !== undefined) await this.#nodeWithKey(key);
    return this.testCredentials(id);
  }

  /**
   * Creates the test credentials of a user connection.
   *
   * @throws RefusedError with what to do where this Prismatic has another form for them
   */
  async createTestCredentials(
    container: TenantConnection,
    inputs: InputExpression[],
  ): Promise<TenantCredentials> {
    return asTestCredentials(await this.create(testLeafInput(container, inputs)), container);
  }

  /** Changes the test credentials of a user connection; undefined for an id of anything else. */
  async updateTestCredentials(id: string, inputs: InputExpression[]): Promise<TenantCredentials | undefined> {
    const leaf = await this.#known(id);
    const container = leaf && containerOf(leaf, await this.#nodes());
    if (leaf === undefined || container === undefined) return undefined;
    return asTestCredentials(await this.update({ id, inputs: testLeafUpdate(leaf, inputs) }), container);
  }

  /** Takes note of test credentials that were written and are no connection. */
  rememberTestCredentials(credentials: TenantCredentials): void {
    this.#testCredentials.set(credentials.scopedConfigVariable.id, credentials);
  }

  /** Takes note that the test credentials of a connection were deleted. */
  forgetTestCredentials(connectionId: string): void {
    this.#testCredentials.set(connectionId, null);
  }

  /** The node of any kind with this stable key. */
  async #nodeWithKey(stableKey: string): Promise<TenantConnection | undefined> {
    const all = (await this.#nodes()).filter((each) => each.stableKey === stableKey);
    const listed = all.find((each) => apartOf(each) === undefined) ?? all[0];
    return listed ?? (this.#isProof ? undefined : this.#missedByKey(stableKey));
  }

  #readUses(ids: string[]): Promise<ConnectionUses[]> {
    return countInstances(ids, async (some, after) => {
      const answer = await query(this.#endpoint, operations.listConnectionUses, { ids: some, after });
      return answer.scopedConfigVariables.nodes;
    });
  }

  /** The node with this id, as far as the snapshot and this session's writes tell. */
  async #known(id: string): Promise<TenantConnection | undefined> {
    const newer = this.#newer.get(id);
    return newer === null ? undefined : (newer ?? (await this.#snapshot()).get(id));
  }

  async #nodes(): Promise<TenantConnection[]> {
    const current = new Map<string, TenantConnection | null>([...(await this.#snapshot()), ...this.#newer]);
    return [...current.values()].filter((connection) => connection !== null);
  }

  async #withTestCredentials(found: TenantConnection): Promise<TenantConnection> {
    if (!isUserConnection(found)) return this.#current(found, undefined);
    return this.#current(found, await this.#nodeWithKey(testLeafKey(found.stableKey)));
  }

  /** A connection with its test credentials as they are now; `leaf` may hold those of a user connection. */
  #current(connection: TenantConnection, leaf: TenantConnection | undefined): TenantConnection {
    if (leaf !== undefined && containerOf(leaf, [connection]) !== undefined) {
      return { ...connection, customerConfigVariables: { nodes: [asTestCredentials(leaf, connection)] } };
    }
    const written = this.#testCredentials.get(connection.id);
    if (written === undefined) return connection;
    return { ...connection, customerConfigVariables: { nodes: written === null ? [] : [written] } };
  }

  #saved(
    payload: { scopedConfigVariable: TenantConnection | null; errors: FieldError[] } | null,
  ): Promise<TenantConnection> {
    throwFieldErrors(withAdvice(payload?.errors));
    const connection = payload?.scopedConfigVariable;
    if (!connection) {
      throw new UnexpectedAnswerError(`${this.#endpoint.tenant} saved the connection but did not return it.`);
    }
    this.#newer.set(connection.id, connection);
    this.#written.add(connection.id);
    this.#absentKeys.delete(connection.stableKey);
    return this.#withTestCredentials(connection);
  }
}
