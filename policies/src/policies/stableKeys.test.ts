import { describe, expect, it } from "vitest";
import { completed, judgeAll, judgeOne, resource, UNKNOWN, temporaryFolder } from "../testing/judge.ts";
import { contextsOf } from "../pulumiPolicy.ts";
import { RegistrySource } from "../registry/file.ts";
import { integrationConnectionsKnown } from "./integrationConnectionsKnown.ts";
import { noBuildOnly } from "./noBuildOnly.ts";
import { stableKeyFormat } from "./stableKeyFormat.ts";
import { stableKeyRegistry } from "./stableKeyRegistry.ts";
import { stableKeysComplete } from "./stableKeysComplete.ts";
import { stableKeyUnique } from "./stableKeyUnique.ts";

const connection = (stableKey: unknown, more: object = {}, view: Parameters<typeof resource>[2] = {}) =>
  resource("CustomerConnection", { stableKey, component: "slack", connectionType: "oauth2", ...more }, view);
const inEu = (stableKey: string) => connection(stableKey, {}, { tenant: { identity: "two", name: "eu" } });
const slackEntry = { kind: "CustomerConnection", component: "slack", connectionType: "oauth2" };

describe("stable-key-format", () => {
  it.each(["slack", "slack-oauth", "s3", "2-legged", "a-1-b"])("accepts %s", (key) => {
    expect(judgeOne(stableKeyFormat, connection(key))).toEqual([]);
  });

  it.each([
    ["slackOAuth", "slack-oauth"],
    ["Slack_OAuth", "slack-oauth"],
    ["SLACK", "slack"],
    ["slack--oauth", "slack-oauth"],
    ["-slack-", "slack"],
    ["slack.oauth:us", "slack-oauth-us"],
  ])("refuses %s and says to type %s", (key, better) => {
    expect(judgeOne(stableKeyFormat, connection(key))).toEqual([
      `CustomerConnection "it": the stable key "${key}" is not kebab case. Type stableKey: "${better}".`,
    ]);
  });

  it("follows a pattern and a length of one's own, and suggests nothing that they refuse", () => {
    const configuration = { pattern: "^[a-z]+_[a-z]+$", maximumLength: 5 };
    const messages = judgeOne(stableKeyFormat, connection("slack-oauth"), { configuration });
    expect(messages[0]).toContain("does not match ^[a-z]+_[a-z]+$. Type one that matches.");
    expect(messages[1]).toContain("has 11 characters. Type one of at most 5.");
  });

  it("says nothing about an unknown key and about other resources", () => {
    expect(judgeOne(stableKeyFormat, connection(UNKNOWN))).toEqual([]);
    expect(
      judgeOne(stableKeyFormat, resource("GlobalValues", { connection: { stableKey: "Bad_Key" } })),
    ).toEqual([]);
  });
});

describe("stable-key-unique", () => {
  it("refuses the second of one tenant, and names the first", () => {
    const all = [connection("a"), connection("b"), connection("a", {}, { name: "again", urn: "urn:again" })];
    expect(judgeAll(stableKeyUnique, all)).toEqual([
      {
        urn: "urn:again",
        message: expect.stringContaining('"a" is taken by CustomerConnection "it"') as unknown,
      },
    ]);
  });

  it("accepts the same key in two tenants, keys that differ in letter case, and unknown ones", () => {
    const other = connection("a", {}, { tenant: { identity: "two" } });
    expect(judgeAll(stableKeyUnique, [connection("a"), other, connection("A")])).toEqual([]);
    expect(judgeAll(stableKeyUnique, [connection(UNKNOWN), connection(UNKNOWN)])).toEqual([]);
  });
});

describe("stable-key-registry", () => {
  const judge = (view: ReturnType<typeof resource>, entry: object = slackEntry) =>
    judgeOne(stableKeyRegistry, view, { stableKeys: { "slack-oauth": entry } });

  it.each([
    ["the same", connection("slack-oauth"), slackEntry],
    ["a type in other letter case", connection("slack-oauth", { connectionType: "OAuth2" }), slackEntry],
    ["a type that is left out", connection("slack-oauth", { connectionType: undefined }), slackEntry],
    [
      "any type where none is registered",
      connection("slack-oauth"),
      { kind: "CustomerConnection", component: "slack" },
    ],
    [
      "a component with its visibility",
      connection("slack-oauth", { component: { key: "slack", public: true } }),
      slackEntry,
    ],
    ["an unknown component", connection("slack-oauth", { component: UNKNOWN }), slackEntry],
    ["an unknown key", connection(UNKNOWN), slackEntry],
    ["a stack that a pattern names", connection("slack-oauth"), { ...slackEntry, stacks: ["u*"] }],
    ["an explicit tenant by name", inEu("slack-oauth"), { ...slackEntry, stacks: ["us", "us/eu"] }],
    ["its project", connection("slack-oauth"), { ...slackEntry, projects: ["shop"] }],
    [
      "a reference by key",
      resource("GlobalValues", { connection: { stableKey: "slack-oauth" } }),
      slackEntry,
    ],
    [
      "a reference to a resource of the program",
      resource("GlobalValues", { connection: { stableKey: "x", variableScope: "org" } }),
      slackEntry,
    ],
  ])("accepts %s", (_, view, entry) => {
    expect(judge(view, entry)).toEqual([]);
  });

  it.each([
    [
      "another kind",
      resource("OrganizationGlobalConnection", { stableKey: "slack-oauth" }),
      slackEntry,
      "Type new CustomerConnection(...)",
    ],
    [
      "another component",
      connection("slack-oauth", { component: "dropbox" }),
      slackEntry,
      'Type component: "slack"',
    ],
    [
      "the private component of that key",
      connection("slack-oauth", { component: { key: "slack", public: false } }),
      { ...slackEntry, component: { key: "slack", public: true } },
      "slack (public), not slack (private)",
    ],
    [
      "another connection type",
      connection("slack-oauth", { connectionType: "basic" }),
      slackEntry,
      'Type connectionType: "oauth2"',
    ],
    [
      "another stack",
      connection("slack-oauth"),
      { ...slackEntry, stacks: ["eu", "eu-*"] },
      "registered for the stacks eu, eu-* and not for us",
    ],
    [
      "another tenant of the stack",
      inEu("slack-oauth"),
      { ...slackEntry, stacks: ["us"] },
      'not for us/eu. Leave it out here, or have "us/eu" added',
    ],
    [
      "another project",
      connection("slack-oauth"),
      { ...slackEntry, projects: ["finance"] },
      "registered for the project finance",
    ],
    [
      "a key that differs by one character",
      connection("slack-oauht"),
      slackEntry,
      'Did you mean stableKey: "slack-oauth"?',
    ],
    [
      "a new key, with the entry to add",
      connection("mailbox"),
      slackEntry,
      '"mailbox": {"kind":"CustomerConnection","component":"slack","connectionType":"oauth2"}',
    ],
    [
      "a reference by a wrong key",
      resource("TestCredentials", { connection: { stableKey: "slack-oath" } }),
      slackEntry,
      'Type connection: "slack-oauth".',
    ],
    [
      "a key called like a member of every object",
      connection("constructor"),
      slackEntry,
      "is not registered",
    ],
  ])("refuses %s", (_, view, entry, expected) => {
    const messages = judge(view, entry);
    expect(messages).toHaveLength(1);
    expect(messages[0]).toContain(expected);
  });

  it("says how to write a registry where there is none", () => {
    expect(judgeOne(stableKeyRegistry, connection("a"))[0]).toMatch(
      /there is no registry .*registry --stack us --out/,
    );
    expect(judgeOne(stableKeyRegistry, resource("GlobalValues", {}))).toEqual([]);
  });

  it("completes a missing description and nothing else", () => {
    const stableKeys = { "slack-oauth": { ...slackEntry, description: "Chat" }, bare: slackEntry };
    const complete = (view: ReturnType<typeof resource>) =>
      completed(stableKeyRegistry, view, { stableKeys });
    expect(complete(connection("slack-oauth"))).toEqual({ description: "Chat" });
    expect(complete(connection("slack-oauth", { description: "Mine" }))).toEqual({});
    expect(complete(connection("slack-oauth", { description: "" }))).toEqual({});
    expect(complete(connection("slack-oauth", { description: UNKNOWN }))).toEqual({});
    for (const key of ["bare", "other", UNKNOWN]) expect(complete(connection(key))).toEqual({});
    expect(complete(resource("GlobalValues", { connection: { stableKey: "slack-oauth" } }))).toEqual({});
  });
});

describe("stable-keys-complete", () => {
  const stableKeys = {
    a: slackEntry,
    b: { ...slackEntry, stacks: ["eu"] },
    c: { ...slackEntry, projects: ["finance"] },
    d: { kind: "BuildOnly" },
  };
  const judge = (all: ReturnType<typeof resource>[], setting: object = {}) =>
    judgeAll(stableKeysComplete, all, { stableKeys, ...setting }).map(({ message, advice }) => ({
      message,
      advice,
    }));

  it("asks for keys of this stack and project only", () => {
    expect(judge([connection("a")])).toEqual([]);
    expect(judge([connection("x")])[0]?.message).toContain(
      "Stack us lacks 1 of 1 registered stable keys: a (Cust",
    );
    expect(judge([connection("a")], { stack: "eu" })[0]?.message).toContain(
      "lacks 1 of 2 registered stable keys: b",
    );
    expect(judge([connection("a")], { project: "finance" })[0]?.message).toContain("c (CustomerConnection)");
  });

  it("asks each tenant of a stack, and an empty stack", () => {
    const eu = connection("x", {}, { tenant: { identity: "two", name: "eu" } });
    expect(judge([connection("a"), eu])[0]?.message).toContain('Stack us, tenant "eu" lacks 1 of 1');
    expect(judge([])).toHaveLength(1);
    const onlyUs = { stableKeys: { a: { ...slackEntry, stacks: ["us"] } } };
    expect(judge([connection("a"), eu], onlyUs)).toEqual([]);
    const onlyEu = { stableKeys: { a: { ...slackEntry, stacks: ["us/eu"] } } };
    expect(judge([connection("a"), eu], onlyEu)[0]?.message).toContain('tenant "eu" lacks 1 of 1');
  });

  it("waits for a key that a preview does not know, and gives advice where resources are left out", () => {
    expect(judge([connection(UNKNOWN)])).toEqual([]);
    const leftOut = resource("CustomerConnection", {});
    expect(judge([leftOut], { partial: true })).toEqual([
      { advice: true, message: expect.any(String) as unknown },
    ]);
  });

  it("says once how to get a registry where none is named and none is there", () => {
    const folder = temporaryFolder();
    const registry = new RegistrySource({ folder });
    const context = { ...contextsOf(stableKeysComplete, registry, {})({}), stack: "us", project: "shop" };
    const judge = (views: ReturnType<typeof resource>[]) =>
      stableKeysComplete.validateStack?.(views, { ...context, partial: false });
    expect(judge([connection("a"), connection("b")])).toEqual([
      { advice: true, message: expect.stringContaining("policies registry --stack us") as unknown },
    ]);
    expect(judge([resource("GlobalValues", {})])).toEqual([]);
    expect(stableKeyRegistry.validateResource?.(connection("a"), { configuration: {}, registry })).toEqual(
      [],
    );
  });

  it("leaves out what is ignored, and everything where there is no registry", () => {
    expect(judge([], { configuration: { ignore: ["a*"] } })).toEqual([]);
    expect(judgeAll(stableKeysComplete, [])).toEqual([]);
  });
});

describe("integration-connections-known", () => {
  const integration = (connections: object, definition = "name: Sync") =>
    resource("Integration", { connections, definition }, { name: "sync", urn: "urn:sync" });
  const stableKeys = { registered: slackEntry, elsewhere: { ...slackEntry, stacks: ["eu"] } };
  const judge = (all: ReturnType<typeof resource>[], configuration = {}) =>
    judgeAll(integrationConnectionsKnown, all, { stableKeys, configuration }).map(({ message }) => message);

  it("accepts keys that are declared, registered, allowed or unknown", () => {
    expect(judge([connection("slack"), integration({ A: "slack", B: "registered", C: UNKNOWN })])).toEqual(
      [],
    );
    expect(
      judge([connection("slack"), integration({ A: { stableKey: "slack", variableScope: "customer" } })]),
    ).toEqual([]);
    expect(judge([integration({ A: "theirs" })], { allow: ["their*"] })).toEqual([]);
    expect(judge([connection(UNKNOWN), integration({ A: "theirs" })])).toEqual([]);
  });

  it("finds the keys of single steps, which stand below their flows", () => {
    const steps = { "Sync todos": { "Post message": { stableKey: "nowhere" }, "Ask once": "registered" } };
    const [message, ...others] = judge([resource("Integration", { steps, definition: "name: Sync" })]);
    expect(message).toContain('steps.Sync todos.Post message names the stable key "nowhere"');
    expect(others).toEqual([]);
  });

  it("reads the definition, but for the variables that get another connection", () => {
    const definition = [
      "name: Sync",
      "requiredConfigVars:",
      "  - { key: Slack, dataType: connection, useScopedConfigVar: slakc }",
      "  - { key: CRM, dataType: connection, useScopedConfigVar: registered }",
    ].join("\n");
    expect(judge([connection("slack"), integration({}, definition)])).toEqual([
      expect.stringContaining('definition, useScopedConfigVar of "Slack" names the stable key "slakc"'),
    ]);
    expect(judge([connection("slack"), integration({ Slack: "slack" }, definition)])).toEqual([]);
    const own = { integrationSpecific: { component: "slack", connectionType: "oauth2" } };
    expect(judge([integration({ Slack: own }, definition)])).toEqual([]);
    expect(judge([integration({ Slack: UNKNOWN }, definition)])).toEqual([]);
    expect(judge([integration({}, UNKNOWN)])).toEqual([]);
    expect(judge([resource("Integration", { connections: UNKNOWN, definition })])).toEqual([]);
    expect(judge([integration({}, "name: [")])).toEqual([]);
  });

  it("sees the keys that the code of a code-native integration names, and the connections that are listed for it", () => {
    const inCode = (stableKeys: unknown, connections?: unknown) =>
      resource("CodeNativeIntegration", { bundle: "dist", stableKeys, connections }, { name: "code" });
    expect(judge([connection("slack"), inCode({ Slack: "slack", Erp: "registered" })])).toEqual([]);
    expect(judge([connection("slack"), inCode({ Slack: "slakc" })])).toEqual([
      expect.stringContaining('bundle, useScopedConfigVar of "Slack" names the stable key "slakc"'),
    ]);
    const listed = [{ stableKey: "slack", variableScope: "customer" }, { stableKey: "elsewhere" }];
    expect(judge([connection("slack"), inCode({ Slack: "slack", Erp: "elsewhere" }, listed)])).toEqual([
      expect.stringContaining('connections[1] names the stable key "elsewhere"'),
    ]);
    expect(judge([inCode(UNKNOWN, UNKNOWN)])).toEqual([]);
  });

  it("refuses a key of another tenant or of another stack, and suggests the near one", () => {
    const other = connection("slack", {}, { tenant: { identity: "two" } });
    expect(judge([other, integration({ A: "slack" })])).toHaveLength(1);
    expect(judge([integration({ A: "elsewhere" })])).toHaveLength(1);
    expect(judge([connection("slack"), integration({ A: "slakc" })])[0]).toContain(
      'connections.A names the stable key "slakc", which is neither declared for this tenant nor registered for ' +
        'stack us. Type "slack".',
    );
  });
});

describe("no-build-only", () => {
  const stableKeys = { inner: { kind: "BuildOnly" }, slack: slackEntry };
  const judge = (view: ReturnType<typeof resource>, configuration = {}) =>
    judgeOne(noBuildOnly, view, { stableKeys, configuration });

  it("accepts every reusable connection", () => {
    expect(judge(connection("slack"))).toEqual([]);
    expect(judge(resource("GlobalValues", { connection: { stableKey: "slack", managedBy: "org" } }))).toEqual(
      [],
    );
    expect(judge(connection(UNKNOWN))).toEqual([]);
  });

  it("refuses what the registry, the configuration or the reference calls build-only", () => {
    expect(judge(connection("inner"))[0]).toContain("Type another one");
    expect(judge(resource("Integration", { connections: { A: "inner" } }))[0]).toContain("connections.A");
    expect(judge(connection("tmp-1"), { keys: ["tmp-*"] })).toHaveLength(1);
    const reference = { stableKey: "other", managedBy: "System" };
    expect(judge(resource("TestCredentials", { connection: reference }))).toHaveLength(1);
  });
});
