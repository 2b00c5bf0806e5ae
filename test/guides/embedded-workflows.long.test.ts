import { afterAll, beforeAll, expect, it } from "vitest";
import { customersWithAccess, switchAccess } from "../support/embeddedAccess.ts";
import { useGuide } from "../support/guide.ts";
import { GuideReader } from "../support/guideReader.ts";
import { expectSaid } from "../support/saidOutput.ts";
import { startTenant, type TestTenant } from "../support/tenant.ts";

const guide = useGuide("docs/guides/embedded-workflows.md");
const customers = ["globex", "initech", "hooli"].map((externalId) => ({ externalId, name: externalId }));
const stripe = `new OrganizationGlobalConnection("stripe", {
  component: "stripe",
  stableKey: "stripe-billing",
  name: "Stripe",
  globalSecrets: { apiKey: config.requireSecret("stripeApiKey") },
});
`;
let tenant: TestTenant;
let reader: GuideReader;

beforeAll(async () => {
  tenant = await startTenant({ holds: { customers } });
  reader = await GuideReader.start({
    answers: {
      "prismatic:refreshToken": tenant.refreshToken,
      slackClientSecret: "canary-slack",
      stripeApiKey: "canary-stripe",
    },
  });
  await reader.project("acme-connections");
  await reader.type(`pulumi stack init us
    pulumi config set prismatic:url ${tenant.url}
    pulumi config set prismatic:tenantId ${tenant.id}
    pulumi config set --secret prismatic:refreshToken
    pulumi config set slackClientId 4711.0815
    pulumi config set --secret slackClientSecret
    pulumi config set --secret stripeApiKey`);
});
afterAll(async () => {
  await reader?.[Symbol.asyncDispose]();
  await tenant?.dispose();
});

const flags = async () => {
  const { scopedConfigVariables } = await tenant.query<{
    scopedConfigVariables: { nodes: { stableKey: string; defaultForComponent: boolean }[] };
  }>("query { scopedConfigVariables { nodes { stableKey defaultForComponent } } }");
  return Object.fromEntries(
    scopedConfigVariables.nodes.map(({ stableKey, defaultForComponent }) => [stableKey, defaultForComponent]),
  );
};

it("offers connections and lets customers in", async () => {
  const heading = "1. Choose the connections";
  const program = guide
    .take("ts", heading)
    .replace(
      "{ CustomerConnection, ",
      "{ CustomerConnection, EmbeddedWorkflowFlag, OrganizationGlobalConnection, ",
    );
  const flag = guide.take("ts", heading).replace('connection: "stripe-billing"', "connection: stripe");
  const loop = guide.take("ts", "2. Let customers in");
  await reader.write("index.ts", `${program}const stripe = ${stripe}${flag}${loop}`);
  await reader.type(guide.take("sh", "2. Let customers in"));
  expect(await flags()).toEqual({ "slack-oauth": true, "stripe-billing": true });
  expect(await customersWithAccess(tenant)).toEqual(["globex", "initech"]);
});

it("is refused where the plan has no embedded building", async () => {
  await using without = await startTenant({
    holds: { customers, allowEmbeddedDesigner: false, allowEmbeddedWorkflowBuilder: false },
  });
  const env = {
    PRISMATIC_URL: without.url,
    PRISMATIC_TENANT_ID: without.id,
    PRISM_REFRESH_TOKEN: without.refreshToken,
  };
  const { output } = await reader.type(
    `pulumi stack init without
    pulumi config set slackClientId 4711.0815
    pulumi config set --secret slackClientSecret
    pulumi config set --secret stripeApiKey
    pulumi config set --path 'builders[0]' globex
    pulumi preview`,
    { exitCode: 1, env },
  );
  expectSaid(output, guide.take("text", "2. Let customers in"));
  await reader.type("pulumi stack select us");
});

it("shows who has access", async () => {
  await switchAccess(tenant, "hooli", true);
  const { stdout } = await reader.type(guide.take("sh", "3. See who has it"));
  for (const { externalId } of customers) expect(stdout).toContain(`"${externalId}"`);
});

it("is judged by the policy pack", async () => {
  const heading = "4. Have the connections approved";
  await reader.type(guide.take("sh", heading));
  expect(await reader.read("stable-keys.json")).not.toContain("embedded");
  await reader.write("stable-keys.json", guide.take("json", heading));
  await reader.write("policies.json", guide.take("json", heading));
  const preview = guide.take("sh", heading);
  const { output } = await reader.type(preview, { exitCode: 1 });
  expectSaid(output, guide.take("text", heading));
  const program = await reader.read("index.ts");
  await reader.write(
    "index.ts",
    program
      .replace('stripe-billing", enabled: true', 'stripe-billing", enabled: false')
      .replace("connection: stripe, enabled: true", "connection: stripe, enabled: false"),
  );
  await reader.type(preview);
});
