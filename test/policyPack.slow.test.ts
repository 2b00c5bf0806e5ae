import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { UNKNOWN } from "../provider/src/dynamic/wire.ts";
import { root } from "../tools/setup/paths.mjs";
import {
  packFolder,
  secret,
  startPolicyPack,
  type AskedResource,
  type PolicyPackProcess,
} from "./support/policyPack.ts";

const options = JSON.stringify({
  levels: { "redeploy-decided": "mandatory", "no-build-only": "disabled" },
  configuration: { "production-protected": { stacks: ["prod"] }, "stable-key-format": { maximumLength: 12 } },
});

const registry = JSON.stringify({
  stableKeys: {
    "slack-oauth": { kind: "CustomerConnection", component: "slack", description: "Posts" },
    crm: { kind: "OrganizationGlobalConnection", component: "salesforce", globalCredentials: "pending" },
  },
});

const provider = {
  name: "us",
  properties: { "prismatic:url": "https://us.example", "prismatic:refreshToken": secret("token-canary") },
};

const ours = (type: string, name: string, properties: object, protect = false): AskedResource => ({
  type: `pulumi-nodejs:dynamic/prismatic:${type}`,
  name,
  properties: { ...properties },
  protect,
  provider,
});

const slack = { component: "slack", connectionType: "oauth2", name: "Slack" };
const resources: AskedResource[] = [
  { type: "pulumi:pulumi:Stack", name: "shop-prod", properties: {} },
  { type: "aws:s3/bucket:Bucket", name: "bucket", properties: { arn: UNKNOWN }, provider },
  ours("CustomerConnection", "right", { ...slack, stableKey: "slack-oauth" }, true),
  ours("CustomerConnection", "wrong", {
    ...slack,
    stableKey: "Slack_OAuth_With_A_Long_Name",
    globalValues: { clientId: "1", note: "xoxb-canary-1234567890", page: "http://app.example/?canary" },
    globalSecrets: { clientSecret: secret("canary"), hook: secret("http://hooks.example/canary") },
    embeddedWorkflows: true,
  }),
  ours("CustomerConnection", "unknown", {
    ...slack,
    stableKey: UNKNOWN,
    globalValues: UNKNOWN,
    globalSecrets: secret({ clientSecret: UNKNOWN }),
    component: { key: "slack", public: UNKNOWN },
  }),
  ours("CustomerConnection", "left-out", {}),
  ours("OrganizationGlobalConnection", "global", { component: "salesforce", stableKey: "crm", name: "CRM" }),
  ours("OrganizationGlobalConnection", "again", { component: "salesforce", stableKey: "crm", name: "CRM" }),
  ours("Integration", "sync", {
    definition: "name: Sync\nrequiredConfigVars:\n  - useScopedConfigVar: slack-oauht\n",
    connections: { CRM: "crm" },
  }),
];

const own = (policies: string) => `
  import { PolicyPack } from "@pulumi/policy";
  import { policies } from "pulumi-prismatic-policies";
  new PolicyPack("own", { policies: ${policies} });
`;

/** Names of the policies that an answer reports violations of. */
const broken = (answer: object) =>
  new Set([...JSON.stringify(answer).matchAll(/"policyname":"([^"]+)"/g)].map(([, name]) => name));

describe("A pack of one's own", () => {
  let pack: PolicyPackProcess;

  beforeAll(async () => {
    const folder = await packFolder(own(`policies(${options})`), { "stable-keys.json": registry });
    pack = await startPolicyPack(folder);
  });
  afterAll(() => pack?.[Symbol.asyncDispose]());

  it("says its name, its version and its sixteen policies with their levels", async () => {
    const info = JSON.stringify(await pack.info());
    expect(info).toContain('"name":"own"');
    expect(info).toContain('"version":"1.2.3"');
    expect(info.match(/"policyType"/g)).toHaveLength(16);
  });

  it("judges single resources: right, wrong, unknown, left out and of other providers", async () => {
    const answers = [];
    for (const resource of resources) answers.push(await pack.analyze(resource));
    expect(answers.map((answer) => broken(answer).size)).toEqual([0, 0, 1, 8, 3, 0, 3, 3, 1]);
    expect(JSON.stringify(answers)).not.toContain("canary");
  });

  it("judges a resource anew when Pulumi asks about it again", async () => {
    const connection = (stableKey: string) =>
      ours("CustomerConnection", "right", { ...slack, stableKey }, true);
    for (const [stableKey, expected] of [
      ["slack-oauth", 0],
      ["Slack", 2],
      ["slack-oauth", 0],
    ] as const) {
      const found = [...broken(await pack.analyze(connection(stableKey)))];
      expect(found.filter((name) => name?.startsWith("stable-key"))).toHaveLength(expected);
    }
    const twice = [connection("slack-oauth"), { ...connection("slack-oauth"), name: "again" }];
    expect(broken(await pack.analyzeStack(twice))).toContain("stable-key-unique");
    const mended = [connection("slack-oauth"), { ...connection("crm"), name: "again" }];
    expect(broken(await pack.analyzeStack(mended))).not.toContain("stable-key-unique");
  });

  it("judges a whole stack, and is cautious about what is unknown or left out", async () => {
    const known = resources.filter(({ name }) => !["unknown", "left-out"].includes(name));
    const answer = await pack.analyzeStack(known);
    for (const policy of ["stable-key-unique", "integration-connections-known", "test-credentials-present"])
      expect(broken(answer)).toContain(policy);
    expect(JSON.stringify(answer)).not.toContain("canary");
    expect(broken(await pack.analyzeStack(resources))).not.toContain("integration-connections-known");
  });

  it("adds nothing until it may, and then a description, with secrets still marked", async () => {
    for (const resource of resources)
      expect(await pack.remediate(resource)).toMatchObject({ remediationsList: [] });
    const all = Object.fromEntries(
      ["stable-key-registry", "https-urls", "stable-key-unique"].map((name) => [
        name,
        { level: "REMEDIATE" as const },
      ]),
    );
    await pack.configure({ ...all, "no-plain-secrets": { level: "DISABLED" } });
    const described = ours("CustomerConnection", "right", {
      ...slack,
      stableKey: "slack-oauth",
      globalSecrets: { clientSecret: secret("canary") },
    });
    const answer = JSON.stringify(await pack.remediate(described));
    expect(answer).toContain("Posts");
    expect(answer).toContain("1b47061264138c4ac30d75fd1eb44270");
    const answers = [];
    for (const resource of resources) answers.push(await pack.analyze(resource));
    expect(answers.map((each) => broken(each).size)).toEqual([0, 0, 1, 7, 3, 0, 3, 3, 1]);
    expect(JSON.stringify(answers)).not.toContain("can't run");
  });

  it("refuses a wrong configuration with the property's name", async () => {
    const wrong = { "stable-key-format": { level: "ADVISORY" as const, properties: { pattern: "(" } } };
    await pack.configure(wrong);
    const [, , right] = resources;
    await expect(pack.analyze(right as AskedResource)).rejects.toThrow(
      "The configuration of stable-key-format is wrong: pattern: must be a regular expression",
    );
  });
});

describe("The pack of the guide, with a policy of the team's own", () => {
  it("judges by the policies of both", async () => {
    const guide = await readFile(join(root, "docs/policies.md"), "utf8");
    const [, source = ""] = /`index\.js`:\n\n```js\n(.*?)```/s.exec(guide) ?? [];
    const [, theirs = ""] = /`ours\.js`:\n\n```js\n(.*?)```/s.exec(guide) ?? [];
    const folder = await packFolder(source, { "ours.js": theirs, "stable-keys.json": registry });
    await using pack = await startPolicyPack(folder);
    expect(await pack.info()).toMatchObject({ name: "acme" });
    expect(JSON.stringify(await pack.info()).match(/"policyType"/g)).toHaveLength(17);
    const undescribed = ours("CustomerConnection", "wrong", { ...slack, stableKey: "slack-oauth" });
    const answer = broken(await pack.analyze(undescribed));
    expect(answer).toContain("connections-described");
    // By default it asks stacks named prod; the guide's pack names others.
    expect(answer).not.toContain("production-protected");
  });
});

describe("A pack's own mistakes", () => {
  it("end it with a sentence that says what to type", async () => {
    const start = async (policies: string) => {
      await using pack = await startPolicyPack(await packFolder(own(policies)));
      return pack.output;
    };
    await Promise.all([
      expect(start('policies({ levels: { "stable-keys": "advisory" } })')).rejects.toThrow(
        'There is no policy "stable-keys"',
      ),
      expect(start('policies({ configuration: { "stable-key-format": { patern: "x" } } })')).rejects.toThrow(
        "stable-key-format is wrong: it has no property patern",
      ),
    ]);
  });
});
