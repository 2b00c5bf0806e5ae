import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, onTestFinished, test } from "vitest";
import { exportData, importData, readSeedFile, startEmulator, type Seed } from "./index.ts";
import {
  connect,
  connectionType,
  definitionUsing,
  madeConnection,
  oneTenant,
  start,
  temporaryDirectory,
} from "./testing/harness.ts";

describe("starting again with the same folder", () => {
  test("keeps tenants, refresh tokens, ids and everything that was made", async () => {
    const dataDirectory = temporaryDirectory();
    const first = await startEmulator({ dataDirectory });
    const before = await connect(first);
    const made = await madeConnection(before);
    const type = await connectionType(before, "slack");
    await before.admin("POST", "clock", { advanceSeconds: 3600 });
    await first.close();

    const second = await start({ dataDirectory, seed: oneTenant({}) });
    const withoutUrls = (emulator: typeof first): unknown =>
      emulator.stacks.map(({ name, tenants }) => ({ name, tenants }));
    expect(withoutUrls(second)).toEqual(withoutUrls(first));
    expect(second.caCertificatePath).toBe(first.caCertificatePath);
    const after = await connect(second);
    expect(await connectionType(after, "slack")).toBe(type);
    const data = await after.data(
      "{ scopedConfigVariables { nodes { id stableKey } } customers { totalCount } }",
    );
    expect(data.scopedConfigVariables.nodes).toEqual([{ id: made.id, stableKey: "openai" }]);
    expect(data.customers.totalCount).toBe(3);
    const { now } = await after.admin("GET", "clock");
    expect(Date.parse(now) - Date.now()).toBeGreaterThan(3_500_000);
    after.token = before.token;
    expect((await after.request("{ organization { id } }")).status).toBe(200);
  });
});

describe("the data of a folder", () => {
  test("makes the same tenants in another folder: ids, tokens, values and times", async () => {
    const dataDirectory = temporaryDirectory();
    const first = await startEmulator({ dataDirectory });
    const before = await connect(first);
    await madeConnection(before);
    const everything =
      "{ scopedConfigVariables { nodes { id stableKey lastConfiguredAt connection { id } } } }";
    const found = await before.data(everything);
    await first.close();

    const copy = temporaryDirectory();
    const data = exportData(dataDirectory);
    importData(copy, JSON.parse(JSON.stringify(data)) as typeof data);
    expect(exportData(copy)).toEqual(data);
    const second = await start({ dataDirectory: copy });
    expect(second.stacks.map(({ tenants }) => tenants)).toEqual(first.stacks.map(({ tenants }) => tenants));
    const after = await connect(second);
    after.token = before.token;
    expect(await after.data(everything)).toEqual(found);
  });

  test("is not laid over what a folder holds already", async () => {
    const dataDirectory = temporaryDirectory();
    await (await startEmulator({ dataDirectory })).close();
    const data = exportData(dataDirectory);
    expect(() => importData(dataDirectory, data)).toThrow("is no new data folder");
    expect(exportData(dataDirectory)).toEqual(data);
  });
});

describe("ports", () => {
  const occupied = (port: number): Promise<boolean> =>
    new Promise((resolve) => {
      const server = createServer()
        .once("error", () => resolve(true))
        .listen(port, "127.0.0.1", () => server.close(() => resolve(false)));
    });

  /** Starts two stacks at the first of two neighbouring ports that are free; again where another process was faster. */
  const startAtFreePorts = async (): Promise<{ port: number; urls: string[] }> => {
    const lowest = 20_000;
    for (;;) {
      // Below the ports that systems give to clients.
      const port = lowest + 2 * Math.floor(Math.random() * 5000);
      if ((await occupied(port)) || (await occupied(port + 1))) continue;
      try {
        return { port, urls: (await start({ port })).stacks.map(({ url }) => url) };
      } catch (error) {
        if (!(error instanceof Error && /^Port \d+ is in use/.test(error.message))) throw error;
      }
    }
  };

  test("are the given one for the first stack and the next for the second", async () => {
    const { port, urls } = await startAtFreePorts();
    expect(urls).toEqual([`http://127.0.0.1:${port}`, `http://127.0.0.1:${port + 1}`]);
  });

  test("in use are named, and the folder is free again", async () => {
    const blocker = createServer();
    await new Promise<void>((resolve) => blocker.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void blocker.close());
    const { port } = blocker.address() as AddressInfo;
    const dataDirectory = temporaryDirectory();
    await expect(startEmulator({ port, dataDirectory })).rejects.toThrow(`Port ${port} is in use`);
    await start({ dataDirectory });
  });
});

describe("a seed", () => {
  const bad = (tenant: object): Promise<unknown> =>
    startEmulator({ dataDirectory: temporaryDirectory(), seed: oneTenant(tenant) });

  test.each([
    [{ customers: [{ name: "No external id" }] }, "stacks[0].tenants[0].customers[0].externalId"],
    [{ custommers: [] }, "custommers"],
    [
      { integrations: [{ name: "Without definition" }] },
      "needs exactly one of definition and definitionFile",
    ],
    [
      {
        customers: [{ externalId: "x", name: "X" }],
        instances: [{ name: "i", customer: "x", integration: "Nowhere" }],
      },
      'there is no integration "Nowhere"',
    ],
    [{ credentials: [{ connection: "nowhere" }] }, 'has no connection "nowhere"'],
    [
      {
        connections: [
          { stableKey: "s", name: "s", component: "slak", variableScope: "org", managedBy: "org" },
        ],
      },
      'unknown component "slak"',
    ],
  ])("with a mistake is refused with its place: %j", async (tenant, message) => {
    await expect(bad(tenant)).rejects.toThrow(message);
  });

  test("whose stacks or people do not fit together is refused", async () => {
    const people = [{ name: "Ada", email: "a@b.c", tenants: ["Nowhere"] }];
    const seed: Seed = { stacks: [{ name: "us", tenants: [{ name: "Acme" }], people }] };
    const starting = startEmulator({ dataDirectory: temporaryDirectory(), seed });
    await expect(starting).rejects.toThrow('there is no tenant "Nowhere"');
  });

  test("is planted whole or not at all", async () => {
    const dataDirectory = temporaryDirectory();
    const seed = oneTenant({
      customers: [{ externalId: "c", name: "c" }],
      credentials: [{ connection: "nowhere" }],
    });
    await expect(startEmulator({ dataDirectory, seed })).rejects.toThrow("nowhere");
    const { stacks } = await start({ dataDirectory });
    expect(stacks.map(({ name }) => name)).toEqual(["us", "eu"]);
  });

  test("can be read from a file, with definitions in files beside it", async () => {
    const directory = temporaryDirectory();
    writeFileSync(join(directory, "chat.yml"), definitionUsing("Chat", "openai"));
    const path = join(directory, "seed.json");
    writeFileSync(path, JSON.stringify(oneTenant({ integrations: [{ definitionFile: "chat.yml" }] })));
    const tenant = await connect(await start({ seed: readSeedFile(path) }));
    const { integrations } = await tenant.data("{ integrations { nodes { name definition } } }");
    expect(integrations.nodes).toEqual([
      { name: "Chat", definition: expect.stringContaining('"useScopedConfigVar": "openai"') as string },
    ]);
  });

  test("as the README shows it works", async () => {
    const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
    const directory = temporaryDirectory();
    const path = join(directory, "seed.json");
    writeFileSync(path, /```json\n(.*?)```/s.exec(readme)![1]!);
    writeFileSync(join(directory, "alerts.yml"), definitionUsing("Alerts", "slack"));
    const tenant = await connect(await start({ seed: readSeedFile(path) }));
    const data = await tenant.data(
      "{ scopedConfigVariables { nodes { stableKey isInUse instances { nodes { name } } } } }",
    );
    expect(data.scopedConfigVariables.nodes).toEqual([
      { stableKey: "slack", isInUse: true, instances: { nodes: [{ name: "Alerts" }, { name: "Alerts" }] } },
    ]);
  });

  test("file that is missing or no JSON is named", () => {
    const path = join(temporaryDirectory(), "seed.json");
    expect(() => readSeedFile(path)).toThrow(`Cannot read the seed ${path}`);
    writeFileSync(path, "{");
    expect(() => readSeedFile(path)).toThrow(`Cannot read the seed ${path}`);
  });
});

test("an emulator starts with well under two seconds of work", async () => {
  const before = process.cpuUsage();
  await start();
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1000).toBeLessThan(2000);
});
