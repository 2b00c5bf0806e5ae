import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { bare, compileErrors, exportTo, linkPackages, registeredBy } from "../support/exports.ts";
import { startTenant } from "../support/tenant.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "exported-names-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const filesIn = (path: string) => readdir(join(folder, path)).then((names) => names.toSorted());
const read = (path: string) => readFile(join(folder, path), "utf8");

/** Names that have broken other exporters, and those that break TypeScript, terminals and file systems. */
const HOSTILE: readonly string[] = [
  "__proto__",
  "constructor",
  "default",
  "class",
  "await",
  "config",
  "CustomerConnection",
  "123456",
  "AD / ADFS",
  "../../etc/passwd",
  'quote" \' ` ${config.require("x")}',
  "line\nbreak\r\n// comment",
  "\u2028separator\u2029",
  "\u202Eright to left\u202C",
  "*/ block /*",
  "slack oauth",
  "slack-oauth",
  "SLACK-OAUTH",
  "Заказы",
  "注文",
  "x".repeat(255),
  `${"x".repeat(254)}y`,
];

describe("A tenant with names of every kind", () => {
  it("becomes a program that compiles and declares the same, one resource for each object", async () => {
    await using tenant = await startTenant({
      holds: {
        customers: HOSTILE.map((name) => ({ externalId: name, name, allowEmbeddedDesigner: true })),
        connections: HOSTILE.map((name) => bare(name, { name, description: `For ${name}` })),
        integrations: HOSTILE.map((name) => ({
          definition: `definitionVersion: 7\nname: ${JSON.stringify(name)}\nrequiredConfigVars: [{ key: Main, dataType: connection, useScopedConfigVar: ${JSON.stringify(name)} }]\nflows: []\n`,
          versions: 0,
        })),
      },
    });
    const shown = await exportTo(tenant, folder, "project");
    expect(shown).not.toMatch(/[\u2028\u2029\u202E\r]/);
    const project = join(folder, "project");
    await linkPackages(project);
    expect(compileErrors(project)).toEqual([]);
    const registered = await registeredBy(project);
    const named = (type: string) =>
      registered.filter((each) => each.type === `pulumi-nodejs:dynamic/prismatic:${type}`);
    const connections = named("CustomerConnection");
    expect(connections.map(({ inputs }) => inputs.stableKey).toSorted()).toEqual(HOSTILE.toSorted());
    for (const { inputs } of connections) {
      expect(inputs).toMatchObject({ name: inputs.stableKey, description: `For ${inputs.stableKey}` });
    }
    const customers = named("CustomerEmbeddedAccess").map(({ inputs }) => inputs.customer);
    expect(customers.toSorted()).toEqual(HOSTILE.toSorted());
    const definitions = named("Integration").map(
      ({ inputs }) => parse(inputs.definition ?? "") as { name: string },
    );
    expect(definitions.map(({ name }) => name).toSorted()).toEqual(HOSTILE.toSorted());
    expect((await filesIn("project/integrations")).length).toBe(HOSTILE.length);
    const names = registered.map(({ type, name }) => `${type} ${name}`.toLowerCase());
    expect(new Set(names).size).toBe(names.length);
    for (const { type, name } of registered) {
      if (type.includes("prismatic")) expect(name).toMatch(/^[A-Za-z0-9][\w.-]{0,120}$/);
    }
    const imported = JSON.parse(await read("project/import.json")) as {
      resources: { name: string; type: string }[];
    };
    expect(imported.resources.map(({ type, name }) => `${type} ${name}`.toLowerCase()).toSorted()).toEqual(
      names.filter((name) => name.includes("prismatic")).toSorted(),
    );
    const registry = JSON.parse(await read("project/stable-keys.json")) as { stableKeys: object };
    expect(Object.keys(registry.stableKeys).toSorted()).toEqual(
      HOSTILE.filter((name) => name !== "__proto__").toSorted(),
    );
  });

  it("leaves out what Pulumi cannot carry, and integrations whose name does not tell them apart", async () => {
    const text = (name: string, variable = "Main") =>
      `definitionVersion: 7\nname: ${name}\nrequiredConfigVars:\n  - { key: ${variable}, dataType: connection, connection: { key: oauth2, component: { key: slack, isPublic: true, version: LATEST } }, inputs: { clientSecret: { type: value, value: hush } } }\nflows: []\n`;
    await using tenant = await startTenant({
      holds: {
        connections: [bare("one")],
        integrations: [text("Same"), text("Same"), text("Lost", "__proto__"), text("Kept")].map(
          (definition) => ({
            definition,
            versions: 0,
          }),
        ),
      },
    });
    const shown = await exportTo(tenant, folder, "project");
    expect(shown).toMatch(/^integrations +4 +1 +3$/m);
    expect(shown).toMatch(/Left out, integrations: "Same", "Same": several integrations have this name/);
    expect(shown).toMatch(/Left out, integrations: "Lost": it has an entry named "__proto__"/);
    expect(shown).not.toContain("hush");
    expect(await filesIn("project/integrations")).toEqual(["kept.yml"]);
  });
});
