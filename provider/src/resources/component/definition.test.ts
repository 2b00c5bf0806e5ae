import { describe, expect, it } from "vitest";
import {
  componentDefinition,
  declaredConnectionTypes,
  plannedComponent,
  publishedDefinition,
} from "./definition.ts";

/** Exports of a built component, without its functions. */
const exported = {
  key: "acme",
  display: { label: "Acme", description: "Ours", iconPath: "icon.png", category: "CRM" },
  documentationUrl: "https://acme.example/docs",
  hooks: {},
  actions: {
    list: {
      key: "list",
      display: { label: "List", description: "Lists" },
      inputs: [],
      performSafety: "safe",
    },
    create: { key: "create", display: {}, inputs: [], examplePayload: { data: { id: 1 } } },
  },
  triggers: { hook: { key: "hook", inputs: [], examplePayload: null } },
  connections: [
    {
      key: "apiKey",
      label: "API key",
      inputs: [
        { key: "base_url", label: "Base URL", type: "string", default: "", shown: false },
        { key: "api_key", type: "password", required: true },
        { key: "scopes", label: "Scopes", type: "string", collection: "valuelist", default: ["a"] },
        { key: "region", label: "Region", type: "string", model: [{ label: "EU", value: "eu" }] },
      ],
    },
    { key: "oauth", label: "OAuth", oauth2Type: "client_credentials" },
  ],
};

const declared = componentDefinition.parse(exported);

describe("What is published of a component", () => {
  const published = publishedDefinition(declared);

  it("is of the component itself what prism picks, and nothing else", () => {
    expect(published.definition).toEqual({
      key: "acme",
      public: false,
      display: exported.display,
      documentationUrl: exported.documentationUrl,
    });
  });

  it("holds every action and trigger with its example payload as text", () => {
    expect(published.actions).toEqual([
      { ...exported.actions.list, examplePayload: "{}" },
      { ...exported.actions.create, examplePayload: `{"data":{"id":1}}` },
    ]);
    expect(published.triggers).toEqual([{ key: "hook", inputs: [], examplePayload: "{}" }]);
    expect(published.dataSources).toEqual([]);
  });

  it("holds the connection types as they are declared", () => {
    expect(published.connections).toEqual(exported.connections);
  });
});

describe("A component that is about to be published", () => {
  it("shows the inputs of its connection types by name", () => {
    expect(declaredConnectionTypes(declared)).toEqual({
      apiKey: ["api_key", "base_url", "region", "scopes"],
      oauth: [],
    });
  });

  it("can be judged like one that the tenant has", () => {
    const [apiKey, oauth] = plannedComponent(declared, "a1").connections.nodes;
    expect(oauth).toMatchObject({ key: "oauth", oauth2Type: "CLIENT_CREDENTIALS" });
    expect(apiKey?.inputs.nodes).toEqual([
      expect.objectContaining({
        key: "base_url",
        type: "STRING",
        required: false,
        shown: false,
        default: "",
      }),
      expect.objectContaining({
        key: "api_key",
        label: "api_key",
        type: "PASSWORD",
        required: true,
        default: null,
      }),
      expect.objectContaining({ key: "scopes", collection: "VALUELIST", default: `["a"]` }),
      expect.objectContaining({ key: "region", model: `[{"label":"EU","value":"eu"}]` }),
    ]);
  });
});
