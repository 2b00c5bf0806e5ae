import { strict as assert } from "node:assert";
import fc, { type Arbitrary } from "fast-check";
import { typescriptSource } from "../../policies/src/registry/typescript.ts";
import { parseRegistry } from "../../policies/src/registry/file.ts";
import type { Imported } from "../../provider/src/cli/imported.ts";
import { withDistinctNames } from "../../provider/src/cli/imported.ts";
import { importFile } from "../../provider/src/cli/importFile.ts";
import { programText } from "../../provider/src/cli/programText.ts";
import { programOf } from "../../rollout/src/export/program.ts";
import { registryOf } from "../../rollout/src/export/registry.ts";
import { hostileText } from "../../rollout/src/testing/arbitrary.ts";
import { declaredByFiles } from "../support/generatedFiles.ts";
import { typeErrors } from "../support/generatedProgram.ts";
import { hostileName } from "./hostile.ts";
import { subject } from "./subject.ts";

const mapOf = <Value>(value: Arbitrary<Value>): Arbitrary<Record<string, Value>> =>
  fc
    .array(fc.tuple(fc.oneof(hostileName, hostileText), value), { maxLength: 3 })
    .map((pairs) => Object.fromEntries(pairs) as Record<string, Value>);

const secrets = mapOf(fc.option(hostileText, { nil: undefined }));

const text = hostileText.filter((each) => each !== "");

const connection = fc
  .record({
    name: text,
    stableKey: text,
    title: text,
    component: text,
    description: hostileText,
    values: mapOf(hostileText),
    secrets,
    test: secrets,
  })
  .map(({ name, stableKey, title, component, description, values, secrets: hidden, test }): Imported => {
    const declared = {
      stableKey,
      name: title,
      component: { key: component, public: false },
      connectionType: title,
      description,
      globalValues: values,
    };
    return {
      ...{ type: "CustomerConnection", name, id: stableKey, declared, leftOut: [] },
      secretMaps: [
        { path: ["globalSecrets"], words: stableKey, secrets: hidden },
        { path: ["testCredentials", "secrets"], words: `${stableKey} test`, secrets: test },
      ],
      inputs: declared,
      outputs: { ...declared, status: null },
      secretMembers: ["globalValues.*"],
    };
  });

const credentials = fc
  .record({
    name: text,
    connection: text,
    customer: text,
    values: mapOf(fc.oneof(hostileText, fc.array(hostileText, { maxLength: 2 }))),
    secrets,
  })
  .map(({ name, secrets: hidden, ...declared }): Imported => ({
    ...{ type: "CustomerCredentials", name, id: declared.customer, declared, leftOut: [] },
    secretMaps: [
      { path: ["secrets"], words: `${declared.connection} ${declared.customer}`, secrets: hidden },
    ],
    inputs: declared,
    outputs: declared,
    secretMembers: [],
  }));

const integration = fc
  .record({ name: text, secrets, variable: hostileName, uses: fc.array(text, { maxLength: 2 }) })
  .map(({ name, secrets: hidden, variable, uses }): Imported => {
    const declared = {
      definition: `integrations/${name}.yml`,
      secretInputs: Object.fromEntries([[variable, {}]]),
    };
    return {
      ...{ type: "Integration", name, id: name, declared, leftOut: [], uses },
      secretMaps: [{ path: ["secretInputs", variable], words: `${name} ${variable}`, secrets: hidden }],
      inputs: declared,
      outputs: declared,
      secretMembers: [],
    };
  });

const tenant = fc
  .array(fc.oneof(connection, credentials, integration), { minLength: 1, maxLength: 5 })
  .map((all) => withDistinctNames(all))
  .filter((all) => new Set(all.map(({ type, id }) => `${type}/${id}`)).size === all.length);

/** Programs whose types are compared at the end: that takes the compiler seconds. */
const COMPILED = 12;

/** Programs, import files and registries with names of a tenant. */
export const generated = subject({
  title: "names in generated TypeScript",
  share: 30,
  cases: tenant,
  open() {
    const programs: string[] = [];
    return {
      judge(imported) {
        const one = programText(imported);
        assertSays(new Map([["index.ts", one.text]]), imported, one.secrets);
        for (const inOneFile of [true, false]) {
          const { files, secrets: asked } = programOf(imported, { title: "Exported", inOneFile });
          assertSays(files, imported, asked);
        }
        const file = JSON.parse(JSON.stringify(importFile(imported))) as { resources: { name: string }[] };
        assert.deepEqual(
          file.resources.map(({ name }) => name),
          imported.map(({ name }) => name),
        );
        assertRegistry(registryOf(imported, "shop"), imported);
        programs.push(one.text);
        if (programs.length > COMPILED) programs.shift();
      },
      close() {
        assert.deepEqual(typeErrors(programs), []);
      },
    };
  },
});

/** Asserts that a program declares just what was imported, and that nothing in its source acts in an editor. */
function assertSays(
  files: ReadonlyMap<string, string>,
  imported: readonly Imported[],
  held: Imported["secretMaps"][number]["secrets"],
): void {
  for (const source of files.values()) {
    const found = /[^\P{Cc}\n]|[\p{Zl}\p{Zp}\p{Bidi_Control}]/u.exec(source);
    assert.equal(found, null, "a character that acts in an editor");
  }
  const declared = declaredByFiles(files, held);
  const byTitle = (list: readonly { type: string; name: string; args: unknown }[]) =>
    new Map(list.map(({ type, name, args }) => [`${type} ${name}`, args]));
  const meant = imported.map(({ type, name, declared: args, secretMaps }) => ({
    type,
    name,
    args: withSecrets(args, secretMaps),
  }));
  assert.deepEqual(byTitle(declared), byTitle(meant));
}

function withSecrets(declared: Record<string, unknown>, maps: Imported["secretMaps"]): unknown {
  const copy = structuredClone(declared);
  for (const { path, secrets: hidden } of maps) {
    if (Object.keys(hidden).length === 0) continue;
    let inner = copy;
    for (const name of path.slice(0, -1)) inner = memberOf(inner, name);
    const last = path.at(-1) ?? "";
    Object.defineProperty(inner, last, {
      value: { ...hidden },
      enumerable: true,
      writable: true,
      configurable: true,
    });
  }
  return copy;
}

function memberOf(map: Record<string, unknown>, name: string): Record<string, unknown> {
  if (!Object.hasOwn(map, name))
    Object.defineProperty(map, name, { value: {}, enumerable: true, writable: true, configurable: true });
  return Object.getOwnPropertyDescriptor(map, name)?.value as Record<string, unknown>;
}

/** Asserts that the policies read a registry, and that its source holds the same keys. */
function assertRegistry(written: string, imported: readonly Imported[]): void {
  const registry = parseRegistry("stable-keys.json", written);
  const keys = imported.flatMap(({ type, declared }) =>
    type === "CustomerConnection" ? [String(declared["stableKey"])] : [],
  );
  const meant = [...new Set(keys)].filter((key) => key !== "__proto__").toSorted();
  assert.deepEqual(Object.keys(registry.stableKeys).toSorted(), meant);
  const source = typescriptSource(registry);
  const found = /[^\P{Cc}\n]|[\p{Zl}\p{Zp}\p{Bidi_Control}]/u.exec(source);
  assert.equal(found, null, "a character that acts in an editor, in the registry's source");
  const script = source
    .replace("export const stableKeys =", "exports.stableKeys =")
    .replace("} as const;", "};")
    .replace(/^export type .*$/m, "");
  const exported: { stableKeys?: Record<string, string> } = {};
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  (new Function("exports", script) as (exports: object) => void)(exported);
  assert.deepEqual({ ...exported.stableKeys }, Object.fromEntries(meant.map((key) => [key, key])));
}
