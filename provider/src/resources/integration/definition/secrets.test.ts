import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { definitionFiles, definitionText, read } from "../../../testing/definitions.ts";
import { withoutSecrets, withSecrets } from "./secrets.ts";

describe("secret values in a definition", () => {
  it.each(definitionFiles)("are taken out and put back: %s", (file) => {
    const text = definitionText(file);
    const { text: cleaned, secrets } = withoutSecrets(text);
    for (const secret of Object.values(secrets).flatMap((inputs) => Object.values(inputs))) {
      expect(cleaned).not.toContain(secret);
    }
    expect(parse(withSecrets(read(cleaned), secrets).text)).toEqual(parse(text));
  });

  it("leave every other byte alone", () => {
    const text = definitionText("integration.yml");
    const { text: cleaned, secrets } = withoutSecrets(text);
    expect(secrets).toEqual({ "Dropbox Connection": { clientSecret: "FAKE-dropbox-app-secret" } });
    expect(cleaned).toBe(text.replace(/"?FAKE-dropbox-app-secret"?/, '""'));
  });

  it("may have several lines", () => {
    const text = `definitionVersion: 7
name: Key
requiredConfigVars:
  - key: C
    dataType: connection
    connection: { key: k, component: { key: c } }
    inputs:
      privateKey:
        type: value
        value: |
          -----BEGIN-----
          abc
      host: { type: value, value: h } # stays
`;
    const { text: cleaned, secrets } = withoutSecrets(text);
    expect(secrets).toEqual({ C: { privateKey: "-----BEGIN-----\nabc\n" } });
    expect(cleaned).toContain('value: ""\n      host: { type: value, value: h } # stays\n');
    expect(parse(withSecrets(read(cleaned), secrets).text)).toEqual(parse(text));
  });

  it("stay where parts are shared by aliases, which the plan then refuses", () => {
    const text = `definitionVersion: 7
name: Shared
requiredConfigVars:
  - &one { key: C, dataType: connection, inputs: { clientSecret: { type: value, value: hush } } }
  - *one
`;
    expect(withoutSecrets(text)).toEqual({
      text,
      secrets: {},
      left: ['config variable "C", inputs.clientSecret'],
    });
  });

  it("are found where a merge key brings them", () => {
    const text = `definitionVersion: 7
name: Merged
credentials: &credentials { clientSecret: { type: value, value: hush } }
requiredConfigVars:
  - { key: C, dataType: connection, inputs: { <<: *credentials } }
`;
    expect(withoutSecrets(text).left).toEqual(['config variable "C", inputs.clientSecret']);
  });

  it("are kept apart from members that every object has", () => {
    const text = `definitionVersion: 7
name: Names
requiredConfigVars:
  - key: __proto__
    dataType: connection
    inputs: { clientSecret: { type: value, value: hush } }
  - key: constructor
    dataType: connection
    inputs: { accessToken: { type: value, value: hush } }
`;
    const { text: cleaned, secrets } = withoutSecrets(text);
    expect(cleaned).not.toContain("hush");
    expect(Object.entries(secrets)).toEqual([
      ["__proto__", { clientSecret: "hush" }],
      ["constructor", { accessToken: "hush" }],
    ]);
    expect({}).not.toHaveProperty("clientSecret");
    expect(Object).not.toHaveProperty("accessToken");
  });

  it("are not looked for in what is not a definition", () => {
    expect(withoutSecrets("not: [yaml")).toEqual({ text: "not: [yaml", secrets: {}, left: [] });
  });
});

describe("A place that is secret", () => {
  const withVariable = (variable: string) =>
    `definitionVersion: 7\nname: Places\nrequiredConfigVars:\n  - ${variable}\nflows: []\n`;
  const withInput = (expression: string) =>
    withVariable(
      `{ key: C, dataType: connection, connection: { key: k, component: { key: c } }, inputs: { clientSecret: ${expression} } }`,
    );

  it.each([
    ["hush", "hush"],
    ["12345678901234567891", "12345678901234567891"],
    ["0123", "0123"],
    ["4711.10", "4711.10"],
    ["true", "true"],
    ["no", "no"],
    ["2026-01-02", "2026-01-02"],
    ["'hu''sh'", "hu'sh"],
  ])("gives away no value of any kind, and gets it back as it was written: %s", (written, secret) => {
    for (const type of ["value", "template"]) {
      const text = withInput(`{ type: ${type}, value: ${written} }`);
      const { text: cleaned, secrets, left } = withoutSecrets(text);
      expect([secrets, left]).toEqual([{ C: { clientSecret: secret } }, []]);
      expect(cleaned).toBe(text.replace(written, '""'));
      const back = withSecrets(read(cleaned), secrets).value.requiredConfigVars?.[0]?.inputs;
      expect(back).toEqual({ clientSecret: { type, value: secret } });
    }
  });

  it.each([
    ["a plain text of two lines", "hush\n          hush", "hush hush"],
    ["a text in quotes with escapes", '"hu\\u0073h\\n"', "hush\n"],
    ["a text in quotes of two lines", '"hush\n          hush"', "hush hush"],
    ["lines as they are", "|\n          hush\n          hush\n", "hush\nhush\n"],
    ["lines without the last break", "|-\n          hush\n", "hush"],
    ["lines with all breaks after them", "|+\n          hush\n", "hush\n\n"],
    ["folded lines", ">\n          hush\n          hush\n", "hush hush\n"],
    ["lines with an indentation of their own", "|2\n          hush\n", "hush\n"],
    ["a text with a tag", "!!str hush", "hush"],
    ["a number with a tag", "!!str 4711", "4711"],
    ["a text with an anchor that nothing uses", "&password hush", "hush"],
    ["a text after its key's line", "\n          hush", "hush"],
  ])("gives away no value of any style, and gets it back: %s", (_, written, secret) => {
    const text = `definitionVersion: 7
name: Styles
requiredConfigVars:
  - key: C
    dataType: connection
    connection: { key: k, component: { key: c } }
    inputs:
      clientSecret:
        type: value
        value: ${written}
flows: []
`;
    const { text: cleaned, secrets, left } = withoutSecrets(text);
    expect(cleaned).not.toMatch(/hu(s|\\u0073)h|4711/);
    expect([secrets, left]).toEqual([{ C: { clientSecret: secret } }, []]);
    expect(parse(withSecrets(read(cleaned), secrets).text)).toEqual(parse(text));
  });

  it.each([
    ["an alias of a text elsewhere", "description: &hush hush", "{ type: value, value: *hush }"],
    ["an alias of an expression", "shared: &shared { type: value, value: hush }", "*shared"],
    ["a merge key", "shared: &shared { value: hush }", "{ type: value, <<: *shared }"],
  ])(
    "that the text has elsewhere is named, so that the text is kept secret: %s",
    (_, elsewhere, expression) => {
      const text = withInput(expression).replace("flows: []", `${elsewhere}\nflows: []`);
      const anchorFirst = `${elsewhere}\n${withInput(expression)}`;
      for (const each of [anchorFirst, text]) {
        const { secrets, left } = withoutSecrets(each);
        // A text that names what comes later is no YAML, and refused as such.
        expect([secrets, left]).toEqual([
          {},
          each === text ? [] : ['config variable "C", inputs.clientSecret'],
        ]);
      }
    },
  );

  it.each([
    "{ type: complex, value: [{ type: value, value: hush }] }",
    "{ type: complex, value: [{ name: a, type: value, value: 4711 }] }",
    '{ type: complex, value: [[{ name: { type: value, value: hush }, type: value, value: "" }]] }',
    "{ type: value, value: [hush] }",
    "{ type: value, value: { a: hush } }",
    "[hush]",
    "hush",
    "4711",
    '{ type: value, value: "", default: hush }',
    '{ type: value, value: "", meta: { orgOnly: true, before: hush } }',
    "{ type: configVar, value: Other, meta: { fallback: 4711 } }",
  ])("that no secret input can stand for is named, so that the text is kept secret: %s", (expression) => {
    const { secrets, left } = withoutSecrets(withInput(expression));
    expect([secrets, left]).toEqual([{}, ['config variable "C", inputs.clientSecret']]);
  });

  it.each([
    ["{ key: API Token, dataType: string, defaultValue: hush }", 'config variable "API Token", defaultValue'],
    ["{ key: privateKey, dataType: code, default: 4711 }", 'config variable "privateKey", default'],
    [
      "{ key: C, dataType: string, meta: { a: { password: [hush] } } }",
      'config variable "C", meta.a.password',
    ],
    [
      "{ key: D, dataType: picklist, inputs: { apiKey: { type: value, value: hush } } }",
      'config variable "D", inputs.apiKey',
    ],
  ])("is found apart from connections too: %s", (variable, place) => {
    expect(withoutSecrets(withVariable(variable)).left).toEqual([place]);
  });

  it.each([
    '{ type: value, value: "" }',
    "{ type: value }",
    "{ type: complex, value: [] }",
    "{ type: configVar, value: Other }",
    "{ type: complex, value: [{ name: a, type: configVar, value: Other }] }",
    '{ type: value, value: "", meta: { orgOnly: false, visibleToOrgDeployer: true, writeOnly: true } }',
  ])("that says nothing of its own is no secret: %s", (expression) => {
    const text = withInput(expression);
    expect(withoutSecrets(text)).toEqual({ text, secrets: {}, left: [] });
  });
});
