import { describe, expect, it } from "vitest";
import { looksSecret } from "../../inputs/secretNames.ts";
import { describeDifference, differences } from "./meaning.ts";
import { exactly } from "./read.ts";
import { hidesPlace } from "./secretPlaces.ts";

const definition = (variables: string) => `definitionVersion: 7\nname: Places\n${variables}flows: []\n`;
const withVariables = (...variables: string[]) =>
  definition(`requiredConfigVars:\n${variables.map((each) => `  - ${each}\n`).join("")}`);

/** A connection whose input `pin` is a password by its type alone. */
const connection = (key: string, inputs: string) =>
  `{ key: ${JSON.stringify(key)}, dataType: connection, connection: { key: k, component: { key: c } }, inputs: ${inputs} }`;

const HUSH = "{ type: value, value: hush }";
const EMPTY = '{ type: value, value: "" }';

function lines(before: string, after: string): string[] {
  return differences(exactly(before), exactly(after), { normalised: false }).map((difference) =>
    describeDifference(difference, (path, value) =>
      hidesPlace(path, value, (_, input) => input === "pin" || looksSecret(input)),
    ),
  );
}

describe("A difference shows no secret", () => {
  it.each([
    ["of a variable that is added", withVariables(), withVariables(connection("C", `{ pin: ${HUSH} }`))],
    ["of the first variable of all", definition(""), withVariables(connection("C", `{ pin: ${HUSH} }`))],
    [
      "of inputs that come as a whole",
      withVariables("{ key: C }"),
      withVariables(connection("C", `{ pin: ${HUSH} }`)),
    ],
    [
      "of variables of the same key",
      withVariables(connection("C", "{}"), connection("C", `{ pin: ${EMPTY} }`)),
      withVariables(connection("C", "{}"), connection("C", `{ pin: ${HUSH} }`)),
    ],
    ...['Slack", the other', 'My "Slack" one', "a.b[0]", "line\nbreak"].map((key) => [
      `of a variable named ${JSON.stringify(key)}`,
      withVariables(connection(key, `{ pin: ${EMPTY} }`)),
      withVariables(connection(key, `{ pin: ${HUSH} }`)),
    ]),
    [
      "of an input whose name has dots",
      withVariables(connection("C", `{ "oauth.clientSecret": ${EMPTY} }`)),
      withVariables(connection("C", `{ "oauth.clientSecret": ${HUSH} }`)),
    ],
    [
      "of a list at its place",
      withVariables(connection("C", "{ pin: { type: complex, value: [{ type: value, value: a }] } }")),
      withVariables(connection("C", "{ pin: { type: complex, value: [{ type: value, value: hush }] } }")),
    ],
    [
      "of a default",
      withVariables("{ key: API token, defaultValue: a }"),
      withVariables("{ key: API token, defaultValue: { b: hush } }"),
    ],
    [
      "of meta",
      withVariables("{ key: C, meta: { a: { password: a } } }"),
      withVariables("{ key: C, meta: { a: { password: [hush] } } }"),
    ],
    [
      "of what a merge key brings",
      withVariables(connection("C", "{}")),
      `base: &base { pin: ${EMPTY} }\n${withVariables(connection("C", "{ <<: *base }"))}`.replace(
        EMPTY,
        HUSH,
      ),
    ],
  ])("%s", (_, before = "", after = "") => {
    for (const found of [lines(before, after), lines(after, before)]) {
      expect(found).not.toEqual([]);
      expect(found.filter((line) => !line.includes("base:")).join("\n")).not.toContain("hush");
    }
  });

  it("and shows everything else", () => {
    const scopes = (value: string) =>
      withVariables(connection("C", `{ scopes: { type: value, value: ${value} } }`));
    expect(lines(scopes("a"), scopes("b"))).toEqual([
      '~ config variable "C", inputs.scopes.value: "a" => "b"',
    ]);
  });
});
