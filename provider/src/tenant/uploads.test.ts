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
  headers?: Record<string, string>;
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
      const { status, headers, body = "" }: Answer = answers.shift() ?? { status: 200 };
      response.writeHead(status, headers).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/acme.zip?${SECRET}`, received };
}

function upload(url: string, tenantUrl = "http://127.0.0.1:1"): Promise<void> {
  const uploads = new Uploads({
    dispatcher: new Agent().compose(retrySafely()),
    proxies: new Proxies({}, 5),
    tenantUrl,
    timeoutSeconds: 5,
    signal: new AbortController().signal,
  });
  const bytes = Buffer.from("the package");
  return uploads.put({ what: "the package (1 kB)", url, bytes, contentType: "application/zip" });
}

const failure = (url: string, tenantUrl?: string): Promise<string> =>
  upload(url, tenantUrl).then(
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

  it("is not sent unencrypted, except between a tenant and storage on this machine", async () => {
    const { url, received } = await storage([]);
    const text = await failure(url, "https://app.prismatic.io");
    expect(text).toMatch(
      /the upload of the package \(1 kB\) was not sent: the address \(http:\/\/127.0.0.1:\d+\) that https:\/\/app.prismatic.io gave out for it is not https. Check that prismatic:url leads to Prismatic/,
    );
    expect(text).not.toMatch(/0123456789abcdef|AKIAEXAMPLE/);
    expect(received).toEqual([]);
    expect(await failure("http://storage.example/x")).toContain("(http://storage.example) that");
  });

  it.each(["file:///etc/passwd", "ftp://127.0.0.1/x", "data:,x", "no address"])(
    "is not sent to %s",
    async (url) => {
      expect(await failure(url)).toContain("was not sent: the address");
    },
  );

  it("is not sent to an address with a user's name", async () => {
    const { url, received } = await storage([]);
    const text = await failure(url.replace("//", "//somebody:canary-0815@"));
    expect(text).toContain("gave out for it holds a user's name or password.");
    expect(text).not.toContain("canary-0815");
    expect(received).toEqual([]);
  });

  it("follows no redirection", async () => {
    const elsewhere = await storage([]);
    const { url } = await storage([{ status: 307, headers: { location: elsewhere.url } }]);
    expect(await failure(url)).toContain(
      "the upload of the package (1 kB) failed: the server answered HTTP 307",
    );
    expect(elsewhere.received).toEqual([]);
  });

  it("never shows its address where there is no answer", async () => {
    const text = await failure(`http://127.0.0.1:9/acme.zip?${SECRET}`);
    expect(text).toContain("no answer came (");
    expect(text).not.toMatch(/0123456789abcdef|AKIAEXAMPLE/);
  });
});
