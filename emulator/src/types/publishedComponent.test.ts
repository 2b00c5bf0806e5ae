import { describe, expect, test } from "vitest";
import { client, connectionType, madeConnection } from "../testing/harness.ts";
import { componentInput, published } from "../testing/publishing.ts";

describe("what was published is served as the catalog is", () => {
  test("connection types with their inputs", async () => {
    const tenant = await client();
    const inputs = [
      { key: "scopes", type: "string", label: "Scopes", collection: "valuelist", default: ["a", "b"] },
      { key: "region", type: "string", label: "Region", model: [{ label: "EU", value: "eu" }], shown: false },
      { key: "strict", type: "boolean", label: "Strict", default: "false" },
      { key: "host", type: "string", label: "Host", onPremiseControlled: true },
    ];
    await published(
      tenant,
      componentInput({
        connections: [
          { key: "oauth", label: "OAuth", oauth2Type: "authorization_code", comments: "c", inputs },
        ],
      }),
    );
    const data = await tenant.data(`{ components(key: "erp") { nodes { connections { nodes {
      key label comments oauth2Type onPremiseAvailable default
      inputs { nodes { key type required shown default collection model onPremiseControlled } } } } } } }`);
    const [oauth] = data.components.nodes[0].connections.nodes;
    expect(oauth).toMatchObject({
      oauth2Type: "AUTHORIZATION_CODE",
      comments: "c",
      onPremiseAvailable: true,
      default: true,
    });
    expect(oauth.inputs.nodes).toMatchObject([
      {
        key: "scopes",
        type: "STRING",
        collection: "VALUELIST",
        default: '["a","b"]',
        required: false,
        shown: true,
      },
      { key: "region", model: JSON.stringify('[{"label":"EU","value":"eu"}]'), shown: false, default: "" },
      { key: "strict", type: "BOOLEAN", default: "false", collection: null, model: null },
      { key: "host", onPremiseControlled: true },
    ]);
  });

  test("actions, triggers and data sources, with what newer clients say of them", async () => {
    const tenant = await client();
    const display = { label: "L", description: "D" };
    const address = {
      key: "address",
      type: "structuredObject",
      label: "Address",
      inputs: [{ key: "city", type: "string", label: "City", scope: "ON_DEPLOY" }],
    };
    await published(
      tenant,
      componentInput({
        actions: [
          {
            key: "list",
            display: { ...display, important: true },
            inputs: [address],
            performSafety: "SAFE",
            outputSchema: { type: "object", schema: '{"type":"object"}' },
            examplePayload: '{"data":1}',
          },
        ],
        triggers: [
          {
            key: "list",
            display,
            inputs: [],
            scheduleSupport: "invalid",
            synchronousResponseSupport: "valid",
            triggerResolverSupport: "invalid",
            triggerResolverDefaultBatchSize: 5,
            hasOnDeployPerform: true,
            outputSchema: { type: "branches", branchSchemas: [{ name: "a", schema: "{}" }] },
          },
        ],
        dataSources: [
          { key: "list", display, inputs: [], dataSourceType: "picklist", detailDataSource: "one" },
          { key: "one", display, inputs: [], dataSourceType: "jsonForm" },
        ],
      }),
    );
    const data = await tenant.data(`{ components(key: "erp") { nodes { id actions { nodes {
      id key label description isTrigger isDataSource isDetailDataSource important examplePayload performSafety
      dataSourceType detailDataSource { key } scheduleSupport synchronousResponseSupport hasOnDeployPerform
      outputSchema { ... on ActionOutputSchema { type schema }
        ... on BranchingOutputSchema { type branchSchemas { name schema } } }
      inputs { nodes { id key keyPath parentId type scope } } } } } } }`);
    const [component] = data.components.nodes;
    const [action, trigger, picklist, detail] = component.actions.nodes;
    expect(action).toMatchObject({
      isTrigger: false,
      important: true,
      examplePayload: '{"data":1}',
      performSafety: "SAFE",
      hasOnDeployPerform: false,
      outputSchema: { type: "object", schema: '{"type":"object"}' },
    });
    expect(trigger).toMatchObject({
      isTrigger: true,
      scheduleSupport: "INVALID",
      synchronousResponseSupport: "VALID",
      hasOnDeployPerform: true,
      outputSchema: { type: "branches", branchSchemas: [{ name: "a", schema: "{}" }] },
    });
    expect(picklist).toMatchObject({ dataSourceType: "PICKLIST", detailDataSource: { key: "one" } });
    expect(detail).toMatchObject({ isDetailDataSource: true, dataSourceType: "JSONFORM", description: "D" });
    expect(action.inputs.nodes).toMatchObject([
      { key: "address", type: "STRUCTUREDOBJECT", parentId: null },
      { key: "city", keyPath: ["address", "city"], parentId: action.inputs.nodes[0].id, scope: "ON_DEPLOY" },
    ]);
    expect(new Set(component.actions.nodes.map(({ id }) => id)).size).toBe(4);
    const listed = await tenant.data(
      "query ($id: ID!) { actions(component: $id) { nodes { key inputs { totalCount } } } }",
      { id: component.id },
    );
    expect(listed.actions.nodes).toHaveLength(4);
  });

  test.each([
    ["follows", 2, ["apiKey", "baseUrl", "region"]],
    ["pinned", 1, ["apiKey", "baseUrl"]],
  ])("a connection %s when the next version is published", async (setting, version, expected) => {
    const tenant = await client({ switches: { "component-versions": setting as "pinned" } });
    await published(tenant);
    const connection = await connectionType(tenant, "erp", "apiKey");
    await madeConnection(tenant, { connection, inputs: [{ name: "apiKey", type: "value", value: "s" }] });
    const [apiKey] = (componentInput() as { connections: [{ inputs: object[] }] }).connections;
    const region = { key: "region", type: "string", label: "Region" };
    await published(
      tenant,
      componentInput({ connections: [{ ...apiKey, inputs: [...apiKey.inputs, region] }] }),
    );
    const data = await tenant.data(`{ scopedConfigVariables { nodes { connection {
      component { versionNumber } inputs { nodes { key } } } } } }`);
    const { connection: type } = data.scopedConfigVariables.nodes[0];
    expect(type.component.versionNumber).toBe(version);
    expect(type.inputs.nodes.map(({ key }) => key).sort()).toEqual(expected);
  });
});
