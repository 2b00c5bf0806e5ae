import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { policies } from "../../policies/src/policies.ts";
import { httpsUrls } from "../../policies/src/policies/httpsUrls.ts";
import { noPlainSecrets } from "../../policies/src/policies/noPlainSecrets.ts";
import { stableKeyFormat } from "../../policies/src/policies/stableKeyFormat.ts";
import { judgeOne, resource } from "../../policies/src/testing/judge.ts";
import { checkAndCreate, startProvider, type Provider } from "../support/provider.ts";
import { startTenant, type TestTenant } from "../support/tenant.ts";

const global = (globalValues: object, more: object = {}) =>
  resource("CustomerConnection", { stableKey: "crm", globalValues, ...more });
const addresses = (text: unknown, allowHosts: string[] = []) =>
  judgeOne(httpsUrls, global({ baseUrl: text }), { configuration: { allowHosts } });

describe("An address that is not encrypted, however it is written", () => {
  it.each([
    ["http://127.evil.com", "http://127.evil.com"],
    ["http://localhost.evil.com", "http://localhost.evil.com"],
    ["http://localhost@evil.com", "http://evil.com"],
    ["http://127.0.0.1:80@evil.com/", "http://evil.com"],
    ["http:/evil.com", "http://evil.com"],
    ["http:evil.com", "http://evil.com"],
    ["http:\\\\evil.com", "http://evil.com"],
    ["HTTP://EVIL.com", "http://evil.com"],
    ["ht\ttp://evil.com", "http://evil.com"],
    ["\n http:\r\n//evil.com", "http://evil.com"],
    ["\u0000http://evil.com", "http://evil.com"],
    ["ws://evil.com", "ws://evil.com"],
    ["FTP://evil.com", "ftp://evil.com"],
    ["http://localhost./", "http://localhost."],
    ["http://evil.com./", "http://evil.com."],
    ["http://[::2]/", "http://[::2]"],
    ["http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]"],
    ["http://2130706434.evil.com", "http://2130706434.evil.com"],
    ["http://3232235521/", "http://192.168.0.1"],
    ["http://0300.0250.1", "http://192.168.0.1"],
    ["http://0xc0.0xa8.0.1", "http://192.168.0.1"],
    ["http://0.0.0.0", "http://0.0.0.0"],
    ["http://bücher.example", "http://xn--bcher-kva.example"],
    ["http://аpple.com", "http://xn--pple-43d.com"],
    ["http://ｅｖｉｌ.com", "http://evil.com"],
    ["http://evil%2ecom", "http://evil.com"],
  ])("is refused and shown as it is resolved: %j is %s", (text, shown) => {
    expect(addresses(text)).toEqual([
      `CustomerConnection "it": globalValues.baseUrl is ${shown}. Type ${shown.replace(/^(\w+):/, "$1s:")}.`,
    ]);
  });

  it.each([
    "https://evil.com",
    "http://localhost:3000",
    "http://LOCALHOST",
    "http://127.0.0.1",
    "http://127.1",
    "http://2130706433",
    "http://0177.0.0.1",
    "http://[::1]:80",
    "http://[0:0:0:0:0:0:0:1]",
    "wss://evil.com",
    "note: http",
    "chat:write",
    "//evil.com",
  ])("is another one than %j", (text) => {
    expect(addresses(text)).toEqual([]);
  });

  it("is refused without what is pasted into it, also if its host cannot be told", () => {
    const shown = (text: string) => addresses(text).join();
    expect(shown("http://user:canary@evil.com:8080/canary?canary#canary")).not.toContain("canary");
    expect(shown("http://ca nary")).toBe(
      'CustomerConnection "it": globalValues.baseUrl is an address that begins with http://. Type one that begins with https://.',
    );
    expect(shown("h\nttp://[canary")).not.toContain("canary");
  });

  it("is allowed by the host as it is resolved, in a pattern of any spelling", () => {
    expect(addresses("http://BÜCHER.example", ["bücher.example"])).toEqual([]);
    expect(addresses("http://erp.intern\tal", ["*.INTERNAL"])).toEqual([]);
    expect(addresses("http://10.0.0.1", ["10.*"])).toEqual([]);
    expect(addresses("http://erp.internal.evil.com", ["*.internal"])).toHaveLength(1);
    expect(addresses("http://evil.com#.internal", ["*.internal"])).toHaveLength(1);
  });

  it("is found in lists, in maps and in every argument", () => {
    expect(addresses(["https://a.example", "http://evil.com"])).toHaveLength(1);
    expect(addresses({ Origin: "http://evil.com" })[0]).toContain(
      "globalValues.baseUrl.Origin is http://evil.com",
    );
    const component = resource("Component", { attributes: { repoUrl: "http://git.example/canary" } });
    expect(judgeOne(httpsUrls, component)).toEqual([
      'Component "it": attributes.repoUrl is http://git.example. Type https://git.example.',
    ]);
  });
});

describe("A secret that is no secret in the program", () => {
  const judge = (view: Parameters<typeof judgeOne>[1]) => judgeOne(noPlainSecrets, view);
  const token = "xoxb-123456789012-canary";

  it("is found in the headers of a request, by the header's name and by its value", () => {
    const headers = { Accept: "text/html", Authorization: "canary", "X-API-Key": "canary", Cookie: "canary" };
    const named = (name: string) =>
      `CustomerConnection "it": globalValues.headers.${name} is secret by its name. Move it to globalSecrets.headers.${name}: config.requireSecret("...").`;
    expect(judge(global({ headers }))).toEqual(["Authorization", "X-API-Key", "Cookie"].map(named));
    expect(judge(global({ headers }, { plainInputs: ["headers"] }))).toEqual([]);
    expect(judge(global({ headers: ["Authorization: Bearer canary0123456789"] }))[0]).toContain(
      "globalValues.headers holds what looks like the credentials of a request.",
    );
    expect(judge(global({ note: "Basic authentication is described there" }))).toEqual([]);
  });

  it("is found in an integration: its definition, its own connections, comments and the marketplace's text", () => {
    const definition = [
      "name: Sync",
      `description: use ${token}`,
      "requiredConfigVars:",
      "  - key: Slack",
      "    connection: { key: oauth2, component: { key: slack, isPublic: true } }",
      "    inputs:",
      `      note: { type: value, value: ${token} }`,
      "      signingSecret: { type: value, value: canary }",
      "      clientSecret: { type: configVar, value: Elsewhere }",
      "flows:",
      "  - name: Flow",
      "    steps:",
      "      - name: Post",
      "        inputs:",
      `          header: &shared { type: value, value: ${token} }`,
      "          url: { type: value, value: 'http://evil.com' }",
      "          again: *shared",
    ].join("\n");
    const view = resource("Integration", {
      definition,
      connections: {
        Own: {
          integrationSpecific: { component: "slack", connectionType: "oauth2", values: { note: token } },
        },
      },
      publish: { comment: token, attributes: { commitHash: token } },
      marketplace: { availability: "NOT_AVAILABLE_IN_MARKETPLACE", overview: token },
      secretInputs: { Slack: { note: token } },
    });
    const found = judge(view);
    const slack = (path: string, mend = "Take it out") =>
      `Integration "it": ${path} holds what looks like a Slack token. ${mend}, and replace it.`;
    expect(found.toSorted()).toEqual(
      [
        slack("connections.Own.integrationSpecific.values.note", "Move it to secretInputs.Own.note"),
        slack('definition, note of "Slack"', "Move it to secretInputs.Slack.note"),
        slack('definition, header of "Post"'),
        slack('definition, again of "Post"'),
        slack("definition"),
        slack("publish.comment"),
        slack("publish.attributes.commitHash"),
        slack("marketplace.overview"),
        'Integration "it": definition, signingSecret of "Slack" is secret by its name. Move it to secretInputs.Slack.signingSecret: config.requireSecret("...").',
      ].toSorted(),
    );
    expect(judgeOne(httpsUrls, view)).toEqual([
      'Integration "it": definition, url of "Post" is http://evil.com. Type https://evil.com.',
    ]);
  });

  it("is found in a definition that is no YAML, in a name of a value, and in an address with a tab in its scheme", () => {
    expect(judge(resource("Integration", { definition: `name: [\n${token}` }))).toHaveLength(1);
    const [named] = judge(global({ [token]: "x" }));
    expect(named).toBe(
      'CustomerConnection "it": a name in globalValues holds what looks like a Slack token. Take it out, and replace it.',
    );
    const inside = judge(global({ [token]: { [token]: token } }));
    expect(inside.join()).not.toContain("canary");
    expect(judge(global({ url: "ht\ttps://user:canary@db.example" }))).toHaveLength(1);
  });

  it("takes no time of its own to be looked for", () => {
    for (const text of ["a.", "eyJ-", "a://", "-----BEGIN A", "bearer ", "x:y@"])
      expect(judge(global({ note: text.repeat(200_000) }))).toEqual([]);
  });
});

describe("The values of a CustomerCredentialsSet, of which policies see digests alone", () => {
  let tenant: TestTenant;
  let provider: Provider;
  beforeAll(async () => {
    tenant = await startTenant();
    provider = await startProvider(tenant);
    await checkAndCreate(provider.supplied, {
      component: "slack",
      connectionType: "webhookUrl",
      stableKey: "hook",
      name: "Hook",
    });
  });
  afterAll(async () => {
    await provider[Symbol.asyncDispose]();
    await tenant.dispose();
  });

  const checked = async (customers: object) => {
    const args = { connection: { stableKey: "hook" }, customers, onMissingCustomer: "skip" };
    return (await provider.credentialsSet.check({}, args)).inputs;
  };

  it("are judged by what the provider tells of them", async () => {
    const token = "xoxb-123456789012-canary";
    const inputs = await checked({
      globex: { values: { note: token, region: "eu", site: "http://user:canary@evil.com/canary" } },
      initech: {
        values: { note: token, apiKey: "canary" },
        secrets: { webhookUrl: "http://canary.example" },
      },
    });
    const view = resource("CustomerCredentialsSet", inputs);
    expect(judgeOne(noPlainSecrets, view)).toEqual([
      'CustomerCredentialsSet "it": customers.globex.values.note holds what looks like a Slack token. Move it to customers.globex.secrets.note, and replace it.',
      'CustomerCredentialsSet "it": customers.globex.values.site holds what looks like a password in an address. Move it to customers.globex.secrets.site, and replace it.',
      'CustomerCredentialsSet "it": customers.*.values.apiKey is secret by its name. Move it to customers.*.secrets.apiKey: config.requireSecret("...").',
    ]);
    expect(judgeOne(noPlainSecrets, view, { configuration: { allow: ["note", "apiKey"] } })).toHaveLength(1);
    expect(judgeOne(httpsUrls, view)).toEqual([
      'CustomerCredentialsSet "it": customers.globex.values.site is http://evil.com. Type https://evil.com.',
      'CustomerCredentialsSet "it": customers.initech.secrets.webhookUrl is an address that begins with http://. Type one that begins with https://.',
    ]);
    expect(JSON.stringify(inputs)).not.toContain("canary");
  });

  it("are secret by the names that a configuration adds, as in every other class", async () => {
    const view = resource(
      "CustomerCredentialsSet",
      await checked({ globex: { values: { database: "shop" } } }),
    );
    expect(judgeOne(noPlainSecrets, view)).toEqual([]);
    expect(judgeOne(noPlainSecrets, view, { configuration: { names: ["DATA*"] } })).toEqual([
      'CustomerCredentialsSet "it": customers.*.values.database is secret by its name. Move it to customers.*.secrets.database: config.requireSecret("...").',
    ]);
    const both = { names: ["data*"], allow: ["database"] };
    expect(judgeOne(noPlainSecrets, view, { configuration: both })).toEqual([]);
  });

  it("show no new line of a set of an earlier version, but for names that look secret", async () => {
    const { valueFacts: _facts, ...earlier } = await checked({ globex: { values: { region: "eu" } } });
    const again = async (region: string, others = {}) => {
      await using next = await startProvider(tenant);
      const customers = { globex: { values: { region, ...others } } };
      const args = { connection: { stableKey: "hook" }, customers, onMissingCustomer: "skip" };
      return (await next.credentialsSet.check(earlier, args)).inputs["valueFacts"];
    };
    expect(await again("us")).toBeUndefined();
    expect(await again("eu")).toBeUndefined();
    expect(await again("eu", { apiKey: "k" })).toEqual({ names: ["apiKey"] });
  });
});

describe("A pattern of a configuration", () => {
  const format = (pattern: string) => ({ configuration: { "stable-key-format": { pattern } } });

  it.each(["^(a+)+$", "^(a|a)*$", "^([a-z]+)*$", "(.*a){20}$"])("cannot hang the pack: %s", (pattern) => {
    const view = resource("CustomerConnection", { stableKey: `${"a".repeat(5_000)}!` });
    const found = judgeOne(stableKeyFormat, view, { configuration: { pattern, maximumLength: 255 } });
    expect(found.length).toBeGreaterThan(0);
  });

  it.each(["(?=a)b", "(a)\\1", "(a{100}){100}{100}", "(", "a".repeat(501)])(
    "is refused where it is loaded: %.20s",
    (pattern) => {
      expect(() => policies(format(pattern))).toThrow(
        "The configuration of stable-key-format is wrong: pattern: ",
      );
    },
  );

  it("means what it meant", () => {
    const judge = (stableKey: string, pattern: string) =>
      judgeOne(stableKeyFormat, resource("CustomerConnection", { stableKey }), {
        configuration: { pattern },
      });
    expect(judge("acme-slack", "^acme-(?:slack|crm)$")).toEqual([]);
    expect(judge("other-slack", "^acme-")).toEqual([
      'CustomerConnection "it": the stable key "other-slack" does not match ^acme-. Type one that matches.',
    ]);
  });
});
