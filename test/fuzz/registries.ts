import { strict as assert } from "node:assert";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc, { type Arbitrary } from "fast-check";
import { readFiles, writeFiles } from "../../policies/src/registry/files.ts";
import { keysOfState } from "../../policies/src/registry/fromStack.ts";
import { RegistrySource } from "../../policies/src/registry/file.ts";
import { updateRegistry } from "../../policies/src/registry/update.ts";
import { shownMessage } from "../../policies/src/engine/errors.ts";
import { bytesOf, edited, editedText, edits, encoding, hostileJson, textEdits } from "./hostile.ts";
import { assertHarmless, assertSaid } from "./promises.ts";
import { subject } from "./subject.ts";

const REGISTRY = {
  $schema: "./stable-keys.schema.json",
  stableKeys: {
    "slack-oauth": { kind: "CustomerConnection", component: "slack", connectionType: "oauth2" },
    acme: {
      kind: "OrganizationGlobalConnection",
      component: { key: "acme", public: false },
      description: "Orders */ of all customers",
      owners: ["team"],
      stacks: ["us", "eu-*"],
      projects: ["shop"],
      embedded: true,
      globalCredentials: "pending",
    },
    built: { kind: "BuildOnly" },
  },
};

const STATE = {
  version: 3,
  deployment: {
    resources: [
      { urn: "urn:pulumi:us::shop::pulumi:pulumi:Stack::shop-us", type: "pulumi:pulumi:Stack" },
      ...["slack-oauth", "acme"].map((stableKey) => ({
        urn: `urn:pulumi:us::shop::pulumi-nodejs:dynamic/prismatic:UserConnection::${stableKey}`,
        type: "pulumi-nodejs:dynamic/prismatic:UserConnection",
        inputs: { component: "dropbox", stableKey, connectionType: "oauth2" },
        outputs: { component: "dropbox", stableKey, description: "Files" },
      })),
    ],
    pending_operations: [],
  },
};

const PIECES = [
  ...[
    '"',
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "null",
    "-",
    "1e999",
    "\\u0000",
    "\\ud800",
    "//",
    "/*",
    "*/",
    "\r\n",
  ],
  ...[
    '"__proto__": {},',
    '"constructor": {},',
    "<<<<<<< mine\n",
    "\n>>>>>>> theirs\n",
    "\ufeff",
    "\0",
    "[".repeat(9000),
  ],
  ...['{"a":'.repeat(9000), '"stableKeys": {},', '"slack-oauth": {},', "true", " ".repeat(500)],
];

const asText = (value: unknown) => JSON.stringify(value, null, 2) ?? "";

/** Many entries, each of them wrong; a megabyte at most. */
const crowded = fc.tuple(fc.integer({ min: 1, max: 3000 }), hostileJson).map(([count, entry]) => {
  const most = Math.floor(1_000_000 / (JSON.stringify(entry).length + 1));
  const entries = Array.from({ length: Math.min(count, most) }, (_, at): [string, unknown] => [
    String(at),
    entry,
  ]);
  return JSON.stringify({ stableKeys: Object.fromEntries(entries) });
});

const texts: Arbitrary<string> = fc.oneof(
  { weight: 30, arbitrary: edits.map((changes) => asText(edited(REGISTRY, changes))) },
  { weight: 30, arbitrary: textEdits(PIECES).map((changes) => editedText(asText(REGISTRY), changes)) },
  { weight: 5, arbitrary: hostileJson.map(asText) },
  { weight: 1, arbitrary: crowded },
);

/** Registries of stable keys, and the states from which they are brought up to date. */
export const registries = subject({
  title: "registries of stable keys",
  share: 120,
  cases: fc.record({ text: texts, encoded: encoding, state: fc.option(edits) }),
  open() {
    const folder = mkdtempSync(join(tmpdir(), "fuzz-registries-"));
    return {
      judge({ text, encoded, state }) {
        const file = join(folder, "stable-keys.json");
        writeFileSync(file, bytesOf(text, encoded));
        const read = refusedWithLines(() => new RegistrySource({ folder }, "stable-keys.json").registry());
        const keys = refusedWithLines(() => keysOfState(edited(STATE, state ?? [])));
        if (keys === undefined) return;
        const files = refusedWithLines(() => readFiles(file));
        if (files === undefined) {
          if (encoded === "UTF-8") assert.equal(read, undefined, "one reader takes what another refuses");
          return;
        }
        const updated = refusedWithLines(() => updateRegistry(files.registry, keys));
        if (updated === undefined) return;
        writeFiles(files, updated.registry);
        const again = new RegistrySource({ folder }, "stable-keys.json").registry();
        assert.deepEqual(again?.stableKeys, updated.registry.stableKeys);
        const names = readdirSync(folder).toSorted();
        assert.deepEqual(names, ["stable-keys.json", "stable-keys.ts"]);
        rmSync(join(folder, "stable-keys.ts"));
      },
      close: () => rmSync(folder, { recursive: true }),
    };
  },
});

/** As a command of the policies runs it, which shows the message of whatever was thrown. */
function refusedWithLines<Result>(run: () => Result): Result | undefined {
  try {
    return run();
  } catch (error) {
    const isOurs = error instanceof Error && !/^(Type|Range|Reference|Syntax)Error$/.test(error.name);
    assert.ok(
      isOurs,
      `an error that nobody threw on purpose: ${error instanceof Error ? error.stack : String(error)}`,
    );
    assertSaid(shownMessage(error));
    assertHarmless(shownMessage(error));
    return undefined;
  }
}
