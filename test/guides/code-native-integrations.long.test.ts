import { afterAll, beforeAll, expect, it } from "vitest";
import { integrationsOf } from "../support/integrations.ts";
import { useGuide } from "../support/guide.ts";
import { GuideReader } from "../support/guideReader.ts";
import { expectSaid } from "../support/saidOutput.ts";
import { startTenant, type TestTenant } from "../support/tenant.ts";

const guide = useGuide("docs/guides/code-native-integrations.md");
const heading = "3. Build, preview, update";
let tenant: TestTenant;
let reader: GuideReader;
let code: string;

beforeAll(async () => {
  tenant = await startTenant();
  reader = await GuideReader.start({
    answers: { "prismatic:refreshToken": tenant.refreshToken, slackClientSecret: "canary-slack" },
  });
  await reader.project("acme-connections", guide.take("ts", "2. Declare it beside its connections"));
  code = guide.take("ts", "1. Name the connections in code");
  await reader.write("orders/src/index.ts", code);
  const build = "rolldown src/index.ts --file dist/index.js --format cjs --exports named --platform node";
  const manifest = { scripts: { build }, dependencies: { "@prismatic-io/spectral": "*", rolldown: "*" } };
  await reader.write("orders/package.json", JSON.stringify(manifest));
  await reader.type(`cd orders
    npm install
    cd ..
    pulumi stack init us
    pulumi config set prismatic:url ${tenant.url}
    pulumi config set --secret prismatic:refreshToken
    pulumi config set slackClientId 4711.0815
    pulumi config set --secret slackClientSecret`);
});
afterAll(async () => {
  await reader?.[Symbol.asyncDispose]();
  await tenant?.dispose();
});

const imports = async () =>
  (await tenant.mutations()).filter(({ field }) => field === "importIntegration").length;
const comments = async () =>
  (await integrationsOf(tenant)).map(({ name, versionSequence }) => ({
    name,
    comments: versionSequence.nodes.map(({ versionComment }) => versionComment).toSorted(),
  }));

it("is imported and published with its connection", async () => {
  await reader.type(guide.take("sh", heading));
  expect(await tenant.stableKeys()).toEqual(["slack-oauth"]);
  expect(await comments()).toEqual([{ name: "Acme orders", comments: ["From Git"] }]);
});

it("is refused where its code misspells a key", async () => {
  await reader.write("orders/src/index.ts", code.replace("slack-oauth", "slack-oauht"));
  await reader.type("npm run build --prefix orders");
  const { output } = await reader.type("pulumi preview", { exitCode: 1 });
  expectSaid(output, guide.take("text", heading));
});

it("is not imported again for the same build", async () => {
  await reader.write("orders/src/index.ts", code);
  await reader.type("npm run build --prefix orders");
  await tenant.clearRequests();
  await reader.type(guide.take("sh", heading));
  expect(await imports()).toBe(0);
});

it("is released for instances in a second step", async () => {
  const release = "4. Release a new version";
  await reader.write("orders/src/index.ts", code.replace("#orders", "#new-orders"));
  await reader.type(guide.take("sh", release));
  expect(await comments()).toEqual([{ name: "Acme orders", comments: ["1.1.0", "From Git"] }]);
  await tenant.clearRequests();
  await reader.type(guide.take("sh", release));
  expect(await imports()).toBe(0);
  expect((await reader.type(guide.take("sh", release))).stdout).toMatch(/^[0-9a-f]{40}$/m);
});

it("is taken over into another project", async () => {
  await reader.type(guide.take("sh", "5. One that is there already"));
  expect(await reader.read("taken-over.ts")).toContain("new CodeNativeIntegration(");
});
