import { describe, expect, test } from "vitest";
import { component, definitionWith } from "./testing/definitions.ts";
import {
  client,
  connectionType,
  madeConnection,
  messages,
  oneTenant,
  updateConnection,
  type Client,
  type Json,
} from "./testing/harness.ts";

const marked = { managedBy: "org", inputScope: "org", writeOnly: true };
const meta = JSON.stringify(marked);
const unmarked = JSON.stringify({ managedBy: "org", inputScope: "org" });

/** The inputs of an answer as tests compare them: name, value and presence. */
const shown = ({ inputs }: Json): unknown =>
  inputs.nodes.map(({ name, value, hasValue }) => [name, value, hasValue]);

const inputFields = "inputs { nodes { name value hasValue meta } }";

async function madeBucket(tenant: Client, stableKey = "bucket"): Promise<Json> {
  return madeConnection(tenant, {
    stableKey,
    connection: await connectionType(tenant, "aws-s3", "apiKeySecret"),
    inputs: [
      { name: "accessKeyId", value: "id", meta },
      { name: "secretAccessKey", value: "secret" },
    ],
  });
}

describe("an input that is marked as write-only", () => {
  test("is empty when it is read, says that it is held, and keeps its meta", async () => {
    const made = await madeBucket(await client());
    expect(shown(made)).toEqual([
      ["accessKeyId", "", true],
      ["secretAccessKey", "secret", true],
    ]);
    expect(JSON.parse(made.inputs.nodes[0].meta)).toEqual(marked);
  });

  test("is the same in the credentials of a connection, whose meta counts where they have none", async () => {
    const tenant = await client();
    const { id: scopedConfigVariable } = await madeBucket(tenant);
    const inputs = [
      { name: "accessKeyId", value: "of tests" },
      { name: "secretAccessKey", value: "too", meta },
    ];
    const made = await tenant.mutate(
      "createCustomerConfigVariable",
      { scopedConfigVariable, isTest: true, inputs },
      `customerConfigVariable { ${inputFields} }`,
    );
    expect(shown(made.customerConfigVariable)).toEqual([
      ["accessKeyId", "", true],
      ["secretAccessKey", "", true],
    ]);
  });

  test("keeps its value in an update that has none, and loses it to an empty one", async () => {
    const tenant = await client();
    const { id } = await madeBucket(tenant);
    const update = async (input: object): Promise<unknown> =>
      shown((await updateConnection(tenant, { id, inputs: [input] })).scopedConfigVariable);
    expect(await update({ name: "accessKeyId", meta })).toEqual([["accessKeyId", "", true]]);
    expect(await update({ name: "accessKeyId", value: "", meta })).toEqual([["accessKeyId", "", false]]);
  });

  test.each([
    ["no", undefined, ""],
    ["no", unmarked, ""],
    ["yes", undefined, ""],
    ["yes", unmarked, "id"],
  ] as const)(
    "can be made readable again: %s, by an update with the meta %s",
    async (setting, sent, value) => {
      const tenant = await client({ switches: { "write-only-removable": setting } });
      const { id } = await madeBucket(tenant);
      const inputs = [{ name: "accessKeyId", ...(sent && { meta: sent }) }];
      const { errors, scopedConfigVariable } = await updateConnection(tenant, { id, inputs });
      expect(errors).toEqual([]);
      expect(shown(scopedConfigVariable)).toEqual([["accessKeyId", value, true]]);
    },
  );

  test("cannot be made readable in so many words unless the switch allows it", async () => {
    const tenant = await client();
    const { id } = await madeBucket(tenant);
    const inputs = [{ name: "accessKeyId", meta: '{"writeOnly":false}' }];
    expect(messages(await updateConnection(tenant, { id, inputs }))).toEqual({
      inputs: '"accessKeyId" is write-only and stays so.',
    });
    await tenant.set({ "write-only-removable": "yes" });
    expect(messages(await updateConnection(tenant, { id, inputs }))).toEqual({});
  });
});

describe("PASSWORD inputs", () => {
  test("are write-only where the switch says so", async () => {
    const tenant = await client({ switches: { "password-inputs": "write-only" } });
    expect(shown(await madeBucket(tenant))).toEqual([
      ["accessKeyId", "", true],
      ["secretAccessKey", "", true],
    ]);
    const plain = await madeConnection(tenant, {
      connection: await connectionType(tenant, "slack", "oauth2"),
      inputs: [{ name: "clientId", value: "id" }],
    });
    expect(shown(plain)).toEqual([["clientId", "id", true]]);
  });
});

const bucket = {
  key: "Bucket",
  dataType: "connection",
  connection: { key: "apiKeySecret", component: component("aws-s3", 1) },
  inputs: {
    accessKeyId: { type: "value", value: "id", meta: { writeOnly: true, orgOnly: true } },
    secretAccessKey: { type: "value", value: "secret", meta: {} },
  },
};
const seed = oneTenant({
  customers: [{ externalId: "globex", name: "Globex" }],
  integrations: [{ definition: definitionWith({ requiredConfigVars: [bucket] }) }],
  instances: [{ name: "Alerts", customer: "globex", integration: "Alerts" }],
});

describe("a connection of an integration's own", () => {
  const definitions = async (tenant: Client): Promise<string[]> => {
    const data = await tenant.data(`{ integrations { nodes {
      definition latest: definition(useLatestComponentVersions: true) } } }`);
    const [{ definition, latest }] = data.integrations.nodes as unknown as [Json];
    return [definition, latest];
  };

  test.each([
    [{}, ['"value": ""', '"writeOnly": true', '"orgOnly": true', '"secret"'], ['"id"']],
    [{ "write-only-in-yaml": "dropped" }, ['"secret"'], ["accessKeyId", "writeOnly"]],
    [{ "password-inputs": "write-only" }, ["secretAccessKey"], ['"id"', '"secret"']],
  ] as const)("is exported under %j", async (switches, present, absent) => {
    for (const definition of await definitions(await client({ seed, switches }))) {
      for (const part of present) expect(definition).toContain(part);
      for (const part of absent) expect(definition).not.toContain(part);
    }
  });

  test("hides what is write-only in its instances too, which take a part of the inputs alone", async () => {
    const tenant = await client({ seed });
    const fields = `configVariables { nodes { ${inputFields} } }`;
    const [{ id }] = (await tenant.data("{ instances { nodes { id } } }")).instances.nodes as unknown as [
      Json,
    ];
    const enter = async (name: string): Promise<unknown> => {
      const values = JSON.stringify([{ name, value: "entered" }]);
      const input = { id, configVariables: [{ key: "Bucket", values }] };
      const payload = await tenant.mutate("updateInstanceConfigVariables", input, `instance { ${fields} }`);
      return shown(payload.instance.configVariables.nodes[0]);
    };
    expect(await enter("secretAccessKey")).toEqual([
      ["accessKeyId", "", true],
      ["secretAccessKey", "entered", true],
    ]);
    expect(await enter("accessKeyId")).toEqual([
      ["accessKeyId", "", true],
      ["secretAccessKey", "entered", true],
    ]);
  });

  test("ignores inputs that its type does not have, or refuses them", async () => {
    const tenant = await client({ seed });
    const [{ id }] = (await tenant.data("{ instances { nodes { id } } }")).instances.nodes as unknown as [
      Json,
    ];
    const values = JSON.stringify([{ name: "secret_key", value: "x" }]);
    const enter = (): Promise<Json> =>
      tenant.mutate("updateInstanceConfigVariables", { id, configVariables: [{ key: "Bucket", values }] });
    expect(messages(await enter())["configVariables"]).toContain('"secret_key" is not an input');
    await tenant.set({ "unknown-input": "ignored" });
    expect(messages(await enter())).toEqual({});
  });
});
