import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestTenant } from "./tenant.ts";

/** A server before a tenant that makes its pages small and lets something happen between two of them. */
export interface PagingProxy extends AsyncDisposable {
  /** Configuration of a session that reads through it. */
  config: Record<string, string>;
  /** Lets `action` happen once, right after the first page of the list that this operation reads. */
  afterFirstPage(operationName: string, action: () => Promise<unknown>): void;
}

/** Objects on a page. */
const SMALL = 3;

/** Starts a proxy before a tenant; see {@link PagingProxy}. */
export async function startPagingProxy(tenant: TestTenant): Promise<PagingProxy> {
  const waiting = new Map<string, () => Promise<unknown>>();
  const server = createServer((request, response) => {
    void answer(request).then(
      ({ status, text }) => response.writeHead(status, { "content-type": "application/json" }).end(text),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });

  async function answer(request: IncomingMessage): Promise<{ status: number; text: string }> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const sent = Buffer.concat(chunks).toString();
    const {
      variables,
      query = "",
      ...rest
    } = (sent.startsWith("{") ? JSON.parse(sent) : {}) as {
      query?: string;
      variables?: Record<string, unknown>;
    };
    const operation = /^\s*query\s+(\w+)/.exec(query)?.[1] ?? "";
    const isList = variables !== undefined && "after" in variables;
    const small = {
      // Lists within an object name their size in the text.
      query: query.replace(/first: 100(?=,?\s+after: \$after)/g, `first: ${SMALL}`),
      variables: variables !== undefined && "first" in variables ? { ...variables, first: SMALL } : variables,
    };
    const body = isList ? JSON.stringify({ ...rest, ...small }) : sent;
    const headers = {
      "content-type": "application/json",
      authorization: request.headers.authorization ?? "",
    };
    const answered = await fetch(`${tenant.url}${request.url ?? ""}`, { method: "POST", headers, body });
    const text = await answered.text();
    const action = isList && !variables.after ? waiting.get(operation) : undefined;
    if (action !== undefined) waiting.delete(operation);
    await action?.();
    return { status: answered.status, text };
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    config: { ...tenant.config, ...tenant.secrets, "prismatic:url": url },
    afterFirstPage: (operationName, action) => waiting.set(operationName, action),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
