import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { startEmulator, type Emulator } from "./index.ts";
import { fixture, fixturePath } from "./testing/definitions.ts";
import { connect, oneTenant, type Client } from "./testing/harness.ts";
import { Prism } from "./testing/prism.ts";
import type { Finished } from "./testing/process.ts";

const seed = oneTenant({
  customers: [{ externalId: "globex", name: "Globex" }],
  connections: [
    { stableKey: "acme-api-key", name: "Acme", component: "acme", variableScope: "org", managedBy: "org" },
  ],
});

let directory: string;
let emulator: Emulator;
let tenant: Client;
let command: Prism;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "prismatic-emulator-prism-integrations-"));
  emulator = await startEmulator({ dataDirectory: join(directory, "data"), seed, requestsPerSecond: 0 });
  tenant = await connect(emulator);
  command = new Prism(emulator, directory);
});

afterAll(async () => {
  await emulator.close();
  rmSync(directory, { recursive: true, force: true });
});

const prism = async (...args: string[]): Promise<string> => (await command.run(tenant.token, args)).trim();
const attempt = (...args: string[]): Promise<Finished> =>
  command.attempt({ PRISM_ACCESS_TOKEN: tenant.token }, args);
const table = (...args: string[]): Promise<Record<string, string>[]> => command.table(tenant.token, args);

const written = (name: string, content: string | Buffer): string => {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
};

const icon = Buffer.from("89504e470d0a1a0a", "hex");

/** A call of prism takes seconds where the machine is busy. */
describe.concurrent("prism", () => {
  test("imports, exports, replaces, publishes and deletes an integration, and lists its versions", async () => {
    const path = fixturePath("hooli.yml");
    const id = await prism("integrations:import", "-p", path, "--icon-path", written("icon.png", icon));
    const exported = written("exported.yml", await prism("integrations:export", id));
    expect(parse(await prism("integrations:export", id, "--latest-components"))).toEqual(
      parse(fixture("hooli.yml")),
    );
    const { integration } = await tenant.data(
      `query ($id: ID!) { integration(id: $id) { avatarUrl definition } }`,
      { id },
    );
    const avatar = Buffer.from(await (await fetch(integration.avatarUrl)).arrayBuffer());
    expect(avatar.equals(icon)).toBe(true);

    const replaced = await attempt("integrations:import", "-p", exported, "-i", id, "-r", "--no-confirm");
    expect([replaced.code, replaced.stdout.trim()]).toEqual([0, id]);
    const again = await tenant.data(`query ($id: ID!) { integration(id: $id) { definition } }`, { id });
    expect(again.integration.definition).toBe(integration.definition);

    const version = await prism("integrations:publish", id, "--comment", "First", "--commitHash", "abc");
    expect(await table("integrations:versions", id, "-x")).toEqual([
      expect.objectContaining({
        id: version,
        versionNumber: "1",
        versionComment: "First",
        available: "true",
      }),
    ]);
    await prism("integrations:available", version, "--no-available");
    expect(await table("integrations:versions", id, "--latest-available")).toEqual([]);
    await prism("integrations:update", id, "--name", "Renamed");
    expect((await table("integrations:list", "--search", "renamed")).map(({ name }) => name)).toEqual([
      "Renamed",
    ]);
    await prism("integrations:delete", id);
    expect(await table("integrations:list", "--search", "renamed")).toEqual([]);
  });

  test("imports nested flows with several connections", async () => {
    const id = await prism("integrations:import", "-p", fixturePath("recursive-flow-examples.yml"));
    const flows = await table("integrations:flows:list", id);
    const { flows: sent } = parse(fixture("recursive-flow-examples.yml")) as { flows: { name: string }[] };
    expect(flows.map(({ name }) => name)).toEqual(sent.map(({ name }) => name));
  });

  test("shows what is wrong with a definition, before and at its import", async () => {
    expect(await prism("integrations:validate-yaml", fixturePath("github.yml"))).toContain("valid");
    const path = written("broken.yml", fixture("hooli.yml").replaceAll("acme-api-key", "nobody"));
    const refused = await attempt("integrations:import", "-p", path);
    expect([refused.code, refused.stderr]).toEqual([
      1,
      expect.stringContaining("there is no such reusable connection in this tenant."),
    ]);
    const invalid = await attempt(
      "integrations:validate-yaml",
      written("invalid.yml", "definitionVersion: 7\nname: A"),
    );
    expect([invalid.code, invalid.stderr]).toEqual([1, expect.stringContaining("flows: Invalid input")]);
  });

  test("creates, deploys, lists and deletes instances", async () => {
    const name = "Sample E-commerce Integration";
    const id = await prism("integrations:import", "-p", fixturePath("sample-integration.yml"));
    const version = await prism("integrations:publish", id);
    const { data } = await tenant.data("{ data: customers { nodes { id } } }");
    const values = JSON.stringify([
      { key: "apiKey", value: "1" },
      { key: "baseUrl", value: "https://acme.example" },
    ]);
    const customer = data.nodes[0].id as string;
    const instance = await prism(
      ...["instances:create", "-n", name, "-i", version, "-c", customer, "-v", values, "-l", "Paid"],
    );
    expect(await prism("instances:deploy", instance)).toBe(instance);
    expect(await table("instances:list", "--integration", id, "-x")).toEqual([
      expect.objectContaining({ id: instance, name, customer: "Globex", enabled: "true" }),
    ]);
    expect(
      (await table("instances:config-vars:list", instance)).map(({ key, value }) => [key, value]),
    ).toEqual([
      ["apiKey", "1"],
      ["baseUrl", "https://acme.example"],
    ]);
    const refused = await attempt("integrations:delete", id);
    expect(refused.stderr).toContain("The integration has 1 instance, so it cannot be deleted.");
    await prism("instances:delete", instance);
    expect(await table("instances:list", "--integration", id)).toEqual([]);
  });
});
