import { strict as assert } from "node:assert";
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc, { type Arbitrary } from "fast-check";
import {
  inspectIntegration,
  openIntegration,
} from "../../provider/src/resources/codeNativeIntegration/bundle.ts";
import { visible } from "../../provider/src/tenant/visible.ts";
import { edited, editedText, edits, hostileJson, textEdits } from "./hostile.ts";
import { assertHarmless, assertTyped } from "./promises.ts";
import { subject } from "./subject.ts";

const FLOW = "Receive";

const DEFINITION = {
  definitionVersion: 7,
  isCodeNative: true,
  name: "Orders",
  description: "Tells about orders",
  requiredConfigVars: [
    { key: "Slack", stableKey: "slack", dataType: "connection", useScopedConfigVar: "slack" },
    { key: "Channel", dataType: "string", defaultValue: "general" },
  ],
  flows: [
    {
      name: FLOW,
      stableKey: "receive",
      endpointSecurityType: "customer_required",
      steps: [
        {
          name: "On Trigger",
          isTrigger: true,
          action: {
            key: "webhook",
            component: { key: "webhook-triggers", version: "LATEST", isPublic: true },
          },
        },
        {
          name: "On Execution",
          action: { key: "run", component: { key: "orders-code", version: "LATEST", isPublic: false } },
        },
      ],
    },
  ],
  configPages: [
    { name: "Yours", userLevelConfigured: true, elements: [{ type: "configVar", value: "Slack" }] },
  ],
};

const COMPONENT = {
  key: "orders-code",
  display: { label: "Orders", description: "Its code", iconPath: "icon.png" },
  actions: { run: { key: "run", display: { label: "Run", description: "Runs" }, inputs: [] } },
  triggers: {},
  dataSources: {},
  connections: [],
  publishingMetadata: { flowsWithCustomerRequiredAPIKeys: [{ name: FLOW, testApiKeys: ["hush"] }] },
};

/** Pieces of YAML in a definition, which is JSON as the library writes it. */
const PIECES = ['"', "{", "}", "[", "]", ":", ",", "&a", "*a", "!!js", "\n---\n", "\u0000", "[".repeat(900)];

const definition: Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: edits.map((changes) => JSON.stringify(edited(DEFINITION, changes) ?? null)) },
  {
    weight: 2,
    arbitrary: textEdits(PIECES).map((changes) => editedText(JSON.stringify(DEFINITION), changes)),
  },
  { weight: 1, arbitrary: fc.constant(JSON.stringify(DEFINITION)) },
);

/** What the code does when it is loaded, given the component. */
const CODE: readonly string[] = [
  "exports.default = given;",
  "exports.default = given;",
  "exports.default = given;",
  "module.exports = given;",
  "throw given;",
  "throw null;",
  "const error = new Error('x'); error.message = given; throw error;",
  "throw Object.assign(new Error('x'), { code: 'ERR_ACCESS_DENIED', permission: given, resource: given });",
  "throw new Proxy({}, { get() { throw given; } });",
  "require('node:fs').writeSync(3, JSON.stringify(given) + '\\n');",
  "require('node:fs').writeSync(3, JSON.stringify({ component: given }) + '\\n');",
  "require('node:fs').writeSync(3, JSON.stringify({ problem: given }) + '\\n');",
  "require('node:fs').writeSync(3, JSON.stringify({ denied: given }) + '\\n'); exports.default = given;",
  "process.stderr.write(JSON.stringify(given)); process.exit(3);",
  "JSON.stringify = () => given; exports.default = given;",
  "exports.default = { toJSON() { throw given; } };",
];

const component = fc
  .record({
    changes: fc.oneof({ weight: 3, arbitrary: edits }, { weight: 2, arbitrary: fc.constant([]) }),
    yaml: fc.option(definition, { freq: 8, nil: undefined }),
  })
  .map(({ changes, yaml }) =>
    edited({ ...COMPONENT, ...(yaml === undefined ? {} : { codeNativeIntegrationYAML: yaml }) }, changes),
  );

/** Built code-native integrations: what their code declares, and what it does when it is loaded. */
export const codeNativeBundles = subject({
  title: "code-native bundles",
  share: 3,
  cases: fc.record({
    given: fc.oneof({ weight: 5, arbitrary: component }, { weight: 1, arbitrary: hostileJson }),
    code: fc.constantFrom(...CODE),
    metadata: fc.option(hostileJson),
  }),
  open() {
    const project = realpathSync(mkdtempSync(join(tmpdir(), "fuzz-code-native-")));
    mkdirSync(join(project, "dist"));
    mkdirSync(join(project, ".spectral"));
    writeFileSync(join(project, "dist/icon.png"), "no image");
    return {
      async judge({ given, code, metadata }) {
        const text = JSON.stringify(JSON.stringify(given) ?? "null");
        writeFileSync(join(project, "dist/index.js"), `const given = JSON.parse(${text});\n${code}`);
        writeFileSync(join(project, ".spectral/metadata.json"), JSON.stringify(metadata) ?? "");
        try {
          const { facts, keysInCode } = await inspectIntegration(
            await openIntegration(join(project, "dist")),
          );
          assert.ok(facts.name.length > 0);
          assert.ok(Object.values(keysInCode).every(Array.isArray));
        } catch (error) {
          assertTyped(error);
          assertHarmless(visible((error as Error).message).replaceAll("\n", "\n  "));
        }
        assert.deepEqual(readdirSync(project).toSorted(), [".spectral", "dist"]);
      },
      close: () => rmSync(project, { recursive: true }),
    };
  },
});
