import { afterAll, beforeAll, expect, it } from "vitest";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../tools/setup/paths.mjs";
import { mutate } from "../support/contents.ts";
import { integrationsOf } from "../support/integrations.ts";
import { useGuide } from "../support/guide.ts";
import { GuideReader } from "../support/guideReader.ts";
import { startTenant, type TestTenant } from "../support/tenant.ts";

const guide = useGuide("docs/guides/moving-an-integration.md");
const definition = readFileSync(join(root, "examples/promotion/integrations/order-alerts.yml"), "utf8");
let dev: TestTenant;
let us: TestTenant;
let reader: GuideReader;
let prism: NodeJS.ProcessEnv;

beforeAll(async () => {
  dev = await startTenant({ holds: { integrations: [{ definition, versions: 1 }] } });
  us = await startTenant();
  prism = { PRISMATIC_URL: dev.url, PRISM_ACCESS_TOKEN: await dev.newAccessToken() };
  const [integration] = await integrationsOf(dev);
  reader = await GuideReader.start({
    stands: { "<the id of the integration>": integration?.id ?? "" },
    answers: { slackClientSecret: "canary-slack" },
  });
  await reader.project("acme-connections", guide.take("ts", "Moving an integration to another tenant"));
  await reader.type("npm install --save-dev prismatic-rollout");
  for (const [stack, tenant] of Object.entries({ dev, us })) {
    await reader.answer({ "prismatic:refreshToken": tenant.refreshToken });
    await reader.type(`pulumi stack init ${stack}
      pulumi config set prismatic:url ${tenant.url}
      pulumi config set prismatic:tenantId ${tenant.id}
      pulumi config set --secret prismatic:refreshToken
      pulumi config set slackClientId 4711.0815
      pulumi config set --secret slackClientSecret
      pulumi up`);
  }
});
afterAll(async () => {
  await reader?.[Symbol.asyncDispose]();
  await dev?.dispose();
  await us?.dispose();
});

/** Facts of a tenant's integration: its connection, and the number of its versions. */
async function found(tenant: TestTenant) {
  const [integration] = await integrationsOf(tenant);
  return {
    shared: integration?.definition.includes("slack-oauth"),
    versions: integration?.versionSequence.nodes.length,
  };
}

it("is taken over in the first tenant", async () => {
  const heading = "1. Take it over in the first tenant";
  await reader.type(guide.take("sh", heading));
  expect(await reader.read("order-alerts.ts")).toContain('definition: "integrations/order-alerts.yml"');
  const program = (await reader.read("index.ts")).replace(
    "{ CustomerConnection }",
    "{ CustomerConnection, Integration }",
  );
  await reader.write(
    "index.ts",
    `${program}\n${guide.take("ts", heading)}export const { versionNumber } = alerts;\n`,
  );
  await reader.type(guide.take("sh", heading));
  expect(await found(dev)).toEqual({ shared: true, versions: 2 });
});

it("is made in the second tenant", async () => {
  await reader.type(guide.take("sh", "2. Preview the second tenant"));
  const { stdout } = await reader.type(guide.take("sh", "3. Update it"));
  expect(stdout).toMatch(/versionNumber\s+1/);
  expect(await found(us)).toEqual({ shared: true, versions: 1 });
});

it("follows the first tenant's draft", async () => {
  const [integration] = await integrationsOf(dev);
  const changed = integration?.definition.replace("#orders", "#war-room");
  await mutate(dev, "importIntegration", { integrationId: integration?.id, definition: changed });
  await reader.type(guide.take("sh", "5. The next change"), { env: prism });
  const [there] = await integrationsOf(us);
  expect(there?.definition).toContain("#war-room");
});

it("is overwritten where another one of its name is there", async () => {
  await reader.type("pulumi stack rm us --force --preserve-config && pulumi stack init us");
  const [integration] = await integrationsOf(us);
  const changed = integration?.definition.replace("#war-room", "#theirs");
  await mutate(us, "importIntegration", { integrationId: integration?.id, definition: changed });
  await reader.type("pulumi up", { exitCode: 1 });
  await reader.type(guide.take("sh", "4. Where both tenants have it already"));
  expect((await integrationsOf(us))[0]?.definition).toContain("#war-room");
  expect((await reader.type("ls replaced-drafts")).stdout).toContain("Order");
});
