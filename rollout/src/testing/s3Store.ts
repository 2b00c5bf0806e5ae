import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** A request to write, as the store has it before it looks at the condition. */
export interface Write {
  key: string;
  /** `*`, or undefined. */
  absent: string | undefined;
  etag: string | undefined;
}

/** An answer in place of the store's own; `lost` writes and closes the connection without an answer. */
export type Meddling = { status: number; code: string } | "lost" | "regardless" | undefined;

/**
 * The part of S3 that a lock needs, in this process, for answers that no real store gives at will. Each write is one step,
 * and its tag is that of its contents, as in S3.
 */
export interface S3Store extends AsyncDisposable {
  /** Address for Pulumi. */
  url: string;
  objects: Map<string, string>;
  writes: Write[];
  /** Decides about the next writes. */
  meddle: (write: Write) => Meddling;
  /** Refuses everything in this way. */
  refuses: { status: number; code: string } | undefined;
}

/** Starts a store with the bucket `states`. */
export async function startS3Store(): Promise<S3Store> {
  const objects = new Map<string, string>();
  const server = createServer((request, response) => {
    void answer(store, request).then(({ status, code, headers, body }) => {
      if (status === 0) return response.destroy();
      const xml = code === undefined ? "" : `<Error><Code>${code}</Code><Message>${code}</Message></Error>`;
      response.writeHead(status, { "content-type": "application/xml", ...headers }).end(body ?? xml);
    });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  const store: S3Store = {
    ...{ objects, writes: [], meddle: () => undefined, refuses: undefined },
    url: `s3://states/team?endpoint=http://127.0.0.1:${port}&region=eu-west-1&s3ForcePathStyle=true`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return store;
}

interface Answer {
  status: number;
  code?: string;
  headers?: Record<string, string>;
  body?: string;
}

async function answer(store: S3Store, request: IncomingMessage): Promise<Answer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const { objects, refuses } = store;
  if (refuses !== undefined) return refuses;
  const key = decodeURIComponent(new URL(request.url ?? "", "http://store").pathname).replace("/states/", "");
  const found = objects.get(key);
  if (request.method === "GET") {
    return found === undefined
      ? { status: 404, code: "NoSuchKey" }
      : { status: 200, headers: { etag: tagOf(found) }, body: found };
  }
  const absent = request.headers["if-none-match"];
  const etag = request.headers["if-match"];
  const write = { key, absent, etag };
  store.writes.push(write);
  const meddling = store.meddle(write);
  if (typeof meddling === "object") return meddling;
  const isMet = absent === "*" ? found === undefined : found !== undefined && etag === tagOf(found);
  if (!isMet && meddling !== "regardless") return { status: 412, code: "PreconditionFailed" };
  const text = Buffer.concat(parts).toString();
  objects.set(key, text);
  return meddling === "lost" ? { status: 0 } : { status: 200, headers: { etag: tagOf(text) } };
}

function tagOf(text: string): string {
  return `"${createHash("md5").update(text).digest("hex")}"`;
}
