import { parse } from "yaml";
import { describe, expect, test } from "vitest";
import { component, definitionWith, fixture, fixtureNames, trigger } from "../testing/definitions.ts";
import { client, definitionUsing, oneTenant, type Client, type Json } from "../testing/harness.ts";

const connections = [
  {
    stableKey: "acme-api-key",
    name: "Acme",
    component: "acme",
    variableScope: "org" as const,
    managedBy: "org" as const,
  },
];
const seed = oneTenant({
  customers: [{ externalId: "globex", name: "Globex" }],
  connections,
});

const selection = `integration { id name description category customer { externalId } definition hasUnpublishedChanges
  flows { nodes { id name } }
  testConfigVariables(status: "pending") { nodes { id authorizeUrl requiredConfigVariable { key } } }
  systemInstance { id flowConfigs { nodes { id flow { id name } apiKeys } } } }`;

const importing = (tenant: Client, definition: string, rest: object = {}): Promise<Json> =>
  tenant.mutate("importIntegration", { definition, ...rest }, selection);

async function imported(tenant: Client, definition: string, rest: object = {}): Promise<Json> {
  const { errors, integration } = await importing(tenant, definition, rest);
  expect(errors).toEqual([]);
  return integration;
}

const refusals = async (tenant: Client, definition: string, rest: object = {}): Promise<string[]> => {
  const { errors, integration } = await importing(tenant, definition, rest);
  expect(integration).toBeNull();
  return errors.flatMap(({ field, messages }) => messages.map((message) => `${field}: ${message}`));
};

/** The places of values that came back different; versions that stood for the latest are numbers now. */
function lost(sent: unknown, kept: unknown, path = ""): string[] {
  if (sent === "LATEST" && typeof kept === "number") return [];
  if (typeof sent !== "object" || sent === null) return Object.is(sent, kept) ? [] : [path];
  if (Array.isArray(sent) && (!Array.isArray(kept) || sent.length !== kept.length)) return [path];
  if (Array.isArray(sent) && sent.length === 0) return [];
  return Object.entries(sent).flatMap(([key, value]) =>
    lost(value, (kept as Record<string, unknown> | undefined)?.[key], `${path}.${key}`),
  );
}

describe("an imported definition", () => {
  test.each(fixtureNames)("is kept whole, and is the same when it is imported again: %s", async (name) => {
    const tenant = await client({ seed });
    const sent = fixture(name);
    const { id, definition } = await imported(tenant, sent);
    expect(lost(parse(sent), parse(definition))).toEqual([]);
    const again = await imported(tenant, definition, { integrationId: id });
    expect(again).toMatchObject({ id, definition });
  });

  test("is kept with defaults, versions as numbers, keys sorted and quoted, and without empty lists", async () => {
    const tenant = await client({ seed });
    await tenant.admin("POST", "component-versions", {
      component: "openai",
      connection: "openAiApiKey",
      addInput: { key: "region" },
    });
    const { definition } = await imported(
      tenant,
      definitionWith({
        category: null,
        requiredConfigVars: [],
        flows: [
          {
            name: "Main",
            steps: [trigger, { name: "Ask", action: { key: "uploadFile", component: component("openai") } }],
          },
        ],
      }),
    );
    expect(definition).toBe(`"category": ""
"configPages":
  - "elements": []
    "name": "Configuration"
"defaultInstanceProfile": "Default Instance Profile"
"definitionVersion": 7
"description": ""
"documentation": ""
"endpointType": "flow_specific"
"flows":
  - "endpointSecurityType": "customer_optional"
    "isAgentFlow": false
    "name": "Main"
    "steps":
      - "action":
          "component":
            "isPublic": true
            "key": "webhook-triggers"
            "version": 1
          "key": "webhook"
        "description": ""
        "isTrigger": true
        "name": "Trigger"
      - "action":
          "component":
            "isPublic": true
            "key": "openai"
            "version": 2
          "key": "uploadFile"
        "description": ""
        "name": "Ask"
"name": "Alerts"
`);
  });

  test("shows its flows, what awaits authorization and the instance of its tests", async () => {
    const tenant = await client({ seed });
    const integration = await imported(tenant, fixture("github.yml"));
    expect(integration).toMatchObject({
      category: "",
      description: "",
      customer: null,
      hasUnpublishedChanges: true,
    });
    const names = integration.flows.nodes.map(({ name }) => name);
    expect(names.length).toBeGreaterThan(0);
    expect(integration.systemInstance.flowConfigs.nodes.map(({ flow, apiKeys }) => [flow, apiKeys])).toEqual(
      integration.flows.nodes.map((flow) => [flow, []]),
    );
    expect(integration.testConfigVariables.nodes).toHaveLength(2);
    for (const { authorizeUrl } of integration.testConfigVariables.nodes) {
      expect((await fetch(authorizeUrl, { method: "POST", body: "decision=allow" })).status).toBe(200);
    }
    const { data } = await tenant.data(
      `query ($id: ID!) { data: integration(id: $id) { ${selection.slice(selection.indexOf("testConfig"), selection.indexOf("systemInstance"))} } }`,
      { id: integration.id },
    );
    expect(data.testConfigVariables.nodes).toEqual([]);
  });
});

describe("an import", () => {
  test("with an id changes the draft of that integration only", async () => {
    const tenant = await client({ seed });
    const first = await imported(tenant, definitionWith({ name: "One" }), { integrationId: "" });
    await imported(tenant, definitionWith({ name: "Two" }));
    const { data } = await tenant.data("{ data: customers { nodes { id } } }");
    const renamed = await imported(tenant, definitionWith({ name: "Three", description: "New" }), {
      integrationId: first.id,
      customer: data.nodes[0].id,
    });
    expect(renamed).toMatchObject({
      id: first.id,
      name: "Three",
      description: "New",
      customer: { externalId: "globex" },
    });
    const { integrations } = await tenant.data("{ integrations { nodes { name } } }");
    expect(integrations.nodes.map(({ name }) => name)).toEqual(["Three", "Two"]);
  });

  test("is refused where another integration has the name, unless names are free", async () => {
    const tenant = await client({ seed });
    await imported(tenant, definitionWith({}));
    expect(await refusals(tenant, definitionWith({}))).toEqual([
      'name: An integration with the name "Alerts" already exists.',
    ]);
    await tenant.set({ "integration-names": "allowed" });
    await imported(tenant, definitionWith({}));
  });

  test("over an integration of the other type needs replace", async () => {
    const tenant = await client({ seed });
    const { id } = await imported(tenant, definitionWith({}));
    const codeNative = definitionWith({ isCodeNative: true });
    expect(await refusals(tenant, codeNative, { integrationId: id })).toEqual([
      "replace: A low-code integration is replaced by a code-native one only with replace: true.",
    ]);
    await imported(tenant, codeNative, { integrationId: id, replace: true });
  });

  test("over an integration that is not there finds nothing", async () => {
    const tenant = await client({ seed });
    const { body } = await tenant.request(
      'mutation ($definition: String!) { importIntegration(input: { definition: $definition, integrationId: "nope" }) { errors { field } } }',
      { definition: definitionWith({}) },
    );
    expect(body.data).toBeNull();
    expect(body.errors[0].message).toBe("Record not found");
  });
});

const step = (action: object, rest: object = {}) => [
  { name: "Main", steps: [trigger, { name: "Step", action, ...rest }] },
];
const openai = { key: "uploadFile", component: component("openai") };

describe("refused with the place of each problem:", () => {
  test.each([
    ["broken YAML", "name: [", ["Line 1, column 8: "]],
    ["another thing than a map", "- 7", ["A definition is a YAML map"]],
    [
      "a legacy definition",
      "name: Old\ntrigger: {}\nsteps: []\nrequiredConfigVars: {}",
      ["definitionVersion is missing: this is a legacy definition"],
    ],
    [
      "another version",
      definitionWith({ definitionVersion: 6 }),
      ["definitionVersion: 7 is expected, not 6."],
    ],
    [
      "parts that are missing or of another type",
      definitionWith({ name: undefined, flows: [{ steps: "none" }] }),
      ["name: Invalid input", "flows[0].name: Invalid input", "flows[0].steps: Invalid input"],
    ],
    [
      "a value deep in a list",
      definitionWith({
        flows: step(openai, {
          inputs: {
            "my list": {
              type: "complex",
              value: [{ type: "complex", value: [{ type: "value", value: 5 }] }],
            },
          },
        }),
      }),
      ['flows[0].steps[1].inputs["my list"].value[0].value[0].value: Invalid input: expected string'],
    ],
    [
      "an unknown type of expression",
      definitionWith({ flows: step(openai, { inputs: { file: { type: "configvar", value: "File" } } }) }),
      ["flows[0].steps[1].inputs.file.type: Invalid"],
    ],
    [
      "unknown components, versions, actions, triggers and connection types",
      definitionWith({
        requiredConfigVars: [
          { key: "A", dataType: "connection", connection: { key: "nope", component: component("slack") } },
          { key: "B", dataSource: { key: "postMessage", component: component("slack") } },
        ],
        flows: [
          {
            name: "Main",
            steps: [
              trigger,
              {
                name: "Loop",
                action: { key: "loopOverItems", component: component("loop") },
                steps: [{ name: "In", action: { key: "uploadFile", component: component("openai", 9) } }],
              },
              {
                name: "Branch",
                action: { key: "nope", component: component("openai") },
                branches: [
                  {
                    name: "Else",
                    steps: [
                      { name: "In", action: { key: "a", component: { ...component("acme"), key: "nope" } } },
                    ],
                  },
                ],
              },
            ],
          },
        ],
      }),
      [
        'flows[0].steps[1].steps[0].action.component: the public component "openai" has no version 9 in this tenant.',
        'flows[0].steps[2].action.key: the public component "openai" has no action "nope" in its version 1.',
        'flows[0].steps[2].branches[0].steps[0].action.component: there is no public component "nope" in this tenant.',
        'requiredConfigVars[0].connection.key: the public component "slack" has no connection type "nope"',
        'requiredConfigVars[1].dataSource.key: the public component "slack" has no data source "postMessage"',
      ],
    ],
    [
      "an unknown stable key",
      definitionUsing("Alerts", "acme-api-key", "slak"),
      ["requiredConfigVars[1].useScopedConfigVar: there is no such reusable connection in this tenant."],
    ],
    [
      "unknown config variables, but not an unset one",
      definitionWith({
        requiredConfigVars: [{ key: "Channel", dataType: "string" }],
        configPages: [{ name: "One", elements: [{ type: "configVar", value: "Chanel" }] }],
        flows: step(openai, {
          inputs: {
            connection: { type: "configVar", value: "" },
            file: { type: "configVar", value: "Channel" },
            list: { type: "complex", value: [{ type: "configVar", value: "File" }] },
          },
        }),
      }),
      [
        'configPages[0].elements[0]: there is no config variable "Chanel".',
        'flows[0].steps[1].inputs.list.value[0]: there is no config variable "File".',
      ],
    ],
    [
      "contradictions",
      definitionWith({
        preprocessFlowName: "First",
        requiredConfigVars: [
          { key: "A", dataType: "connection" },
          { key: "A", dataType: "string", useScopedConfigVar: "acme-api-key" },
          {
            key: "B",
            useScopedConfigVar: "acme-api-key",
            connection: { key: "openAiApiKey", component: component("openai") },
          },
        ],
        flows: [
          { name: "Main", steps: [] },
          { name: "Main", steps: [trigger, trigger] },
        ],
      }),
      [
        'requiredConfigVars: "A" is the key of several config variables.',
        "requiredConfigVars[0]: a connection needs connection or useScopedConfigVar.",
        "requiredConfigVars[1].dataType: connection is expected, not string.",
        "requiredConfigVars[2]: a connection of its own and useScopedConfigVar exclude each other.",
        'flows: "Main" is the name of several flows.',
        "flows[0].steps: exactly the first step has isTrigger: true, and here 0 steps have it.",
        "flows[1].steps: exactly the first step has isTrigger: true, and here 2 steps have it.",
        'preprocessFlowName: there is no flow "First".',
      ],
    ],
  ])("%s", async (_title, definition, expected) => {
    const tenant = await client({ seed });
    expect(await refusals(tenant, definition)).toEqual(
      expected.map((message) => expect.stringContaining(`definition: ${message}`) as string),
    );
    expect((await tenant.data("{ integrations { totalCount } }")).integrations.totalCount).toBe(0);
  });
});
