import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { isPromised } from "../../test/support/size.ts";
import { startEmulator, type Emulator } from "./index.ts";
import { connect, definitionUsing, oneTenant, type Client } from "./testing/harness.ts";
import { Prism } from "./testing/prism.ts";
import type { Finished } from "./testing/process.ts";

const tenantSeed = (name: string) => ({
  ...oneTenant({
    customers: [{ externalId: "globex", name: "Globex", description: "Energy" }],
    connections: [
      {
        stableKey: "slack",
        name: "Slack",
        component: "slack",
        variableScope: "customer",
        managedBy: "customer",
      },
      { stableKey: "openai", name: "AI", component: "openai", variableScope: "org", managedBy: "org" },
      { stableKey: "mine", name: "Mine", component: "openai", variableScope: "user", managedBy: "org" },
      {
        stableKey: "mine-own",
        name: "The operator's",
        component: "openai",
        variableScope: "user",
        managedBy: "user",
        parent: "mine",
        user: `operator@${name.toLowerCase().replaceAll(" ", "-")}.example`,
      },
    ],
    integrations: [{ definition: definitionUsing("Alerts", "slack") }],
    instances: [{ name: "Alerts for Globex", customer: "globex", integration: "Alerts" }],
  }).stacks[0]!.tenants[0]!,
  name,
});

let directory: string;
let emulator: Emulator;
let tenants: Client[];
let command: Prism;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "prismatic-emulator-prism-"));
  emulator = await startEmulator({
    dataDirectory: join(directory, "data"),
    seed: { stacks: [{ name: "us", tenants: [tenantSeed("Acme Dev"), tenantSeed("Acme Prod")] }] },
  });
  tenants = await Promise.all([connect(emulator, 0, 0), connect(emulator, 0, 1)]);
  command = new Prism(emulator, directory);
});

afterAll(async () => {
  await emulator.close();
  rmSync(directory, { recursive: true, force: true });
});

const prismAs = (credentials: NodeJS.ProcessEnv, ...args: string[]): Promise<Finished> =>
  command.attempt(credentials, args);
const prism = (...args: string[]): Promise<string> => command.run(tenants[0]!.token, args);
const table = (...args: string[]): Promise<Record<string, string>[]> =>
  command.table(tenants[0]!.token, args);

describe.concurrent("prism", () => {
  test("signs in by an access token and by a refresh token", async () => {
    const [dev, prod] = emulator.stacks[0]!.tenants;
    expect(await prism("me")).toContain(`Tenant ID: ${dev!.id}`);
    const byRefresh = await prismAs(
      { PRISM_REFRESH_TOKEN: prod!.refreshToken, PRISMATIC_TENANT_ID: prod!.id },
      "me",
    );
    expect(byRefresh.stdout).toContain("Organization: Acme Prod");
    expect(byRefresh.stdout).toContain(`Tenant ID: ${prod!.id}`);
  });

  test("lists the same stable keys in two tenants, under different ids", async () => {
    const connections = await table("organization:connections:list");
    expect(connections.map(({ stableKey, managedBy }) => [stableKey, managedBy])).toEqual([
      ["slack", "CUSTOMER"],
      ["openai", "ORG"],
      ["mine", "ORG"],
      ["mine-own", "USER"],
    ]);
    const filtered = await table("organization:connections:list", "--managed-by", "org");
    expect(filtered.map(({ stableKey }) => stableKey)).toEqual(["openai", "mine"]);
    const lists = await Promise.all(
      tenants.map(({ token }) =>
        prismAs(
          { PRISM_ACCESS_TOKEN: token },
          "graphql:query",
          "{ scopedConfigVariables { nodes { id stableKey } } }",
        ),
      ),
    );
    const [dev, prod] = lists.map(({ stdout }) => {
      const { scopedConfigVariables } = JSON.parse(stdout) as {
        scopedConfigVariables: { nodes: { id: string; stableKey: string }[] };
      };
      return scopedConfigVariables.nodes;
    });
    expect(dev!.map(({ stableKey }) => stableKey)).toEqual(prod!.map(({ stableKey }) => stableKey));
    expect(new Set([...dev!, ...prod!].map(({ id }) => id)).size).toBe(8);
  });

  test("shows what the emulator leaves out", async () => {
    const { code, stderr } = await prismAs(
      { PRISM_ACCESS_TOKEN: tenants[0]!.token },
      "graphql:query",
      "{ logs { totalCount } }",
    );
    expect(code).toBe(2);
    expect(stderr).toContain("The emulator does not implement RootQuery.logs yet");
  });

  // A start of prism takes seconds; the emulator's own tests ask the same of it.
  if (isPromised) {
    test("is told what is wrong with its token, or with the tenant it wants", async () => {
      const [dev, prod] = emulator.stacks[0]!.tenants;
      const stale = await prismAs({ PRISM_ACCESS_TOKEN: "undefined" }, "me");
      expect([stale.code, stale.stderr]).toEqual([1, expect.stringContaining("Not authenticated")]);
      const elsewhere = await prismAs(
        { PRISM_REFRESH_TOKEN: dev!.refreshToken, PRISMATIC_TENANT_ID: prod!.id },
        "me",
      );
      expect(elsewhere.stderr).toContain(`Access denied for tenant ID '${prod!.id}'`);
    });

    test("lists components and their actions", async () => {
      const components = await table("components:list", "--search", "slack");
      expect(components).toEqual([
        expect.objectContaining({ label: "Slack", public: "true", versionNumber: "1" }),
      ]);
      const actions = await table("components:actions:list", "slack");
      expect(actions.map(({ label }) => label)).toContain("Post Message");
    });

    test("lists integrations and instances, and exports a definition", async () => {
      expect(await table("integrations:list")).toEqual([expect.objectContaining({ name: "Alerts" })]);
      expect(await table("instances:list")).toEqual([
        expect.objectContaining({ name: "Alerts for Globex", customer: "Globex" }),
      ]);
      const data = await tenants[0]!.data("{ integrations { nodes { id } } }");
      expect(await prism("integrations:export", data.integrations.nodes[0].id as string)).toContain(
        "useScopedConfigVar: slack",
      );
    });
  }
});
