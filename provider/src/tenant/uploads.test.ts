import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { Agent } from "undici";
import { describe, expect, it, onTestFinished } from "vitest";
import { retrySafely } from "./interceptors/retry.ts";
import { Proxies } from "./proxies.ts";
import { Uploads } from "./uploads.ts";

interface Answer {
  status: number;
  body?: string;
}

interface Received {
  method: string | undefined;
  headers: IncomingMessage["headers"];
  content: string;
}

const SECRET = "X-Amz-Signature=0123456789abcdef0123456789abcdef&X-Amz-Credential=AKIAEXAMPLE123";

/** Object storage that gives these answers, one after another, and what it received. */
async function storage(answers: Answer[]): Promise<{ url: string; received: Received[] }> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    void buffer(request).then((content) => {
      received.push({ method: request.method, headers: request.headers, content: content.toString() });
      const { status, body = "" } = answers.shift() ?? { status: 200 };
      response.writeHead(status).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/acme.zip?${SECRET}`, received };
}

function upload(url: string): Promise<void> {
  const uploads = new Uploads(
    new Agent().compose(retrySafely()),
    new Proxies({}, 5),
    5,
    new AbortController().signal,
  );
  const bytes = Buffer.from("the package");
  return uploads.put({ what: "the package (1 kB)", url, bytes, contentType: "application/zip" });
}

const failure = (url: string): Promise<string> =>
  upload(url).then(
    () => "uploaded",
    (error: unknown) => `${String(error)} ${JSON.stringify(error)}`,
  );

describe("An upload", () => {
  it("carries the file, its type and its length, and no token", async () => {
    const { url, received } = await storage([]);
    await upload(url);
    expect(received).toEqual([
      {
        method: "PUT",
        content: "the package",
        headers: expect.objectContaining({
          "content-type": "application/zip",
          "content-length": "11",
        }) as object,
      },
    ]);
    expect(received[0]?.headers.authorization).toBeUndefined();
  });

  it("is sent again where the server fails, with the whole file", async () => {
    const { url, received } = await storage([{ status: 503 }, { status: 500 }]);
    await upload(url);
    expect(received.map(({ content }) => content)).toEqual(["the package", "the package", "the package"]);
  });

  it("fails where the server refuses it, with the file and the server's words", async () => {
    const body = `<?xml version="1.0"?><Error><Code>AccessDenied</Code><Message>Request has expired</Message>
      <SignatureProvided>0123456789abcdef0123456789abcdef</SignatureProvided></Error>`;
    const { url, received } = await storage([{ status: 403, body }]);
    expect(await failure(url)).toContain(
      `the upload of the package (1 kB) failed: the server answered HTTP 403 "Request has expired"`,
    );
    expect(received).toHaveLength(1);
  });

  it.each<[string, (url: string) => string]>([
    ["repeats the address", (url) => `not at ${url}`],
    ["repeats the signature alone", () => "bad signature 0123456789abcdef0123456789abcdef"],
    ["repeats it in XML", () => "<Error><SignatureProvided>0123456789abcdef</SignatureProvided></Error>"],
    [
      "repeats it in XML's message",
      (url) => `<Error><Message>${url.replaceAll("&", "&amp;")}</Message></Error>`,
    ],
  ])("never shows its address, also where the server %s", async (_what, body) => {
    const answers: Answer[] = [];
    const { url } = await storage(answers);
    answers.push({ status: 400, body: body(url) });
    const text = await failure(url);
    expect(text).toContain("HTTP 400");
    expect(text).not.toMatch(/0123456789abcdef|AKIAEXAMPLE/);
  });

  it("never shows its address where there is no answer", async () => {
    const text = await failure(`http://127.0.0.1:9/acme.zip?${SECRET}`);
    expect(text).toContain("no answer came (");
    expect(text).not.toMatch(/0123456789abcdef|AKIAEXAMPLE/);
  });
});
