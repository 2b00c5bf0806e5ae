import { afterAll, beforeAll, expect, it } from "vitest";
import { useGuide } from "../support/guide.ts";
import { GuideReader } from "../support/guideReader.ts";
import { expectShown } from "../support/shownOutput.ts";
import { startTenant, type TestTenant } from "../support/tenant.ts";

const guide = useGuide("docs/guides/several-tenants.md");
let us: TestTenant;
let eu: TestTenant;
let reader: GuideReader;

beforeAll(async () => {
  us = await startTenant();
  eu = await startTenant();
  reader = await GuideReader.start({
    stands: {
      "https://app.prismatic.io": us.url,
      "https://app.eu-west-1.prismatic.io": eu.url,
      "<the id of the US tenant>": us.id,
      "<the id of the EU tenant>": eu.id,
    },
  });
  await reader.project("acme-connections");
});
afterAll(async () => {
  await reader[Symbol.asyncDispose]();
  await us.dispose();
  await eu.dispose();
});

it("makes two stacks of one program, with values of their own", async () => {
  await reader.write("index.ts", guide.take("ts", "1. Write the program"));
  const heading = "2. Make a stack for each tenant";
  await reader.answer({ "prismatic:refreshToken": us.refreshToken, slackClientSecret: "canary-us" });
  await reader.type(guide.take("sh", heading));
  await reader.answer({ "prismatic:refreshToken": eu.refreshToken, slackClientSecret: "canary-eu" });
  await reader.type(guide.take("sh", heading));
  expect(await reader.read("Pulumi.eu.yaml")).not.toContain("canary");
});

it("previews and updates both, in waves too", async () => {
  const heading = "3. Preview and update all of them";
  const previewed = await reader.type(guide.take("sh", heading), { exitCode: 2 });
  expect(previewed.stdout).toContain("https://app.eu-west-1.prismatic.io");
  await reader.type(guide.take("sh", heading));
  expect(await us.values("slack-oauth")).toMatchObject({ clientId: "4711.0815", scopes: "chat:write" });
  expect(await eu.values("slack-oauth")).toMatchObject({
    clientId: "5822.1926",
    scopes: "chat:write users:read",
    clientSecret: "canary-eu",
  });
  await reader.write("rollout.yaml", guide.take("yaml", heading));
  const { output } = await reader.type("npx prismatic-rollout up --all --yes");
  expectShown(output, "2 stacks: 2 current");
});

it("compares the tenants", async () => {
  const { stdout } = await reader.type(guide.take("sh", "4. Compare the tenants"), { exitCode: 2 });
  expectShown(stdout, guide.take("text", "4. Compare the tenants"));
});

it("adds a connection to one tenant", async () => {
  const heading = "5. A connection that only some tenants have";
  await reader.add("index.ts", guide.take("ts", heading));
  await reader.answer({ salesforceClientSecret: "canary-salesforce" });
  await reader.type(guide.take("sh", heading));
  expect(await us.stableKeys()).toEqual(["salesforce-oauth", "slack-oauth"]);
  expect(await eu.stableKeys()).toEqual(["slack-oauth"]);
});

it("reaches a second tenant from one stack", async () => {
  const heading = "6. Two tenants in one stack";
  const program = (await reader.read("index.ts")).replace(
    "{ CustomerConnection }",
    "{ CustomerConnection, Tenant }",
  );
  await reader.write("index.ts", `${program}\n${guide.take("ts", heading)}`);
  await reader.answer({ sandboxRefreshToken: eu.refreshToken });
  await reader.type(guide.take("sh", heading));
  expect(await eu.stableKeys()).toEqual(["slack-oauth", "slack-sandbox"]);
});
