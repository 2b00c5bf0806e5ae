import { describe, expect, it } from "vitest";
import type { ConnectionType, InputField, TenantConnection } from "../../tenant/operation.ts";
import { heldValues, toExpressions } from "./expressions.ts";

const field = (key: string, more: Partial<InputField> = {}): InputField => ({
  key,
  label: key,
  type: "STRING",
  required: false,
  shown: true,
  default: "",
  collection: null,
  model: null,
  ...more,
});

const type: ConnectionType = {
  id: "type",
  key: "oauth2",
  label: "OAuth 2.0",
  oauth2Type: "AUTHORIZATION_CODE",
  inputs: {
    nodes: [
      field("authorizeUrl", { default: "https://login.example" }),
      field("clientId"),
      field("clientSecret", { type: "PASSWORD" }),
      field("tokenUrl", { type: "TEMPLATE", default: "{{#host}}/token" }),
      field("headers", { collection: "KEYVALUELIST" }),
    ],
  },
};

const customer = { variableScope: "customer", managedBy: "customer" };
const organization = { variableScope: "org", managedBy: "org" };

type Held = NonNullable<TenantConnection["inputs"]>["nodes"][number];

function connection(...inputs: Partial<Held>[]): TenantConnection {
  const nodes = inputs.map((input) => ({
    name: "",
    type: "VALUE",
    value: "",
    hasValue: true,
    meta: null,
    ...input,
  }));
  return { inputs: { nodes } } as TenantConnection;
}

function sent(expressions: ReturnType<typeof toExpressions>) {
  return Object.fromEntries(
    expressions.map(({ name, value, meta }) => [name, [value, JSON.parse(meta ?? "{}") as unknown]]),
  );
}

describe("the inputs of an update", () => {
  it("hold every input that can be entered, so that nothing depends on what an omission means", () => {
    const names = toExpressions(type, customer, { clientId: "id" }, undefined).map(({ name }) => name);
    expect(names).toEqual(["authorizeUrl", "clientId", "clientSecret", "headers"]);
  });

  it("mark declared values as global and leave the others to whom the kind says, with the component's default", () => {
    const inputs = sent(toExpressions(type, customer, { clientId: "id" }, undefined));
    expect(inputs.clientId).toEqual(["id", { managedBy: "org", inputScope: "org" }]);
    expect(inputs.clientSecret).toEqual(["", { managedBy: "customer", inputScope: "customer" }]);
    expect(inputs.authorizeUrl).toEqual([
      "https://login.example",
      { managedBy: "customer", inputScope: "customer" },
    ]);
  });

  it("keep a customer-specific value that is there, and other keys of its meta", () => {
    const held = connection({
      name: "authorizeUrl",
      value: "https://preset.example",
      meta: JSON.stringify({ inputScope: "CUSTOMER", managedBy: "CUSTOMER", visible: "always" }),
    });
    const inputs = sent(toExpressions(type, customer, {}, held));
    expect(inputs.authorizeUrl).toEqual([
      "https://preset.example",
      { managedBy: "customer", inputScope: "customer", visible: "always" },
    ]);
  });

  it("clear a global value that is no longer declared", () => {
    const held = connection({ name: "clientId", value: "old", meta: JSON.stringify({ inputScope: "org" }) });
    expect(sent(toExpressions(type, customer, {}, held)).clientId?.[0]).toBe("");
  });

  it("write lists and maps as complex expressions that read back the same", () => {
    const inputs = toExpressions(type, organization, { headers: { Accept: "text/plain" } }, undefined);
    const headers = inputs.find(({ name }) => name === "headers");
    expect(headers?.type).toBe("complex");
    const held = connection({
      name: "headers",
      type: "COMPLEX",
      value: headers?.value ?? "",
      meta: headers?.meta ?? null,
    });
    expect(heldValues(held, organization, { type, declared: [] }).readable).toEqual({
      headers: { Accept: "text/plain" },
    });
  });
});

describe("the values that a tenant holds", () => {
  it("are global by the input's own scope, and by the kind where it has none", () => {
    const held = connection(
      { name: "clientId", value: "global", meta: `{"inputScope":"ORG"}` },
      { name: "authorizeUrl", value: "of the kind" },
    );
    expect(heldValues(held, customer, { type, declared: [] }).readable).toEqual({ clientId: "global" });
    const forAll = heldValues(held, organization, { type, declared: [] }).readable;
    expect(forAll).toEqual({ clientId: "global", authorizeUrl: "of the kind" });
  });

  it("leave out a component's default unless it is declared", () => {
    const held = connection({ name: "authorizeUrl", value: "https://login.example" });
    expect(heldValues(held, organization, { type, declared: [] }).readable).toEqual({});
    const declared = heldValues(held, organization, { type, declared: ["authorizeUrl"] }).readable;
    expect(declared).toEqual({ authorizeUrl: "https://login.example" });
  });

  it("name a write-only value without its value", () => {
    const held = connection({ name: "clientSecret", value: "" });
    expect(heldValues(held, organization, { type, declared: [] })).toEqual({
      readable: {},
      writeOnly: ["clientSecret"],
    });
  });
});
