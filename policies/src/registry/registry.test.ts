import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../testing/judge.ts";
import { readRegistry, RegistrySource } from "./file.ts";
import { keysOfState } from "./fromState.ts";
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
    ['{"stableKeys":{"a":{"kind":"UserConnection","owner":"me"}}}', /stableKeys\.a: .*owner/],
  ])("that holds %s is refused with the property's name", (text, expected) => {
    expect(() => readRegistry(write(text))).toThrow(expected);
  });

  it("is read where the configuration names it, and may be missing", () => {
    const file = write(JSON.stringify({ stableKeys: { a: slack } }));
    const source = new RegistrySource(join(file, ".."), "elsewhere.json");
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
    const { project, entries } = keysOfState(
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
    expect(project).toBe("shop");
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

  it("are none of an empty stack", () => {
    expect(keysOfState({ version: 3, deployment: {} })).toEqual({ project: undefined, entries: {} });
    expect(keysOfState({ version: 3, deployment: null })).toEqual({ project: undefined, entries: {} });
  });
});

describe("Bringing a registry up to date", () => {
  const found = (entries: Registry["stableKeys"]) => ({ project: "shop", entries });
  const registry = (stableKeys: Registry["stableKeys"]) => ({ stableKeys });

  it("approves nothing by itself", () => {
    const global = { kind: "OrganizationGlobalConnection", component: "openai" } as const;
    const { registry: written, added } = updateRegistry(undefined, found({ b: global, a: slack }), "us");
    expect(added).toEqual(["b", "a"]);
    expect(Object.keys(written.stableKeys)).toEqual(["a", "b"]);
    expect(written.stableKeys).toEqual({ a: slack, b: { ...global, globalCredentials: "pending" } });
  });

  it("keeps what people wrote", () => {
    const approved = { ...slack, owners: ["me"], stacks: ["us"], embedded: true, description: "Ours" };
    const { registry: written, changed } = updateRegistry(
      registry({ a: approved }),
      found({ a: { ...slack, description: "Theirs" } }),
      "us",
    );
    expect(written.stableKeys["a"]).toEqual(approved);
    expect(changed).toEqual([]);
  });

  it("takes approvals back where the key stands for something else", () => {
    const approved = { ...slack, owners: ["me"], embedded: true };
    const { registry: written, changed } = updateRegistry(
      registry({ a: approved }),
      found({ a: { ...slack, connectionType: "basic" } }),
      "us",
    );
    expect(changed).toEqual(["a"]);
    expect(written.stableKeys["a"]).toEqual({ ...slack, connectionType: "basic", owners: ["me"] });
  });

  it("removes what the stack should have and has not, and nothing of other stacks and projects", () => {
    const old = registry({
      gone: slack,
      "gone-too": { ...slack, stacks: ["us/second"] },
      eu: { ...slack, stacks: ["eu"] },
      finance: { ...slack, projects: ["finance"] },
      inner: { kind: "BuildOnly" },
    });
    const { registry: written, removed } = updateRegistry(old, found({}), "us");
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
});
