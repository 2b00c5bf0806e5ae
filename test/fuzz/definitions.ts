import { strict as assert } from "node:assert";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RunError } from "@pulumi/pulumi";
import fc, { type Arbitrary } from "fast-check";
import { definitionText } from "../../provider/src/resources/integration/definitionFile.ts";
import { readDefinition } from "../../provider/src/resources/integration/definition/read.ts";
import { withoutSecrets } from "../../provider/src/resources/integration/definition/secrets.ts";
import { meantDefinition, sentDefinition } from "../../provider/src/resources/integration/sent.ts";
import { unreadableDefinition } from "../../provider/src/tenant/definitionText.ts";
import { visible } from "../../provider/src/tenant/visible.ts";
import { definitionText as fixture } from "../support/integrations.ts";
import { bytesOf, editedText, encoding, hostileName, textEdits } from "./hostile.ts";
import { assertHarmless, assertSaid, refusedOrDone } from "./promises.ts";
import { subject } from "./subject.ts";

const OWN = `definitionVersion: 7
name: Orders
requiredConfigVars:
  - key: Acme
    dataType: connection
    connection: { key: acmeApiKey, component: { key: acme, isPublic: false, version: LATEST } }
    inputs:
      api_key: { type: value, value: "hush" }
      baseUrl: { type: value, value: 0123 }
  - { key: Slack, dataType: connection, useScopedConfigVar: slack-oauth }
  - key: Region
    dataType: string
    defaultValue: eu
configPages:
  - name: Configuration
    elements:
      - { type: configVar, value: Acme }
      - { type: configVar, value: Slack }
flows:
  - name: Sync
    steps:
      - name: Trigger
        isTrigger: true
        action: { key: webhook, component: { key: webhook-triggers, isPublic: true, version: 3 } }
      - name: Post
        action: { key: postMessage, component: { key: slack, isPublic: true, version: LATEST } }
        inputs:
          connection: { type: configVar, value: Slack }
`;

const TEXTS = [OWN, OWN, OWN, OWN, fixture("hooli.yml"), fixture("sample-integration.yml")];

/** Pieces of text that mean something to a reader of YAML. */
const PIECES = [
  ...["&a ", "*a", "&a [*a, *a]", "<<: *a", "<<: 5\n", "!!binary ", "!!js/function ", "!!set ", "!<tag:x> "],
  ...[
    "- ",
    "? ",
    ": ",
    "\n- - - ",
    "[",
    "]",
    "{",
    "}",
    "[".repeat(300),
    "{a: ".repeat(300),
    "- ".repeat(300),
  ],
  ...[
    "|\n",
    ">-\n",
    "'",
    '"',
    "#",
    "%YAML 1.1\n",
    "---\n",
    "...\n",
    "\t",
    "\r",
    "\r\n",
    "\0",
    "\u0085",
    "\u2028",
  ],
  ...[
    "\ufeff",
    "__proto__: { polluted: true }\n",
    "constructor: { prototype: { polluted: true } }\n",
    "~",
    "no",
  ],
  ...["61e9540", "0o17", "0x1f", ".inf", ".nan", "12:30:00", "2001-01-01", "9".repeat(400), "\\ud800", "''"],
  ...["name: a\n", "steps: &s\n", "steps: *s\n", "requiredConfigVars: *a\n", "isCodeNative: true\n"],
];

const edited = fc
  .tuple(fc.constantFrom(...TEXTS), textEdits(PIECES))
  .map(([text, changes]) => editedText(text, changes));

/** Anchors that refer to each other, to themselves or to nothing, in a definition's own places. */
const tangled = fc
  .array(
    fc.record({
      place: fc.constantFrom("extra", "flows", "requiredConfigVars", "configPages", "description"),
      anchor: fc.constantFrom("a", "b", "c"),
      members: fc.array(
        fc.constantFrom("*a", "*b", "*c", "{ name: x, steps: *a }", "{ key: *b }", "[]", "1"),
        {
          maxLength: 12,
        },
      ),
      isMap: fc.boolean(),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => {
    const lines = parts.map(({ place, anchor, members, isMap }, index) => {
      const inner = isMap
        ? `{ ${members.map((each, at) => `m${at}: ${each}`).join(", ")} }`
        : `[${members.join(", ")}]`;
      return `${place === "extra" ? `extra${index}` : place}: &${anchor} ${inner}`;
    });
    return `definitionVersion: 7\nname: Tangled\n${lines.join("\n")}\n`;
  });

/** Each member names the one before it many times. */
const laughs = fc
  .tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 12 }), fc.boolean())
  .map(([levels, width, isMerge]) => {
    const lines = Array.from({ length: levels }, (_, level) => {
      const before = Array.from({ length: width }, () => `*l${level - 1}`);
      if (level === 0) return "l0: &l0 { x: lol }";
      return isMerge
        ? `l${level}: &l${level}\n  <<: [${before.join(", ")}]\n  k${level}: 1`
        : `l${level}: &l${level} [${before.join(", ")}]`;
    });
    return `definitionVersion: 7\nname: Laughs\n${lines.join("\n")}\n`;
  });

const deep = fc
  .tuple(fc.constantFrom("[", "{ a: ", "- ", "? "), fc.constantFrom(5, 190, 210, 1000))
  .map(([opening, depth]) => `definitionVersion: 7\nname: Deep\nx:\n  ${opening.repeat(depth)}\n`);

const TEN_MEGABYTES = 10 * 1024 * 1024;

/** Too large in any way: one text, many lines, many members. */
const large = fc.constantFrom("x", "- x\n", "a: [b, c]\n", "# comment\n", "&a *a\n").map((piece) => {
  return `definitionVersion: 7\nname: Large\nx: |\n${piece.repeat(Math.ceil(TEN_MEGABYTES / piece.length))}`;
});

const texts: Arbitrary<string> = fc.oneof(
  { weight: 600, arbitrary: edited },
  { weight: 300, arbitrary: tangled },
  { weight: 50, arbitrary: laughs },
  { weight: 40, arbitrary: deep },
  { weight: 20, arbitrary: fc.string({ unit: "binary", maxLength: 200 }) },
  { weight: 1, arbitrary: large },
);

const reference = fc.constantFrom<unknown>(
  { stableKey: "slack-alerts" },
  { stableKey: "__proto__" },
  {
    integrationSpecific: {
      component: "acme",
      connectionType: "acmeApiKey",
      values: { baseUrl: "x: &y *z\n- " },
    },
  },
);

/** Arguments that rewire what the text has, by names that it may have. */
const rewiring = fc.record(
  {
    connections: fc
      .array(fc.tuple(fc.oneof(fc.constantFrom("Acme", "Slack", "Region"), hostileName), reference), {
        maxLength: 3,
      })
      .map(Object.fromEntries),
    steps: fc.constant({ Sync: { Post: { stableKey: "slack-alerts" } } }),
    secretInputs: fc
      .array(fc.tuple(fc.oneof(fc.constantFrom("Acme", "Slack"), hostileName), hostileName), { maxLength: 2 })
      .map((pairs) =>
        Object.fromEntries(pairs.map(([key, input]) => [key, Object.fromEntries([[input, "hush: *x"]])])),
      ),
    latestComponentVersions: fc.boolean(),
  },
  { requiredKeys: [] },
);

/** YAML definitions as files, as texts of a program and as those of a tenant. */
export const definitions = subject({
  title: "YAML definitions",
  share: 40,
  cases: fc.record({ text: texts, encoded: encoding, args: rewiring }),
  open() {
    const folder = mkdtempSync(join(tmpdir(), "fuzz-definitions-"));
    const file = join(folder, "definition.yml");
    return {
      async judge({ text, encoded, args }) {
        writeFileSync(file, bytesOf(text, encoded));
        const read = readFile(file);
        for (const each of new Set([text, read ?? text])) await judgeText(each, args);
      },
      close: () => rmSync(folder, { recursive: true }),
    };
  },
});

function readFile(file: string): string | undefined {
  try {
    return definitionText(file, "orders");
  } catch (error) {
    assert.ok(error instanceof RunError, `not the error of a program: ${String(error)}`);
    return undefined;
  }
}

async function judgeText(text: string, args: Record<string, unknown>): Promise<void> {
  const { text: cleaned, secrets } = withoutSecrets(text);
  const read = readDefinition(cleaned);
  const problems = "problems" in read ? read.problems : [];
  const inTenant = unreadableDefinition(text);
  for (const message of [...problems, ...(inTenant === undefined ? [] : [inTenant])]) {
    assertSaid(message);
    assertHarmless(visible(message));
  }
  const given = {
    definition: cleaned,
    ...args,
    secretInputs: { ...secrets, ...(args["secretInputs"] as object | undefined) },
  };
  const inputs = given as unknown as Parameters<typeof meantDefinition>[0];
  const meant = await refusedOrDone(() => meantDefinition(inputs));
  if (meant === undefined || !("definition" in meant)) return;
  for (const { message } of meant.problems) assertSaid(message);
  if (meant.problems.length > 0) return;
  const sent = await refusedOrDone(() => sentDefinition(inputs));
  if (sent !== undefined) assert.ok("definition" in readDefinition(sent), "what is sent cannot be read");
}
