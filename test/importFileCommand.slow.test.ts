import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { compileCache, root } from "../tools/setup/paths.mjs";
import { digestOf } from "../provider/src/cli/names.ts";
import { createCodeNativeBundle } from "./support/codeNativeBundle.ts";
import { runCommand } from "./support/processes.ts";
import { checkAndCreate, startProvider } from "./support/provider.ts";
import { startTenant, type TestTenant } from "./support/tenant.ts";

const names = ["注文同期", "在庫同期", "Order Sync", "order-sync", "CON", "Hooli", "Заказы"];
const text = (name: string, variables = "[]") =>
  `definitionVersion: 7\nname: ${JSON.stringify(name)}\nrequiredConfigVars: ${variables}\nflows: []\n`;
const hidden =
  "[{ key: Slack, dataType: connection, connection: { key: oauth2, component: { key: slack, isPublic: true, version: LATEST } }, inputs: { clientSecret: { type: complex, value: [{ type: value, value: hush }] } } }]";
const connection = (variable: string) =>
  `[{ key: ${variable}, dataType: connection, connection: { key: oauth2, component: { key: slack, isPublic: true, version: LATEST } }, inputs: { clientSecret: { type: value, value: "hush ${variable}" } } }]`;

let tenant: TestTenant;
let folder: string;
beforeAll(async () => {
  tenant = await startTenant({
    holds: {
      integrations: names.map((name, index) => ({
        definition: text(name, index < 2 ? connection(name) : "[]"),
        versions: 0,
      })),
      customers: [{ externalId: "acme", name: "Acme" }],
    },
  });
});
afterAll(() => tenant?.dispose());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "import-file-"));
  await mkdir(join(folder, "app/src"), { recursive: true });
  await writeFile(join(folder, "Pulumi.yaml"), "name: project\nruntime: nodejs\nmain: app/\n");
});
afterEach(() => rm(folder, { recursive: true }));

/** Runs the command with the tenant of the environment, for which it needs no engine. */
function command(args: string[], at: string = folder, of: TestTenant = tenant) {
  return runCommand(process.execPath, [join(root, "provider/dist/cli/main.js"), "import-file", ...args], {
    cwd: at,
    env: {
      HOME: folder,
      PATH: "",
      PRISMATIC_URL: of.url,
      PRISMATIC_TENANT_ID: of.id,
      PRISM_REFRESH_TOKEN: of.refreshToken,
      NODE_COMPILE_CACHE: compileCache,
    },
  });
}
const filesIn = (path: string) => readdir(join(folder, path)).catch(() => []);

interface ImportFile {
  resources: { name: string; inputs: { definition: string } }[];
}
const importFileAt = async (path: string) =>
  JSON.parse(await readFile(join(folder, path), "utf8")) as ImportFile;

describe("Integrations of any name", () => {
  it("have files, resources and configuration keys of their own, where the program looks for them", async () => {
    const { exitCode, stdout, output } = await command(["Integration/*", "--out", "import.json"]);
    expect([exitCode, output.includes("hush")]).toEqual([0, false]);
    const resources = (await importFileAt("import.json")).resources;
    expect(new Set(resources.map(({ name }) => name.toLowerCase())).size).toBe(names.length);
    const paths = [...stdout.matchAll(/definition: "([^"]+)"/g)].map(([, path = ""]) => path);
    expect(paths.map((path) => path.replace("integrations/", "")).toSorted()).toEqual(
      (await filesIn("app/integrations")).toSorted(),
    );
    const read = await Promise.all(paths.map((path) => readFile(join(folder, "app", path), "utf8")));
    expect(read.map((each) => (parse(each) as { name: string }).name)).toEqual(names);
    expect(paths).toContain("integrations/hooli.yml");
    const keys = [...stdout.matchAll(/requireSecret\("([^"]+)"\)/g)].map(([, key]) => key);
    expect([keys.length, new Set(keys).size]).toEqual([2, 2]);
    expect(await filesIn("integrations")).toEqual([]);
    const modes = await Promise.all(paths.map((path) => stat(join(folder, "app", path))));
    expect(new Set(modes.map(({ mode }) => (mode & 0o777).toString(8)))).toEqual(new Set(["600"]));
  });

  it("are not written through a link that leads to no file", async () => {
    await mkdir(join(folder, "app/integrations"));
    const link = join(folder, "app/integrations/hooli.yml");
    await symlink(join(folder, "elsewhere.yml"), link);
    const { exitCode, output } = await command(["Integration/*", "--out", "import.json"]);
    expect(exitCode).toBe(1);
    expect(output).toContain(`${link} is a symbolic link to no file. Remove it, then run this again.`);
    expect(await filesIn(".")).not.toContain("elsewhere.yml");
    expect(await filesIn("app/integrations")).toEqual(["hooli.yml"]);
    expect(await filesIn(".")).not.toContain("import.json");
  });

  it("have the same names when they are imported alone, from a folder below, and from elsewhere", async () => {
    await command(["Integration/*", "--out", "all.json"]);
    const all = (await importFileAt("all.json")).resources.map(({ name }) => name);
    for (const [index, name] of ["注文同期", "order-sync"].entries()) {
      const at = index === 0 ? join(folder, "app/src") : tmpdir();
      const out = join(folder, `${index}.json`);
      const { exitCode } = await command(
        [`Integration/${name}`, "--cwd", index === 0 ? "." : folder, "--out", out],
        at,
      );
      expect(exitCode).toBe(0);
      expect(all).toContain((await importFileAt(`${index}.json`)).resources[0]?.name);
    }
    expect(await filesIn("app/integrations")).toHaveLength(names.length);
  });
});

it("Integrations of any name that are written in code are taken over by their bundles, from the program's folder", async () => {
  const coded = ["受注コード", "在庫コード"];
  await using provider = await startProvider(tenant, { "prismatic:batchSize": "1" });
  for (const [index, name] of coded.entries()) {
    await using bundle = await createCodeNativeBundle({ name });
    await checkAndCreate(provider.codeNative, { bundle: bundle.folder });
    await cp(bundle.project, join(folder, `app/code${index}`), { recursive: true });
  }
  const bundles = ["code0/dist", "code1/dist", "code0/dist"];
  const { exitCode, stdout } = await command(["--code-native", ...bundles, "--out", "import.json"]);
  expect(exitCode).toBe(0);
  const declared = [...stdout.matchAll(/new CodeNativeIntegration\("([^"]+)", \{\n {2}bundle: "([^"]+)"/g)];
  expect(declared.map(([, , path]) => path)).toEqual(["code0/dist", "code1/dist"]);
  expect(new Set(declared.map(([, name]) => name)).size).toBe(2);
  for (const [, name] of declared) expect(name).toMatch(/^integration-[0-9a-f]{8}$/);
});

it("Parts of a connection have names that one program for all tenants can keep", async () => {
  await using other = await startTenant({
    holds: { customers: ["globex", "globex-main", "a/b"].map((id) => ({ externalId: id, name: id })) },
  });
  await using provider = await startProvider(other, { "prismatic:batchSize": "1" });
  const connection = { component: "acme", stableKey: "acme", name: "Acme" };
  await checkAndCreate(provider.supplied, connection);
  for (const [customer, name] of [
    ["globex", "main-x"],
    ["globex-main", "x"],
    ["a/b", "x"],
  ]) {
    const secrets = { api_key: "hush" };
    await checkAndCreate(provider.credentials, {
      connection: { stableKey: "acme" },
      customer,
      name,
      secrets,
    });
  }
  const all = await command(["CustomerCredentials/acme", "--out", "import.json"], folder, other);
  const found = [...all.stdout.matchAll(/new CustomerCredentials\("([^"]+)"/g)].map(([, name]) => name);
  expect(found.toSorted()).toEqual(
    [
      "acme-a/b-x",
      `acme-globex-main-x-${digestOf(JSON.stringify([null, "acme", "globex", "main-x", null, null]))}`,
      `acme-globex-main-x-${digestOf(JSON.stringify([null, "acme", "globex-main", "x", null, null]))}`,
    ].toSorted(),
  );
  expect(new Set(all.stdout.match(/requireSecret\("[^"]+"\)/g)).size).toBe(3);
  for (const form of ["a/b", "a/b/x"]) {
    const one = await command([`CustomerCredentials/acme/${form}`, "--out", "one.json"], folder, other);
    expect(one.stdout).toContain('new CustomerCredentials("acme-a/b-x"');
  }
  for (const [form, message] of [
    [
      "CustomerCredentialsSet/acme",
      /has customers' credentials with names only, .*: CustomerCredentials\/acme\nCode: PRISMATIC_CONFIGURATION\n$/,
    ],
    [
      "GlobalValues/acme",
      /^error: "acme" of Tenant .* has no global values of its own\.\nCode: PRISMATIC_CONFIGURATION\n$/,
    ],
    [
      "TestCredentials/acme",
      /^error: "acme" of Tenant .* has no test credentials\.\nCode: PRISMATIC_CONFIGURATION\n$/,
    ],
  ] as const) {
    const nothing = await command([form, "--out", "nothing.json"], folder, other);
    expect([nothing.exitCode, nothing.stdout]).toEqual([1, ""]);
    expect(nothing.stderr).toMatch(message);
  }
  expect(await filesIn(".")).not.toContain("nothing.json");
});

describe("Nothing is written", () => {
  it("before every file was judged", async () => {
    await mkdir(join(folder, "app/integrations"));
    await writeFile(join(folder, "app/integrations/hooli.yml"), "name: Mine\n");
    const { exitCode, stdout, stderr } = await command(["Integration/*", "--out", "import.json"]);
    expect([exitCode, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(
      /app\/integrations\/hooli\.yml is there already and differs from the tenant's definition\. Move/,
    );
    expect([await filesIn("app/integrations"), await filesIn(".")]).toEqual([
      ["hooli.yml"],
      ["Pulumi.yaml", "app"],
    ]);
  });

  it("where a definition has a secret that no file may hold", async () => {
    await using other = await startTenant({
      holds: {
        integrations: ["A", "B"].map((name) => ({
          definition: text(name, name === "B" ? hidden : "[]"),
          versions: 0,
        })),
      },
    });
    const named = ["Integration/A", "Integration/B", "--out", "import.json"];
    const { exitCode, output } = await command(named, folder, other);
    expect(exitCode).toBe(1);
    expect(output).toMatch(
      /"B" has secrets that no file may hold.*: config variable "Slack", inputs\.clientSecret\. Empty these/,
    );
    expect([output.includes("hush"), await filesIn("app/integrations")]).toEqual([false, []]);
    const rest = await command(["Integration/*", "--out", "import.json"], folder, other);
    expect(rest.stderr).toMatch(/^Left out: "B" has secrets that no file may hold/m);
    expect([rest.output.includes("hush"), await filesIn("app/integrations")]).toEqual([false, ["a.yml"]]);
  });

  it.each([
    [
      ["Integration/Hooli", "--out", "nowhere/import.json"],
      1,
      /^error: --out nowhere\/import\.json: there is no folder .*nowhere\. Nothing was written\.\nCode: PRISMATIC_CONFIGURATION\n$/,
    ],
    [
      ["Integration/Hooli", "--out", "app"],
      1,
      /^error: --out app is a folder; name a file\. Nothing was written\.\nCode: PRISMATIC_CONFIGURATION\n$/,
    ],
    [
      ["Integration/Hooli", "--cwd", "nowhere"],
      1,
      /^error: There is no folder .*nowhere \(--cwd\)\.\nCode: PRISMATIC_CONFIGURATION\n$/,
    ],
    [["--component", "app"], 1, /^error: "app" does not exist in .*app\. Build the component first/],
    [["--code-native", "gone"], 1, /^error: "gone" does not exist in .*app\. Build the component first/],
    [
      ["--component", "src"],
      1,
      /^error: "src" holds no index\.js, so it is no built component\..*\nCode: PRISMATIC_CONFIGURATION\n$/,
    ],
    [
      ["CustomerEmbeddedAccess/*"],
      0,
      /has nothing to take over for CustomerEmbeddedAccess\/\*\. No file was written\.\n$/,
    ],
    [["--all"], 0, /has nothing to take over for --all\. No file was written\.\n$/],
  ])("and one line says why: %j", async (args, code, message) => {
    const { exitCode, stdout, stderr } = await command(args);
    expect([exitCode, stdout]).toEqual([code, ""]);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/^ {4}at /m);
    expect(await filesIn("app/integrations")).toEqual([]);
  });
});

it("The help names every form", async () => {
  const help = (await command(["--help"])).stdout;
  for (const form of [
    "<stable key>",
    "GlobalValues/",
    "TestCredentials/",
    "EmbeddedWorkflowFlag/",
    "CustomerCredentials/<stable key>/<customer>",
    "CustomerCredentialsSet/",
    "Integration/<name>",
    "Integration/*",
    "CustomerEmbeddedAccess/*",
    "--component",
    "--code-native",
    "--all",
  ])
    expect(help).toContain(`\n  ${form}`);
  expect((await command([])).stderr).toContain("Next: pulumi-prismatic import-file --help\n");
});
