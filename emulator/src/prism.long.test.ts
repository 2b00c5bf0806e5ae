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

let directory: string;
let emulator: Emulator;
let tenant: Client;
let command: Prism;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "prismatic-emulator-prism-integrations-"));
  emulator = await startEmulator({
    dataDirectory: join(directory, "data"),
    seed: oneTenant({ customers: [{ externalId: "globex", name: "Globex" }] }),
    requestsPerSecond: 0,
  });
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

const written = (name: string, content: string): string => {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
};

describe.concurrent("prism", () => {
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

  test("creates, lists, updates and deletes customers, and sees refusals", async () => {
    const id = await prism("customers:create", "--name", "Initech", "--externalId", "initech");
    await prism("customers:update", id, "--description", "Software");
    const customers = await table("customers:list");
    expect(customers.find(({ name }) => name === "Initech")).toMatchObject({ description: "Software" });
    const copy = await attempt("customers:create", "--name", "Copy", "--externalId", "initech");
    expect([copy.code, copy.stderr]).toEqual([1, expect.stringContaining("already exists")]);
    await prism("customers:delete", id);
    const again = await attempt("customers:delete", id);
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining("Record not found")]);
  });
});
