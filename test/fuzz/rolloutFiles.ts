import { strict as assert } from "node:assert";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc, { type Arbitrary } from "fast-check";
import { stringify } from "yaml";
import { factsOfState } from "../../rollout/src/matrix/readState.ts";
import { readRolloutFile } from "../../rollout/src/project/rolloutFile.ts";
import { stackExport } from "../../rollout/src/pulumi/stackExport.ts";
import { bytesOf, edited, editedText, edits, encoding, hostileJson, textEdits } from "./hostile.ts";
import { assertHarmless, refusedOrDone } from "./promises.ts";
import { subject } from "./subject.ts";

const FILE = {
  version: 1,
  stacks: { include: ["prod-*"], exclude: ["prod-old"] },
  labels: { "prod-eu": ["eu", "large"] },
  maxConcurrent: 4,
  requestShare: "50%",
  autoApprove: { replace: 0, delete: 0, customers: 10 },
  waves: [
    {
      name: "first",
      match: { stacks: ["prod-test"] },
      gate: { health: { settle: "5m" }, approval: "required" },
    },
    { name: "rest", match: "rest", maxConcurrent: "25%", failureTolerance: 1 },
  ],
  environment: {
    "*": { variables: { TOKEN: { variable: "PROD_TOKEN" }, NAME: { value: "x" } }, esc: "acme/prod" },
  },
};

const PIECES = [
  ...["&a ", "*a", "&a [*a]", "<<: *a\n", "!!binary ", "- ", "? ", ": ", "[", "]", "{", "}", "[".repeat(600)],
  ...[
    "__proto__: [x]\n",
    "constructor: 1\n",
    "---\n",
    "'",
    '"',
    "#",
    "\t",
    "\r",
    "\0",
    "\u2028",
    "~",
    "1e999",
    "-1",
  ],
  ...[
    "100%",
    "0%",
    "999999h",
    "version: 1\n",
    "waves: *a\n",
    "labels: &a { x: [*a] }\n",
    "{ ? [a, b] : c }",
    "? ".repeat(60),
  ],
];

const laughs = fc
  .tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 12 }))
  .map(([levels, width]) => {
    const lines = Array.from({ length: levels }, (_, level) =>
      level === 0
        ? "l0: &l0 [x]"
        : `l${level}: &l${level} [${Array(width)
            .fill(`*l${level - 1}`)
            .join(", ")}]`,
    );
    return `version: 1\n${lines.join("\n")}\n`;
  });

const plain = stringify(FILE);

const texts: Arbitrary<string> = fc.oneof(
  { weight: 30, arbitrary: edits.map((changes) => JSON.stringify(edited(FILE, changes) ?? null)) },
  { weight: 30, arbitrary: textEdits(PIECES).map((changes) => editedText(plain, changes)) },
  { weight: 5, arbitrary: hostileJson.map((value) => JSON.stringify(value)) },
  { weight: 5, arbitrary: laughs },
);

const STATE = {
  deployment: {
    resources: [
      {
        urn: "urn:pulumi:us::shop::pulumi-nodejs:dynamic/prismatic:CustomerConnection::slack",
        type: "pulumi-nodejs:dynamic/prismatic:CustomerConnection",
        inputs: {
          stableKey: "slack",
          component: { key: "slack" },
          globalValues: { clientId: "a" },
          secretRevisions: { clientSecret: 1 },
        },
        outputs: { tenant: "id at https://app.prismatic.io", connectionType: "oauth2" },
      },
      {
        urn: "urn:pulumi:us::shop::pulumi-nodejs:dynamic/prismatic:Integration::orders",
        type: "pulumi-nodejs:dynamic/prismatic:Integration",
        inputs: {
          connections: { Slack: { stableKey: "slack" } },
          steps: { Sync: { Post: { stableKey: "slack" } } },
        },
        outputs: { name: "Orders", versionNumber: 3 },
      },
    ],
  },
};

/** rollout.yaml, and the states that a rollout compares. */
export const rolloutFiles = subject({
  title: "rollout files",
  share: 200,
  cases: fc.record({ text: texts, encoded: encoding, state: edits }),
  open() {
    const folder = mkdtempSync(join(tmpdir(), "fuzz-rollout-"));
    return {
      async judge({ text, encoded, state }) {
        writeFileSync(join(folder, "rollout.yaml"), bytesOf(text, encoded));
        await refusedOrDone(() => readRolloutFile(folder));
        const parsed = stackExport.safeParse(edited(STATE, state));
        if (!parsed.success) return;
        const { keys } = factsOfState(parsed.data.deployment?.resources ?? [], ["hush"]);
        for (const [key, { facts, notRead }] of keys) {
          for (const said of [key, ...[...facts, ...notRead].flat()]) {
            assertHarmless(said);
            assert.ok(!said.includes("\n"), "a fact of several lines");
          }
        }
      },
      close: () => rmSync(folder, { recursive: true }),
    };
  },
});
