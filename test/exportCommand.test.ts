import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import ts from "typescript";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { exportTenant, type ExportRequest } from "../rollout/src/export/exportTenant.ts";
import { root } from "../tools/setup/paths.mjs";
import { createCodeNativeBundle } from "./support/codeNativeBundle.ts";
import { createBundle } from "./support/componentBundle.ts";
import { runCommand, type CommandResult } from "./support/processes.ts";
import { checkAndCreate, startProvider } from "./support/provider.ts";
import { startTenant, type TenantOptions, type TestTenant } from "./support/tenant.ts";

const main = join(root, "rollout/dist/main.js");

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "export-command-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The environment of a person who is signed in to the tenant, without Pulumi on the PATH. */
const signedIn = (tenant: TestTenant) => ({
  HOME: folder,
  PATH: "",
  PRISMATIC_URL: tenant.url,
  PRISM_REFRESH_TOKEN: tenant.refreshToken,
});

/** Exports as the command does, in this process; answers what is shown, on the way and at the end. */
async function exportTo(
  tenant: TestTenant,
  name: string,
  more: Partial<ExportRequest> = {},
): Promise<string> {
  const lines: string[] = [];
  const shown = await exportTenant({
    ...{ folder: name, cwd: folder, name: "main", components: [], codeNative: [], readSecrets: false },
    env: signedIn(tenant),
    signal: new AbortController().signal,
    tell: (line) => void lines.push(line),
    ...more,
  });
  return [...lines, shown].join("\n");
}

/** Runs the command itself. */
function command(
  tenant: TestTenant,
  args: string[],
  onStart: (child: { pid?: number | undefined }) => void = () => undefined,
): Promise<CommandResult> {
  return runCommand(process.execPath, [main, "export", ...args], {
    cwd: folder,
    env: signedIn(tenant),
    onStart,
  });
}

const filesIn = (path = ".") => readdir(join(folder, path)).then((names) => names.toSorted());
const read = (path: string) => readFile(join(folder, path), "utf8");

type Connections = NonNullable<NonNullable<TenantOptions["holds"]>["connections"]>;
const todoist = (stableKey: string, more: Partial<Connections[number]> = {}): Connections[number] => ({
  ...{ stableKey, name: stableKey, component: "openai", variableScope: "customer", managedBy: "customer" },
  ...more,
});

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

/** Compiles a project as its own tsconfig.json says. */
function compileErrors(project: string): string[] {
  const file = join(project, "tsconfig.json");
  const { config } = ts.readConfigFile(file, (path) => ts.sys.readFile(path)) as { config: object };
  const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, project);
  const diagnostics = ts.getPreEmitDiagnostics(ts.createProgram(fileNames, options));
  return diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}

async function linkPackages(project: string): Promise<void> {
  for (const name of ["@pulumi/pulumi", "pulumi-prismatic"]) {
    const link = join(project, "node_modules", name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(join(root, "node_modules", name), link);
  }
}

interface Registered {
  type: string;
  name: string;
  inputs: { stableKey?: string; name?: string; description?: string; customer?: string; definition?: string };
}

/** Runs a program with Pulumi's mocks: what it registers. */
async function registeredBy(project: string, secrets: string[]): Promise<Registered[]> {
  const runner = `
    import * as pulumi from "@pulumi/pulumi";
    const all = [];
    pulumi.runtime.setAllConfig(Object.fromEntries(${JSON.stringify(secrets)}.map((key) => ["project:" + key, "given"])));
    pulumi.runtime.setMocks({
      newResource: ({ type, name, inputs }) => (all.push({ type, name, inputs }), { id: name, state: inputs }),
      call: () => ({}),
    });
    await import("./index.ts");
    process.once("beforeExit", () => console.log(JSON.stringify(all)));`;
  await writeFile(join(project, "runner.mjs"), runner);
  const { exitCode, stdout, output } = await runCommand(process.execPath, ["runner.mjs"], { cwd: project });
  expect(exitCode, output).toBe(0);
  return JSON.parse(stdout) as Registered[];
}

describe("A tenant with names of every kind", () => {
  it("becomes a program that compiles and declares the same, one resource for each object", async () => {
    await using tenant = await startTenant({
      holds: {
        customers: HOSTILE.map((name) => ({ externalId: name, name, allowEmbeddedDesigner: true })),
        connections: HOSTILE.map((name) => todoist(name, { name, description: `For ${name}` })),
        integrations: HOSTILE.map((name) => ({
          definition: `definitionVersion: 7\nname: ${JSON.stringify(name)}\nrequiredConfigVars: [{ key: Main, dataType: connection, useScopedConfigVar: ${JSON.stringify(name)} }]\nflows: []\n`,
          versions: 0,
        })),
      },
    });
    const shown = await exportTo(tenant, "project");
    expect(shown).not.toMatch(/[\u2028\u2029\u202E\r]/);
    const project = join(folder, "project");
    await linkPackages(project);
    expect(compileErrors(project)).toEqual([]);
    const registered = await registeredBy(project, []);
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
        connections: [todoist("one")],
        integrations: [text("Same"), text("Same"), text("Lost", "__proto__"), text("Kept")].map(
          (definition) => ({
            definition,
            versions: 0,
          }),
        ),
      },
    });
    const shown = await exportTo(tenant, "project");
    expect(shown).toMatch(/^integrations +4 +1 +3$/m);
    expect(shown).toMatch(/Left out, integrations: "Same", "Same": several integrations have this name/);
    expect(shown).toMatch(/Left out, integrations: "Lost": it has an entry named "__proto__"/);
    expect(shown).not.toContain("hush");
    expect(await filesIn("project/integrations")).toEqual(["kept.yml"]);
  });
});

it("User connections come with their test credentials; what users own, and what nothing tells of, is left out", async () => {
  const user = { component: "openai", variableScope: "user", managedBy: "org" } as const;
  await using tenant = await startTenant({
    holds: {
      connections: [
        { ...user, stableKey: "mine", name: "Mine" },
        { ...user, stableKey: "theirs", name: "Theirs" },
        { ...user, stableKey: "leaf-of-others", name: "Test", parent: "theirs" },
        {
          ...{ ...user, stableKey: "hers", name: "Hers", managedBy: "user", parent: "mine" },
          user: "operator@test.example",
        },
      ],
    },
  });
  await using provider = await startProvider(tenant, { "prismatic:batchSize": "1" });
  await checkAndCreate(provider.testCredentials, {
    connection: { stableKey: "mine" },
    secrets: { apiKey: "hush" },
  });
  const shown = await exportTo(tenant, "project");
  expect(shown).toMatch(/^connections +3 +2 +1$/m);
  expect(shown).toMatch(/^test credentials +2 +1 +1$/m);
  expect(shown).toContain(
    `Left out, connections: "hers": it is one user's own credential below a user connection`,
  );
  expect(shown).toContain(
    'Left out, test credentials: "leaf-of-others": it holds the test credentials of a user',
  );
  expect(shown).not.toContain("hush");
  expect(await read("project/userConnections.ts")).toContain(
    'apiKey: config.requireSecret("mineTestApiKey")',
  );
});

it("Secrets that no client can read are named as well", async () => {
  await using tenant = await startTenant({
    switches: { "password-inputs": "write-only" },
    holds: {
      connections: [
        {
          ...{
            stableKey: "openai",
            name: "OpenAI",
            component: "openai",
            variableScope: "org",
            managedBy: "org",
          },
          inputs: { apiKey: "hush" },
        },
      ],
    },
  });
  const shown = await exportTo(tenant, "project");
  expect(shown).toContain("Still to be set: 1 secret.");
  expect(shown).not.toContain("hush");
  expect(await read("project/organizationGlobalConnections.ts")).toContain(
    'config.requireSecret("openaiApiKey")',
  );
  expect(await read("project/Pulumi.main.yaml")).toContain("pulumi config set --secret openaiApiKey");
});

it("300 connections with credentials of 250 customers take a dozen requests, and each is there once", async () => {
  const customers = Array.from({ length: 250 }, (_, index) => ({
    externalId: `c${index}`,
    name: `C${index}`,
  }));
  await using tenant = await startTenant({
    holds: {
      customers,
      connections: [
        ...Array.from({ length: 299 }, (_, index) => todoist(`key-${index}`)),
        todoist("warehouse", { component: "postgres", managedBy: "org" }),
      ],
      credentials: customers.map(({ externalId }) => ({
        connection: "warehouse",
        customer: externalId,
        inputs: { host: "h", database: externalId, username: "u" },
      })),
    },
  });
  await tenant.clearRequests();
  const shown = await exportTo(tenant, "project");
  expect(shown).toMatch(/^connections +300 +300 +0$/m);
  expect(shown).toMatch(/^customers' credentials +250 +250 +0$/m);
  const requests = (await tenant.requests()).map(({ operationName }) => operationName ?? "token");
  const counts = Object.fromEntries(
    [...new Set(requests)].map((name) => [name, requests.filter((each) => each === name).length]),
  );
  expect(counts).toEqual({
    token: 1,
    ListReachableTenants: 1,
    ListConnections: 3,
    ListCredentials: 3,
    ListCustomers: 3,
    ListComponents: 1,
    ListComponentKeys: 1,
    ListIntegrations: 1,
  });
  const program = await read("project/customerConnections.ts");
  expect(program.match(/^export const /gm)).toHaveLength(299);
  expect(
    (await read("project/customerCredentials.ts")).match(/^new CustomerCredentialsSet\(/gm),
  ).toHaveLength(1);
});

it("Bundles bring components and code along, by paths from the program", async () => {
  await using tenant = await startTenant({ holds: { connections: [todoist("one")] } });
  await tenant.setProcessing(0);
  await using component = await createBundle({ key: "parcels" });
  await using code = await createCodeNativeBundle({ name: "Orders" });
  await using provider = await startProvider(tenant, { "prismatic:batchSize": "1" });
  await checkAndCreate(provider.component, { bundle: component.folder });
  await checkAndCreate(provider.codeNative, { bundle: code.folder });
  const without = await exportTo(tenant, "without");
  expect(without).toMatch(/Left out, integrations: "Orders": .* export it with --code-native/);
  expect(without).toMatch(/"parcels".*: .* export it with --component/);
  const shown = await exportTo(tenant, "project", {
    components: [component.folder],
    codeNative: [code.folder],
  });
  expect(shown).toMatch(/^integrations +1 +1 +0$/m);
  expect(shown).toMatch(/^components of your own +3 +1 +2$/m);
  await linkPackages(join(folder, "project"));
  const [declared] = (await registeredBy(join(folder, "project"), [])).filter(({ type }) =>
    type.endsWith(":Component"),
  );
  expect(declared?.inputs).toMatchObject({ bundle: expect.stringMatching(/^\.\.\//) as string });
});

describe("Nothing is written", () => {
  let tenant: TestTenant;
  beforeAll(async () => {
    tenant = await startTenant({
      holds: { connections: Array.from({ length: 100 }, (_, index) => todoist(`key-${index}`)) },
    });
  });
  afterAll(() => tenant.dispose());

  it.each([
    ["a folder that is not empty", "full", /full is not empty\. An export overwrites nothing/],
    ["a file", "file", /file is a file\./],
    ["a link", "link", /link is a symbolic link\./],
    ["a place in no folder", "no/where", /There is no folder .*no, so nothing was written/],
  ])("over %s, and no request is sent", async (_, place, message) => {
    await mkdir(join(folder, "full"));
    await writeFile(join(folder, "full/mine"), "mine");
    await writeFile(join(folder, "file"), "mine");
    await mkdir(join(folder, "empty"));
    await symlink("empty", join(folder, "link"));
    const before = await filesIn();
    await tenant.clearRequests();
    await expect(exportTo(tenant, place)).rejects.toThrow(message);
    expect(await filesIn()).toEqual(before);
    expect(await filesIn("full")).toEqual(["mine"]);
    expect(await tenant.requests()).toEqual([]);
  });

  it("but an empty folder is filled", async () => {
    await mkdir(join(folder, "empty"));
    await exportTo(tenant, "empty");
    expect(await filesIn()).toEqual(["empty"]);
    expect(await filesIn("empty")).toContain("import.json");
  });

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("after %s", async (signal, code) => {
    await tenant.clearRequests();
    await tenant.injectFault({ operationName: "ListConnections" }, { type: "delay", milliseconds: 600_000 });
    const { exitCode, stdout, stderr } = await command(tenant, ["project"], ({ pid }) => {
      void (async () => {
        await expect
          .poll(async () =>
            (await tenant.requests()).some(({ operationName }) => operationName === "ListReachableTenants"),
          )
          .toBe(true);
        process.kill(pid ?? 0, signal);
      })();
    });
    expect([exitCode, stdout]).toEqual([code, ""]);
    expect(stderr).toBe("Interrupted. Nothing was written.\n");
    expect(await filesIn()).toEqual([]);
  });

  it("where the disk takes no more", async () => {
    // Files of 8 KiB at most: the first ones are written.
    const limited = `ulimit -f 16; exec "${process.execPath}" "${main}" export project`;
    const { exitCode, stdout, stderr } = await runCommand("/bin/sh", ["-c", limited], {
      cwd: folder,
      env: signedIn(tenant),
    });
    expect([exitCode, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/project cannot be written \(EFBIG\), so nothing is there\./);
    expect(await filesIn()).toEqual([]);
  });

  it.each([
    [{ PRISM_REFRESH_TOKEN: undefined }, /Neither PRISM_REFRESH_TOKEN nor PRISM_ACCESS_TOKEN is set/],
    [
      { PRISM_REFRESH_TOKEN: undefined, PRISM_ACCESS_TOKEN: "a" },
      /PRISM_ACCESS_TOKEN does not tell whose token it is/,
    ],
    [{ PRISMATIC_URL: "ftp://x" }, /PRISMATIC_URL is not an address/],
    [{ PRISMATIC_TENANT_ID: "acme" }, /PRISMATIC_TENANT_ID must be a tenant's id/],
    [{ PRISM_REFRESH_TOKEN: "wrong" }, /PRISM_REFRESH_TOKEN/],
  ])("without a tenant: %j", async (change, message) => {
    const env = { ...signedIn(tenant), ...change };
    await expect(exportTo(tenant, "project", { env })).rejects.toThrow(message);
    expect(await filesIn()).toEqual([]);
  });

  it.each([
    [["project", "--tenant-id", "acme"], /^PRISMATIC_TENANT_ID must be a tenant's id .*\n$/],
    [["project", "--stack", "us", "--url", "https://x"], /^--stack names the tenant .*\nNext: Leave out/],
  ])("and one line says why, without a stack trace: %j", async (args, message) => {
    const { exitCode, stdout, stderr } = await command(tenant, args);
    expect([exitCode, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it("of a tenant that holds nothing", async () => {
    await using empty = await startTenant();
    expect(await exportTo(empty, "project")).toContain("has nothing to export. Nothing was written.");
    expect(await filesIn()).toEqual([]);
  });
});

it("The tenant may be named by options, as its id and its address", async () => {
  await using tenant = await startTenant({
    holds: { connections: [todoist("one")] },
    otherTenants: ["Other"],
  });
  const env = { PRISM_REFRESH_TOKEN: tenant.refreshToken };
  const { url } = tenant;
  await expect(exportTo(tenant, "project", { env, url })).rejects.toThrow("reaches 2 tenants");
  await exportTo(tenant, "project", { env, url, tenantId: tenant.id, name: "us", project: "acme" });
  expect(await read("project/Pulumi.us.yaml")).toContain(`prismatic:tenantId: ${tenant.id}`);
  expect(await read("project/Pulumi.yaml")).toContain("name: acme");
});
