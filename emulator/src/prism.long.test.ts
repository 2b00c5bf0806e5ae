import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { fixture, fixturePath } from "./testing/definitions.ts";
import { oneTenant } from "./testing/harness.ts";
import { startPrism, type PrismOfTenant } from "./testing/prism.ts";

const seed = oneTenant({ customers: [{ externalId: "globex", name: "Globex" }] });

let prism: PrismOfTenant;

beforeAll(async () => void (prism = await startPrism(seed)));
afterAll(() => prism.close());

describe.concurrent("prism", () => {
  test("imports nested flows with several connections", async () => {
    const id = await prism.run("integrations:import", "-p", fixturePath("recursive-flow-examples.yml"));
    const flows = await prism.table("integrations:flows:list", id);
    const { flows: sent } = parse(fixture("recursive-flow-examples.yml")) as { flows: { name: string }[] };
    expect(flows.map(({ name }) => name)).toEqual(sent.map(({ name }) => name));
  });

  test("shows what is wrong with a definition, before and at its import", async () => {
    expect(await prism.run("integrations:validate-yaml", fixturePath("github.yml"))).toContain("valid");
    const path = prism.write("broken.yml", fixture("hooli.yml").replaceAll("acme-api-key", "nobody"));
    const refused = await prism.attempt("integrations:import", "-p", path);
    expect([refused.code, refused.stderr]).toEqual([
      1,
      expect.stringContaining("there is no such reusable connection in this tenant."),
    ]);
    const invalid = await prism.attempt(
      "integrations:validate-yaml",
      prism.write("invalid.yml", "definitionVersion: 7\nname: A"),
    );
    expect([invalid.code, invalid.stderr]).toEqual([1, expect.stringContaining("flows: Invalid input")]);
  });

  test("creates, deploys, lists and deletes instances", async () => {
    const name = "Sample E-commerce Integration";
    const id = await prism.run("integrations:import", "-p", fixturePath("sample-integration.yml"));
    const version = await prism.run("integrations:publish", id);
    const { data } = await prism.tenant.data("{ data: customers { nodes { id } } }");
    const values = JSON.stringify([
      { key: "apiKey", value: "1" },
      { key: "baseUrl", value: "https://acme.example" },
    ]);
    const customer = data.nodes[0].id as string;
    const instance = await prism.run(
      ...["instances:create", "-n", name, "-i", version, "-c", customer, "-v", values, "-l", "Paid"],
    );
    expect(await prism.run("instances:deploy", instance)).toBe(instance);
    expect(await prism.table("instances:list", "--integration", id, "-x")).toEqual([
      expect.objectContaining({ id: instance, name, customer: "Globex", enabled: "true" }),
    ]);
    expect(
      (await prism.table("instances:config-vars:list", instance)).map(({ key, value }) => [key, value]),
    ).toEqual([
      ["apiKey", "1"],
      ["baseUrl", "https://acme.example"],
    ]);
    const refused = await prism.attempt("integrations:delete", id);
    expect(refused.stderr).toContain("The integration has 1 instance, so it cannot be deleted.");
    await prism.run("instances:delete", instance);
    expect(await prism.table("instances:list", "--integration", id)).toEqual([]);
  });

  test("creates, lists, updates and deletes customers, and sees refusals", async () => {
    const id = await prism.run("customers:create", "--name", "Initech", "--externalId", "initech");
    await prism.run("customers:update", id, "--description", "Software");
    const customers = await prism.table("customers:list");
    expect(customers.find(({ name }) => name === "Initech")).toMatchObject({ description: "Software" });
    const copy = await prism.attempt("customers:create", "--name", "Copy", "--externalId", "initech");
    expect([copy.code, copy.stderr]).toEqual([1, expect.stringContaining("already exists")]);
    await prism.run("customers:delete", id);
    const again = await prism.attempt("customers:delete", id);
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining("Record not found")]);
  });
});
