import { stat, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../../tools/setup/paths.mjs";
import { resourceChanges } from "../support/engineEvents.ts";
import { runCommand, type CommandResult } from "../support/processes.ts";
import { createPulumiProject, type PulumiProject } from "../support/pulumi.ts";
import { namesOf } from "../support/steps.ts";
import { startTenant, type TenantOptions, type TestTenant } from "../support/tenant.ts";

const global = (value: string, more: { writeOnly?: true } = {}) => ({
  value,
  meta: { managedBy: "org", inputScope: "org", ...more } as const,
});

/** Secrets that the tenant holds, by the configuration key that the program gets for each. */
const canaries = {
  slackOauthClientSecret: "canary-slack-client-secret",
  slackOauthSigningSecret: "canary-slack-signing-secret",
  warehouseTestPassword: "canary-postgres-password",
  snowflakePrivateKey: "-----BEGIN KEY-----\ncanary-snowflake-private-key\n-----END KEY-----\n",
  snowflakePassphrase: "canary-snowflake-passphrase",
  openaiGlobalApiKey: "canary-openai-api-key",
  openaiGlobalTestApiKey: "canary-openai-test-api-key",
};

const connections: NonNullable<TenantOptions["holds"]>["connections"] = [
  {
    stableKey: "slack-oauth",
    name: "Slack",
    description: 'Posts to the "workspace"',
    component: "slack",
    connectionType: "oauth2",
    variableScope: "customer",
    managedBy: "customer",
    defaultForComponent: true,
    inputs: {
      clientId: global("4711.0815"),
      clientSecret: global(canaries.slackOauthClientSecret),
      signingSecret: global(canaries.slackOauthSigningSecret, { writeOnly: true }),
    },
  },
  {
    stableKey: "todoist",
    name: "Todoist",
    component: "todoist",
    variableScope: "customer",
    managedBy: "customer",
  },
  {
    stableKey: "warehouse",
    name: "Warehouse",
    component: "postgres",
    variableScope: "customer",
    managedBy: "org",
    inputs: { host: global("db.example"), requireSSL: global("true") },
  },
  {
    stableKey: "snowflake",
    name: "Snowflake",
    component: "snowflake",
    connectionType: "snowflakeKeyPairConnection",
    variableScope: "org",
    managedBy: "org",
    inputs: {
      username: "pulumi",
      accountIdentifier: "acme-1",
      privateKey: canaries.snowflakePrivateKey,
      passphrase: canaries.snowflakePassphrase,
    },
  },
  {
    stableKey: "openai-global",
    name: "OpenAI",
    component: "openai",
    variableScope: "org",
    managedBy: "org",
    inputs: { apiKey: canaries.openaiGlobalApiKey },
  },
  {
    stableKey: "stripe-billing",
    name: "Stripe",
    component: "stripe",
    variableScope: "org",
    managedBy: "org",
  },
  {
    stableKey: "draft",
    name: "Draft",
    component: "openai",
    variableScope: "org",
    managedBy: "system",
  },
  {
    stableKey: "globex-own",
    name: "Globex's own",
    component: "openai",
    variableScope: "org",
    managedBy: "org",
    customer: "globex",
  },
];

const definition = `definitionVersion: 7
name: Alerts
requiredConfigVars:
  - { key: Slack, dataType: connection, useScopedConfigVar: slack-oauth }
flows: []
`;

const managed = ["openai-global", "slack-oauth", "snowflake", "stripe-billing", "todoist", "warehouse"];

describe("pulumi-prismatic import-file", () => {
  let tenant: TestTenant;
  let project: PulumiProject;
  let program: string;

  beforeAll(async () => {
    tenant = await startTenant({
      holds: {
        customers: [{ externalId: "globex", name: "Globex" }],
        connections,
        integrations: [{ definition }],
        instances: [{ name: "Alerts for Globex", customer: "globex", integration: "Alerts" }],
        credentials: [
          {
            connection: "warehouse",
            isTest: true,
            inputs: { database: "test", username: "tester", password: canaries.warehouseTestPassword },
          },
          {
            connection: "openai-global",
            isTest: true,
            inputs: { apiKey: canaries.openaiGlobalTestApiKey, organization: "org-test" },
          },
        ],
      },
    });
    project = await createPulumiProject({
      program: "export {};",
      config: tenant.config,
      secrets: tenant.secrets,
    });
  });
  afterAll(() => Promise.all([tenant.dispose(), project.dispose()]).then(() => undefined));

  const importFile = (args: string[], env: NodeJS.ProcessEnv = {}): Promise<CommandResult> =>
    runCommand(process.execPath, [join(root, "provider", "dist", "cli", "main.js"), "import-file", ...args], {
      cwd: project.folder,
      env: project.environment(env),
    });

  it("writes a file that only its owner can read, and the program, without showing a secret", async () => {
    await tenant.clearRequests();
    const { exitCode, stdout, stderr } = await importFile([
      "--all",
      "--stack",
      "test",
      "--out",
      "import.json",
    ]);
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    program = stdout;
    expect(stdout + stderr).not.toContain("canary");
    expect(stdout + stderr).not.toContain(tenant.refreshToken);
    expect((await stat(join(project.folder, "import.json"))).mode & 0o777).toBe(0o600);
    expect(await readFile(join(project.folder, "import.json"), "utf8")).not.toContain("canary");
    expect(await tenant.mutations()).toEqual([]);

    expect(stderr).toContain('Left out: "draft" of Tenant');
    expect(stderr).not.toContain("globex-own");
    expect(stderr).toContain("pulumi import --file import.json --protect=false");
    const asked = [...stderr.matchAll(/pulumi config set --secret (\w+) --stack test/g)].map(
      ([, key]) => key,
    );
    expect(asked.toSorted()).toEqual(Object.keys(canaries).toSorted());
  });

  it("writes a program that declares what the tenant has", () => {
    expect(program).toContain(
      `new CustomerConnection("slack-oauth", {
  component: "slack",
  connectionType: "oauth2",
  stableKey: "slack-oauth",
  name: "Slack",
  description: "Posts to the \\"workspace\\"",
  globalValues: {
    clientId: "4711.0815",
  },
  globalSecrets: {
    clientSecret: config.requireSecret("slackOauthClientSecret"),
    signingSecret: config.requireSecret("slackOauthSigningSecret"),
  },
  writeOnlyInputs: ["signingSecret"],
  embeddedWorkflows: true,
  redeployInstances: "never",
});`,
    );
    expect(program).toContain("separateGlobalValues: true");
    expect(program).not.toContain('"draft"');
  });

  it("lets Pulumi import all of them, without a secret in the clear in the state", async () => {
    const args = ["--file", "import.json", "--protect=false", "--generate-code=false", "--yes"];
    const { output } = await project.run(["import", ...args]);
    expect(output).not.toContain("warning");
    expect(output).not.toContain("canary");
    const state = await project.stateFilesText();
    expect(state).toContain("snowflakeKeyPairConnection");
    expect(state).not.toContain("canary");
    expect(await tenant.mutations()).toEqual([]);
  });

  it("finds no drift after the import", async () => {
    const { events } = await project.refresh(["--expect-no-changes"], { events: true });
    expect(resourceChanges(events)).toEqual({ same: managed.length + 1 });
  });

  it("needs one update, for the secrets, which no import file holds", async () => {
    await project.writeProgram(program);
    const { stdout, stderr, exitCode } = await importFile(["--all", "--read-secrets", "--out", "again.json"]);
    expect(exitCode, stderr).toBe(0);
    expect(stdout + stderr).not.toContain("canary");
    const { slackOauthSigningSecret, ...readable } = canaries;
    expect(stderr).toContain("Read from the tenant into the stack's configuration: ");
    expect([...stderr.matchAll(/pulumi config set --secret (\w+)/g)].map(([, key]) => key)).toEqual([
      "slackOauthSigningSecret",
    ]);
    const settings = await readFile(join(project.folder, "Pulumi.test.yaml"), "utf8");
    expect(settings).not.toContain("canary");
    for (const key of Object.keys(readable)) expect(settings).toContain(`test-project:${key}:`);
    await project.setConfig("slackOauthSigningSecret", slackOauthSigningSecret, { secret: true });
    await tenant.clearRequests();
    const { events, output } = await project.up([], { events: true });
    // The default provider is updated as well: the configuration has new keys.
    expect(namesOf(events, "update").filter((name) => name !== "default")).toEqual([
      "openai-global",
      "slack-oauth",
      "snowflake",
      "warehouse",
    ]);
    expect(resourceChanges(events)).toEqual({ update: 4, same: 3 });
    expect(output).not.toContain("canary");
    const fields = (await tenant.mutations()).map(({ field }) => field);
    expect(fields.filter((field) => field.startsWith("create") || field.startsWith("delete"))).toEqual([]);
    expect(await tenant.values("snowflake")).toEqual({
      username: "pulumi",
      accountIdentifier: "acme-1",
      privateKey: canaries.snowflakePrivateKey,
      passphrase: canaries.snowflakePassphrase,
    });
  });

  it("leaves an empty preview, no drift and no secret in the clear", async () => {
    await project.preview(["--expect-no-changes"]);
    await project.up(["--refresh", "--expect-no-changes"]);
    expect(await project.stateFilesText()).not.toContain("canary");
  });

  it("writes the file to the standard output where no other place is named", async () => {
    const { exitCode, stdout, stderr } = await importFile(["todoist"]);
    expect(exitCode).toBe(0);
    const { id } = await tenant.connection("todoist");
    const __provider = `exports.handler = () => require("pulumi-prismatic/dynamic").customerConnection`;
    const declared = {
      component: "todoist",
      connectionType: "todoistOauth",
      stableKey: "todoist",
      name: "Todoist",
    };
    expect(JSON.parse(stdout)).toEqual({
      resources: [
        {
          type: "pulumi-nodejs:dynamic/prismatic:CustomerConnection",
          name: "todoist",
          id,
          inputs: { ...declared, __provider },
          outputs: {
            ...declared,
            componentInputs: ["authorizeUrl", "tokenUrl", "scopes", "clientId", "clientSecret"],
            kind: "CustomerConnection",
            schemaVersion: 1,
            __provider,
          },
        },
      ],
    });
    expect(stderr).toContain('new CustomerConnection("todoist", {');
  });

  it("takes the tenant from a complete environment where no stack is selected", async () => {
    const env = {
      PRISMATIC_URL: tenant.url,
      PRISMATIC_TENANT_ID: tenant.id,
      PRISM_REFRESH_TOKEN: tenant.refreshToken,
      PULUMI_STACK: undefined,
    };
    const { exitCode, stdout } = await importFile(["todoist", "--cwd", root], env);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('"stableKey": "todoist"');
  });

  it("refuses by name what cannot be imported, all of it at once, and writes nothing", async () => {
    const args = ["draft", "globex-own", "slack-oath", "--out", "refused.json"];
    const { exitCode, stdout, stderr } = await importFile(args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toContain('"draft" of Tenant');
    expect(stderr).toContain("is a build-only connection");
    expect(stderr).toContain('"globex-own" of Tenant');
    expect(stderr).toContain("belongs to the customer Globex alone");
    expect(stderr).toContain('Did you mean "slack-oauth"?');
    expect(stderr).not.toMatch(/^\s+at /m);
    await expect(stat(join(project.folder, "refused.json"))).rejects.toThrow("ENOENT");
  });

  it("says what is wrong with the command or the stack", async () => {
    expect((await importFile([])).stderr).toContain("give what to take over, or --all");
    expect((await importFile(["todoist", "--all"])).stderr).toContain("give what to take over, or --all");
    const { stderr } = await importFile(["todoist", "--stack", "nowhere"]);
    expect(stderr).toContain('The configuration of stack "nowhere"');
    expect(stderr).toContain("no stack named 'nowhere' found");
    expect(stderr).not.toContain("\n    at ");
  });
});
