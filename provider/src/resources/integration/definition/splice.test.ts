import { describe, expect, it } from "vitest";
import { parse, parseDocument } from "yaml";
import { definitionFiles, definitionText, read } from "../../../testing/definitions.ts";
import { LATEST, withLatestComponents } from "./components.ts";
import { editDefinition, type Edits } from "./edit.ts";
import { exactValue } from "./exact.ts";
import { differences } from "./meaning.ts";
import { readDefinition } from "./read.ts";
import { printed } from "./splice.ts";
import { withSecrets } from "./secrets.ts";

/** Values that readers of YAML round, rewrite or take for other types, and ways of writing that a printer changes. */
const odd = [
  "build: 61e9540 # the commit",
  "plant:   0123",
  "phone: +49301234",
  "id: 12345678901234567891",
  "price: 1.10",
  "hex: 0x1F",
  "octal: 0o17",
  "time: 12:30:00",
  "day: 2026-01-02",
  "country: no",
  "thousands: 1_000",
  "'quoted' : 'it''s'",
  'tabs:\t"a\\tb"\t# tab',
  "list: [1.0,2.50,\t0x10 ]",
  "folded: >-\n        one\n        two\n",
  "long: " + "word ".repeat(40).trim(),
];
const oddLines = odd.map((line) => `      ${line}\n`).join("");

const text = `# Ours
definitionVersion: 7
name:   'Odd'   # with care
requiredConfigVars:

  # The first
  - connection: { key: k, component: { key: slack, isPublic: true, version: 3 } }
    # its key
    key: C
    dataType: connection
    inputs:
      host: {type: value,  value: h}
    meta:
${oddLines}  - { key: Other, dataType: string, defaultValue: 0123 }
configPages:
- name: P
  elements:
  - {type: configVar, value: C}
  - { value: Other, type: configVar }
flows:
  - name: Flow
    steps:
      - { name: Set, inputs: { whatever: { type: configVar, value: C }, build: { type: value, value: 61e9540 } } }
`;
const none: Edits = { connections: {}, steps: {} };
const shared: Edits = { ...none, connections: { C: { stableKey: "slack-oauth" } } };

/** Lines of a text that another one does not have, in order. */
function linesMissingIn(one: string, other: string): string[] {
  const lines = other.split("\n");
  return one.split("\n").filter((line) => !lines.includes(line));
}

describe("An edit of a definition", () => {
  it("leaves every line that it does not concern, byte for byte", () => {
    const { definition, problems } = editDefinition(read(text), shared);
    expect(problems).toEqual([]);
    expect(linesMissingIn(text, definition.text)).toEqual([
      "  - connection: { key: k, component: { key: slack, isPublic: true, version: 3 } }",
      "    inputs:",
      "      host: {type: value,  value: h}",
      "  - {type: configVar, value: C}",
    ]);
    expect(linesMissingIn(definition.text, text)).toEqual(["  - ", "    useScopedConfigVar: slack-oauth"]);
    expect(definition.text).toContain(oddLines);
  });

  it("leaves them in a step that is switched, on one line", () => {
    const { definition } = editDefinition(read(text), { ...none, steps: { Flow: { Set: "alerts" } } });
    expect(definition.text).toContain(
      "whatever: { type: configVar, value: C (alerts) }, build: { type: value, value: 61e9540 } } }",
    );
    expect(linesMissingIn(text, definition.text)).toHaveLength(1);
  });

  it("replaces one value where another reusable connection is meant", () => {
    const given = text
      .replace(/inputs:\n.*\n/, "useScopedConfigVar:  'before'   # key\n")
      .replace(/connection: \{.*\}\n/, "x: 1\n");
    const { definition } = editDefinition(read(given), shared);
    expect(definition.text).toBe(
      given.replace("'before'", "'slack-oauth'").replace("  - {type: configVar, value: C}\n", ""),
    );
  });

  it.each(definitionFiles)("leaves all other lines of a real definition: %s", (file) => {
    const given = definitionText(file);
    const latest = withLatestComponents(read(given)).text;
    const changed = linesMissingIn(given, latest);
    expect(changed.every((line) => /^\s*"?version"?: /.test(line))).toBe(true);
    expect(latest.split("\n")).toHaveLength(given.split("\n").length);
    expect(latest).toContain(LATEST);
  });

  it.each([
    ["line breaks of Windows", (given: string) => given.replaceAll("\n", "\r\n")],
    ["a mark of the byte order", (given: string) => `\ufeff${given}`],
    ["no line break at its end", (given: string) => given.trimEnd()],
    ["a start mark and comments at its end", (given: string) => `---\n${given}# the end\n`],
  ])("keeps %s", (_, change) => {
    const given = change(text);
    const { definition, problems } = editDefinition(read(given), {
      connections: shared.connections,
      steps: { Flow: { Set: "alerts" } },
    });
    expect(problems).toEqual([]);
    expect(parse(definition.text)).toEqual(
      parse(editDefinition(read(text), { ...shared, steps: { Flow: { Set: "alerts" } } }).definition.text),
    );
    const breaks = (each: string) => each.match(/\r\n|\n/g) ?? [];
    expect(new Set(breaks(definition.text))).toEqual(new Set(breaks(given)));
    expect(definition.text.startsWith("\ufeff")).toBe(given.startsWith("\ufeff"));
  });

  it("empties a page and a list, and fills them again", () => {
    const given = text.replace("  - { value: Other, type: configVar }\n", "");
    const { definition } = editDefinition(read(given), shared);
    expect(definition.text).toContain("  elements: []\nflows:");
    const own = {
      component: { key: "slack", public: true },
      connectionType: "k",
      values: {},
      page: undefined,
    };
    const back = editDefinition(definition, { ...none, connections: { C: { integrationSpecific: own } } });
    expect(back.problems).toEqual([]);
    expect(back.definition.value.configPages).toEqual([
      { name: "P", elements: [{ type: "configVar", value: "C" }] },
    ]);
    expect(back.definition.text).toContain(oddLines);
  });

  it("refuses a form in which it cannot be made, and names the place", () => {
    const given = read(
      "definitionVersion: 7\nname: A\nrequiredConfigVars:\n  - ? key\n    : C\n    ? useScopedConfigVar\n    : s\n",
    );
    const { definition, problems } = editDefinition(given, shared);
    expect(problems).toEqual([
      {
        path: "definition",
        message: expect.stringMatching(/cannot be edited in place \(.*line \d+.*\)/) as string,
      },
    ]);
    expect(definition).toBe(given);
  });
});

/** A definition with one config variable of these lines. */
const withVariable = (...lines: string[]) =>
  `definitionVersion: 7\nname: A\nrequiredConfigVars:\n  - key: C\n    dataType: connection\n${lines.map((line) => `${line}\n`).join("")}flows: []\n`;

describe("Faults that users of other tools reported are none of ours:", () => {
  it.each([
    [
      "a block that keeps its last blank lines stays so before something new",
      ["    description: |+", "      a", "", "      b", "", ""],
    ],
    ["and where what follows it is removed", ["    description: |+", "      a", "", "    orgOnly: true"]],
    [
      "blank lines and comments in columns stay",
      ["", "", "    header: a      # one", "    x: 1                      # two", ""],
    ],
    [
      "a list stays at the column of its key",
      ["    pickList:", "    - a", "    -   b", "    meta:", "        deep:", "          - c"],
    ],
    [
      "an anchor that nothing refers to goes and stays with its value",
      ["    useScopedConfigVar: &old before", "    meta: &m {a: 1}"],
    ],
    ["a folded line stays folded", ["    description: one", "      two", "      three"]],
    ["a tag stays", ["    x: !!str 0123", "    y: !!int 5"]],
    ["an empty value stays empty", ["    description:", "    header: ''", "    x: ~"]],
  ])("%s", (_, lines) => {
    const given = withVariable(...lines);
    const { definition, problems } = editDefinition(read(given), shared);
    expect(problems).toEqual([]);
    const { dataType, useScopedConfigVar, ...rest } = definition.value.requiredConfigVars?.[0] ?? {};
    const {
      dataType: _type,
      useScopedConfigVar: _key,
      orgOnly: _only,
      ...before
    } = (read(given).value.requiredConfigVars?.[0] ?? {}) as Record<string, unknown>;
    expect([dataType, useScopedConfigVar, rest]).toEqual(["connection", "slack-oauth", before]);
    const gone = linesMissingIn(given, definition.text).filter((line) => line !== "");
    expect(gone.every((line) => /orgOnly|useScopedConfigVar/.test(line))).toBe(true);
  });

  it("what a text of YAML 1.1 says by `no` and `off` is told apart and kept", () => {
    const given = `%YAML 1.1\n---\n${withVariable("    meta: { a: no, b: 0123, c: 12:30:00 }")}`;
    const { definition, problems } = editDefinition(read(given), shared);
    expect(problems).toEqual([]);
    expect(definition.text).toContain("%YAML 1.1\n---\n");
    expect(definition.text).toContain("    meta: { a: no, b: 0123, c: 12:30:00 }\n");
    const other = read(given.replace("no, b: 0123", "off, b: 83"));
    expect(differences(read(given).exact, other.exact, { normalised: false })).toHaveLength(2);
  });

  it.each([
    ["a key that stands twice", withVariable("    x: 1", "    x: 2"), /is not YAML: Map keys must be unique/],
    ["an alias of nothing", withVariable("    x: *nowhere"), /is not YAML: Unresolved alias/],
    [
      "aliases that multiply",
      `definitionVersion: 7\nname: A\n${[..."abcdef"]
        .map(
          (name, index) =>
            `${name}: &${name} [${
              index === 0
                ? "x"
                : Array<string>(9)
                    .fill(`*${"abcdef"[index - 1]}`)
                    .join(", ")
            }]\n`,
        )
        .join("")}`,
      /is not YAML: Excessive alias count/,
    ],
    ["two documents", `${withVariable()}---\n${withVariable()}`, /is not YAML: .*multiple documents/i],
  ])("%s is refused in one line", (_, given, message) => {
    const result = readDefinition(given);
    expect(result).toEqual({ problems: [expect.stringMatching(message)] });
  });
});

describe("A text that an edit writes", () => {
  const texts = [
    ..."no Yes on OFF y n true ~ null Null 0123 61e9540 +49301234 12345678901234567891 12:30:00 190:20:30 1_000".split(
      " ",
    ),
    ..."2026-01-02 0x1F 0o17 0b11 .5 1. .inf -.INF .nan e5 = << - ? : & * ! | > % @ ` # [] {}".split(" "),
    ...[
      "",
      " ",
      " a",
      "a ",
      "a: b",
      "a #b",
      "- a",
      "a\nb\n",
      "a\tb",
      "\u0085",
      "\u2028",
      "\ufeffa",
      "ä",
      "😀",
      "\ud800",
      "a\\b",
      '"',
      "'",
    ],
  ];

  it.each(texts)("is the same text to readers of YAML 1.1 and 1.2: %j", (value) => {
    for (const flow of [true, false]) {
      const made = printed({ [value]: [value] }, { flow });
      for (const version of ["1.1", "1.2"] as const) {
        expect(parse(`a: ${flow ? made : "\n" + made.replace(/^/gm, " ")}`, { version })).toEqual({
          a: { [value]: [value] },
        });
      }
      expect(made).not.toMatch(/[\u007f-\u009f\u2028\u2029\ufeff]/);
    }
  });

  it.each(texts.filter((each) => each !== ""))(
    "takes the place of a value and of a secret: %j",
    (stableKey) => {
      const { definition, problems } = editDefinition(read(text), {
        ...none,
        connections: { C: { stableKey } },
      });
      expect(problems).toEqual([]);
      expect(definition.value.requiredConfigVars?.[0]?.useScopedConfigVar).toBe(stableKey);
      const secret = withSecrets(read(text), { C: { host: stableKey, other: stableKey } });
      for (const version of ["1.1", "1.2"] as const) {
        expect(parse(secret.text, { version })).toHaveProperty("requiredConfigVars.0.inputs", {
          host: { type: "value", value: stableKey },
          other: { type: "value", value: stableKey },
        });
      }
    },
  );
});

describe("A comparison", () => {
  const exact = (value: string) => exactValue(parseDocument(`v: ${value}\n`));
  const differ = (one: string, other: string, normalised: boolean) =>
    differences(exact(one), exact(other), { normalised }).length > 0;

  it.each([
    ["61e9540", "61e9541"],
    ["0123", "123"],
    ["12345678901234567891", "12345678901234567890"],
    ["+49301234", "49301234"],
    ["0.10000000000000000001", "0.1"],
    ["1e400", "1e500"],
    ["no", "off"],
    ["2026-01-02", "2026-01-03"],
  ])("tells %s from %s", (one, other) => {
    expect(differ(one, other, false)).toBe(true);
    expect(differ(one, one, false)).toBe(false);
  });

  it.each([
    ["0123", '"0123"'],
    ["61e9540", "'61e9540'"],
    ["no", '"no"'],
    ["1.50", '"1.5"'],
    ["1e3", "1000"],
    ["+5", "5"],
  ])("of what was sent with what Prismatic made of it takes %s for %s", (sent, made) => {
    expect(differ(sent, made, true)).toBe(false);
    expect(differ(sent, made, false)).toBe(true);
  });

  it.each([
    ["61e9540", ".inf"],
    ["0123", "83"],
    ["12345678901234567891", "12345678901234567000"],
    ['"1.50"', '"1.5"'],
    ["no", "false"],
  ])("never takes %s for %s", (sent, made) => {
    expect(differ(sent, made, true)).toBe(true);
  });
});
