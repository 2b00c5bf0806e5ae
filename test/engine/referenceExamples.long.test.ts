import { cp, readFile } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../../tools/setup/paths.mjs";
import { createCodeNativeBundle } from "../support/codeNativeBundle.ts";
import { createBundle } from "../support/componentBundle.ts";
import { createPulumiProject, type PulumiProject } from "../support/pulumi.ts";
import { startTenant, type TestTenant } from "../support/tenant.ts";

const fixtures = join(root, "test", "fixtures", "reference");
const source = readFileSync(join(fixtures, "examples.generated.ts"), "utf8");

/** Each example by its name and its place; that of `Tenant` names Prismatic's own address. */
const EXAMPLES = [...source.matchAll(/^ {2}(\w+): \[\n([\s\S]*?)^ {2}\],$/gm)]
  .filter(([, name]) => name !== "Tenant")
  .flatMap(([, name = "", functions = ""]) =>
    [...functions.matchAll(/^ {4}(?:async )?\(\) => \{$/gm)].map((_, index) => ({ name, index })),
  );

const customer = (externalId: string) => ({ externalId, name: externalId });

const slack = {
  ...{ component: "slack", connectionType: "oauth2" },
  ...({ variableScope: "customer", managedBy: "customer" } as const),
};
const supplied = { variableScope: "customer", managedBy: "org" } as const;

/** Connections that examples refer to by stable key. */
const connections = [
  { stableKey: "slack-oauth", name: "Slack", ...slack },
  { stableKey: "slack-alerts", name: "Alerts", ...slack },
  { stableKey: "given-slack", name: "Slack of the program", ...slack },
  { stableKey: "acme-api-key", name: "Acme", component: "acme", ...supplied },
  { stableKey: "given-erp", name: "ERP", component: "postgres", ...supplied },
];

const slackPoll = `definitionVersion: 7
name: Slack poll
requiredConfigVars:
  - key: Slack Connection
    dataType: connection
    connection: { key: oauth2, component: { key: slack, isPublic: true, version: LATEST } }
configPages:
  - { name: Configuration, elements: [{ type: configVar, value: Slack Connection }] }
flows:
  - name: Send Poll
    steps:
      - name: Trigger
        isTrigger: true
        action: { key: webhook, component: { key: webhook-triggers, isPublic: true, version: LATEST } }
      - name: Post Message
        action: { key: postMessage, component: { key: slack, isPublic: true, version: LATEST } }
        inputs: { connection: { type: configVar, value: Slack Connection } }
`;

const program = `
  import { examples } from "./examples.ts";
  const [name, index] = process.env.EXAMPLE.split("/");
  await examples[name][index]();
`;

describe("The examples of the docstrings", () => {
  let tenant: TestTenant;
  let project: PulumiProject;

  beforeAll(async () => {
    tenant = await startTenant({ holds: { customers: ["globex", "initech"].map(customer), connections } });
    const own = (values: Record<string, string>) =>
      Object.fromEntries(Object.entries(values).map(([key, value]) => [`test-project:${key}`, value]));
    const secrets = Object.fromEntries(
      [...source.matchAll(/config\.require(?:Secret)?\("(\w+)"\)/g)].map(([, key = ""]) => [key, `a ${key}`]),
    );
    project = await createPulumiProject({
      program,
      files: {
        "examples.ts": source,
        "given.ts": await readFile(join(fixtures, "given.ts"), "utf8"),
        "integrations/slack-poll.yml": slackPoll,
        "integrations/hooli.yml": await readFile(join(root, "test/fixtures/integrations/hooli.yml"), "utf8"),
      },
      config: {
        ...tenant.config,
        ...own({ euUrl: tenant.url, euTenantId: tenant.id }),
        // Most of what the examples declare is there, and the catalog has another component of the same key.
        "prismatic:adoptExisting": "true",
      },
      secrets: { ...tenant.secrets, ...own({ ...secrets, euRefreshToken: tenant.refreshToken }) },
    });
    await using component = await createBundle({ key: "acme", label: "Acme" });
    await cp(component.folder, join(project.folder, "components/acme/dist"), { recursive: true });
    await using integration = await createCodeNativeBundle({
      flows: [{ name: "Receive Order", requiresKey: true, testApiKeys: ["a key of the code"] }],
      connections: { ERP: "given-erp", Slack: "given-slack" },
    });
    await cp(integration.project, join(project.folder, "integrations/orders"), { recursive: true });
  });
  afterAll(async () => {
    await project?.dispose();
    await tenant?.dispose();
  });

  it.each(EXAMPLES)("can be previewed: $name, $index", async ({ name, index }) => {
    const { output } = await project.run(["preview", "--diff"], { env: { EXAMPLE: `${name}/${index}` } });
    if (/^[A-Z]/.test(name)) expect(output).toContain(`prismatic:${name}: (create)`);
    const sent = (await tenant.mutations()).map(({ field }) => field);
    expect(sent.filter((field) => field !== "validateIntegrationSchema")).toEqual([]);
  });
});
