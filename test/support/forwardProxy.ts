import { createServer, request as send, type IncomingMessage, type ServerResponse } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";

/** The behaviour of a proxy. */
export interface ForwardProxyOptions {
  /** Answers every request with this status instead of passing it on. */
  refuses?: number;
  /** User name and password that it asks for, joined by a colon. */
  credentials?: string;
}

/** A forward proxy on loopback, for plain requests and for tunnels (CONNECT). */
export interface ForwardProxy extends AsyncDisposable {
  /** Host and port. */
  host: string;
  /** The requests that reached it, such as `CONNECT 127.0.0.1:4010` or `POST http://127.0.0.1:4010/api`. */
  requests: string[];
}

/** Starts a forward proxy for one test. */
export async function startForwardProxy(options: ForwardProxyOptions = {}): Promise<ForwardProxy> {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((incoming, response) => {
    requests.push(`${incoming.method} ${incoming.url}`);
    const status = refusal(incoming, options);
    if (status === undefined) return passOn(incoming, response);
    response.writeHead(status, { "content-type": "text/html" }).end("<title>Proxy</title>");
  });
  server.on("connection", (socket: Socket) => sockets.add(socket));
  server.on("connect", (incoming: IncomingMessage, client: Socket) => {
    requests.push(`CONNECT ${incoming.url}`);
    client.on("error", () => client.destroy());
    const status = refusal(incoming, options);
    if (status !== undefined)
      return void client.end(`HTTP/1.1 ${status} Refused\r\ncontent-length: 0\r\n\r\n`);
    const { hostname, port } = new URL(`http://${incoming.url}`);
    const server = connect(Number(port), hostname, () => {
      client.write("HTTP/1.1 200 Connection established\r\n\r\n");
      server.pipe(client).pipe(server);
    });
    sockets.add(server);
    server.on("error", () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function refusal(
  { headers }: IncomingMessage,
  { refuses, credentials }: ForwardProxyOptions,
): number | undefined {
  if (refuses !== undefined || credentials === undefined) return refuses;
  const expected = `Basic ${Buffer.from(credentials).toString("base64")}`;
  return headers["proxy-authorization"] === expected ? undefined : 407;
}

function passOn(incoming: IncomingMessage, response: ServerResponse): void {
  const { "proxy-authorization": _, ...headers } = incoming.headers;
  const outgoing = send(incoming.url ?? "", { method: incoming.method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  outgoing.on("error", () => response.writeHead(502).end());
  incoming.pipe(outgoing);
}
