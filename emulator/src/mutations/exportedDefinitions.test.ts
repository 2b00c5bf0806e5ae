import { parse } from "yaml";
import { describe, expect, test } from "vitest";
import { component, definitionWith, trigger } from "../testing/definitions.ts";
import { client, type Client, type Json } from "../testing/harness.ts";

const importing = (tenant: Client, definition: string): Promise<Json> =>
  tenant.mutate("importIntegration", { definition }, "integration { id definition isCodeNative }");

interface Exported {
  category: unknown;
  configuration: unknown;
  requiredConfigVars: { meta: unknown; inputs: unknown }[];
  flows: { schemas: unknown; steps: { inputs: unknown }[] }[];
}

async function exported(definition: string): Promise<Exported> {
  const { errors, integration } = await importing(await client(), definition);
  expect(errors).toEqual([]);
  return parse(integration.definition) as Exported;
}

const slack = { key: "oauth2", component: component("slack") };
const slackVariable = (inputs: object, meta: object = {}) => ({
  key: "Slack",
  dataType: "connection",
  connection: slack,
  inputs,
  meta,
});

describe("a definition that Prismatic exported is taken as it is:", () => {
  test("a value may be null, alone or in a list", async () => {
    const inputs = { clientId: { type: "value", value: null }, clientSecret: { type: "value" } };
    const list = { type: "complex", value: [null, { type: "value", value: null, name: null }] };
    const { requiredConfigVars, flows } = await exported(
      definitionWith({
        requiredConfigVars: [slackVariable(inputs)],
        flows: [{ name: "Main", steps: [{ ...trigger, inputs: { list } }] }],
      }),
    );
    expect(requiredConfigVars[0]!.inputs).toEqual(inputs);
    expect(flows[0]!.steps[0]!.inputs).toEqual({ list });
  });

  test("the inputs of a connection of its own read as empty where they are null", async () => {
    const tenant = await client();
    const inputs = { clientId: { type: "value", value: null } };
    await importing(tenant, definitionWith({ requiredConfigVars: [slackVariable(inputs)] }));
    const { integrations } = await tenant.data(
      "{ integrations { nodes { requiredConfigVariables { nodes { inputs { nodes { name value hasValue } } } } } } }",
    );
    expect(integrations.nodes[0].requiredConfigVariables.nodes[0].inputs.nodes).toEqual([
      { name: "clientId", value: "", hasValue: false },
    ]);
  });

  test("a key that stands without a value has its default", async () => {
    expect(await exported(definitionWith({ category: null, labels: null }))).toMatchObject({ category: "" });
  });

  test("what looks like a number keeps all its digits", async () => {
    const meta =
      "{ build: 61e9540, plant: 0123, phone: +49301234, id: 12345678901234567891, size: 12, rate: 1.5 }";
    const text = definitionWith({ requiredConfigVars: [slackVariable({}, { place: "here" })] }).replace(
      /meta:\s+place: here/,
      `meta: ${meta}`,
    );
    expect(text).toContain(meta);
    expect((await exported(text)).requiredConfigVars[0]!.meta).toEqual({
      build: "61e9540",
      plant: "0123",
      phone: "+49301234",
      id: "12345678901234567891",
      size: 12,
      rate: 1.5,
    });
  });
});

test("a code-native definition keeps what only newer clients know, nulls included", async () => {
  const configuration = {
    instance: {
      schema: { type: "object", properties: { region: { enum: ["eu", null], default: null } } },
      version: 2,
      category: null,
    },
    userLevel: { connections: [] },
  };
  const schemas = { result: { $schema: "x", default: null } };
  const tenant = await client();
  const { errors, integration } = await importing(
    tenant,
    definitionWith({
      isCodeNative: true,
      configuration,
      importMetadata: {},
      newer: null,
      requiredConfigVars: [{ key: "instance.region", dataType: "string" }],
      flows: [{ name: "Main", schemas, supplementalComponents: [], steps: [trigger] }],
    }),
  );
  expect([errors, integration.isCodeNative]).toEqual([[], true]);
  const kept = parse(integration.definition) as Exported;
  expect([kept.configuration, kept.flows[0]!.schemas]).toEqual([configuration, schemas]);
  expect(kept).toHaveProperty("newer", null);
});

describe("the text of a definition, where it is exported as it came,", () => {
  const text =
    `# ours\r\n${definitionWith({ requiredConfigVars: [slackVariable({}, { place: "here" })] })}`.replace(
      /meta:\s+place: here/,
      "meta: { build:  61e9540, plant: 0123, 'no': no }",
    );
  const asSent = async () => {
    const tenant = await client({ switches: { "definition-text": "as-sent" } });
    return { tenant, id: (await importing(tenant, text)).integration.id as string };
  };
  const draftAndVersion = async (tenant: Client, id: string) => {
    const { integration } = await tenant.data(
      `{ integration(id: "${id}") { definition versionSequence { nodes { definition } } } }`,
    );
    return [
      integration.definition,
      ...integration.versionSequence.nodes.map((each: Json) => each.definition),
    ];
  };

  test("stays byte for byte, in a version too", async () => {
    const { tenant, id } = await asSent();
    await tenant.mutate("publishIntegration", { id }, "integration { id }");
    expect(await draftAndVersion(tenant, id)).toEqual([text, text]);
  });

  test("stays through an update of something else, and goes with one of its parts", async () => {
    const { tenant, id } = await asSent();
    await tenant.mutate("updateIntegration", { id, labels: ["a"] }, "integration { id }");
    expect(await draftAndVersion(tenant, id)).toEqual([text]);
    await tenant.mutate("updateIntegration", { id, description: "New" }, "integration { id }");
    const [draft] = await draftAndVersion(tenant, id);
    expect(parse(draft as string)).toMatchObject({ description: "New" });
  });
});
