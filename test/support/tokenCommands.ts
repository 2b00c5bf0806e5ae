import type { Switches } from "prismatic-emulator";
import { expect } from "vitest";
import { plannedMutations } from "../../provider/src/plannedMutations.ts";
import { mutate } from "./contents.ts";
import type { DynamicProvider } from "./dynamicProvider.ts";
import { checkAndCreate, startProvider, type Created, type Provider } from "./provider.ts";
import { startTenant, type TestTenant } from "./tenant.ts";

/** Arguments of a resource. */
export type Args = Record<string, unknown>;

const client = { globalValues: { clientId: "app-1" }, globalSecrets: { clientSecret: "hush-client" } };
/** A connection that a person, or a token, authorizes. */
export const dropbox = { component: "dropbox", stableKey: "files", name: "Files", ...client };
/** Tokens of an authorization that was given elsewhere. */
export const tokens = {
  accessToken: "hush-access-1",
  refreshToken: "hush-refresh-1",
  tokenType: "bearer",
  expiresIn: 14400,
  refreshAt: "2026-10-01T10:00:00Z",
};
/** Texts that the API takes for tokens, as the emulator's log shows them. */
export const logged = (given: object): Args => ({
  ...Object.fromEntries(
    Object.entries(given).map(([name, value]: [string, unknown]) => [
      name,
      ["accessToken", "refreshToken", "additionalTokenFields"].includes(name) ? "(a token)" : value,
    ]),
  ),
  status: "active",
});
const inTestCredentials = (oauthTokens?: object): Args => ({
  ...dropbox,
  testCredentials: { values: { scopes: "files.read" }, ...(oauthTokens && { oauthTokens }) },
});

/** A place where tokens can be declared. */
export interface Way {
  type: string;
  door: (provider: Provider) => DynamicProvider;
  args: (oauthTokens?: object) => Args;
  /** Makes what the resource belongs to. */
  prepare?: (provider: Provider) => Promise<unknown>;
  /** The mutation that sends them, and the stable key that a report names. */
  mutation: { field: string; stableKey: string };
  /** The argument, as the counters name it. */
  argument: string;
}

/** Every place where tokens can be declared, by the words of a sentence. */
export const ways: Record<
  | "an OrganizationGlobalConnection"
  | "the test credentials of a CustomerConnection"
  | "the test credentials of a UserConnection"
  | "TestCredentials",
  Way
> = {
  "an OrganizationGlobalConnection": {
    type: "OrganizationGlobalConnection",
    door: ({ global }) => global,
    args: (oauthTokens) => ({ ...dropbox, ...(oauthTokens && { oauthTokens }) }),
    mutation: { field: "updateScopedOAuth2Connection", stableKey: "files" },
    argument: "oauthTokens",
  },
  "the test credentials of a CustomerConnection": {
    type: "CustomerConnection",
    door: ({ customer }) => customer,
    args: inTestCredentials,
    mutation: { field: "updateCustomerOAuth2Connection", stableKey: "files" },
    argument: "testCredentials.oauthTokens",
  },
  "the test credentials of a UserConnection": {
    type: "UserConnection",
    door: ({ user }) => user,
    args: inTestCredentials,
    mutation: { field: "updateScopedOAuth2Connection", stableKey: "files:test" },
    argument: "testCredentials.oauthTokens",
  },
  TestCredentials: {
    type: "TestCredentials",
    door: ({ testCredentials }) => testCredentials,
    prepare: ({ customer }) => checkAndCreate(customer, dropbox),
    args: (oauthTokens) => ({
      connection: { stableKey: "files" },
      values: { scopes: "files.read" },
      ...(oauthTokens && { oauthTokens }),
    }),
    mutation: { field: "updateCustomerOAuth2Connection", stableKey: "files" },
    argument: "oauthTokens",
  },
};

/** One command of the operator after the other, for the resource of one way. */
export class Commands implements AsyncDisposable {
  readonly tenant: TestTenant;
  readonly #way: Way;
  #provider: Provider;
  /** True once the run has checked the resource, as each run does once. */
  #isChecked = true;
  made: Created;

  constructor(tenant: TestTenant, way: Way, provider: Provider, made: Created) {
    this.tenant = tenant;
    this.#way = way;
    this.#provider = provider;
    this.made = made;
  }

  /** Creates the resource with tokens. */
  static async begin(way: Way, switches: Partial<Switches>, args = way.args(tokens)): Promise<Commands> {
    const tenant = await startTenant({ switches });
    const provider = await startProvider(tenant);
    await way.prepare?.(provider);
    await tenant.clearRequests();
    return new Commands(tenant, way, provider, await checkAndCreate(way.door(provider), args));
  }

  get door(): DynamicProvider {
    return this.#way.door(this.#provider);
  }

  get stdout(): string {
    return this.#provider.customer.stdout;
  }

  async next(): Promise<void> {
    await this.#provider[Symbol.asyncDispose]();
    this.#provider = await startProvider(this.tenant);
    this.#isChecked = false;
    await this.tenant.clearRequests();
  }

  /** Runs `pulumi refresh`; answers whether it shows drift. */
  async refresh(): Promise<boolean> {
    await this.next();
    const { id, outputs, inputs } = await this.door.read(this.made.id, this.made.outputs);
    const drift = await this.door.diff(id, outputs, this.made.inputs);
    this.made = { id, outputs, inputs };
    return drift.changes === true;
  }

  /** Runs `pulumi up`; answers the mutations that it sent, all of which it announced. */
  async up(args: Args): Promise<{ field: string; input: Args }[]> {
    if (this.#isChecked) await this.next();
    this.#isChecked = true;
    await this.tenant.clearRequests();
    const { id, outputs: olds } = this.made;
    const { inputs, failures } = await this.door.check(this.made.inputs, args);
    expect(failures).toEqual([]);
    const { changes } = await this.door.diff(id, olds, inputs);
    const type = `pulumi-nodejs:dynamic/prismatic:${this.#way.type}`;
    const announced = plannedMutations(type, { op: "update", olds, news: inputs });
    if (changes === true) {
      this.made = { id, inputs, outputs: await this.door.update(id, olds, inputs) };
    }
    const mutations = await this.tenant.mutations();
    const certain = announced.filter(({ uncertain }) => uncertain !== true);
    const fields = mutations.map(({ field }) => field);
    expect(fields).toEqual((fields.length > certain.length ? announced : certain).map(({ field }) => field));
    return mutations;
  }

  /** The authorization as the tenant has it. */
  async authorization(): Promise<{ id: string; status: string; meta: string | null }> {
    type Nodes = { nodes: { id: string; status: string; meta: string | null; stableKey?: string }[] };
    const { connections, credentials } = await this.tenant.query<{ connections: Nodes; credentials: Nodes }>(
      `query { connections: scopedConfigVariables { nodes { id status meta stableKey } }
        credentials: customerConfigVariables { nodes { id status meta } } }`,
    );
    const { field, stableKey } = this.#way.mutation;
    const isConnection = field === "updateScopedOAuth2Connection";
    const found = isConnection
      ? connections.nodes.find((node) => node.stableKey === stableKey)
      : credentials.nodes[0];
    if (found === undefined) throw new Error("Nothing holds the authorization");
    return found;
  }

  /** Prismatic or a person changes the status. */
  async setStatus(status: string): Promise<void> {
    const { id } = await this.authorization();
    await mutate(this.tenant, this.#way.mutation.field, { id, status });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#provider[Symbol.asyncDispose]();
    await this.tenant.dispose();
  }
}
