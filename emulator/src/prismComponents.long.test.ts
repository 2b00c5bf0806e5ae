import { createRequire } from "node:module";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildExampleComponent } from "../../test/support/exampleComponent.ts";
import { startEmulator, type Emulator } from "./index.ts";
import {
  connect,
  connectionType,
  madeConnection,
  oneTenant,
  type Client,
  type Json,
} from "./testing/harness.ts";
import { runNode } from "./testing/process.ts";
import { Prism } from "./testing/prism.ts";

const connection = (stableKey: string, component: string) => ({
  stableKey,
  name: stableKey,
  component,
  variableScope: "customer" as const,
  managedBy: "customer" as const,
});
const usersOwn = { variableScope: "user" as const, managedBy: "org" as const };
const { stacks } = oneTenant({
  connections: [
    connection("team-jira", "atlassian-jira"),
    connection("ai", "openai"),
    { ...connection("my-jira", "atlassian-jira"), ...usersOwn },
    { ...connection("my-jira-in-tests", "atlassian-jira"), ...usersOwn, parent: "my-jira" },
  ],
});

let directory: string;
let emulator: Emulator;
let prism: Prism;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "prismatic-emulator-components-"));
  emulator = await startEmulator({
    dataDirectory: join(directory, "data"),
    seed: { stacks: ["older", "newest", "unlucky"].map((name) => ({ ...stacks[0]!, name })) },
  });
  prism = new Prism(emulator, directory);
});

afterAll(async () => {
  await emulator.close();
  rmSync(directory, { recursive: true, force: true });
});

/** The command in the example's folder, in a tenant of a stack of its own, where packages are processed at once. */
async function publisher(stack: number, folder: string) {
  const tenant = await connect(emulator, stack);
  await tenant.admin("PATCH", "processing", { seconds: 0 });
  const credentials = { PRISMATIC_URL: tenant.url, PRISM_ACCESS_TOKEN: tenant.token };
  const attempt = (...args: string[]) => prism.attempt(credentials, args, folder);
  const run = async (...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await attempt(...args);
    expect([code, stderr.trim()]).toEqual([0, ""]);
    return stdout.trim();
  };
  return { tenant, attempt, run };
}

const uploads = async (tenant: Client): Promise<Json> => (await tenant.admin("GET", "requests")).byOperation;

describe.concurrent("prism publishes the example component", () => {
  test("knows the same bundle again, and deletes it once nothing uses it", async () => {
    const folder = await buildExampleComponent(join(directory, "older"), "10.18.6");
    const { tenant, attempt, run } = await publisher(0, folder);
    const attributes = ["--commitHash", "abc123", "--repoUrl", "https://git.example/erp"];
    expect(await run("components:publish", "--no-confirm", "--comment", "First", ...attributes)).toContain(
      "Successfully submitted Acme ERP (v1)!",
    );
    expect(await uploads(tenant)).toMatchObject({
      "PUT /uploads/package": 1,
      "PUT /uploads/icon": 1,
      "PUT /uploads/connection-avatar-icon": 1,
    });
    const data = await tenant.data(`{ components(key: "acme-erp") { nodes { id signature versionComment
      versionAttributes iconUrl connections { nodes { key avatarIconUrl inputs { nodes { key type } } } } } } }`);
    const [published] = data.components.nodes;
    const { id, signature } = published;
    expect(published).toEqual({
      id,
      signature,
      versionComment: "First",
      versionAttributes: '{"commitHash":"abc123","repoUrl":"https://git.example/erp"}',
      iconUrl: expect.stringContaining(tenant.url) as string,
      connections: {
        nodes: [
          {
            key: "apiKey",
            avatarIconUrl: expect.stringContaining(tenant.url) as string,
            inputs: {
              nodes: [
                { key: "baseUrl", type: "STRING" },
                { key: "apiKey", type: "PASSWORD" },
              ],
            },
          },
        ],
      },
    });
    const rows = JSON.parse(
      await run("components:list", "--search", "acme-erp", "--extended", "--output", "json"),
    ) as unknown;
    expect(rows).toEqual([
      expect.objectContaining({ id, key: "acme-erp", public: "false", versionNumber: "1", category: "ERP" }),
    ]);

    expect(await run("components:signature")).toBe(signature);
    expect(await run("components:publish", "--no-confirm", "--skip-on-signature-match")).toContain(
      "Package signatures match, skipping publish.",
    );
    expect((await uploads(tenant))["PUT /uploads/package" as "total"]).toBe(1);

    const made = await madeConnection(tenant, {
      connection: await connectionType(tenant, "acme-erp"),
      stableKey: "erp",
    });
    const refused = await attempt("components:delete", id);
    expect([refused.code, refused.stderr]).toEqual([
      1,
      expect.stringContaining('Connections are of the component "acme-erp": erp.'),
    ]);
    await tenant.mutate("deleteScopedConfigVariable", { id: made.id });
    await run("components:delete", id);
    expect(await run("components:signature")).toBe("");
  });

  test("takes what the newest spectral sends and the published schema lacks", async () => {
    const folder = await buildExampleComponent(join(directory, "newest"), "10.31.1");
    const { tenant, run } = await publisher(1, folder);
    expect(await run("components:publish", "--no-confirm", "--no-check-signature")).toContain("(v1)!");
    const sent = (await tenant.admin("GET", "log")).find(
      ({ operationName }) => operationName === "publishComponent",
    );
    expect(sent).toMatchObject({ variables: { triggers: [{ triggerResolverSupport: "invalid" }] } });
    const data = await tenant.data(
      `{ components(key: "acme-erp") { nodes { actions(isTrigger: true) { nodes { key hasOnDeployPerform } } } } }`,
    );
    expect(data.components.nodes[0].actions.nodes).toEqual([
      { key: "orderChanged", hasOnDeployPerform: false },
    ]);
  });

  test("is told of a refusal, but does not notice that its package was not taken", async () => {
    const folder = await buildExampleComponent(join(directory, "unlucky"), "10.18.6");
    const { tenant, attempt, run } = await publisher(2, folder);
    const options = ["--no-confirm", "--no-check-signature"];
    const refused = await attempt("components:publish", ...options, "--customer", "nobody");
    expect([refused.code, refused.stderr]).toEqual([
      1,
      expect.stringContaining("customer: There is no customer with this id."),
    ]);
    await tenant.admin("POST", "faults", {
      match: { path: "/uploads/package" },
      action: { type: "status", status: 403 },
    });
    expect(await run("components:publish", ...options)).toContain("Successfully submitted Acme ERP (v1)!");
    expect(await tenant.admin("GET", "component-versions")).toMatchObject([
      { key: "acme-erp", versionNumber: 1, state: "awaiting package" },
    ]);
    expect((await tenant.data('{ components(key: "acme-erp") { totalCount } }')).components.totalCount).toBe(
      0,
    );
  });
});

// `npm test` runs the newest one in test/connectionsPrism.test.ts.
describe.concurrent("spectral's cni-component-manifest", () => {
  const bin = fileURLToPath(new URL("../../node_modules/.bin", import.meta.url));

  test.each([
    ["spectral-newest", "version?: `2` | `3`;", false],
    // The older one asks for every connection of the component, and so gets those below a container.
    ["@prismatic-io/spectral", "version?: string;", true],
  ])("of %s writes our stable keys", async (name, choices, hasLeaves) => {
    const packageFile = createRequire(import.meta.url).resolve(`${name}/package.json`);
    const cwd = mkdtempSync(join(directory, "manifest-"));
    const { token } = await connect(emulator, 0);
    const { code, stdout, stderr } = await runNode(
      [join(dirname(packageFile), "bin/cni-component-manifest.js"), "atlassian-jira"],
      {
        cwd,
        env: {
          ...prism.environment({ PRISM_ACCESS_TOKEN: token }),
          PATH: [bin, process.env["PATH"]].join(delimiter),
        },
      },
    );
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("Component manifest created successfully for Jira");
    const manifest = join(cwd, "src/manifests/atlassian-jira");
    const files = readdirSync(manifest, { recursive: true, encoding: "utf8" }).filter((file) =>
      file.endsWith(".ts"),
    );
    const text = files.map((file) => readFileSync(join(manifest, file), "utf8")).join("\n");
    expect(text).toContain("team-jira");
    expect(text).toContain('"my-jira"');
    expect(text.includes("my-jira-in-tests")).toBe(hasLeaves);
    expect(text).not.toContain('"ai"');
    expect(text).toContain("getIssue");
    expect(text).toContain(choices);
  });
});
