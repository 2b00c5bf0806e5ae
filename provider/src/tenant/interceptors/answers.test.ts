import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { Agent, request, type Dispatcher } from "undici";
import { describe, expect, it, onTestFinished } from "vitest";
import { bounded } from "./bounds.ts";
import { retrySafely } from "./retry.ts";

/** A server that answers with these functions, one after another, and the headers and bodies that it received. */
async function server(answers: ((response: ServerResponse) => void)[]) {
  const received: { range: string | undefined; body: string }[] = [];
  const http = createServer((incoming, response) => {
    void buffer(incoming).then((body) => {
      received.push({ range: incoming.headers.range, body: body.toString() });
      (answers.shift() ?? ((left) => left.end("whole")))(response);
    });
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    http.closeAllConnections();
    http.close();
  });
  return { url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/api`, received };
}

/** Begins an answer of nine bytes, and cuts the connection after the first four. */
const cutOff = (response: ServerResponse) => {
  response.writeHead(200, { "content-length": "9", etag: '"one"' });
  response.write("half", () => response.destroy());
};

/** Sends a byte now and then for ever. */
const drip = (response: ServerResponse) => {
  const timer = setInterval(() => response.write(" "), 20);
  response.on("close", () => clearInterval(timer));
};

async function post(url: string, idempotent: boolean, inner: Dispatcher = new Agent(), signal?: AbortSignal) {
  const response = await request(url, {
    method: "POST",
    body: "question",
    idempotent,
    dispatcher: inner.compose(retrySafely()),
    ...(signal === undefined ? {} : { signal }),
  });
  return `${response.statusCode} ${await response.body.text()}`;
}

const limits = (bounds: { seconds: number; megabytes: number }) => new Agent().compose(bounded(bounds));

describe("An answer that is cut off in the middle", () => {
  it("is asked for again as a whole, without a Range", async () => {
    const { url, received } = await server([cutOff, cutOff]);
    expect(await post(url, true)).toBe("200 whole");
    expect(received).toEqual(Array(3).fill({ range: undefined, body: "question" }));
  });

  it("is not asked for again where the request may have changed something", async () => {
    const { url, received } = await server([cutOff]);
    await expect(post(url, false)).rejects.toMatchObject({ code: "UND_ERR_SOCKET" });
    expect(received).toHaveLength(1);
  });

  it("may be an error's: the next attempt counts", async () => {
    const failing = (response: ServerResponse) => void response.writeHead(500).end("broken");
    const { url } = await server([failing, cutOff]);
    expect(await post(url, true)).toBe("200 whole");
  });

  it("is given up after five attempts", async () => {
    const { url, received } = await server(Array<typeof cutOff>(9).fill(cutOff));
    await expect(post(url, true)).rejects.toMatchObject({ code: "UND_ERR_SOCKET" });
    expect(received).toHaveLength(5);
  }, 60_000);
});

describe("A server that asks for a pause", () => {
  const busy = (seconds: number) => (response: ServerResponse) =>
    void response.writeHead(503, { "retry-after": String(seconds) }).end("busy");

  it("of an hour is not asked again sooner", async () => {
    const { url, received } = await server([busy(3600)]);
    expect(await post(url, true)).toBe("503 busy");
    expect(received).toHaveLength(1);
  });

  it("of a second is asked again", async () => {
    const { url, received } = await server([busy(1)]);
    expect(await post(url, false)).toBe("200 whole");
    expect(received).toHaveLength(2);
  });
});

describe("An answer without an end", () => {
  it("is given up although bytes keep coming, and not asked for again", async () => {
    const { url, received } = await server([drip]);
    await expect(post(url, true, limits({ seconds: 0.3, megabytes: 1 }))).rejects.toThrow(
      "was not complete within 0.3 s (twice prismatic:timeoutSeconds)",
    );
    expect(received).toHaveLength(1);
  });

  it("is given up where it is too large", async () => {
    const flood = (response: ServerResponse) => {
      const more = () =>
        void (response.write("x".repeat(65_536)) ? setImmediate(more) : response.once("drain", more));
      more();
    };
    const { url, received } = await server([flood]);
    await expect(post(url, true, limits({ seconds: 60, megabytes: 1 }))).rejects.toThrow(
      "is larger than 1 MB",
    );
    expect(received).toHaveLength(1);
  });

  it("does not concern answers of that size and duration", async () => {
    const { url } = await server([(response) => response.end("x".repeat(1024 * 1024))]);
    expect(await post(url, true, limits({ seconds: 60, megabytes: 1 }))).toHaveLength(
      "200 ".length + 1024 * 1024,
    );
  });
});

describe("A command that ends", () => {
  it.each<[string, (response: ServerResponse) => void]>([
    ["an answer", drip],
    ["the next attempt", (response) => void response.writeHead(503, { "retry-after": "50" }).end()],
  ])("does not wait for %s", async (_what, answer) => {
    const { url, received } = await server([answer]);
    const ending = new AbortController();
    const posted = expect(post(url, true, new Agent(), ending.signal)).rejects.toThrow(
      "the command was ended",
    );
    await expect.poll(() => received.length).toBe(1);
    ending.abort(new Error("the command was ended"));
    await posted;
    expect(received).toHaveLength(1);
  });
});
