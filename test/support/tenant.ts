import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  exportData,
  importData,
  startEmulator,
  type Emulator,
  type EmulatorData,
  type Fault,
  type Seed,
  type Switches,
} from "prismatic-emulator";
import { shareAuthority } from "../../emulator/src/testing/authority.ts";
import type { FoundComponentVersion, FoundConnection } from "./found.ts";

/** The contents and settings with which a test's tenant starts. */
export interface TenantOptions {
  /** Objects in the tenant; left out: nothing but the component catalog. */
  holds?: Partial<Seed["stacks"][number]["tenants"][number]>;
  /** Everything that another tenant held, as {@link TestTenant.exportData} returns it; takes the place of `holds`. */
  data?: EmulatorData;
  switches?: Partial<Switches>;
  /** Names of further tenants that the same person reaches. */
  otherTenants?: string[];
  /** Names of those of them that are suspended. */
  suspended?: string[];
  /** Role of that person; left out: may do everything. */
  role?: NonNullable<Seed["stacks"][number]["people"]>[number]["role"];
  /** Requests that the tenant accepts in one second; left out: any number. */
  requestsPerSecond?: number;
}

/** A request that a client sent; the status is null where the connection was cut instead of an answer. */
export interface SentRequest {
  path: string;
  operationName: string | null;
  kind: "query" | "mutation" | null;
  rootFields: string[];
  variables: unknown;
  /** The tenant that the request's token is for; null where it was refused. */
  tenantId: string | null;
  status: number | null;
}

/** One mutation that a client sent, one entry for each alias. */
export interface SentMutation {
  field: string;
  input: Record<string, unknown>;
}

type Action = Exclude<Fault["action"], undefined>;

/** Operations of the test itself carry this name, so that they never count as the provider's. */
const BEHIND = "BehindPulumisBack";

/** Starts a tenant of Prismatic's on this machine, for one test file. */
export async function startTenant(options: TenantOptions = {}): Promise<TestTenant> {
  const folder = await mkdtemp(join(tmpdir(), "prismatic-tenant-"));
  if (options.data !== undefined) importData(folder, options.data);
  const tenant = new TestTenant(folder, options);
  await tenant.start();
  return tenant;
}

/** A tenant that a test can look into and change without Pulumi's knowledge; see {@link startTenant}. */
export class TestTenant implements AsyncDisposable {
  readonly #folder: string;
  readonly #options: TenantOptions;
  readonly switches: Partial<Switches>;
  #emulator: Emulator | undefined;
  #token: string | undefined;
  url = "";
  id = "";
  refreshToken = "";

  constructor(folder: string, options: TenantOptions) {
    this.#folder = folder;
    this.#options = options;
    this.switches = options.switches ?? {};
  }

  /** Starts the tenant; again on the same port and with the same data after {@link stop}. */
  async start(): Promise<void> {
    const { holds, otherTenants = [], suspended = [], role, requestsPerSecond = 0 } = this.#options;
    const names = ["Test tenant", ...otherTenants];
    await shareAuthority(this.#folder);
    this.#emulator = await startEmulator({
      port: this.url === "" ? 0 : Number(new URL(this.url).port),
      dataDirectory: this.#folder,
      seed: {
        stacks: [
          {
            name: "test",
            tenants: names.map((name, index) => ({
              name,
              suspended: suspended.includes(name),
              ...(index === 0 ? holds : {}),
            })),
            people: [{ name: "Operator", email: "operator@test.example", role, tenants: names }],
          },
        ],
      },
      // Only tests about publishing wait for it.
      switches: { "publication-delay": 0, ...this.switches },
      requestsPerSecond,
      // Tests look at what arrives.
      logValues: true,
    });
    const [stack] = this.#emulator.stacks;
    const [tenant] = stack?.tenants ?? [];
    if (stack === undefined || tenant === undefined) throw new Error("The emulator started without a tenant");
    this.url = stack.url;
    this.id = tenant.id;
    this.refreshToken = tenant.refreshToken;
  }

  /** The tenant is down until it is started again. */
  async stop(): Promise<void> {
    await this.#emulator?.close();
    this.#emulator = undefined;
  }

  /** Makes the tenant hold nothing but this, at the same address. */
  async reset(data: EmulatorData): Promise<void> {
    await this.stop();
    await rm(this.#folder, { recursive: true });
    importData(this.#folder, data);
    this.#token = undefined;
    await this.start();
  }

  /** All that a stopped tenant holds, with its ids, tokens and times. */
  exportData(): EmulatorData {
    return exportData(this.#folder);
  }

  /** Certificate of the authority that signed the tenant's, for `NODE_EXTRA_CA_CERTS`. */
  get caPath(): string {
    return this.#emulator?.caCertificatePath ?? "";
  }

  /** Address by which the tenant is reached encrypted; another one after each start. */
  async encryptedUrl(): Promise<string> {
    const response = await fetch(`${this.url}/auth/meta`);
    return `https://${((await response.json()) as { domain: string }).domain}`;
  }

  /** Configuration of a stack that manages this tenant. */
  get config(): Record<string, string> {
    return { "prismatic:url": this.url, "prismatic:tenantId": this.id };
  }

  get secrets(): Record<string, string> {
    return { "prismatic:refreshToken": this.refreshToken };
  }

  /** An access token of its own, which no expiry of {@link expireTokens} before it concerns. */
  async newAccessToken(): Promise<string> {
    // Not the address where the provider exchanges its token, so that the two can be told apart in the log.
    const body = new URLSearchParams({ grant_type: "refresh_token", refresh_token: this.refreshToken });
    const response = await fetch(`${this.url}/oauth/token`, { method: "POST", body });
    return ((await response.json()) as { access_token: string }).access_token;
  }

  /** Asks or changes the tenant behind Pulumi's back. */
  async query<Data = unknown>(document: string, variables: object = {}): Promise<Data> {
    this.#token ??= await this.newAccessToken();
    const response = await fetch(`${this.url}/api`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${this.#token}` },
      body: JSON.stringify({ query: document.replace(/^\s*(query|mutation)/, `$1 ${BEHIND}`), variables }),
    });
    if (response.status === 401) {
      this.#token = undefined;
      return this.query(document, variables);
    }
    const answer = (await response.json()) as { data: Data; errors?: unknown };
    if (answer.errors !== undefined) throw new Error(JSON.stringify(answer.errors));
    return answer.data;
  }

  /** All connections of the tenant, sorted by stable key. */
  async connections(): Promise<FoundConnection[]> {
    const data = await this.query<{ scopedConfigVariables: { nodes: FoundConnection[] } }>(
      `query { scopedConfigVariables { nodes { id key stableKey description variableScope managedBy status
        connection { key component { key } } inputs { nodes { name value hasValue meta } } } } }`,
    );
    return data.scopedConfigVariables.nodes.toSorted((a, b) => a.stableKey.localeCompare(b.stableKey));
  }

  async stableKeys(): Promise<string[]> {
    return (await this.connections()).map(({ stableKey }) => stableKey);
  }

  /** @throws where the tenant has none or several with this stable key */
  async connection(stableKey: string): Promise<FoundConnection> {
    const found = (await this.connections()).filter((connection) => connection.stableKey === stableKey);
    const [only] = found;
    if (only === undefined || found.length > 1) throw new Error(`${found.length} connections "${stableKey}"`);
    return only;
  }

  /** The readable values of a connection; a write-only value that is set reads `(set)`. */
  async values(stableKey: string): Promise<Record<string, string>> {
    const { inputs } = await this.connection(stableKey);
    const set = inputs.nodes.filter(({ hasValue }) => hasValue);
    return Object.fromEntries(set.map(({ name, value }) => [name, value === "" ? "(set)" : value]));
  }

  /** Changes a connection as somebody does in the web app: the inputs that are not named stay as they are. */
  async change(
    stableKey: string,
    { inputs, ...fields }: { key?: string; description?: string; inputs?: Record<string, string> },
  ): Promise<void> {
    const found = await this.connection(stableKey);
    const sent = { ...(await this.values(stableKey)), ...inputs };
    const expressions = Object.entries(sent).map(([name, value]) => ({
      name,
      type: "value",
      value,
      meta: JSON.stringify({ managedBy: "org", inputScope: "org" }),
    }));
    await this.#mutate("update", { id: found.id, ...fields, ...(inputs ? { inputs: expressions } : {}) });
  }

  /** Deletes a connection as somebody does in the web app. */
  async remove(stableKey: string): Promise<void> {
    await this.#mutate("delete", { id: (await this.connection(stableKey)).id });
  }

  async #mutate(verb: "update" | "delete", input: object): Promise<void> {
    const field = `${verb}ScopedConfigVariable`;
    const type = `${verb === "update" ? "Update" : "Delete"}ScopedConfigVariableInput!`;
    const data = await this.query<Record<string, { errors: unknown[] }>>(
      `mutation ($input: ${type}) { ${field}(input: $input) { errors { field messages } } }`,
      { input },
    );
    if (data[field]?.errors.length !== 0) throw new Error(JSON.stringify(data));
  }

  /** The requests of the provider since {@link clearRequests}, oldest first. */
  async requests(): Promise<SentRequest[]> {
    const log = (await this.#steer("GET", "log")) as SentRequest[];
    return log.filter(({ operationName, path }) => operationName !== BEHIND && path !== "/oauth/token");
  }

  /** The mutations among {@link requests}, without those of requests with more aliases than the tenant takes. */
  async mutations(): Promise<SentMutation[]> {
    const { "aliases-per-request": most = "any" } = this.switches;
    const isTaken = (fields: string[]) =>
      most === "any" || fields.every((field) => fields.filter((other) => other === field).length <= most);
    const requests = (await this.requests()).filter(
      ({ kind, rootFields }) => kind === "mutation" && isTaken(rootFields),
    );
    return requests.flatMap(({ rootFields, variables }) => {
      const inputs = Object.values(variables as Record<string, Record<string, unknown>>);
      return rootFields.map((field, index) => ({ field, input: inputs[index] ?? {} }));
    });
  }

  async clearRequests(): Promise<void> {
    await this.#steer("DELETE", "log");
  }

  /** Something that goes wrong with the next requests that match. */
  async injectFault(
    match: { operationName?: string; rootField?: string; path?: string; instance?: string },
    action: Action,
    times = 1,
  ): Promise<void> {
    await this.#steer("POST", "faults", { match, action, times });
  }

  /** Publishes the next version of a component, whose connection type has one more input. */
  async publishInput(
    component: string,
    connection: string,
    addInput: { key: string; required?: boolean; default?: string },
  ): Promise<void> {
    await this.#steer("POST", "component-versions", { component, connection, addInput });
  }

  /** The faults that wait for their request. */
  async faults(): Promise<Fault[]> {
    return (await this.#steer("GET", "faults")) as Fault[];
  }

  async clearFaults(): Promise<void> {
    await this.#steer("DELETE", "faults");
  }

  async setSwitches(switches: Partial<Switches>): Promise<void> {
    await this.#steer("PATCH", "switches", switches);
  }

  /** Makes this the status of a connection or of credentials, by id. */
  async setStatus(id: string, status: "ACTIVE" | "ERROR" | "FAILED" | "PENDING"): Promise<void> {
    await this.#steer("POST", "status", { id, status });
  }

  /** Time that an uploaded package takes to be processed, in seconds. */
  async setProcessing(seconds: number): Promise<void> {
    await this.#steer("PATCH", "processing", { seconds });
  }

  /** Moves the tenant's clock. */
  async advanceClock(seconds: number): Promise<void> {
    await this.#steer("POST", "clock", { advanceSeconds: seconds });
  }

  /** The usable versions of a component, the oldest first. */
  async componentVersions(key: string): Promise<FoundComponentVersion[]> {
    const data = await this.query<{ components: { nodes: FoundComponentVersion[] } }>(
      `query ($key: String) { components(key: $key, allVersions: true) { nodes { id key label public versionNumber
        signature versionComment versionAttributes iconUrl customer { externalId }
        connections { nodes { key iconUrl inputs { nodes { key } } } } } } }`,
      { key },
    );
    return data.components.nodes.toSorted((one, other) => one.versionNumber - other.versionNumber);
  }

  /** Refuses every access token issued so far. */
  async expireTokens(): Promise<void> {
    await this.#steer("POST", "expire-tokens");
  }

  async #steer(method: string, path: string, body?: object): Promise<unknown> {
    const response = await fetch(`${this.url}/__emulator/${path}`, {
      method,
      headers: { authorization: `Bearer ${this.#emulator?.adminToken}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(await response.text());
    return response.json();
  }

  /** Stops the tenant and forgets all that it held. */
  async dispose(): Promise<void> {
    await this.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose();
  }
}
