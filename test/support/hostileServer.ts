import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import type { TestTenant } from "./tenant.ts";

/** A request to the API, and the answer that the tenant gave to it. */
export interface Passing {
  /** Name of the operation; empty for anything but GraphQL. */
  operation: string;
  variables: Record<string, unknown>;
  request: IncomingMessage;
  /** The tenant's answer, as text. */
  text: string;
}

/** Stands for an answer that is given by the response itself. */
export const TAKEN = Symbol("taken");

/** Answers in the tenant's place: with another text, or by the response itself; undefined leaves the tenant's answer. */
export type Meddle = (passing: Passing, response: ServerResponse) => string | typeof TAKEN | undefined;

/** A server that pretends to be a tenant, and leads to it unless it meddles. */
export interface HostileServer extends AsyncDisposable {
  /** Configuration of a provider that believes it. */
  config: Record<string, string>;
  url: string;
  meddle: Meddle;
}

/** Starts a server before a tenant; see {@link HostileServer}. */
export async function startHostileServer(tenant: TestTenant): Promise<HostileServer> {
  const hostile = { meddle: (() => undefined) as Meddle };
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const sent = (await buffer(request)).toString();
    const { query = "", variables = {} } = (sent.startsWith("{") ? JSON.parse(sent) : {}) as {
      query?: string;
      variables?: Record<string, unknown>;
    };
    const operation = /^\s*(?:query|mutation)\s+(\w+)/.exec(query)?.[1] ?? "";
    const { authorization = "" } = request.headers;
    const headers = { "content-type": "application/json", authorization };
    const answered = await fetch(`${tenant.url}${request.url ?? ""}`, {
      method: "POST",
      headers,
      body: sent,
    });
    const text = await answered.text();
    const other = hostile.meddle({ operation, variables, request, text }, response);
    if (other === TAKEN) return;
    response.writeHead(answered.status, { "content-type": "application/json" }).end(other ?? text);
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(hostile, {
    url,
    config: { "prismatic:url": url },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}
