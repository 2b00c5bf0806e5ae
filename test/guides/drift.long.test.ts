import { afterAll, beforeAll, expect, it } from "vitest";
import { resourceChanges } from "../support/engineEvents.ts";
import { useGuide } from "../support/guide.ts";
import { GuideReader } from "../support/guideReader.ts";
import { expectShown } from "../support/shownOutput.ts";
import { namesOf } from "../support/steps.ts";
import { startTenant, type TestTenant } from "../support/tenant.ts";

const guide = useGuide("docs/guides/drift.md");
const head = `import { Config } from "@pulumi/pulumi";
import { CustomerConnection } from "pulumi-prismatic";
const config = new Config();
`;
const slack = (scopes: string) => `new CustomerConnection("slack", {
  component: "slack",
  connectionType: "oauth2",
  stableKey: "slack-oauth",
  name: "Slack",
  globalValues: { clientId: config.require("slackClientId"), scopes: "${scopes}" },
  globalSecrets: { clientSecret: config.requireSecret("slackClientSecret") },
});
`;
const salesforce = `new CustomerConnection("salesforce", {
  component: "salesforce",
  connectionType: "oauth2",
  stableKey: "salesforce-oauth",
  name: "Salesforce",
});
`;
let tenant: TestTenant;
let reader: GuideReader;

beforeAll(async () => {
  tenant = await startTenant();
  reader = await GuideReader.start({
    answers: { "prismatic:refreshToken": tenant.refreshToken, slackClientSecret: "canary-slack" },
  });
  await reader.project("acme-connections", head + slack("chat:write") + salesforce);
  await reader.type(`npm install --save-dev prismatic-rollout
    pulumi stack init us
    pulumi config set prismatic:url ${tenant.url}
    pulumi config set --secret prismatic:refreshToken
    pulumi config set slackClientId 4711.0815
    pulumi config set --secret slackClientSecret
    pulumi up`);
});
afterAll(async () => {
  await reader?.[Symbol.asyncDispose]();
  await tenant?.dispose();
});

/** Somebody in the web app. */
async function meddle(): Promise<void> {
  await tenant.change("slack-oauth", { inputs: { scopes: "chat:write admin" } });
  await tenant.remove("salesforce-oauth");
}

it("is seen in one tenant by a preview with a refresh, and by no other", async () => {
  await meddle();
  await reader.type("pulumi preview --expect-no-changes");
  const { output, events } = await reader.type(guide.take("sh", "See it in one tenant"));
  expectShown(output, guide.take("text", "See it in one tenant"));
  expect(namesOf(await events(), "create")).toEqual(["salesforce"]);
});

it("is seen in all tenants", async () => {
  const heading = "See it in all tenants";
  const { stdout } = await reader.type(guide.take("sh", heading), { exitCode: 2 });
  expectShown(stdout, guide.take("text", heading));
});

it("is mended by an update with a refresh", async () => {
  const program = await reader.read("index.ts");
  await reader.write("index.ts", program.replace('name: "Slack"', 'name: "Slack of Acme"'));
  const { output } = await reader.type("pulumi up", { exitCode: 1 });
  expect(output).toContain("globalValues.scopes");
  expect(await tenant.values("slack-oauth")).toMatchObject({ scopes: "chat:write admin" });
  await reader.write("index.ts", program);
  await reader.type(guide.take("sh", "Decide"));
  expect(await tenant.values("slack-oauth")).toMatchObject({ scopes: "chat:write" });
  expect(await tenant.stableKeys()).toEqual(["salesforce-oauth", "slack-oauth"]);
});

it("becomes the program's own without a request that changes anything", async () => {
  await tenant.change("slack-oauth", { inputs: { scopes: "chat:write admin" } });
  await reader.write("index.ts", head + slack("chat:write admin") + salesforce);
  await tenant.clearRequests();
  await reader.type(guide.take("sh", "Decide"));
  expect(await tenant.mutations()).toEqual([]);
  await reader.type("pulumi preview --refresh --expect-no-changes");
});

it("is left to others where the program ignores it", async () => {
  await tenant.change("slack-oauth", { inputs: { scopes: "theirs" } });
  await reader.write("index.ts", head + guide.take("ts", "Decide") + salesforce);
  const { events } = await reader.type("pulumi up --refresh");
  expect(resourceChanges(await events())).not.toHaveProperty("update");
  expect(await tenant.values("slack-oauth")).toMatchObject({ scopes: "theirs" });
});
