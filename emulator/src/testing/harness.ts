import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { shareAuthority } from "./authority.ts";
import type { Json } from "./json.ts";
import { startEmulator, type Emulator, type EmulatorOptions, type Seed } from "../index.ts";

export type { Json } from "./json.ts";

/** Makes a folder that is removed after the test. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "prismatic-emulator-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** Starts an emulator that is closed after the test. */
export async function start(options: Partial<EmulatorOptions> = {}): Promise<Emulator> {
  const dataDirectory = options.dataDirectory ?? temporaryDirectory();
  if (options.dataDirectory === undefined) await shareAuthority(dataDirectory);
  const emulator = await startEmulator({
    requestsPerSecond: 0,
    // Tests look at what arrives.
    logValues: true,
    ...options,
    dataDirectory,
    // Few tests are about the time that a publication takes.
    switches: { "publication-delay": 0, ...options.switches },
  });
  onTestFinished(() => emulator.close());
  return emulator;
}

/** A seed of one stack with one tenant. */
export const oneTenant = (tenant: Omit<Seed["stacks"][number]["tenants"][number], "name">): Seed => ({
  stacks: [{ name: "us", tenants: [{ name: "Acme", ...tenant }] }],
});

/** Sends JSON and reads JSON. */
export async function send(
  url: string,
  method: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; headers: Headers; body: Json }> {
  const response = await fetch(url, {
    method,
    headers: { "content-type": "application/json", ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Json };
}

/** A client of one tenant, and of the emulator's own addresses. */
export class Client {
  readonly url: string;
  readonly adminToken: string;
  token: string;

  /** @param adminToken left out: the client uses the API alone */
  constructor(url: string, token: string, adminToken = "") {
    this.url = url;
    this.token = token;
    this.adminToken = adminToken;
  }

  request(query: string, variables: object = {}): Promise<{ status: number; headers: Headers; body: Json }> {
    return send(`${this.url}/api`, "POST", { query, variables }, { authorization: `Bearer ${this.token}` });
  }

  /** The data of an answer without errors. */
  async data(query: string, variables: object = {}): Promise<Json> {
    const { body } = await this.request(query, variables);
    if (body.errors) throw new Error(JSON.stringify(body.errors));
    return body.data;
  }

  /** The payload of a mutation that takes `input`. */
  async mutate(name: string, input: object, selection = ""): Promise<Json> {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input!`;
    const query = `mutation ($input: ${type}) { ${name}(input: $input) { errors { field messages } ${selection} } }`;
    return Reflect.get(await this.data(query, { input }), name) as Json;
  }

  /** Asks one of the emulator's own addresses. */
  steer(method: string, path: string, body?: unknown): Promise<{ status: number; body: Json }> {
    const headers = { authorization: `Bearer ${this.adminToken}` };
    return send(`${this.url}/__emulator/${path}`, method, body, headers);
  }

  async admin(method: string, path: string, body?: unknown): Promise<Json> {
    return (await this.steer(method, path, body)).body;
  }

  set(switches: object): Promise<Json> {
    return this.admin("PATCH", "switches", switches);
  }
}

/** Signs in to a tenant of a running emulator, by default the first one. */
export async function connect(emulator: Emulator, stack = 0, tenant = 0): Promise<Client> {
  const { url, tenants } = emulator.stacks[stack]!;
  const { id, refreshToken } = tenants[tenant]!;
  const { body } = await send(`${url}/auth/refresh`, "POST", { refresh_token: refreshToken, tenant_id: id });
  return new Client(url, body.access_token, emulator.adminToken);
}

/** Starts an emulator for one test, and answers a client of its first tenant. */
export async function client(options: Partial<EmulatorOptions> = {}): Promise<Client> {
  return connect(await start(options));
}

/** The id of a connection type in the client's tenant. */
export async function connectionType(tenant: Client, component: string, key?: string): Promise<string> {
  const data = await tenant.data(
    `query ($component: String) { components(key: $component) { nodes { connections { nodes { id key } } } } }`,
    { component },
  );
  const types = data.components.nodes[0].connections.nodes;
  return types.find((type) => key === undefined || type.key === key).id;
}

/** The problems of a refused mutation, by field. */
export const messages = (payload: Json): Record<string, string> =>
  Object.fromEntries(payload.errors.map((error: Json) => [error.field, [...error.messages].join(" ")]));

/** The fields of a connection that tests read. */
export const connectionFields = `scopedConfigVariable {
  id key stableKey description managedBy variableScope status authorizeUrl defaultForComponent lastConfiguredAt isInUse
  oAuthRedirectConfig { oAuthSuccessRedirectUri oAuthFailureRedirectUri }
  inputs { nodes { name type value hasValue meta } }
  customerConfigVariables { totalCount }
}`;

/** Creates a connection, and answers the payload. */
export async function createConnection(tenant: Client, input: object = {}): Promise<Json> {
  return tenant.mutate(
    "createScopedConfigVariable",
    {
      key: "OpenAI",
      stableKey: "openai",
      variableScope: "org",
      managedBy: "org",
      connection: await connectionType(tenant, "openai"),
      ...input,
    },
    connectionFields,
  );
}

/** Creates a connection that must be accepted, and answers it. */
export async function madeConnection(tenant: Client, input: object = {}): Promise<Json> {
  const payload = await createConnection(tenant, input);
  if (payload.errors.length > 0) throw new Error(JSON.stringify(payload.errors));
  return payload.scopedConfigVariable;
}

/** Updates a connection, and answers the payload. */
export const updateConnection = (tenant: Client, input: object): Promise<Json> =>
  tenant.mutate("updateScopedConfigVariable", input, connectionFields);

/** A definition of an integration that uses connections by their stable keys. */
export const definitionUsing = (name: string, ...stableKeys: string[]): string =>
  [
    "definitionVersion: 7",
    `name: ${name}`,
    "requiredConfigVars:",
    ...stableKeys.map(
      (key) => `  - { key: "${key} variable", dataType: connection, useScopedConfigVar: ${key} }`,
    ),
    "flows: []",
  ].join("\n");
