import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { buffer } from "node:stream/consumers";

/** An answer of a tenant, or one that stands in its place. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
  /** The connection breaks in the middle of the body. */
  isCut?: true;
}

/** A request of the provider. */
export interface Passing {
  /** Its number in the command, from 1. */
  number: number;
  method: string;
  path: string;
  /** Name of the GraphQL operation; empty for anything else. */
  operation: string;
  isMutation: boolean;
  variables: Record<string, unknown>;
  headers: Record<string, string>;
  body: Buffer;
}

/** Acts on a request in place of passing it on: returns the answer to give, or undefined to cut the connection. */
export type Meddle = (
  passing: Passing,
  pass: (passing?: Passing) => Promise<Answer>,
) => Promise<Answer | undefined>;

const OPERATION = /^\s*(query|mutation)\s+(\w+)/;

/** A server before a tenant that counts the requests of a command, and meddles with them. */
export class FaultProxy implements AsyncDisposable {
  readonly #server: Server;
  readonly #target: () => string;
  #meddle: Meddle | undefined;
  #isDown = false;
  /** Requests of the command that have arrived, in their order. */
  requests: Passing[] = [];
  /** Names of the requests of the command that have changed the tenant, whatever was answered. */
  changes: string[] = [];
  url = "";

  /** @param target address that requests are passed on to */
  constructor(target: () => string) {
    this.#target = target;
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch(() => response.destroy());
    });
    this.#server.keepAliveTimeout = 60_000;
  }

  async start(): Promise<void> {
    await this.#listen(0);
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Counts the requests of the next command from 1, and lets `meddle` act on each. */
  async begin(meddle?: Meddle): Promise<void> {
    await this.up();
    this.#meddle = meddle;
    this.requests = [];
    this.changes = [];
  }

  /** Refuses connections from now on, until {@link up}. Answers under way are still given. */
  down(): void {
    if (this.#isDown) return;
    this.#isDown = true;
    this.#server.close();
    this.#server.closeIdleConnections();
  }

  async up(): Promise<void> {
    if (!this.#isDown) return;
    this.#server.closeAllConnections();
    this.#isDown = false;
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#listen(Number(new URL(this.url).port));
      } catch (error) {
        if (attempt === 50) throw error;
        await sleep(100);
      }
    }
  }

  #listen(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(port, "127.0.0.1", () => {
        this.#server.off("error", reject);
        resolve();
      });
    });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    const passing = this.#described(request, body);
    this.requests.push(passing);
    if (this.#isDown) return void response.destroy();
    const pass = async (other: Passing = passing): Promise<Answer> => {
      const passed = await this.pass(other, this.#target());
      if (passing.isMutation && hasChanged(passed)) this.changes.push(nameOf(passing));
      return passed;
    };
    const answer = await (this.#meddle?.(passing, pass) ?? pass());
    if (answer === undefined) return void response.destroy();
    const { status, headers, body: whole } = answer;
    // Whoever goes down after this answer must not be reached by the connection that brought it.
    const close = this.#isDown ? { connection: "close" } : {};
    response.writeHead(status, { ...headers, ...close, "content-length": String(whole.length) });
    if (answer.isCut !== true) return void response.end(whole);
    response.write(whole.subarray(0, Math.floor(whole.length / 2)), () => response.destroy());
  }

  /** Passes a request on to an address, whose links lead here in the answer. */
  async pass({ method, path, headers, body }: Passing, target: string): Promise<Answer> {
    const hasBody = method !== "GET" && method !== "HEAD";
    const answered = await fetch(`${target}${path}`, {
      method,
      headers,
      ...(hasBody ? { body: new Uint8Array(body) } : {}),
      redirect: "manual",
    });
    const type = answered.headers.get("content-type") ?? "application/json";
    const bytes = Buffer.from(await answered.arrayBuffer());
    const text = type.includes("json") ? bytes.toString().replaceAll(target, this.url) : undefined;
    const retryAfter = answered.headers.get("retry-after");
    return {
      status: answered.status,
      headers: { "content-type": type, ...(retryAfter === null ? {} : { "retry-after": retryAfter }) },
      body: text === undefined ? bytes : Buffer.from(text),
    };
  }

  #described(request: IncomingMessage, body: Buffer): Passing {
    const { authorization, "content-type": type = "application/json" } = request.headers;
    const path = request.url ?? "/";
    const sent = path === "/api" ? (JSON.parse(body.toString()) as Sent) : {};
    const [, kind, operation = ""] = OPERATION.exec(sent.query ?? "") ?? [];
    return {
      number: this.requests.length + 1,
      method: request.method ?? "GET",
      path,
      operation,
      isMutation: kind === "mutation",
      variables: sent.variables ?? {},
      headers: { "content-type": type, ...(authorization === undefined ? {} : { authorization }) },
      body,
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    if (this.#isDown) return;
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** Mutations that change nothing. */
const ASKING = ["validateIntegrationSchema"];

/** True where the tenant carried out a mutation, or one of several. */
function hasChanged({ status, body }: Answer): boolean {
  if (status !== 200) return false;
  const { data } = JSON.parse(body.toString()) as {
    data?: Record<string, { errors?: unknown[] } | null> | null;
  };
  return Object.entries(data ?? {}).some(
    ([name, payload]) => !ASKING.includes(name) && payload !== null && (payload.errors ?? []).length === 0,
  );
}

interface Sent {
  query?: string;
  variables?: Record<string, unknown>;
}

/** Name of a request for people: its operation, or its path without what is signed. */
export function nameOf({ operation, method, path }: Passing): string {
  return operation || `${method} ${path.split("?")[0]}`;
}
