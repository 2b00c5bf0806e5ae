import { expect, test } from "vitest";
import { builtInComponents } from "../catalogData.ts";
import { client, connect, madeConnection, start, type Client, type Json } from "../testing/harness.ts";

const componentsOf = async (tenant: Client, args = ""): Promise<Json> =>
  (
    await tenant.data(`{ components${args} { nodes {
      id key public versionNumber connections { nodes { id key inputs { nodes { id key type default } } } } } } }`)
  ).components.nodes;

const keys = async (tenant: Client, args: string): Promise<string[]> =>
  (await componentsOf(tenant, args)).map(({ key }) => key);

test("every tenant has the whole catalog, in the components' own order", async () => {
  const found = await componentsOf(await client());
  expect(found.map(({ key }) => key)).toEqual(builtInComponents.map(({ key }) => key));
  const outline = found.map(({ connections }) =>
    connections.nodes.map(({ key, inputs }: Json) => [key, inputs.nodes.map((input: Json) => input.key)]),
  );
  expect(outline).toEqual(
    builtInComponents.map(({ connections }) =>
      connections.map(({ key, inputs }) => [key, inputs.map((i) => i.key)]),
    ),
  );
});

test("no id is the same in two tenants, and none is shared by two objects", async () => {
  const emulator = await start();
  const ids = (components: Json): string[] =>
    components.flatMap((component) => [
      component.id,
      ...component.connections.nodes.flatMap((type: Json) => [
        type.id,
        ...type.inputs.nodes.map(({ id }: Json) => id),
      ]),
    ]);
  const us = ids(await componentsOf(await connect(emulator, 0)));
  const eu = ids(await componentsOf(await connect(emulator, 1)));
  expect(new Set([...us, ...eu]).size).toBe(us.length + eu.length);
  expect(Buffer.from(us[0]!, "base64").toString()).toMatch(/^Component:[0-9a-f-]{36}$/);
});

test("an input without a default has an empty one, or false where it is a BOOLEAN", async () => {
  const tenant = await client();
  for (const addInput of [{ key: "flag", type: "BOOLEAN" }, { key: "text" }]) {
    await tenant.admin("POST", "component-versions", {
      component: "openai",
      connection: "openAiApiKey",
      addInput,
    });
  }
  const inputs = (await componentsOf(tenant)).flatMap(({ connections }) =>
    connections.nodes.flatMap((type: Json) => type.inputs.nodes),
  );
  expect(inputs.filter((input: Json) => input.default === null)).toEqual([]);
  expect(inputs.find((input: Json) => input.key === "flag")!.default).toBe("false");
  expect(inputs.find((input: Json) => input.key === "text")!.default).toBe("");
});

test.each([
  ['(key: "slack")', ["slack"]],
  ['(key_In: ["slack", "acme"], public: false)', ["acme"]],
  ["(public: false)", ["acme", "todoist"]],
  ['(key_In: ["slack", "sleep"], hasConnections: false)', ["sleep"]],
  ['(key_In: ["slack", "openai"], hasOauth2Connections: true)', ["slack"]],
  ['(filterQuery: "[\\"in\\",\\"key\\",\\"salesforce\\"]")', ["salesforce"]],
  ['(key_In: ["slack", "acme"], sortBy: [{ field: LABEL, direction: DESC }])', ["slack", "acme"]],
])("components%s", async (args, expected) => {
  expect(await keys(await client(), args)).toEqual(expected);
});

test("actions, triggers and data sources can be told apart", async () => {
  const data = await (
    await client()
  ).data(`{ components(key: "slack") { nodes {
    actions(isTrigger: false, isDataSource: false) { nodes { key } }
    triggers: actions(isTrigger: true) { totalCount }
    dataSources: actions(isDataSource: true) { nodes { key dataSourceType } } } } }`);
  const [slack] = data.components.nodes;
  const declared = builtInComponents.find(({ key }) => key === "slack")!.actions;
  expect(slack.actions.nodes.map(({ key }: Json) => key)).toEqual(
    declared.filter(({ isTrigger, isDataSource }) => !isTrigger && !isDataSource).map(({ key }) => key),
  );
  expect(slack.dataSources.nodes[0]).toMatchObject({ dataSourceType: "PICKLIST" });
});

test.each([
  ["follows", 2, ["apiKey", "region"]],
  ["pinned", 1, ["apiKey"]],
])("a connection %s when its component gets a new version", async (setting, version, inputs) => {
  const tenant = await client({ switches: { "component-versions": setting as "pinned" } });
  const before = (await componentsOf(tenant, '(key: "openai")'))[0].connections.nodes[0].inputs.nodes.length;
  await madeConnection(tenant);
  const published = await tenant.admin("POST", "component-versions", {
    component: "openai",
    connection: "openAiApiKey",
    addInput: { key: "region", required: true },
  });
  expect(published).toMatchObject([{ versionNumber: 2 }]);
  const data = await tenant.data(`{ scopedConfigVariables { nodes { connection {
    component { versionNumber } inputs(key_In: ["apiKey", "region"]) { totalCount nodes { key required } } } } } }`);
  const { connection } = data.scopedConfigVariables.nodes[0];
  expect(connection.component.versionNumber).toBe(version);
  expect(connection.inputs.nodes.map(({ key }: Json) => key)).toEqual(inputs);

  const [latest] = await componentsOf(tenant, '(key: "openai")');
  expect(latest.versionNumber).toBe(2);
  expect(latest.connections.nodes[0].inputs.nodes).toHaveLength(before + 1);
  expect(await keys(tenant, '(key: "openai", allVersions: true)')).toEqual(["openai", "openai"]);
  expect((await componentsOf(tenant, '(key: "openai", versionNumber: 1)'))[0].id).not.toBe(latest.id);
});

test("a component version that cannot be made says why", async () => {
  const tenant = await client();
  const addition = { component: "openai", connection: "nope", addInput: { key: "x" } };
  expect((await tenant.admin("POST", "component-versions", addition)).errors[0].message).toContain('"nope"');
});

test("fields and arguments that are left out say so", async () => {
  const tenant = await client();
  const { body } = await tenant.request(
    '{ components(key: "slack") { nodes { connections { nodes { templates { totalCount } } } } } }',
  );
  expect(body.errors[0].message).toBe("The emulator does not implement Connection.templates yet");
  const { body: other } = await tenant.request('{ components(searchTerms_Fulltext: "x") { totalCount } }');
  expect(other.errors[0].message).toBe(
    'The emulator does not implement the argument "searchTerms_Fulltext" yet',
  );
  const { body: root } = await tenant.request("{ logs { totalCount } }");
  expect(root.errors[0].message).toBe("The emulator does not implement RootQuery.logs yet");
});
