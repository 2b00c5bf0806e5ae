import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder, UNKNOWN } from "../testing/judge.ts";
import { readRegistry, RegistrySource } from "./file.ts";
import { keysOfState } from "./fromStack.ts";
import { editorSchema, type Registry } from "./schema.ts";
import { typescriptSource } from "./typescript.ts";
import { updateRegistry } from "./update.ts";

const slack = { kind: "CustomerConnection", component: "slack", connectionType: "oauth2" } as const;

/** A state with these resources, as `pulumi stack export` prints it. */
const state = (...resources: [type: string, inputs: object, outputs?: object, more?: object][]) => ({
  version: 3,
  deployment: {
    resources: [
      { urn: "urn:pulumi:us::shop::pulumi:pulumi:Stack::shop-us", type: "pulumi:pulumi:Stack" },
      ...resources.map(([type, inputs, outputs, more]) => ({
        urn: `urn:pulumi:us::shop::pulumi-nodejs:dynamic/prismatic:${type}::it`,
        type: `pulumi-nodejs:dynamic/prismatic:${type}`,
        inputs,
        outputs,
        ...more,
      })),
    ],
  },
});

describe("A registry's file", () => {
  const write = (text: string) => {
    const file = join(temporaryFolder(), "stable-keys.json");
    writeFileSync(file, text);
    return file;
  };

  it.each([
    ["{", /stable-keys\.json is no JSON/],
    ["{}", /is no registry: stableKeys: /],
    ['{"stableKeys":{"a":{"kind":"Customer"}}}', /stableKeys\.a\.kind: /],
    [
      '{"stableKeys":{"a":{"kind":"UserConnection","component":{"length":{"toString":null}}}}}',
      /stableKeys\.a\.component: /,
    ],
    ['{"stableKeys":{"a":{"kind":"UserConnection","owner":"me"}}}', /stableKeys\.a: .*owner/],
  ])("that holds %s is refused with the property's name", (text, expected) => {
    expect(() => readRegistry(write(text))).toThrow(expected);
  });

  it("never gets from a state what it could not be read with", () => {
    const { entries } = keysOfState(state(["UserConnection", { stableKey: "a", component: "" }]));
    expect(readRegistry(write(JSON.stringify({ stableKeys: entries }))).stableKeys).toEqual(entries);
    const nameless = state(["UserConnection", { stableKey: "", component: "slack" }]);
    expect(() => keysOfState(nameless)).toThrow("the state holds no stableKey");
  });

  it("that is nested without end is refused in a sentence", () => {
    const deep = `{"stableKeys":{"a":${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}}}`;
    for (const text of [deep, `${"[".repeat(20_000)}${"]".repeat(20_000)}`]) {
      expect(() => readRegistry(write(text))).toThrow(
        /stable-keys\.json is no registry: it is nested in more than 100 levels\.$/,
      );
    }
  });

  it("with thousands of mistakes names the first ones and counts the others", () => {
    const entries = Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`key-${index}`, {}]));
    const read = () => readRegistry(write(JSON.stringify({ stableKeys: entries })));
    expect(read).toThrow(/stableKeys\.key-49\.kind: [^\n]*\n {2}- and 1950 more\.$/);
  });

  it("is read where the configuration names it, and may be missing", () => {
    const file = write(JSON.stringify({ stableKeys: { a: slack } }));
    const source = new RegistrySource({ folder: join(file, "..") }, "elsewhere.json");
    expect(source.registry()).toBeUndefined();
    source.locate("stable-keys.json");
    expect(source.entry("a")).toEqual(slack);
    expect(source.entry("toString")).toBeUndefined();
  });

  it("has the schema that editors get", () => {
    const shipped = readFileSync(new URL("../../stable-keys.schema.json", import.meta.url), "utf8");
    expect(JSON.parse(shipped)).toEqual(editorSchema());
  });
});

describe("The keys of a state", () => {
  it("are those of connections, with what the outputs add and without any value", () => {
    const { project, stack, entries } = keysOfState(
      state(
        [
          "CustomerConnection",
          { stableKey: "a", component: "slack", globalSecrets: { s: "canary" } },
          { connectionType: "oauth2", description: "Chat" },
        ],
        ["UserConnection", { stableKey: "b", component: { key: "x", public: false } }],
        ["GlobalValues", { connection: { stableKey: "c" }, values: { v: "canary" } }],
        ["CustomerConnection", { stableKey: "old" }, {}, { delete: true }],
      ),
    );
    expect([project, stack]).toEqual(["shop", "us"]);
    expect(entries).toEqual({
      a: { ...slack, description: "Chat", projects: ["shop"] },
      b: { kind: "UserConnection", component: { key: "x", public: false }, projects: ["shop"] },
    });
  });

  it("are one for two tenants that agree, and refused where they do not", () => {
    const one = { stableKey: "a", component: "slack" };
    const same = state(["CustomerConnection", one], ["CustomerConnection", one]);
    expect(Object.keys(keysOfState(same).entries)).toEqual(["a"]);
    const other = state(["CustomerConnection", one], ["UserConnection", one]);
    expect(() => keysOfState(other)).toThrow(
      /"a" twice, as CustomerConnection slack and as UserConnection slack/,
    );
  });

  it("are none of a program that declares no connection", () => {
    expect(keysOfState(state())).toEqual({ project: "shop", stack: "us", entries: {} });
  });

  it("may have names that every object of JavaScript has", () => {
    const named = (stableKey: string) => ["CustomerConnection", { ...slack, stableKey }] as [string, object];
    const { entries } = keysOfState(state(named("constructor"), named("toString")));
    expect(Object.keys(entries)).toEqual(["constructor", "toString"]);
    expect(updateRegistry(undefined, { project: "shop", stack: "us", entries }).added).toHaveLength(2);
  });

  it.each<[string, unknown, string]>([
    ["was destroyed", { version: 3, deployment: {} }, "The stack holds nothing: it was never brought up"],
    ["was never brought up", { version: 3, deployment: null }, "The stack holds nothing"],
    ["has a state of a newer version", { ...state(), version: 5 }, "The stack's state has version 5"],
    ["answers something else", { error: "x" }, "The stack's state is not understood: version: "],
    [
      "answers in part",
      { version: 3, deployment: { resources: [{ urn: "urn" }] } },
      "deployment.resources.0.type",
    ],
  ])("cannot be told of a stack that %s", (_, exported, problem) => {
    expect(() => keysOfState(exported)).toThrow(problem);
  });
});

describe("A connection of a state that cannot be read", () => {
  const encrypted = {
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    ciphertext: "v1:canary",
  };
  const connection = { stableKey: "slack-oauth", component: "slack", connectionType: "oauth2" };
  const isSecret = (argument: string) =>
    `CustomerConnection "it": its ${argument} is a secret, so the state holds it encrypted. Give it a plain text in ` +
    `the program, or unwrap it with ${argument}: pulumi.unsecret(...), and run pulumi up.`;

  it.each<[string, object, string]>([
    ["stable key is a secret", { stableKey: encrypted }, isSecret("stableKey")],
    ["component is a secret", { component: encrypted }, isSecret("component")],
    ["component has a secret inside", { component: { key: encrypted, public: true } }, isSecret("component")],
    [
      "component's visibility is a secret",
      { component: { key: "slack", public: encrypted } },
      isSecret("component"),
    ],
    ["connection type is a secret", { connectionType: encrypted }, isSecret("connectionType")],
    ["stable key is unknown", { stableKey: UNKNOWN }, "its stableKey is not known yet. Run pulumi up first."],
    [
      "component is unknown in part",
      { component: { key: "slack", public: UNKNOWN } },
      "its component is not known yet",
    ],
    ["connection type is unknown", { connectionType: UNKNOWN }, "its connectionType is not known yet"],
    ["stable key is missing", { stableKey: undefined }, "the state holds no stableKey"],
    [
      "component is no component",
      { component: ["slack"] },
      "its component has a form that is newer than this version",
    ],
  ])("is told by its name if its %s", (_, properties, problem) => {
    const both = { ...connection, ...properties };
    const exported = state(["CustomerConnection", both, both], ["UserConnection", connection]);
    expect(() => keysOfState(exported)).toThrow("The stack has connections that cannot be read:\n  - ");
    expect(() => keysOfState(exported)).toThrow(problem);
    expect(() => keysOfState(exported)).not.toThrow("canary");
  });

  it.each(["PartnerConnection", "Agreement"])(
    "is told if its class, %s, is newer than this version",
    (type) => {
      expect(() => keysOfState(state([type, connection]))).toThrow(
        `${type} "it": its class is newer than this version of pulumi-prismatic-policies.`,
      );
    },
  );

  it("is told if an interrupted run left it unclear", () => {
    const { version, deployment } = state();
    const [pending] = state(["CustomerConnection", connection]).deployment.resources.slice(1);
    const operations = { ...deployment, pending_operations: [{ resource: pending, type: "creating" }] };
    expect(() => keysOfState({ version, deployment: operations })).toThrow(
      'CustomerConnection "it": a run was interrupted while creating it. Run pulumi refresh.',
    );
  });

  it("is told beside all others", () => {
    const other = { ...connection, stableKey: "other", component: encrypted };
    const exported = state(
      ["CustomerConnection", { ...connection, stableKey: encrypted }],
      ["CustomerConnection", other],
    );
    expect(() => keysOfState(exported)).toThrow(/stableKey is a secret(.|\n)*component is a secret/);
  });

  it("is not one whose outputs alone are encrypted, whose values are secret, or that is being deleted", () => {
    const outputs = { ...connection, stableKey: encrypted, connectionType: encrypted };
    const exported = state(
      ["CustomerConnection", { ...connection, description: encrypted, globalSecrets: encrypted }, outputs],
      ["CustomerConnection", { stableKey: encrypted }, {}, { delete: true }],
    );
    expect(keysOfState(exported).entries).toEqual({ "slack-oauth": { ...slack, projects: ["shop"] } });
  });
});

describe("Bringing a registry up to date", () => {
  const found = (entries: Registry["stableKeys"]) => ({ project: "shop", stack: "us", entries });
  const registry = (stableKeys: Registry["stableKeys"]) => ({ stableKeys });

  it("approves nothing by itself", () => {
    const global = { kind: "OrganizationGlobalConnection", component: "openai" } as const;
    const { registry: written, added } = updateRegistry(undefined, found({ b: global, a: slack }));
    expect(added).toEqual(["b", "a"]);
    expect(Object.keys(written.stableKeys)).toEqual(["a", "b"]);
    expect(written.stableKeys).toEqual({ a: slack, b: { ...global, globalCredentials: "pending" } });
  });

  it("keeps what people wrote", () => {
    const approved = { ...slack, owners: ["me"], stacks: ["us"], embedded: true, description: "Ours" };
    const { registry: written, changed } = updateRegistry(
      registry({ a: approved }),
      found({ a: { ...slack, description: "Theirs" } }),
    );
    expect(written.stableKeys["a"]).toEqual(approved);
    expect(changed).toEqual([]);
  });

  it("takes approvals back where the key stands for something else", () => {
    const approved = { ...slack, owners: ["me"], embedded: true };
    const { registry: written, changed } = updateRegistry(
      registry({ a: approved }),
      found({ a: { ...slack, connectionType: "basic" } }),
    );
    expect(changed).toEqual(["a"]);
    expect(written.stableKeys["a"]).toEqual({ ...slack, connectionType: "basic", owners: ["me"] });
  });

  it("keeps approvals where the stack does not say the component or the type", () => {
    const approved = { ...slack, embedded: true };
    const { registry: written } = updateRegistry(
      registry({ a: approved }),
      found({ a: { kind: "CustomerConnection" } }),
    );
    expect(written.stableKeys["a"]).toEqual(approved);
  });

  it("removes what the stack should have and has not, and nothing of other stacks and projects", () => {
    const old = registry({
      gone: slack,
      "gone-too": { ...slack, stacks: ["us/second"] },
      eu: { ...slack, stacks: ["eu"] },
      finance: { ...slack, projects: ["finance"] },
      inner: { kind: "BuildOnly" },
    });
    const { registry: written, removed } = updateRegistry(old, found({}));
    expect(removed).toEqual(["gone", "gone-too"]);
    expect(Object.keys(written.stableKeys)).toEqual(["eu", "finance", "inner"]);
  });
});

describe("stable-keys.ts", () => {
  it("has a literal for each key that an integration can use", () => {
    const source = typescriptSource({
      stableKeys: {
        "slack-oauth": { ...slack, description: "Chat */ for\n all" },
        inner: { kind: "BuildOnly" },
      },
    });
    expect(source).toContain(
      '  /** CustomerConnection, slack: Chat * / for all */\n  "slack-oauth": "slack-oauth",',
    );
    expect(source).toContain('customerActivatedConnection({ stableKey: stableKeys["slack-oauth"] })');
    expect(source).not.toContain("inner");
    expect(typescriptSource({ stableKeys: {} })).toContain("export const stableKeys = {\n} as const;");
  });

  it("keep hostile stable keys within their literals, and show what acts in an editor", () => {
    const keys = ["*/ globalThis.polluted = true; /*", "a\u202eb\u2028c"];
    const entry = { kind: "CustomerConnection", description: "\u202e\u0007" } as const;
    const source = typescriptSource({ stableKeys: Object.fromEntries(keys.map((key) => [key, entry])) });
    for (const acting of ["\u0007", "\u202e", "\u2028"]) expect(source).not.toContain(acting);
    const script = source.replace("export const stableKeys =", "return").replace(/\} as const;[^]*$/, "};");
    // What a script says is told by running it.
    // eslint-disable-next-line @typescript-eslint/no-implied-eval
    const run = new Function(script) as () => Record<string, string>;
    expect(run()).toEqual(Object.fromEntries(keys.map((key) => [key, key])));
    expect(globalThis).not.toHaveProperty("polluted");
  });
});
