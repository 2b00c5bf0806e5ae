import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { contentsOf, mutate, removeCredentials } from "../support/contents.ts";
import { resourceChanges } from "../support/engineEvents.ts";
import { useGuide } from "../support/guide.ts";
import { GuideReader } from "../support/guideReader.ts";
import { expectSaid } from "../support/saidOutput.ts";
import { startTenant, type TestTenant } from "../support/tenant.ts";

const guide = useGuide("docs/guides/disaster.md");
const customers = [{ externalId: "globex", name: "Globex" }];
const loginOf = (stableKey: string) => ({
  [`${stableKey}/globex`]: {
    database: "globex",
    host: "db.globex.example",
    password: "canary-globex",
    username: "integration",
  },
});
const noBackup = "The state is lost, and there is no backup";
const urn = "urn:pulumi:us::acme-connections::pulumi-nodejs:dynamic/prismatic:CustomerConnection::slack";
let tenant: TestTenant;
let next: TestTenant;
let reader: GuideReader;

beforeAll(async () => {
  tenant = await startTenant({ holds: { customers } });
  next = await startTenant({ holds: { customers } });
  reader = await GuideReader.start({
    stands: { "<the id of the new tenant>": next.id },
    answers: {
      "prismatic:refreshToken": tenant.refreshToken,
      slackClientSecret: "canary-slack",
      globexPassword: "canary-globex",
    },
  });
  await reader.project("acme-connections", guide.take("ts", "Disaster recovery"));
  await reader.type(`pulumi stack init us
    pulumi config set prismatic:url ${tenant.url}
    pulumi config set prismatic:tenantId ${tenant.id}
    pulumi config set --secret prismatic:refreshToken
    pulumi config set slackClientId 4711.0815
    pulumi config set --secret slackClientSecret
    pulumi config set --secret globexPassword
    pulumi up`);
});
afterAll(async () => {
  await reader?.[Symbol.asyncDispose]();
  await tenant?.dispose();
  await next?.dispose();
});

/** The state's files vanish, as from a disk that is lost; the project is still there. */
async function loseState(): Promise<void> {
  const folder = join(reader.folder, "../backend/.pulumi");
  for (const entry of await readdir(folder)) await rm(join(folder, entry), { recursive: true });
}

/** Asserts that nothing is left to do, in the state and in the tenant. */
async function expectNothingLeft(): Promise<void> {
  await reader.type("pulumi preview --refresh --expect-no-changes");
}

it("brings a state back from a backup", async () => {
  await reader.type(guide.take("sh", "Back up the state"));
  const before = await contentsOf(tenant);
  await loseState();
  const { events } = await reader.type(guide.take("sh", "The state is lost, and there is a backup"));
  expect(resourceChanges(await events())).toEqual({ same: 4 });
  await expectNothingLeft();
  expect(await contentsOf(tenant)).toEqual(before);
});

it("takes over from a lost state what is as declared", async () => {
  const before = await contentsOf(tenant);
  await loseState();
  await tenant.clearRequests();
  await reader.type(guide.take("sh", noBackup));
  expect((await tenant.mutations()).filter(({ field }) => field.startsWith("create"))).toEqual([]);
  expect(await contentsOf(tenant)).toEqual(before);
  await expectNothingLeft();
});

it("overwrites the rest when told to", async () => {
  await tenant.change("slack-oauth", { inputs: { clientId: "4711.9999" } });
  await loseState();
  const { output } = await reader.type("pulumi stack init us\npulumi preview", { exitCode: 1 });
  expectSaid(output, guide.take("text", noBackup));
  await reader.type(guide.take("sh", noBackup));
  expect(await tenant.values("slack-oauth")).toMatchObject({ clientId: "4711.0815" });
  await expectNothingLeft();
});

it("takes a connection over as it is", async () => {
  await tenant.change("slack-oauth", { inputs: { clientId: "4711.9999" } });
  await reader.type(`pulumi state delete --yes '${urn}'`);
  await reader.type(guide.take("sh", noBackup));
  expect(await reader.read("taken-over.ts")).toContain('clientId: "4711.9999"');
  await tenant.clearRequests();
  const { events } = await reader.type(guide.take("sh", noBackup));
  expect(resourceChanges(await events())).toEqual({ same: 3, update: 1 });
  expect(await tenant.values("slack-oauth")).toMatchObject({ clientId: "4711.9999" });
  await expectNothingLeft();
});

it("moves a stable key that is in use, in two changes", async () => {
  const heading = "A wrong stable key";
  const program = await reader.read("index.ts");
  await reader.write("index.ts", program.replace("customer-databse", "customer-database"));
  const { output } = await reader.type("pulumi preview", { exitCode: 1 });
  expectSaid(output, guide.take("text", heading));

  const second = program
    .replace("new CustomerCredentialsSet", `${guide.take("ts", heading)}\nnew CustomerCredentialsSet`)
    .replace("connection: database", "connection: renamed");
  await reader.write("index.ts", second);
  await reader.type(guide.take("sh", heading));
  expect(await tenant.stableKeys()).toEqual(["customer-database", "customer-databse", "slack-oauth"]);
  expect((await contentsOf(tenant)).credentials).toEqual(loginOf("customer-database"));

  await reader.write("index.ts", second.replace(/const database = [^;]*;/, ""));
  await reader.type(guide.take("sh", heading));
  expect(await tenant.stableKeys()).toEqual(["customer-database", "slack-oauth"]);
  expect((await contentsOf(tenant)).credentials).toEqual(loginOf("customer-database"));
  await expectNothingLeft();
});

it("changes a stable key that nothing uses, with the new connection first", async () => {
  const program = await reader.read("index.ts");
  for (const stableKey of ["slack-login", "slack-oauth"]) {
    await reader.write("index.ts", program.replace("slack-oauth", stableKey));
    await tenant.clearRequests();
    await reader.type("pulumi up");
    const fields = (await tenant.mutations()).map(({ field }) => field);
    expect(fields).toEqual(["createScopedConfigVariable", "deleteScopedConfigVariable"]);
    expect(await tenant.stableKeys()).toEqual(["customer-database", stableKey]);
  }
});

it("restores what somebody deleted and changed", async () => {
  const before = await contentsOf(tenant);
  await tenant.change("slack-oauth", { inputs: { clientId: "0", clientSecret: "theirs" } });
  await removeCredentials(tenant, "customer-database/globex");
  await tenant.remove("customer-database");
  await reader.type(guide.take("sh", "A tenant to restore"));
  expect(await contentsOf(tenant)).toEqual(before);
  await expectNothingLeft();
});

it("finds what was restored under another id", async () => {
  const before = await contentsOf(tenant);
  const { inputs } = await tenant.connection("slack-oauth");
  const { scopedConfigVariables } = await tenant.query<{
    scopedConfigVariables: { nodes: { stableKey: string; connection: { id: string } }[] };
  }>("query { scopedConfigVariables { nodes { stableKey connection { id } } } }");
  const found = scopedConfigVariables.nodes.find(({ stableKey }) => stableKey === "slack-oauth");
  await tenant.remove("slack-oauth");
  await mutate(tenant, "createScopedConfigVariable", {
    ...{ key: "Slack", stableKey: "slack-oauth", connection: found?.connection.id },
    ...{ variableScope: "customer", managedBy: "customer" },
    inputs: inputs.nodes.map(({ name, value, meta }) => ({ name, type: "value", value, meta })),
  });
  await tenant.clearRequests();
  await reader.type("pulumi up --refresh");
  expect((await tenant.mutations()).filter(({ field }) => field.startsWith("create"))).toEqual([]);
  expect(await contentsOf(tenant)).toEqual(before);
  await expectNothingLeft();
});

it("fills a new tenant after the old one is gone", async () => {
  const heading = "The tenant is deleted";
  const before = await contentsOf(tenant);
  await tenant.stop();
  await reader.answer({ "prismatic:refreshToken": next.refreshToken });
  await reader.type(`pulumi config set prismatic:url ${next.url}`);
  await reader.type(guide.take("sh", heading));
  await reader.type(guide.take("sh", heading));
  expect(await contentsOf(next)).toEqual(before);
  await expectNothingLeft();
});
