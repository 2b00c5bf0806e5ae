import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { fixture, fixturePath } from "./testing/definitions.ts";
import { oneTenant } from "./testing/harness.ts";
import { startPrism, type PrismOfTenant } from "./testing/prism.ts";

const seed = oneTenant({
  customers: [{ externalId: "globex", name: "Globex" }],
  connections: [
    { stableKey: "acme-api-key", name: "Acme", component: "acme", variableScope: "org", managedBy: "org" },
  ],
});

let prism: PrismOfTenant;

beforeAll(async () => void (prism = await startPrism(seed)));
afterAll(() => prism.close());

const icon = Buffer.from("89504e470d0a1a0a", "hex");

describe("prism", () => {
  test("imports, exports, replaces, publishes and deletes an integration, and lists its versions", async () => {
    const path = fixturePath("hooli.yml");
    const id = await prism.run(
      "integrations:import",
      "-p",
      path,
      "--icon-path",
      prism.write("icon.png", icon),
    );
    const exported = prism.write("exported.yml", await prism.run("integrations:export", id));
    expect(parse(await prism.run("integrations:export", id, "--latest-components"))).toEqual(
      parse(fixture("hooli.yml")),
    );
    const { integration } = await prism.tenant.data(
      `query ($id: ID!) { integration(id: $id) { avatarUrl definition } }`,
      { id },
    );
    const avatar = Buffer.from(await (await fetch(integration.avatarUrl)).arrayBuffer());
    expect(avatar.equals(icon)).toBe(true);

    const replaced = await prism.attempt(
      "integrations:import",
      "-p",
      exported,
      "-i",
      id,
      "-r",
      "--no-confirm",
    );
    expect([replaced.code, replaced.stdout.trim()]).toEqual([0, id]);
    const again = await prism.tenant.data(`query ($id: ID!) { integration(id: $id) { definition } }`, { id });
    expect(again.integration.definition).toBe(integration.definition);

    const version = await prism.run("integrations:publish", id, "--comment", "First", "--commitHash", "abc");
    expect(await prism.table("integrations:versions", id, "-x")).toEqual([
      expect.objectContaining({
        id: version,
        versionNumber: "1",
        versionComment: "First",
        available: "true",
      }),
    ]);
    await prism.run("integrations:available", version, "--no-available");
    expect(await prism.table("integrations:versions", id, "--latest-available")).toEqual([]);
    await prism.run("integrations:update", id, "--name", "Renamed");
    expect((await prism.table("integrations:list", "--search", "renamed")).map(({ name }) => name)).toEqual([
      "Renamed",
    ]);
    await prism.run("integrations:delete", id);
    expect(await prism.table("integrations:list", "--search", "renamed")).toEqual([]);
  });
});
