import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  packFolder,
  secret,
  startPolicyPack,
  type AskedResource,
  type PolicyPackProcess,
} from "./support/policyPack.ts";

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

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

describe("A pack served by policyPack", () => {
  let quick: PolicyPackProcess;
  let pulumis: PolicyPackProcess;

  beforeAll(async () => {
    const files = { "stable-keys.json": registry };
    [quick, pulumis] = await Promise.all([
      packFolder(
        `import { policyPack } from "pulumi-prismatic-policies"; policyPack("own", ${options});`,
        files,
      ).then(startPolicyPack),
      packFolder(
        `import { PolicyPack } from "@pulumi/policy";
         import { policies } from "pulumi-prismatic-policies";
         new PolicyPack("own", { policies: policies(${options}) });`,
        files,
      ).then(startPolicyPack),
    ]);
  });
  afterAll(async () => {
    await quick?.[Symbol.asyncDispose]();
    await pulumis?.[Symbol.asyncDispose]();
  });

  /** What both say; they must say the same. */
  async function agreed(ask: (pack: PolicyPackProcess) => Promise<object>): Promise<string> {
    const answer = await ask(quick);
    expect(answer).toEqual(await ask(pulumis));
    return JSON.stringify(answer);
  }

  it("says of itself what Pulumi's own PolicyPack says of the same policies", async () => {
    const info = await agreed((pack) => pack.info());
    expect(info).toContain('"name":"own"');
    expect(info).toContain('"version":"1.2.3"');
    expect(info.match(/"policyType"/g)).toHaveLength(15);
  });

  it("judges single resources alike: right, wrong, unknown, left out and of other providers", async () => {
    const answers = [];
    for (const resource of resources) answers.push(await agreed((pack) => pack.analyze(resource)));
    const broken = answers.map(
      (answer) => new Set([...answer.matchAll(/"policyname":"([^"]+)"/g)].map(([, name]) => name)),
    );
    expect(broken.map(({ size }) => size)).toEqual([0, 0, 1, 8, 3, 0, 3, 3, 1]);
    expect(answers.join("")).not.toContain("canary");
  });

  it("judges a whole stack alike", async () => {
    const known = resources.filter(({ name }) => !["unknown", "left-out"].includes(name));
    const answer = await agreed((pack) => pack.analyzeStack(known));
    for (const policy of ["stable-key-unique", "integration-connections-known", "test-credentials-present"])
      expect(answer).toContain(policy);
    expect(answer).not.toContain("canary");
    // What is unknown or left out makes other policies cautious.
    expect(await agreed((pack) => pack.analyzeStack(resources))).not.toContain(
      "integration-connections-known",
    );
  });

  it("adds nothing until it may, and then the same, with secrets still marked", async () => {
    for (const resource of resources)
      expect(await agreed((pack) => pack.remediate(resource))).toContain('"remediationsList":[]');
    const all = Object.fromEntries(
      ["stable-key-registry", "https-urls", "stable-key-unique"].map((name) => [
        name,
        { level: "REMEDIATE" as const },
      ]),
    );
    await agreed((pack) => pack.configure({ ...all, "no-plain-secrets": { level: "DISABLED" } }));
    const described = ours("CustomerConnection", "right", {
      ...slack,
      stableKey: "slack-oauth",
      globalSecrets: { clientSecret: secret("canary") },
    });
    const answer = await agreed((pack) => pack.remediate(described));
    expect(answer).toContain("Posts");
    expect(answer).toContain("1b47061264138c4ac30d75fd1eb44270");
    for (const resource of resources) {
      await agreed((pack) => pack.remediate(resource));
      await agreed((pack) => pack.analyze(resource));
    }
    await agreed((pack) => pack.analyzeStack(resources));
  });

  it("refuses a wrong configuration at once, with the property's name", async () => {
    const wrong = { "stable-key-format": { level: "ADVISORY" as const, properties: { pattern: "(" } } };
    await expect(quick.configure(wrong)).rejects.toThrow(
      "The configuration of stable-key-format is wrong: pattern: must be a regular expression.",
    );
  });
});

describe("A pack's own mistakes", () => {
  const start = async (source: string, files?: Record<string, string>) => {
    await using pack = await startPolicyPack(await packFolder(source, files));
    return pack.output;
  };
  const own = (call: string) => `import { policyPack } from "pulumi-prismatic-policies"; ${call}`;

  it("end it with a sentence that says what to type", async () => {
    const wrong = [
      [own(`policyPack("acme's");`), "is no name of a policy pack"],
      [own(`policyPack("acme"); policyPack("other");`), 'is the policy pack "acme" already'],
      [
        own(`policyPack("acme", { levels: { "stable-keys": "advisory" } });`),
        'There is no policy "stable-keys"',
      ],
    ] as const;
    await Promise.all(wrong.map(([source, sentence]) => expect(start(source)).rejects.toThrow(sentence)));
    await expect(
      start(own(`policyPack("acme");`), { "package.json": `{"type":"module","main":"index.js"}` }),
    ).rejects.toThrow('has no version. Type one, such as "version": "1.0.0"');
  });
});
