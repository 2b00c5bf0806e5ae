import { describe, expect, it } from "vitest";
import type { ConnectionType, InputField, TenantConnection } from "../../tenant/operation.ts";
import { heldValues, toExpressions, type KnownValues, type Owner, type SentInputs } from "./expressions.ts";
import { decidedOwner, defaultOwner } from "./owners.ts";

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
  default: true,
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

/** The inputs of a connection that declares these values and decides nothing about owners. */
const declaring = (kind: Owner, declared: KnownValues, more: Partial<SentInputs> = {}): SentInputs => ({
  declared,
  decided: decidedOwner(kind, type, { valued: Object.keys(declared) }),
  byDefault: () => defaultOwner(kind),
  ...more,
});

const ours = { managedBy: "org", inputScope: "org" };
const theirs = { managedBy: "customer", inputScope: "customer" };

describe("the inputs of an update", () => {
  it("hold every input that can be entered, so that nothing depends on what an omission means", () => {
    const names = toExpressions(type, customer, declaring(customer, { clientId: "id" }), undefined);
    expect(names.map(({ name }) => name)).toEqual(["authorizeUrl", "clientId", "clientSecret", "headers"]);
  });

  it("are the organization's where they have a value or describe its OAuth 2.0 application, else the customer's", () => {
    const inputs = sent(toExpressions(type, customer, declaring(customer, { headers: {} }), undefined));
    expect(inputs).toEqual({
      authorizeUrl: ["https://login.example", ours],
      clientId: ["", ours],
      clientSecret: ["", ours],
      headers: ["[]", ours],
    });
    expect(sent(toExpressions(type, customer, declaring(customer, {}), undefined)).headers).toEqual([
      "",
      theirs,
    ]);
  });

  it("have the owners that the program names", () => {
    const named = { customerInputs: ["clientSecret"], globalInputs: ["headers"], valued: [] };
    const deciding = declaring(customer, {}, { decided: decidedOwner(customer, type, named) });
    const inputs = sent(toExpressions(type, customer, deciding, undefined));
    expect(inputs.clientSecret).toEqual(["", theirs]);
    expect(inputs.headers).toEqual(["", ours]);
  });

  it("keep a customer-specific value that is there, and other keys of its meta", () => {
    const held = connection({
      name: "headers",
      value: "[]",
      meta: JSON.stringify({ inputScope: "CUSTOMER", managedBy: "CUSTOMER", visible: "always" }),
    });
    const inputs = sent(toExpressions(type, customer, declaring(customer, {}), held));
    expect(inputs.headers).toEqual(["[]", JSON.parse(held.inputs?.nodes[0]?.meta ?? "")]);
  });

  it("keep the owner of what nobody decides about, and give it back where it was decided until now", () => {
    const held = connection({ name: "headers", hasValue: false, meta: JSON.stringify(ours) });
    expect(sent(toExpressions(type, customer, declaring(customer, {}), held)).headers).toEqual(["", ours]);
    const releasing = declaring(customer, {}, { released: ["headers"] });
    expect(sent(toExpressions(type, customer, releasing, held)).headers).toEqual(["", theirs]);
  });

  it("keep a value that is there when its owner becomes another one", () => {
    const held = connection({ name: "clientId", value: "entered", meta: JSON.stringify(theirs) });
    expect(sent(toExpressions(type, customer, declaring(customer, {}), held)).clientId).toEqual([
      "entered",
      ours,
    ]);
  });

  it("keep a global value that nobody declares, and clear one that was declared until now", () => {
    const held = connection({ name: "clientId", value: "old", meta: JSON.stringify({ inputScope: "org" }) });
    expect(sent(toExpressions(type, customer, declaring(customer, {}), held)).clientId?.[0]).toBe("old");
    const removing = declaring(customer, {}, { removed: ["clientId"] });
    expect(sent(toExpressions(type, customer, removing, held)).clientId?.[0]).toBe("");
  });

  it("keep a mark as write-only, and set those that are asked for", () => {
    const held = connection({
      name: "clientId",
      meta: JSON.stringify({ inputScope: "org", writeOnly: true }),
    });
    const marking = declaring(customer, { clientId: "id" }, { writeOnly: ["clientSecret"] });
    const inputs = sent(toExpressions(type, customer, marking, held));
    expect(inputs.clientId).toEqual(["id", { ...ours, writeOnly: true }]);
    expect(inputs.clientSecret).toEqual(["", { ...ours, writeOnly: true }]);
  });

  it("write lists and maps as complex expressions that read back the same", () => {
    const inputs = toExpressions(
      type,
      organization,
      declaring(organization, { headers: { Accept: "text/plain" } }),
      undefined,
    );
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
