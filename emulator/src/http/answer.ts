import type { IncomingMessage, ServerResponse } from "node:http";

/** An answer to a request. */
export interface Answer {
  status: number;
  headers?: Record<string, string>;
  /** Sent as JSON; a string or bytes as they are. */
  body: unknown;
}

/** An error as the API's clients expect it outside of GraphQL answers. */
export const errorAnswer = (
  status: number,
  message: string,
  headers: Record<string, string> = {},
): Answer => ({
  status,
  headers,
  body: { errors: [{ message }] },
});

/** Reads a whole request. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Parses JSON; undefined for any other text. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** An object, or an empty one in place of anything else. */
export const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};

/** Sends an answer. */
export function send(response: ServerResponse, { status, headers = {}, body }: Answer): void {
  const isText = typeof body === "string";
  response.writeHead(status, {
    "content-type": isText ? "text/plain; charset=utf-8" : "application/json",
    ...headers,
  });
  response.end(isText || Buffer.isBuffer(body) ? body : JSON.stringify(body ?? null));
}
