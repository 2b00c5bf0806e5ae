import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../../tools/setup/paths.mjs";
import { contentsOf, type Contents } from "../support/contents.ts";
import { resourceChanges } from "../support/engineEvents.ts";
import { runCommand, type CommandResult } from "../support/processes.ts";
import { createPulumiProject, type PulumiProject } from "../support/pulumi.ts";
import { namesOf } from "../support/steps.ts";
import { startTenant, type TestTenant } from "../support/tenant.ts";

const global = (value: string) => ({ value, meta: { managedBy: "org", inputScope: "org" } as const });
const login = (customer: string) => ({
  database: "db",
  username: customer,
  password: `canary-${customer}-password`,
});

/** Secrets that the tenant holds, by the configuration key that the program gets for each. */
const canaries: Record<string, string> = {
  slackClientSecret: "canary-slack-client-secret",
  slackSigningSecret: "canary-slack-signing-secret",
  openaiApiKey: "canary-openai-api-key",
  openaiTestApiKey: "canary-openai-test-api-key",
  postgresGlobexPassword: "canary-globex-password",
  postgresGlobexReportsPassword: "canary-reports-password",
  warehouseGlobexPassword: "canary-globex-password",
  warehouseInitechPassword: "canary-initech-password",
  hubspotClientSecret: "canary-hubspot-client-secret",
};

const customers = ["globex", "initech"].map((externalId) => ({ externalId, name: externalId }));

/** One connection of each kind, and whatever can be a resource of its own. */
const holds = {
  customers,
  connections: [
    {
      stableKey: "slack",
      name: "Slack",
      component: "slack",
      connectionType: "oauth2",
      variableScope: "customer",
      managedBy: "customer",
      defaultForComponent: true,
      inputs: {
        clientId: global("4711.0815"),
        clientSecret: global("canary-slack-client-secret"),
        signingSecret: global("canary-slack-signing-secret"),
      },
    },
    {
      stableKey: "openai",
      name: "OpenAI",
      component: "openai",
      variableScope: "org",
      managedBy: "org",
      inputs: { apiKey: "canary-openai-api-key" },
    },
    ...["postgres", "warehouse"].map((stableKey) => ({
      stableKey,
      name: stableKey,
      component: "postgres",
      variableScope: "customer" as const,
      managedBy: "org" as const,
      inputs: { host: global("db.example") },
    })),
    {
      stableKey: "hubspot",
      name: "HubSpot",
      component: "hubspot",
      connectionType: "oauth2",
      variableScope: "user",
      managedBy: "org",
      inputs: { clientId: global("hub"), clientSecret: global("canary-hubspot-client-secret") },
    },
  ],
  credentials: [
    { connection: "slack", isTest: true, inputs: { isUser: "true" } },
    { connection: "openai", isTest: true, inputs: { apiKey: "canary-openai-test-api-key" } },
    { connection: "postgres", customer: "globex", inputs: login("globex") },
    { connection: "postgres", customer: "globex", name: "Reports", inputs: login("reports") },
    { connection: "warehouse", customer: "globex", inputs: login("globex") },
    { connection: "warehouse", customer: "initech", inputs: login("initech") },
  ],
} as const;

const asked = [
  "slack",
  "GlobalValues/slack",
  "TestCredentials/slack",
  "EmbeddedWorkflowFlag/slack",
  "openai",
  "GlobalValues/openai",
  "postgres",
  "CustomerCredentials/postgres/globex",
  "CustomerCredentials/postgres/globex/Reports",
  "warehouse",
  "CustomerCredentialsSet/warehouse",
  "hubspot",
];

const names = [
  "hubspot",
  "openai",
  "openai-values",
  "postgres",
  "postgres-globex",
  "postgres-globex-Reports",
  "slack",
  "slack-flag",
  "slack-test",
  "slack-values",
  "warehouse",
  "warehouse-customers",
];

describe("pulumi-prismatic import-file, for parts as resources of their own", () => {
  let tenant: TestTenant;
  let project: PulumiProject;
  let program: string;
  let before: Contents;

  beforeAll(async () => {
    tenant = await startTenant({ holds: structuredClone(holds) as never });
    const { config, secrets } = tenant;
    project = await createPulumiProject({ program: "export {};", config, secrets });
    before = await contentsOf(tenant);
  });
  afterAll(() => Promise.all([tenant.dispose(), project.dispose()]).then(() => undefined));

  const importFile = (...args: string[]): Promise<CommandResult> =>
    runCommand(process.execPath, [join(root, "provider", "dist", "cli", "main.js"), "import-file", ...args], {
      cwd: project.folder,
      env: project.environment({}),
    });

  it("writes one resource for each, and leaves it out of its connection", async () => {
    const { exitCode, stdout, stderr } = await importFile(
      ...asked,
      "--stack",
      "test",
      "--out",
      "import.json",
    );
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    program = stdout;
    expect(stdout + stderr).not.toContain("canary");
    const keys = [...stderr.matchAll(/pulumi config set --secret (\w+) --stack test/g)].map(([, key]) => key);
    expect(keys.toSorted()).toEqual(Object.keys(canaries).toSorted());
    expect(program).toContain(`new CustomerConnection("slack", {
  component: "slack",
  connectionType: "oauth2",
  stableKey: "slack",
  name: "Slack",
});`);
    expect(program).toContain(`new EmbeddedWorkflowFlag("slack-flag", {
  connection: "slack",
  enabled: true,
});`);
    expect(program).toContain(`new CustomerCredentials("postgres-globex-Reports", {
  connection: "postgres",
  customer: "globex",
  name: "Reports",
  values: {
    database: "db",
    username: "reports",
  },
  secrets: {
    password: config.requireSecret("postgresGlobexReportsPassword"),
  },
});`);
    const file = await readFile(join(project.folder, "import.json"), "utf8");
    const { resources } = JSON.parse(file) as { resources: { name: string }[] };
    expect(resources.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
  });

  it("lets Pulumi import all of them in one go; one update sets the secrets and changes nothing else", async () => {
    const args = ["--file", "import.json", "--protect=false", "--generate-code=false", "--yes"];
    const imported = await project.run(["import", ...args]);
    expect(imported.output).not.toContain("warning");
    expect(await project.stateFilesText()).not.toContain("canary");

    await project.writeProgram(program);
    for (const [key, value] of Object.entries(canaries))
      await project.setConfig(key, value, { secret: true });
    const { events, output } = await project.up([], { events: true });
    expect(output).not.toContain("canary");
    expect(namesOf(events, "update").filter((name) => name !== "default")).toEqual([
      "hubspot",
      "openai",
      "openai-values",
      "postgres-globex",
      "postgres-globex-Reports",
      "slack-values",
      "warehouse-customers",
    ]);
    // An update sends the component's defaults as well; all that was there stays.
    expect(await contentsOf(tenant)).toMatchObject(before);
  });

  it("leaves an empty preview, no drift and no secret in the clear", async () => {
    const { events } = await project.up(["--refresh", "--expect-no-changes"], { events: true });
    expect(resourceChanges(events)).toEqual({ same: names.length + 1 });
    expect(await project.stateFilesText()).not.toContain("canary");
  });

  it.each([
    ["GlobalValue/slack", 'there is no part "GlobalValue" of a connection. Did you mean "GlobalValues"?'],
    ["TestCredentials/", "write TestCredentials/<stable key>."],
    ["GlobalValues/slack/globex", "write GlobalValues/<stable key>."],
    ["TestCredentials/hubspot", '"hubspot" of Tenant'],
    ["CustomerCredentials/postgres/initech", "has no credentials initech. It has: globex, globex/Reports."],
    ["CustomerCredentialsSet/slack", "has no customers' credentials."],
    ["TestCredentials/slak", 'Did you mean "slack"?'],
  ])("refuses %s and says what there is", async (what, reason) => {
    const { exitCode, stdout, stderr } = await importFile(what);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toContain(reason);
  });
});
