import { request } from "node:http";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { client, connect, send, start, type Client } from "../testing/harness.ts";

/** Sends a request with headers that `fetch` does not let a caller choose. */
function raw(
  { url, token }: Client,
  path: string,
  headers: Record<string, string>,
): Promise<{ status: number | undefined; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(`${url}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}`, ...headers },
    });
    sent.on("error", reject);
    sent.on("response", (response) => {
      text(response).then((body) => resolve({ status: response.statusCode, body }), reject);
    });
    sent.end(
      JSON.stringify({ query: 'mutation { createCustomer(input: { name: "n" }) { customer { id } } }' }),
    );
  });
}

const customers = async (tenant: Client): Promise<unknown> =>
  (await tenant.data("{ customers { totalCount } }")).customers.totalCount;

describe("The emulator", () => {
  it.each([
    "attacker.example",
    "attacker.example:4000",
    "127.0.0.1.attacker.example",
    "0.0.0.0",
    "127.0.0.1@x",
  ])("does not answer under the name %j, which a web page may have made lead here", async (host) => {
    const tenant = await client();
    const before = await customers(tenant);
    const { status, body } = await raw(tenant, "/api", { host });
    expect(status).toBe(403);
    expect(body).toContain(
      `The emulator answers on this machine only, by 127.0.0.1, localhost, [::1]; the Host of this request is \\"${host}\\".`,
    );
    expect(await customers(tenant)).toBe(before);
  });

  it.each(["https://attacker.example", "http://localhost:1", "null", "file://", ""])(
    "does not do what a web page of %j asks for",
    async (origin) => {
      const tenant = await client();
      const before = await customers(tenant);
      for (const path of ["/api", "/auth/refresh", "/authorize/x/y", "/__emulator/expire-tokens"]) {
        const { status, body } = await raw(tenant, path, { origin });
        expect([path, status, body]).toEqual([
          path,
          403,
          expect.stringContaining("The emulator does not answer web pages of others"),
        ]);
      }
      expect(await customers(tenant)).toBe(before);
    },
  );

  it("answers its own pages, and each name of this machine", async () => {
    const tenant = await client();
    const { port } = new URL(tenant.url);
    expect((await raw(tenant, "/api", { origin: tenant.url })).status).toBe(200);
    for (const host of ["localhost", "LOCALHOST", "[::1]", `127.0.0.1:${port}`]) {
      expect([host, (await raw(tenant, "/api", { host })).status]).toEqual([host, 200]);
    }
  });

  it("shows and changes its own things only for its token, which no tenant's is", async () => {
    const emulator = await start();
    const tenant = await connect(emulator);
    const routes = [
      ["GET", "log"],
      ["GET", "requests"],
      ["DELETE", "log"],
      ["PATCH", "switches"],
      ["GET", "nothing"],
    ] as const;
    for (const [method, path] of routes) {
      for (const headers of [
        { authorization: "" },
        { authorization: `Bearer ${tenant.token}` },
        { authorization: emulator.adminToken },
      ]) {
        const { status, body } = await send(`${tenant.url}/__emulator/${path}`, method, undefined, headers);
        expect([method, path, status, body.errors[0].message]).toEqual([
          method,
          path,
          401,
          "/__emulator/ needs the adminToken of the line that the emulator printed when it started: Authorization: Bearer <adminToken>",
        ]);
      }
    }
    expect(await tenant.admin("GET", "requests")).toHaveProperty("total");
  });

  it("has another token after each start", async () => {
    const [one, other] = [await start(), await start()];
    expect(one.adminToken).not.toBe(other.adminToken);
    expect(one.adminToken).toMatch(/^[\w-]{43}$/);
  });
});
