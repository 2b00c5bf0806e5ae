import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../dynamic/wire.ts";
import type { ConnectionType, InputField } from "../../tenant/operation.ts";
import { checkValues, type DeclaredValues } from "./values.ts";

const field = (key: string, more: Partial<InputField> = {}): InputField => ({
  key,
  label: `The ${key}`,
  type: "STRING",
  required: false,
  shown: true,
  default: "",
  collection: null,
  model: null,
  ...more,
});

const twoChoices = JSON.stringify([
  { label: "Two", value: "2" },
  { label: "Three", value: "3" },
]);

const type: ConnectionType = {
  id: "type",
  key: "basic",
  label: "Basic",
  oauth2Type: null,
  default: true,
  inputs: {
    nodes: [
      field("host", { required: true }),
      field("port", { required: true, default: "5432" }),
      field("password", { type: "PASSWORD", required: true }),
      field("webhookUrl"),
      field("requireSSL", { type: "BOOLEAN", required: true, default: "false" }),
      field("version", { model: twoChoices }),
      field("edition", { model: JSON.stringify(twoChoices) }),
      field("address", { type: "TEMPLATE", required: true, default: "{{#host}}" }),
      field("tags", { collection: "VALUELIST" }),
      field("headers", { collection: "KEYVALUELIST" }),
    ],
  },
};

function problems(declared: Partial<DeclaredValues>, needsEveryInput = false): Record<string, string> {
  const all = { valuesArgument: "globalValues", secretsArgument: "globalSecrets", ...declared };
  return Object.fromEntries(
    checkValues(type, all, { needsEveryInput }).map(({ path, message }) => [path, message]),
  );
}

describe("plain values", () => {
  it("must be inputs of the connection type, and the nearest is suggested", () => {
    expect(problems({ values: { hots: "x" } })).toEqual({
      "globalValues.hots": expect.stringMatching(
        /Basic has no input "hots"\. Did you mean "host"\? It has: host, port/,
      ) as string,
    });
  });

  it("hold no password, and nothing that looks like a secret unless plainInputs says that it is none", () => {
    expect(problems({ values: { password: "x" } })["globalValues.password"]).toMatch(
      /is a password\. Move it to globalSecrets/,
    );
    expect(problems({ values: { webhookUrl: "x" } })["globalValues.webhookUrl"]).toMatch(
      /looks like a secret.*plainInputs/,
    );
    expect(problems({ values: { webhookUrl: "x" }, plainInputs: ["webhookUrl"] })).toEqual({});
    expect(
      problems({ values: { password: "x" }, plainInputs: ["password"] })["globalValues.password"],
    ).toMatch(/password/);
  });

  it.each([
    [{ requireSSL: "maybe" }, "must be true or false"],
    [{ version: "4" }, "must be one of: 2, 3"],
    [{ edition: "4" }, "must be one of: 2, 3"],
    [{ address: "x" }, "cannot be entered"],
    [{ tags: "x" }, "must be a list of texts"],
    [{ headers: ["x"] }, "must be a map of names to texts"],
    [{ host: ["x"] }, "must be a text"],
    [{ host: "" }, "leave it out"],
  ])("of the wrong type are refused: %j", (values, message) => {
    expect(Object.values(problems({ values }))).toEqual([expect.stringContaining(message)]);
  });

  it("may hold every type in its right form", () => {
    const values = { requireSSL: "true", version: "3", tags: ["a"], headers: { a: "b" }, host: "h" };
    expect(problems({ values })).toEqual({});
  });

  it("are not in the secrets as well", () => {
    expect(problems({ values: { host: "a" }, secrets: { host: "b" } })["globalValues.host"]).toMatch(
      /also in globalSecrets/,
    );
  });
});

describe("required inputs", () => {
  it("must be given where nobody supplies them later; defaults and templates count as given", () => {
    const missing = problems({ values: {} }, true);
    expect(Object.keys(missing)).toEqual(["globalValues.host", "globalSecrets.password"]);
    expect(missing["globalValues.host"]).toMatch(/is required: Basic cannot connect without "The host"/);
  });

  it("may be secret or plain, known or not", () => {
    expect(problems({ values: { host: UNKNOWN }, secrets: { password: UNKNOWN } }, true)).toEqual({});
    expect(problems({ values: UNKNOWN }, true)).toEqual({});
    expect(problems({ secrets: { host: "h", password: "p" } }, true)).toEqual({});
  });

  it("are nobody's concern where customers supply them", () => {
    expect(problems({ values: {} }, false)).toEqual({});
  });
});
