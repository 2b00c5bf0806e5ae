import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { declare, declaringProgram, type Declared } from "../support/declaration.ts";
import { createPulumiProject, type PulumiProject, type PulumiResult } from "../support/pulumi.ts";
import { textOf } from "../support/steps.ts";
import { startTenant, type TestTenant } from "../support/tenant.ts";

const canary = (name: string): string => `canary-${name}-${randomBytes(9).toString("hex")}`;

const secrets = {
  slackOne: canary("slack-one"),
  slackTwo: canary("slack-two"),
  signing: canary("signing"),
  // Read back by the tenant: no password, but a secret all the same.
  privateKey: `-----BEGIN-----\n${canary("private-key")}\n-----END-----`,
  testPassphrase: canary("test-passphrase"),
  twilioKey: canary("twilio-key"),
  twilioOne: canary("twilio-one"),
  twilioTwo: canary("twilio-two"),
  byHand: canary("by-hand"),
  tokenOne: canary("token-one"),
  tokenTwo: canary("token-two"),
  refresh: canary("refresh-token"),
  customer: canary("customer"),
  one: canary("one-customer"),
};
type SecretName = keyof typeof secrets;

/** The engine itself cuts the stack's secrets out of every text; only the others show what the provider lets out. */
const configured: SecretName[] = ["signing"];

const secret = (name: SecretName) => (configured.includes(name) ? { $secret: name } : { $environment: name });

const slack = (clientSecret: SecretName, more: object = {}): Declared => ({
  type: "CustomerConnection",
  name: "slack",
  args: {
    component: "slack",
    connectionType: "oauth2",
    stableKey: "slack",
    name: "Slack",
    globalValues: { clientId: "4711", ...more },
    globalSecrets: { clientSecret: secret(clientSecret), signingSecret: secret("signing") },
  },
});

const testSecrets = { privateKey: secret("privateKey"), passphrase: secret("testPassphrase") };

const snowflake = (testedWith: Partial<typeof testSecrets> = testSecrets): Declared => ({
  type: "OrganizationGlobalConnection",
  name: "snowflake",
  args: {
    component: "snowflake",
    connectionType: "snowflakeKeyPairConnection",
    stableKey: "snowflake",
    name: "Snowflake",
    globalValues: { username: "pulumi", accountIdentifier: "account" },
    globalSecrets: { privateKey: secret("privateKey") },
    testCredentials: {
      values: { username: "tester", accountIdentifier: "account" },
      secrets: testedWith,
    },
  },
});

const twilio = (apiSecret: SecretName): Declared[] => [
  {
    type: "OrganizationGlobalConnection",
    name: "twilio",
    args: {
      component: "twilio",
      connectionType: "apiKeySecret",
      stableKey: "twilio",
      name: "Twilio",
      separateGlobalValues: true,
    },
  },
  {
    type: "GlobalValues",
    name: "twilio-values",
    args: {
      connection: { $resource: "twilio" },
      values: { accountSid: "AC1" },
      secrets: { apiKey: secret("twilioKey"), apiSecret: secret(apiSecret) },
    },
  },
];

/** Tokens that were obtained elsewhere, and what the organization supplies for its customers. */
const others = (accessToken: SecretName): Declared[] => [
  {
    type: "OrganizationGlobalConnection",
    name: "chat",
    args: {
      component: "slack",
      connectionType: "oauth2",
      stableKey: "chat",
      name: "Chat",
      globalValues: { clientId: "4712" },
      globalSecrets: { clientSecret: secret("slackOne"), signingSecret: secret("signing") },
      oauthTokens: { accessToken: secret(accessToken), refreshToken: secret("refresh") },
    },
  },
  {
    type: "OrganizationCustomerConnection",
    name: "acme",
    args: { component: "acme", stableKey: "acme", name: "Acme" },
  },
  {
    type: "CustomerCredentialsSet",
    name: "acme-customers",
    args: {
      connection: { $resource: "acme" },
      customers: { globex: { secrets: { api_key: secret("customer") } } },
    },
  },
  {
    type: "CustomerCredentials",
    name: "acme-initech",
    args: { connection: { $resource: "acme" }, customer: "initech", secrets: { api_key: secret("one") } },
  },
];

const program = `${declaringProgram}
  export const shown = Object.values(made).map(({ globalSecrets, secrets }) => globalSecrets ?? secrets);
`;

describe("No secret of a whole life, with its failures, is found", () => {
  let tenant: TestTenant;
  let project: PulumiProject;
  let canaries: string[];
  const results: PulumiResult[] = [];

  beforeAll(async () => {
    const customers = ["globex", "initech"].map((externalId) => ({ externalId, name: externalId }));
    tenant = await startTenant({ holds: { customers } });
    project = await createPulumiProject({
      program,
      config: tenant.config,
      secrets: { ...tenant.secrets, "test-project:signing": secrets.signing },
      env: secrets,
    });
    canaries = [tenant.refreshToken, ...Object.values(secrets).flatMap((value) => value.split("\n"))].filter(
      (text) => !text.startsWith("-----"),
    );
    await live();
  });
  afterAll(async () => {
    await project?.dispose();
    await tenant?.dispose();
  });

  /** Runs a command and keeps what it printed and logged. */
  async function run(args: string[], declared: Declared[], { fails = false } = {}): Promise<PulumiResult> {
    await declare(project, declared);
    const result = await project.run(args, { events: args[0] !== "stack", expectFailure: fails });
    results.push(result);
    return result;
  }

  async function live(): Promise<void> {
    const all = [slack("slackOne"), snowflake(), ...twilio("twilioOne"), ...others("tokenOne")];
    await run(["preview", "--json"], all);
    await run(["up", "--yes", "--diff"], all);
    await run(
      ["preview", "--diff", "--show-config"],
      [slack("slackTwo"), snowflake(), ...twilio("twilioTwo"), ...others("tokenTwo")],
    );

    const up = ["up", "--yes", "--skip-preview", "--diff"];
    await refuse("updateScopedConfigVariable", `"${secrets.twilioTwo}" is not "${secrets.twilioOne}"`);
    await refuse("updateScopedOAuth2Connection", `${secrets.tokenTwo} is older than ${secrets.refresh}`);
    await run(up, [slack("slackOne"), snowflake(), ...twilio("twilioTwo"), ...others("tokenTwo")], {
      fails: true,
    });
    const body = `cannot save ${secrets.slackTwo} in place of ${secrets.slackOne}`;
    await tenant.injectFault(
      { rootField: "updateScopedConfigVariable" },
      { type: "status", status: 500, body },
    );
    await run(up, [slack("slackTwo"), snowflake(), ...twilio("twilioOne"), ...others("tokenOne")], {
      fails: true,
    });
    const misplaced = slack("slackOne", { clientSecret: secret("slackTwo") });
    delete (misplaced.args["globalSecrets"] as Record<string, unknown>)["clientSecret"];
    await run(
      ["preview", "--diff"],
      [misplaced, snowflake(), ...twilio("twilioOne"), ...others("tokenOne")],
      {
        fails: true,
      },
    );

    // A part of an update fails that was to remove a secret: the program no longer has it, and the tenant still does.
    await refuse("updateCustomerConfigVariable", "Not today.");
    const { args } = snowflake({ privateKey: testSecrets.privateKey });
    const removing: Declared = { ...snowflake(), args: { ...args, name: "Renamed" } };
    await run(up, [slack("slackOne"), removing, ...twilio("twilioOne"), ...others("tokenOne")], {
      fails: true,
    });
    await tenant.change("snowflake", { inputs: { privateKey: secrets.byHand } });
    await run(["refresh", "--yes", "--diff"], all);
    await run([...up, "--replace", "**slack"], all);
    await run(["stack", "export"], all);
    await run(["stack", "output", "--json"], all);
    await refuse("deleteScopedConfigVariable", `${secrets.slackOne} and ${secrets.privateKey} are in use`);
    await run(["destroy", "--yes", "--diff", "--skip-preview"], [], { fails: true });
    await run(["destroy", "--yes", "--diff", "--skip-preview"], []);
  }

  function refuse(rootField: string, message: string): Promise<void> {
    return tenant.injectFault({ rootField }, { type: "payloadError", field: "inputs", messages: [message] });
  }

  it("in what the commands printed", () => {
    expect(found(results.map(({ output }) => output).join("\n"))).toEqual([]);
    // What would have held them was there.
    const printed = results.map(({ output }) => output).join("\n");
    expect(printed).toContain("[secret]");
    expect(printed).toMatch(/"\[secret\]" is not "\[secret\]"/);
    expect(printed).toMatch(/globalValues\.clientSecret: is a password/);
    expect(printed).toMatch(/\[secret\] is older than \[secret\]/);
  });

  it("in the event logs", () => {
    const events = results.flatMap((result) => result.events);
    expect(events.length).toBeGreaterThan(100);
    expect(found(textOf(events))).toEqual([]);
  });

  it("in the state, its backups and its history", async () => {
    const text = await project.stateFilesText();
    expect(text).toContain("clientSecret");
    expect(text).toContain("4711");
    expect(found(text)).toEqual([]);
  });

  /** The canaries in a text, as they are or encoded. */
  function found(text: string): string[] {
    const encodings = (value: string) => [
      value,
      Buffer.from(value).toString("base64"),
      Buffer.from(value).toString("hex"),
      value.slice(0, -6),
    ];
    return canaries.filter((value) => encodings(value).some((encoded) => text.includes(encoded)));
  }
});
