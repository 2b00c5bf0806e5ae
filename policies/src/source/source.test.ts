import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../testing/judge.ts";
import { problemsOfSource } from "./compare.ts";
import { usedKeysIn } from "./folder.ts";
import { usedKeysOf } from "./usedKeys.ts";

const keysOf = (text: string) => usedKeysOf("a.ts", text).keys.map(({ stableKey }) => stableKey);

describe("The stable keys of a code-native integration", () => {
  it.each([
    [`customerActivatedConnection({ stableKey: "slack" })`],
    ["organizationActivatedConnection({ stableKey: `slack` })"],
    [`userActivatedConnection({ "stableKey": "slack" as const })`],
    [`spectral.customerActivatedConnection({ stableKey: ("slack") })`],
    [`const key = "slack"; customerActivatedConnection({ stableKey: key });`],
    [`const stableKey = "slack"; customerActivatedConnection({ stableKey });`],
    [`customerActivatedConnection({ stableKey: stableKeys["slack"] })`],
    [`customerActivatedConnection({ stableKey: stableKeys.slack })`],
    [`import { customerActivatedConnection as own } from "x"; own({ stableKey: "slack" });`],
    [
      `const pages = { A: configPage({ elements: { B: customerActivatedConnection({ stableKey: "slack" }) } }) };`,
    ],
  ])("are read from %s", (text) => {
    expect(keysOf(text)).toEqual(["slack"]);
  });

  it.each([
    [`customerActivatedConnection({ stableKey: process.env.KEY })`],
    ["customerActivatedConnection({ stableKey: `slack-${stage}` })"],
    [`let key = "slack"; key = other; customerActivatedConnection({ stableKey: key });`],
    [`customerActivatedConnection(options)`],
    [`customerActivatedConnection({ stableKey: "slack", ...overriding })`],
  ])("are unclear in %s", (text) => {
    expect(keysOf(text)).toEqual([undefined]);
  });

  it("are not looked for in comments, texts and other calls", () => {
    expect(
      keysOf(`// customerActivatedConnection({ stableKey: "slack" })\nother({ stableKey: "slack" });`),
    ).toEqual([]);
    expect(keysOf(`const text = 'customerActivatedConnection({ stableKey: "slack" })';`)).toEqual([]);
  });
});

describe("Comparing a code-native integration with the registry", () => {
  const registry = {
    stableKeys: {
      "slack-oauth": { kind: "CustomerConnection" },
      openai: { kind: "OrganizationGlobalConnection" },
      inner: { kind: "BuildOnly" },
    },
  } as const;

  it("finds every file of a project but none of its packages, and says where and what to type", () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "src", "flows"), { recursive: true });
    mkdirSync(join(folder, "node_modules"));
    const call = (key: string) => `customerActivatedConnection({ stableKey: "${key}" });`;
    writeFileSync(join(folder, "src", "index.ts"), `\n${call("slack-oauth")}\n${call("slack-oauht")}`);
    writeFileSync(
      join(folder, "src", "flows", "page.tsx"),
      `const x = <b>{${call("openai").slice(0, -1)}}</b>;`,
    );
    writeFileSync(join(folder, "node_modules", "index.ts"), call("x"));
    writeFileSync(join(folder, "types.d.ts"), call("x"));
    expect(problemsOfSource(usedKeysIn(folder), registry)).toEqual([
      `${join(folder, "src", "flows", "page.tsx")}:1: "openai" is registered as OrganizationGlobalConnection. ` +
        'Type organizationActivatedConnection({ stableKey: "openai" }).',
      `${join(folder, "src", "index.ts")}:3: the stable key "slack-oauht" is not registered. Type "slack-oauth".`,
    ]);
  });

  it("takes a customer's connection as customer-activated whoever supplies it, and is strict for users' own", () => {
    const stableKeys = {
      supplied: { kind: "OrganizationCustomerConnection" },
      own: { kind: "CustomerConnection" },
      mine: { kind: "UserConnection" },
    } as const;
    const problems = (activation: string, key: string) =>
      problemsOfSource(usedKeysOf("a.ts", `${activation}({ stableKey: "${key}" });`).keys, { stableKeys });
    expect(problems("customerActivatedConnection", "supplied")).toEqual([]);
    expect(problems("organizationActivatedConnection", "supplied")).toEqual([]);
    expect(problems("customerActivatedConnection", "own")).toEqual([]);
    expect(problems("organizationActivatedConnection", "own")).toHaveLength(1);
    expect(problems("userActivatedConnection", "mine")).toEqual([]);
    expect(problems("customerActivatedConnection", "mine")[0]).toContain(
      'is registered as UserConnection. Type userActivatedConnection({ stableKey: "mine" }).',
    );
    expect(problems("userActivatedConnection", "supplied")).toHaveLength(1);
  });

  it("tells a folder without sources, and a source that does not parse, from one that uses no key", () => {
    const folder = temporaryFolder();
    expect(() => usedKeysIn(folder)).toThrow("holds no TypeScript. Name the folder of the sources");
    writeFileSync(join(folder, "index.ts"), "export const pages = {};");
    expect(usedKeysIn(folder)).toEqual([]);
    writeFileSync(join(folder, "index.ts"), "export const pages = {;\n<<<<<<< ours\n");
    expect(() => usedKeysIn(folder)).toThrow(/Sources do not parse\. Mend them:\n {2}- .*index\.ts:1: /);
  });

  it("refuses computed and build-only keys", () => {
    const used = usedKeysOf(
      "a.ts",
      `customerActivatedConnection({ stableKey: key });\ncustomerActivatedConnection({ stableKey: "inner" });`,
    );
    const problems = problemsOfSource(used.keys, registry);
    expect(problems[0]).toContain(
      "a.ts:1: customerActivatedConnection has a stable key that is computed. Type it as",
    );
    expect(problems[1]).toContain('a.ts:2: "inner" is a build-only connection.');
  });
});
