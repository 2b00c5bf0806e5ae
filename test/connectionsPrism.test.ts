import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../tools/setup/paths.mjs";
import { mutate } from "./support/contents.ts";
import { prismEnvironment, runPrism } from "./support/prism.ts";
import { runCommand } from "./support/processes.ts";
import { checkAndCreate, startProvider, type Created } from "./support/provider.ts";
import { isPromised } from "./support/size.ts";
import { startTenant, type TestTenant } from "./support/tenant.ts";

const jira = { component: "atlassian-jira", connectionType: "oauth2" };
const client = { globalValues: { clientId: "4711" }, globalSecrets: { clientSecret: "hush" } };

describe("Connections of every kind that the provider made", () => {
  let directory: string;
  let tenant: TestTenant;
  let supplied: Created;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "connections-prism-"));
    tenant = await startTenant({ holds: { customers: [{ externalId: "globex", name: "Globex" }] } });
    await using provider = await startProvider(tenant);
    await checkAndCreate(provider.customer, {
      ...jira,
      ...client,
      stableKey: "jira-customer",
      name: "Customers",
    });
    supplied = await checkAndCreate(provider.supplied, {
      ...{ component: "acme", stableKey: "acme-supplied", name: "Acme" },
      testCredentials: { secrets: { api_key: "hush" } },
    });
    await checkAndCreate(provider.global, {
      ...{ component: "atlassian-jira", connectionType: "basic", stableKey: "jira-global", name: "Global" },
      globalValues: { username: "us", host: "https://jira.example" },
      globalSecrets: { password: "hush" },
    });
    await checkAndCreate(provider.user, {
      ...{ ...jira, ...client, stableKey: "jira-user", name: "Users" },
      testCredentials: { values: { apiSiteOverride: "https://test.example" } },
    });
  });
  afterAll(async () => {
    await tenant?.dispose();
    rmSync(directory, { recursive: true, force: true });
  });

  it("are listed by prism as what they are", async () => {
    const output = await runPrism(tenant, ["organization:connections:list", "--output", "json"], directory);
    const rows = JSON.parse(output) as Record<string, string>[];
    expect(rows.map(({ stableKey, managedBy, component }) => [stableKey, managedBy, component])).toEqual([
      ["jira-customer", "CUSTOMER", "atlassian-jira"],
      ["acme-supplied", "ORG", "acme"],
      ["jira-global", "ORG", "atlassian-jira"],
      ["jira-user", "ORG", "atlassian-jira"],
      ["jira-user:test", "ORG", "atlassian-jira"],
    ]);
  });

  it.each(["spectral-newest", ...(isPromised ? ["@prismatic-io/spectral"] : [])])(
    "are in the manifest that %s writes",
    async (name) => {
      const packageFolder = dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
      const cwd = mkdtempSync(join(directory, "manifest-"));
      const env = await prismEnvironment(tenant, directory);
      const { exitCode, output } = await runCommand(
        process.execPath,
        [join(packageFolder, "bin/cni-component-manifest.js"), "atlassian-jira"],
        { cwd, env: { ...env, PATH: [join(root, "node_modules/.bin"), env["PATH"]].join(delimiter) } },
      );
      expect(exitCode, output).toBe(0);
      const manifest = join(cwd, "src/manifests/atlassian-jira");
      const files = readdirSync(manifest, { recursive: true, encoding: "utf8" });
      const texts = files
        .filter((file) => file.endsWith(".ts"))
        .map((file) => readFileSync(join(manifest, file), "utf8"));
      for (const stableKey of ["jira-customer", "jira-global", "jira-user"]) {
        expect(texts.join("\n")).toContain(`"${stableKey}"`);
      }
      // The older one asks for every connection of the component, and so gets those below a container.
      expect(texts.join("\n").includes('"jira-user:test"')).toBe(name !== "spectral-newest");
    },
  );

  // The vendor's set-up script looks a connection up by its stable key, and updates it with owners in upper case.
  it("are found by the vendor's set-up script, whose update changes no owner", async () => {
    const { scopedConfigVariables } = await tenant.query<{
      scopedConfigVariables: { nodes: { id: string; defaultForComponent: boolean }[] };
    }>(
      `query ($stableKey: String!) {
        scopedConfigVariables(stableKey: $stableKey) { nodes { id key defaultForComponent } }
      }`,
      { stableKey: "acme-supplied" },
    );
    expect(scopedConfigVariables.nodes).toEqual([
      { id: supplied.id, key: "Acme", defaultForComponent: false },
    ]);
    const meta = JSON.stringify({ managedBy: "ORG", inputScope: "CUSTOMER" });
    await mutate(tenant, "updateScopedConfigVariable", {
      id: supplied.id,
      inputs: [{ name: "api_key", type: "value", value: "", meta }],
    });
    await using next = await startProvider(tenant);
    const read = await next.supplied.read(supplied.id, supplied.outputs);
    expect(read.outputs["owners"]).toBeUndefined();
    const { inputs } = await next.supplied.check(read.inputs, supplied.inputs);
    expect((await next.supplied.diff(read.id, read.outputs, inputs)).changes).toBe(false);
  });
});
