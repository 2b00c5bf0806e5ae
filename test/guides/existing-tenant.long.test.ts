import { expect, it } from "vitest";
import { definitionText } from "../support/integrations.ts";
import { useGuide } from "../support/guide.ts";
import { useGuideWorld, type GuideWorld } from "../support/guideWorld.ts";
import { expectShown } from "../support/shownOutput.ts";

const guide = useGuide("docs/guides/existing-tenant.md");
let world: GuideWorld;

const org = (value: string) => ({ value, meta: { managedBy: "org", inputScope: "org" } as const });

useGuideWorld((begun) => (world = begun), {
  holds: {
    customers: [
      { externalId: "globex", name: "Globex", allowEmbeddedDesigner: true },
      { externalId: "initech", name: "Initech" },
    ],
    connections: [
      {
        ...{ stableKey: "slack-oauth", name: "Slack", component: "slack", connectionType: "oauth2" },
        ...{ variableScope: "customer", managedBy: "customer" },
        inputs: { clientId: org("4711.0815"), clientSecret: org("canary-slack") },
      },
      {
        ...{
          stableKey: "openai",
          name: "OpenAI",
          component: "openai",
          variableScope: "org",
          managedBy: "org",
        },
        inputs: { apiKey: "canary-openai" },
      },
      {
        ...{ stableKey: "warehouse", name: "Warehouse", component: "postgres" },
        ...{ variableScope: "customer", managedBy: "org" },
        inputs: { host: org("warehouse.example"), port: org("5432"), requireSSL: org("true") },
      },
      { stableKey: "draft", name: "draft", component: "openai", variableScope: "org", managedBy: "system" },
    ],
    credentials: [
      { connection: "openai", isTest: true, inputs: { apiKey: "canary-test" } },
      {
        ...{ connection: "warehouse", customer: "globex" },
        inputs: { database: "globex", username: "globex", password: "canary-globex" },
      },
      { connection: "slack-oauth", customer: "globex" },
    ],
    integrations: [
      { definition: definitionText("hooli.yml").replace(/acme-api-key/g, "slack-oauth"), versions: 1 },
    ],
  },
  reader: {
    answers: {
      slackOauthClientSecret: "canary-slack",
      openaiApiKey: "canary-openai",
      openaiTestApiKey: "canary-test",
      warehouseGlobexPassword: "canary-globex",
    },
  },
});

it("exports the tenant, and says what it left out", async () => {
  const { reader, tenant } = world;
  // npx would bring it.
  await reader.type("npm install prismatic-rollout");
  const { output } = await reader.type(guide.take("sh", "1. Export"));
  expect(await tenant.mutations()).toEqual([]);
  expectShown(output, guide.take("text", "1. Export"));
});

it("is a project that compiles, with the connections as the guide shows them", async () => {
  const { reader } = world;
  await reader.type(guide.take("sh", "2. Look at it, and commit it"));
  const { stdout } = await reader.type("cat *.ts");
  expectShown(stdout, guide.take("ts", "2. Look at it, and commit it"));
});

it("takes everything over with an import and one update, and leaves nothing to do", async () => {
  const { reader } = world;
  await reader.type(guide.take("sh", "3. Hand over the secrets"));
  const { output } = await reader.type(guide.take("sh", "4. Import, and update once"));
  expect(output).not.toContain("canary");
  await reader.type(guide.take("sh", "5. See that nothing is left to do"));
});

it("asks for the approvals that only a person can give", async () => {
  const { reader } = world;
  const { output } = await reader.type(guide.take("sh", "6. Add the policy pack"), { exitCode: 1 });
  expectShown(output, guide.take("text", "6. Add the policy pack"));
});
