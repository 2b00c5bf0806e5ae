import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildExampleComponent, type SpectralVersion } from "./support/exampleComponent.ts";

interface BuiltComponent {
  key: string;
  display: { iconPath: string };
  connections: { key: string; avatarIconPath: string; inputs: { key: string; type: string }[] }[];
  actions: { listOrders: { perform: (context: object, params: object) => Promise<{ data: unknown }> } };
  triggers: { orderChanged: object };
}

const versions: SpectralVersion[] = ["10.18.6", "10.31.1"];

describe("The example component", () => {
  let directory: string;
  const folders = new Map<SpectralVersion, string>();
  const bundle = (version: SpectralVersion): string => join(folders.get(version)!, "dist/index.js");
  const load = (version: SpectralVersion): BuiltComponent =>
    (createRequire(import.meta.url)(bundle(version)) as { default: BuiltComponent }).default;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "example-component-"));
    for (const version of versions) {
      folders.set(version, await buildExampleComponent(join(directory, version), version));
    }
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it.each(versions)("is built by its own script with spectral %s", (version) => {
    const { key, display, connections, actions, triggers } = load(version);
    expect(key).toBe("acme-erp");
    expect([Object.keys(actions), Object.keys(triggers)]).toEqual([["listOrders"], ["orderChanged"]]);
    expect(connections.map((type) => type.inputs.map((input) => [input.key, input.type]))).toEqual([
      [
        ["baseUrl", "string"],
        ["apiKey", "password"],
      ],
    ]);
    for (const icon of [display.iconPath, connections[0]!.avatarIconPath]) {
      expect(
        readFileSync(join(folders.get(version)!, "dist", icon))
          .subarray(1, 4)
          .toString(),
      ).toBe("PNG");
    }
    expect(statSync(bundle(version)).size).toBeLessThan(1_500_000);
  });

  it("says more about its trigger when the newest spectral builds it", () => {
    expect(load("10.18.6").triggers.orderChanged).not.toHaveProperty("triggerResolverSupport");
    expect(load("10.31.1").triggers.orderChanged).toHaveProperty("triggerResolverSupport", "invalid");
  });

  it("is the same bundle when it is built again elsewhere", async () => {
    const sha1 = (file: string): string => createHash("sha1").update(readFileSync(file)).digest("hex");
    const again = await buildExampleComponent(join(directory, "elsewhere/again"), "10.18.6");
    expect(sha1(join(again, "dist/index.js"))).toBe(sha1(bundle("10.18.6")));
  });

  describe.each(versions)("built with spectral %s", (version) => {
    let server: Server;
    let asked: IncomingMessage[];
    let status: number;

    beforeAll(async () => {
      server = createServer((request, response) => {
        asked.push(request);
        response.writeHead(status, { "content-type": "application/json" }).end('[{"id":"7"}]');
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
    });
    afterAll(() => new Promise((resolve) => server.close(resolve)));

    const listOrders = (answer: number): Promise<{ data: unknown }> => {
      [asked, status] = [[], answer];
      const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const connection = { key: "apiKey", fields: { baseUrl, apiKey: "made-up" } };
      return load(version).actions.listOrders.perform({}, { connection, status: "open" });
    };

    it("lists orders with the connection's key", async () => {
      expect(await listOrders(200)).toEqual({ data: [{ id: "7" }] });
      expect(asked.map(({ url, headers }) => [url, headers.authorization])).toEqual([
        ["/orders?status=open", "Bearer made-up"],
      ]);
    });

    it("fails with what the service answered", async () => {
      await expect(listOrders(401)).rejects.toThrow("Acme ERP answered with 401 to /orders");
    });
  });
});
