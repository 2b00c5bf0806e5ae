import { describe, expect, it } from "vitest";
import { judgeAll, judgeOne, resource, UNKNOWN } from "../testing/judge.ts";
import { embeddedAllowlist } from "./embeddedAllowlist.ts";
import { globalCredentialsApproved } from "./globalCredentialsApproved.ts";
import { httpsUrls } from "./httpsUrls.ts";
import { noPlainSecrets } from "./noPlainSecrets.ts";
import { oneDefaultPerComponent } from "./oneDefaultPerComponent.ts";
import { productionProtected } from "./productionProtected.ts";
import { redeployDecided } from "./redeployDecided.ts";
import { secretsWriteOnly } from "./secretsWriteOnly.ts";
import { tenantPinned } from "./tenantPinned.ts";
import { testCredentialsPresent } from "./testCredentialsPresent.ts";

type View = ReturnType<typeof resource>;
const customer = (properties: object, view: Parameters<typeof resource>[2] = {}) =>
  resource("CustomerConnection", { stableKey: "slack", component: "slack", ...properties }, view);
const global = (properties: object = {}, view: Parameters<typeof resource>[2] = {}) =>
  resource("OrganizationGlobalConnection", { stableKey: "openai", component: "openai", ...properties }, view);

describe("no-plain-secrets", () => {
  const judge = (view: View, configuration = {}) => judgeOne(noPlainSecrets, view, { configuration });

  it.each([
    ["a private key", "-----BEGIN RSA PRIVATE KEY-----canary"],
    ["a password in an address", "postgres://app:canary@db.example/app"],
    ["a Slack token", "xoxb-123456789012-canary"],
    ["a Slack webhook", "https://hooks.slack.com/services/T0/canary"],
    ["a Stripe key", "sk_live_canary12345678"],
    ["a GitHub token", "ghp_canary1234567890123456789"],
    ["an AWS access key", "AKIACANARY1234567890"],
    ["a Google API key", `AIza${"canary".repeat(6).slice(0, 35)}`],
    ["an OpenAI key", "sk-proj-canary1234567890abcdef"],
    ["a signed token (JWT)", "eyJjYW5hcnkxMjM0.eyJjYW5hcnkxMjM0.x"],
  ])("recognizes %s by its form, and does not show it", (kind, value) => {
    const [message, ...more] = judge(customer({ globalValues: { note: value } }));
    expect(message).toBe(
      `CustomerConnection "it": globalValues.note holds what looks like ${kind}. Move it to globalSecrets.note, and replace it.`,
    );
    expect(more).toEqual([]);
    expect(message?.toLowerCase()).not.toContain("canary");
  });

  it.each([
    "4711.0815",
    "chat:write channels:read",
    "https://login.example/authorize?x=a:b@c",
    "sk-short",
    "",
  ])("accepts the value %s", (value) => {
    expect(judge(customer({ globalValues: { clientId: value } }))).toEqual([]);
  });

  it("recognizes secrets by the input's name, unless they are said to be plain", () => {
    const values = { clientSecret: "a", apiKey: "b", clientId: "c" };
    expect(judge(customer({ globalValues: values }))).toHaveLength(2);
    expect(judge(customer({ globalValues: values, plainInputs: ["apiKey", "clientSecret"] }))).toEqual([]);
    expect(judge(customer({ globalValues: values }), { allow: ["*Secret", "apiKey"] })).toEqual([]);
    expect(judge(customer({ globalValues: values }), { names: ["client*"] })).toHaveLength(3);
    const plainInputs = ["apiKey", "clientSecret"];
    expect(judge(customer({ globalValues: values, plainInputs }), { acceptPlainInputs: false })).toHaveLength(
      2,
    );
  });

  it("looks at every place of plain values, in lists and maps too, and never at secrets", () => {
    const token = "xoxb-123456789012-canary";
    const set = resource("CustomerCredentialsSet", {
      customers: { globex: { values: { a: [token] }, secrets: { b: token } } },
    });
    expect(judge(set)[0]).toContain(
      "customers.globex.values.a holds what looks like a Slack token. Move it to customers.globex.secrets.a",
    );
    expect(
      judge(resource("GlobalValues", { values: { a: { deep: token } }, secrets: { b: token } })),
    ).toHaveLength(1);
    expect(judge(customer({ testCredentials: { values: { a: token } } }))[0]).toContain(
      "testCredentials.secrets.a",
    );
    expect(judge(customer({ description: `use ${token}` }))[0]).toContain("description holds");
    expect(judge(customer({ globalSecrets: { clientSecret: token } }))).toEqual([]);
  });

  it("says nothing about what a preview does not know", () => {
    expect(judge(customer({ globalValues: UNKNOWN }))).toEqual([]);
    expect(judge(customer({ globalValues: { apiKey: UNKNOWN }, description: UNKNOWN }))).toEqual([]);
  });
});

describe("https-urls", () => {
  const judge = (properties: object, allowHosts: string[] = []) =>
    judgeOne(httpsUrls, customer(properties), { configuration: { allowHosts } });

  it.each([
    "https://a.example",
    "http://localhost:3000/x",
    "http://127.0.0.1",
    "http://[::1]/",
    "see http://a.example",
    UNKNOWN,
  ])("accepts %s", (url) => {
    expect(judge({ globalValues: { baseUrl: url }, oauthRedirect: { success: url } })).toEqual([]);
  });

  it("refuses http in values and redirects, and shows the host alone", () => {
    const url = "HTTP://user:canary@a.example:8080/canary";
    expect(judge({ globalValues: { baseUrl: url } })).toEqual([
      'CustomerConnection "it": globalValues.baseUrl is http://a.example. Type https://a.example.',
    ]);
    expect(judge({ oauthRedirect: { failure: url } })[0]).toContain("oauthRedirect.failure");
  });

  it("shows nothing of an address under secrets", () => {
    const [message] = judge({ globalSecrets: { webhookUrl: "http://canary.example/canary" } });
    expect(message).toContain("globalSecrets.webhookUrl is an address that begins with http://");
    expect(message).not.toContain("canary");
  });

  it("accepts hosts that are allowed", () => {
    expect(judge({ globalValues: { baseUrl: "http://erp.internal" } }, ["*.internal"])).toEqual([]);
    expect(judge({ globalValues: { baseUrl: "http://internal.example" } }, ["*.internal"])).toHaveLength(1);
  });
});

describe("embedded-allowlist", () => {
  const stableKeys = {
    slack: { kind: "CustomerConnection", embedded: true },
    other: { kind: "CustomerConnection" },
  };
  const flag = (stableKey: string, enabled: unknown) =>
    resource("EmbeddedWorkflowFlag", { connection: { stableKey }, enabled });
  const judge = (view: View, configuration = {}) =>
    judgeOne(embeddedAllowlist, view, { stableKeys, configuration });

  it("accepts approved keys, switched-off flags and unknown ones", () => {
    expect(judge(customer({ embeddedWorkflows: true }))).toEqual([]);
    expect(judge(flag("slack", true))).toEqual([]);
    expect(judge(customer({ stableKey: "other", embeddedWorkflows: false }))).toEqual([]);
    expect(judge(flag("other", UNKNOWN))).toEqual([]);
    expect(judge(flag("other", true), { allow: ["oth*"] })).toEqual([]);
  });

  it("refuses the others, with the argument to type", () => {
    expect(judge(customer({ stableKey: "other", embeddedWorkflows: true }))[0]).toContain(
      "Type embeddedWorkflows: false",
    );
    expect(judge(flag("other", true))[0]).toContain("Type enabled: false");
    expect(judge(customer({ stableKey: "unregistered", embeddedWorkflows: true }))).toHaveLength(1);
  });
});

describe("one-default-per-component", () => {
  const on = (stableKey: string, component: unknown, view: Parameters<typeof resource>[2] = {}) =>
    resource("CustomerConnection", { stableKey, component, embeddedWorkflows: true }, view);
  const flag = (connection: unknown, view = {}) =>
    resource("EmbeddedWorkflowFlag", { connection, enabled: true }, view);
  const judge = (all: View[]) =>
    judgeAll(oneDefaultPerComponent, all, {
      stableKeys: { far: { kind: "CustomerConnection", component: "slack" } },
    });

  it("accepts one for each component and tenant, and two that a preview cannot tell apart", () => {
    const other = on("b", "slack", { tenant: { identity: "two" } });
    expect(judge([on("a", "slack"), other, on("c", "dropbox"), on("d", UNKNOWN)])).toEqual([]);
    expect(
      judge([on("a", { key: "slack", public: true }), on("b", { key: "slack", public: false })]),
    ).toEqual([]);
    expect(judge([on("a", "slack"), flag({ stableKey: "a", component: "slack" })])).toEqual([]);
  });

  it("refuses a second one, inline or by a flag on a resource or on a key", () => {
    expect(judge([on("a", "slack"), on("b", "slack")])[0]?.message).toContain(
      '"a" (CustomerConnection "it") is already',
    );
    expect(judge([on("a", "slack"), flag({ stableKey: "b", component: "slack" })])[0]?.message).toContain(
      "Type enabled: false",
    );
    expect(judge([on("a", "slack"), flag({ stableKey: "far" })])).toHaveLength(1);
    const neighbour = resource("CustomerConnection", { stableKey: "near", component: "slack" });
    expect(judge([on("a", "slack"), neighbour, flag({ stableKey: "near" })])).toHaveLength(1);
  });
});

describe("test-credentials-present", () => {
  const judge = (all: View[], setting: object = {}) => judgeAll(testCredentialsPresent, all, setting);

  it("asks organization (global) connections, and takes inline and separate ones", () => {
    expect(judge([global()])[0]?.message).toContain("so test runs use the production credentials");
    expect(judge([global({ testCredentials: UNKNOWN })])).toEqual([]);
    expect(judge([global(), resource("TestCredentials", { connection: { stableKey: "openai" } })])).toEqual(
      [],
    );
    expect(judge([customer({})])).toEqual([]);
  });

  it("does not take those of another tenant, and waits for an unknown one", () => {
    const other = { tenant: { identity: "two" } };
    expect(
      judge([global(), resource("TestCredentials", { connection: { stableKey: "openai" } }, other)]),
    ).toHaveLength(1);
    expect(judge([global(), resource("TestCredentials", { connection: UNKNOWN })])).toEqual([]);
  });

  it("asks the kinds and stacks that are configured, without the exempt keys", () => {
    const kinds = ["CustomerConnection"];
    expect(judge([customer({})], { configuration: { kinds } })).toHaveLength(1);
    expect(judge([global()], { configuration: { kinds } })).toEqual([]);
    expect(judge([global()], { configuration: { stacks: ["dev*"] } })).toEqual([]);
    expect(judge([global()], { configuration: { exempt: ["open*"] } })).toEqual([]);
  });
});

describe("global-credentials-approved", () => {
  const judge = (view: View, entry?: object, configuration = {}) =>
    judgeOne(globalCredentialsApproved, view, {
      configuration,
      ...(entry && { stableKeys: { openai: { kind: "OrganizationGlobalConnection", ...entry } } }),
    });

  it("accepts approved ones, other kinds, and unknown keys", () => {
    expect(judge(global(), { globalCredentials: "approved" })).toEqual([]);
    expect(judge(global(), undefined, { allow: ["openai"] })).toEqual([]);
    expect(judge(customer({}))).toEqual([]);
    expect(judge(global({ stableKey: UNKNOWN }))).toEqual([]);
  });

  it("refuses pending, silent and missing entries", () => {
    for (const entry of [{ globalCredentials: "pending" }, {}, undefined]) {
      expect(judge(global(), entry)[0]).toContain('"globalCredentials": "approved"');
    }
  });
});

describe("redeploy-decided", () => {
  const judge = (view: View, configuration = {}) => judgeOne(redeployDecided, view, { configuration });

  it.each([
    ["a connection without values", customer({})],
    ["a decision", customer({ globalValues: {}, redeployInstances: "never" })],
    ["a decision that the preview does not know", customer({ globalValues: {}, redeployInstances: UNKNOWN })],
    ["a resource that never redeploys", resource("TestCredentials", { values: { a: "b" } })],
  ])("accepts %s", (_, view) => {
    expect(judge(view)).toEqual([]);
  });

  it("asks where values can reach instances", () => {
    expect(judge(global({ globalSecrets: UNKNOWN }))[0]).toContain("whether changed globalSecrets reach");
    expect(judge(resource("CustomerCredentials", { values: { a: "b" } }))).toHaveLength(1);
    expect(judge(resource("CustomerCredentialsSet", { customers: {} }))).toHaveLength(1);
  });

  it("wants the decision that is configured", () => {
    const configuration = { decision: "onChange" };
    const never = customer({ globalValues: {}, redeployInstances: "never" });
    expect(judge(never, configuration)[0]).toContain('Type redeployInstances: "onChange".');
    expect(judge(customer({ globalValues: {} }), configuration)[0]).toContain(
      'Type redeployInstances: "onChange".',
    );
    expect(judge(customer({ globalValues: {}, redeployInstances: "onChange" }), configuration)).toEqual([]);
  });
});

describe("secrets-write-only", () => {
  const judge = (view: View) => judgeOne(secretsWriteOnly, view);
  const globalSecrets = { clientSecret: "a", signingSecret: "b" };

  it.each([
    ["a connection without secrets", customer({ globalValues: { clientId: "1" } })],
    ["all secrets marked", customer({ globalSecrets, writeOnlyInputs: true })],
    ["each secret marked", customer({ globalSecrets, writeOnlyInputs: ["signingSecret", "clientSecret"] })],
    ["marks that the preview does not know", customer({ globalSecrets, writeOnlyInputs: UNKNOWN })],
    ["test credentials", resource("TestCredentials", { secrets: globalSecrets })],
  ])("accepts %s", (_, view) => {
    expect(judge(view)).toEqual([]);
  });

  it("names the secrets that can be read back, and what to type", () => {
    const view = customer({ globalSecrets, writeOnlyInputs: ["clientSecret"] });
    expect(judge(view)).toEqual([
      expect.stringMatching(/can read signingSecret of globalSecrets back\. Type writeOnlyInputs: true\.$/),
    ]);
    expect(judge(resource("GlobalValues", { secrets: UNKNOWN }))[0]).toContain("can read secrets back");
  });
});

describe("tenant-pinned", () => {
  const judge = (tenant: Partial<View["tenant"]>, tenants: Record<string, string> = {}) =>
    judgeOne(tenantPinned, customer({}, { tenant }), { configuration: { tenants } });

  it("accepts a pinned tenant, also one that the preview does not know, and the one that is expected", () => {
    expect(judge({ pinned: true })).toEqual([]);
    expect(judge({ pinned: true }, { us: "AB" })).toEqual([]);
    expect(judge({ tenantId: "ab" }, { us: "AB", eu: "CD" })).toEqual([]);
  });

  it("refuses an unpinned one and another than expected, with the command to type", () => {
    expect(judge({ pinned: false })[0]).toContain("pulumi config set prismatic:tenantId <the tenant's id");
    expect(judge({ pinned: false }, { us: "AB" })[0]).toContain(
      "pulumi config set prismatic:tenantId AB --stack us",
    );
    const other = "0f0e0d0c-0b0a-4908-8706-050403020100";
    expect(judge({ tenantId: other }, { us: "AB" })[0]).toContain(`us belongs to tenant AB, not ${other}`);
    expect(judge({ tenantId: "CD", name: "eu" }, { us: "CD", "us/eu": "EF" })[0]).toContain(
      'Type tenantId: "EF" at Tenant "eu"',
    );
  });
});

describe("production-protected", () => {
  const judge = (stack: string, protect = false, configuration = {}) =>
    judgeOne(productionProtected, customer({}, { stack, protect }), { configuration });

  it.each(["prod", "Prod", "eu-prod", "production", "prod-us", "production-eu"])("asks stack %s", (stack) => {
    expect(judge(stack)[0]).toContain("Type { protect: true } in its options.");
    expect(judge(stack, true)).toEqual([]);
  });

  it.each(["us", "dev", "product", "nonprod"])("leaves stack %s alone", (stack) => {
    expect(judge(stack)).toEqual([]);
  });

  it("asks the stacks that are configured, and connections only", () => {
    expect(judge("us", false, { stacks: ["us"] })).toHaveLength(1);
    expect(judgeOne(productionProtected, resource("GlobalValues", {}, { stack: "prod" }))).toEqual([]);
  });
});
