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
    expect(withoutSecrets(text)).toEqual({ text, secrets: {} });
  });

  it("are not looked for in what is not a definition", () => {
    expect(withoutSecrets("not: [yaml")).toEqual({ text: "not: [yaml", secrets: {} });
  });
});
