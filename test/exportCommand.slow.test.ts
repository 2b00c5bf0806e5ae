import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { root } from "../tools/setup/paths.mjs";
import { createCodeNativeBundle } from "./support/codeNativeBundle.ts";
import { createBundle } from "./support/componentBundle.ts";
import { bare, exportTo, linkPackages, registeredBy, signedIn } from "./support/exports.ts";
import { runCommand, type CommandResult } from "./support/processes.ts";
import { checkAndCreate, startProvider } from "./support/provider.ts";
import { startTenant, type TestTenant } from "./support/tenant.ts";

const main = join(root, "rollout/dist/main.js");

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "export-command-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Runs the command itself. */
function command(
  tenant: TestTenant,
  args: string[],
  onStart: (child: { pid?: number | undefined }) => void = () => undefined,
): Promise<CommandResult> {
  return runCommand(process.execPath, [main, "export", ...args], {
    cwd: folder,
    env: signedIn(tenant, folder),
    onStart,
  });
}

const filesIn = (path = ".") => readdir(join(folder, path)).then((names) => names.toSorted());
const read = (path: string) => readFile(join(folder, path), "utf8");

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
  const shown = await exportTo(tenant, folder, "project");
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
  const shown = await exportTo(tenant, folder, "project");
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
        ...Array.from({ length: 299 }, (_, index) => bare(`key-${index}`)),
        bare("warehouse", { component: "postgres", managedBy: "org" }),
      ],
      credentials: customers.map(({ externalId }) => ({
        connection: "warehouse",
        customer: externalId,
        inputs: { host: "h", database: externalId, username: "u" },
      })),
    },
  });
  await tenant.clearRequests();
  const shown = await exportTo(tenant, folder, "project");
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
  await using tenant = await startTenant({ holds: { connections: [bare("one")] } });
  await tenant.setProcessing(0);
  await using component = await createBundle({ key: "parcels" });
  await using code = await createCodeNativeBundle({ name: "Orders" });
  await using provider = await startProvider(tenant, { "prismatic:batchSize": "1" });
  await checkAndCreate(provider.component, { bundle: component.folder });
  await checkAndCreate(provider.codeNative, { bundle: code.folder });
  const without = await exportTo(tenant, folder, "without");
  expect(without).toMatch(/Left out, integrations: "Orders": .* export it with --code-native/);
  expect(without).toMatch(/"parcels".*: .* export it with --component/);
  const shown = await exportTo(tenant, folder, "project", {
    components: [component.folder],
    codeNative: [code.folder],
  });
  expect(shown).toMatch(/^integrations +1 +1 +0$/m);
  expect(shown).toMatch(/^components of your own +3 +1 +2$/m);
  await linkPackages(join(folder, "project"));
  const [declared] = (await registeredBy(join(folder, "project"))).filter(({ type }) =>
    type.endsWith(":Component"),
  );
  expect(declared?.inputs).toMatchObject({ bundle: expect.stringMatching(/^\.\.\//) as string });
});

describe("Nothing is written", () => {
  let tenant: TestTenant;
  beforeAll(async () => {
    tenant = await startTenant({
      holds: { connections: Array.from({ length: 100 }, (_, index) => bare(`key-${index}`)) },
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
    await expect(exportTo(tenant, folder, place)).rejects.toThrow(message);
    expect(await filesIn()).toEqual(before);
    expect(await filesIn("full")).toEqual(["mine"]);
    expect(await tenant.requests()).toEqual([]);
  });

  it("but an empty folder is filled", async () => {
    await mkdir(join(folder, "empty"));
    await exportTo(tenant, folder, "empty");
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
      env: signedIn(tenant, folder),
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
    const env = { ...signedIn(tenant, folder), ...change };
    await expect(exportTo(tenant, folder, "project", { env })).rejects.toThrow(message);
    expect(await filesIn()).toEqual([]);
  });

  it.each([
    [
      ["project", "--tenant-id", "acme"],
      /^error: PRISMATIC_TENANT_ID must be a tenant's id .*\nCode: PRISMATIC_CONFIGURATION\n$/,
    ],
    [
      ["project", "--stack", "us", "--url", "https://x"],
      /^error: --stack names the tenant .*\nNext: Leave out .*\nCode: PRISMATIC_USAGE\n$/,
    ],
  ])("and one line says why, without a stack trace: %j", async (args, message) => {
    const { exitCode, stdout, stderr } = await command(tenant, args);
    expect([exitCode, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it("of a tenant that holds nothing", async () => {
    await using empty = await startTenant();
    expect(await exportTo(empty, folder, "project")).toContain("has nothing to export. Nothing was written.");
    expect(await filesIn()).toEqual([]);
  });
});

it("The tenant may be named by options, as its id and its address", async () => {
  await using tenant = await startTenant({
    holds: { connections: [bare("one")] },
    otherTenants: ["Other"],
  });
  const env = { PRISM_REFRESH_TOKEN: tenant.refreshToken };
  const { url } = tenant;
  await expect(exportTo(tenant, folder, "project", { env, url })).rejects.toThrow("reaches 2 tenants");
  await exportTo(tenant, folder, "project", { env, url, tenantId: tenant.id, name: "us", project: "acme" });
  expect(await read("project/Pulumi.us.yaml")).toContain(`prismatic:tenantId: ${tenant.id}`);
  expect(await read("project/Pulumi.yaml")).toContain("name: acme");
});
