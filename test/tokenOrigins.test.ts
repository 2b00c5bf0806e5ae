import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { reasons, startProvider } from "./support/provider.ts";
import { startHostileServer, TAKEN, type HostileServer } from "./support/hostileServer.ts";
import { startTenant, type TestTenant } from "./support/tenant.ts";

describe("A token goes to the configured address alone", () => {
  let tenant: TestTenant;
  let server: HostileServer;
  let elsewhere: Server;
  const received: string[] = [];

  beforeAll(async () => {
    tenant = await startTenant();
    server = await startHostileServer(tenant);
    elsewhere = createServer((request, response) => {
      received.push(`${request.method} ${request.url} ${JSON.stringify(request.headers)}`);
      response.end("{}");
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, "127.0.0.1", resolve));
  });
  afterAll(async () => {
    elsewhere?.close();
    await server?.[Symbol.asyncDispose]();
    await tenant?.dispose();
  });

  const address = () => `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/api`;

  it.each(
    [301, 302, 307, 308].flatMap((status) => [
      ["exchange of the token", status] as const,
      ["API", status] as const,
    ]),
  )("where the %s answers with a redirection (%i) to another", async (place, status) => {
    server.meddle = ({ operation }, response) => {
      if ((operation === "") !== (place === "exchange of the token")) return undefined;
      response.writeHead(status, { location: address() }).end();
      return TAKEN;
    };
    await using provider = await startProvider(tenant, server.config);
    const args = { component: "acme", stableKey: "acme", name: "Acme" };
    const [reason = "", ...others] = await reasons(provider.supplied, { inputs: {} }, args);
    expect(others).toEqual([]);
    expect(reason).toContain(`HTTP ${status}, which leads to 127.0.0.1`);
    expect(reason).not.toContain(tenant.refreshToken);
    expect(received).toEqual([]);
  });
});
