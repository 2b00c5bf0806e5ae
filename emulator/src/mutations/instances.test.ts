import { beforeEach, describe, expect, test } from "vitest";
import { component, definitionWith } from "../testing/definitions.ts";
import { client, oneTenant, type Client, type Json } from "../testing/harness.ts";

const seed = oneTenant({
  customers: [
    { externalId: "globex", name: "Globex" },
    { externalId: "initech", name: "Initech" },
  ],
});

const openai = { key: "openAiApiKey", component: component("openai") };
const region = { key: "Region", dataType: "string" };
const requiredConfigVars = [
  { key: "AI", dataType: "connection", connection: openai },
  { key: "Language", dataType: "string", defaultValue: "en" },
];
const key = (value: string) => ({ key: "AI", values: JSON.stringify([{ name: "apiKey", value }]) });

const instanceFields = `instance { id name description enabled labels deployedVersion needsDeploy configState lastDeployedAt
  customer { externalId } integration { id versionNumber }
  configVariables { nodes { value status inputs { nodes { name value hasValue } } requiredConfigVariable { key dataType } } } }`;

let tenant: Client;
let customers: Record<string, string>;
let integration: string;

const change = (mutation: string, input: object): Promise<Json> =>
  tenant.mutate(mutation, input, instanceFields);

async function changed(mutation: string, input: object): Promise<Json> {
  const { errors, instance } = await change(mutation, input);
  expect(errors).toEqual([]);
  return instance;
}

const messages = async (mutation: string, input: object): Promise<string[]> =>
  (await change(mutation, input)).errors.flatMap((error) => error.messages.map((message) => message));

/** Publishes the next version, whose id comes back. */
async function publish(definition: string): Promise<string> {
  const input = { definition, ...(integration ? { integrationId: integration } : {}) };
  const imported = await tenant.mutate("importIntegration", input, "integration { id }");
  expect(imported.errors).toEqual([]);
  integration = imported.integration.id;
  return (await tenant.mutate("publishIntegration", { id: integration }, "integration { id }")).integration
    .id;
}

const created = (customer: string, input: object = {}): Promise<Json> =>
  changed("createInstance", {
    name: `Alerts of ${customer}`,
    integration,
    customer: customers[customer],
    configVariables: [key("secret")],
    ...input,
  });

const read = async (id: string): Promise<Json> =>
  (
    await tenant.data(`query ($id: ID!) { ${instanceFields.replace("instance", "instance(id: $id)")} }`, {
      id,
    })
  ).instance;

const values = (instance: Json): unknown =>
  Object.fromEntries(
    instance.configVariables.nodes.map(({ value, requiredConfigVariable }) => [
      requiredConfigVariable.key,
      value,
    ]),
  );

beforeEach(async () => {
  tenant = await client({ seed });
  integration = "";
  const { data } = await tenant.data("{ data: customers { nodes { id externalId } } }");
  customers = Object.fromEntries(data.nodes.map(({ id, externalId }) => [externalId, id]));
});

describe("an instance", () => {
  test("is created for a version, runs once it is deployed, and is deleted", async () => {
    const version = await publish(definitionWith({ requiredConfigVars }));
    const instance = await created("globex", { description: "Theirs", labels: ["Paid"] });
    expect(instance).toMatchObject({
      name: "Alerts of globex",
      description: "Theirs",
      labels: ["paid"],
      customer: { externalId: "globex" },
      integration: { id: version, versionNumber: 1 },
      deployedVersion: 0,
      enabled: false,
      needsDeploy: true,
      lastDeployedAt: null,
      configState: "FULLY_CONFIGURED",
    });
    expect(
      instance.configVariables.nodes.map(({ value, status, inputs }) => [value, status, inputs.nodes]),
    ).toEqual([
      [null, "ACTIVE", [{ name: "apiKey", value: "secret", hasValue: true }]],
      ["en", null, []],
    ]);
    const deployed = await changed("deployInstance", { id: instance.id });
    expect(deployed).toMatchObject({ deployedVersion: 1, enabled: true, needsDeploy: false });
    expect(deployed.lastDeployedAt).not.toBeNull();
    for (const id of [integration, version]) {
      const { instances } = await tenant.data(
        `{ instances(integration: "${id}", isSystem: false) { nodes { id } } }`,
      );
      expect(instances.nodes).toEqual([{ id: instance.id }]);
    }
    await changed("deleteInstance", { id: instance.id });
    expect((await tenant.data("{ instances(isSystem: false) { totalCount } }")).instances.totalCount).toBe(0);
    await expect(change("deleteInstance", { id: instance.id })).rejects.toThrow("Record not found");
  });

  test("needs a published version that is available, and config variables that exist", async () => {
    const draft = await tenant.mutate(
      "importIntegration",
      { definition: definitionWith({ requiredConfigVars }) },
      "integration { id }",
    );
    integration = draft.integration.id;
    const input = { name: "Alerts", integration, customer: customers["globex"] };
    const noVersion = "The integration has no published version that is available.";
    expect(await messages("createInstance", input)).toEqual([noVersion]);
    const version = await publish(definitionWith({ requiredConfigVars }));
    const configVariables = [
      { key: "Langage", value: "de" },
      { key: "Language", values: "[]" },
      { key: "AI", values: "secret" },
      { key: "AI", values: '[{"name":"key","value":"1"}]' },
    ];
    expect(await messages("createInstance", { ...input, configVariables })).toEqual([
      '"Langage" is not a config variable of the integration.',
      '"Language": only a connection of the integration\'s own has values.',
      '"AI": values must be JSON like [{"name":"apiKey","type":"value","value":"1"}].',
      '"AI": "key" is not an input of the connection type "openAiApiKey".',
    ]);
    await tenant.mutate("updateIntegrationVersionAvailability", { id: version, available: false });
    expect(await messages("createInstance", input)).toEqual([noVersion]);
  });

  test("is not deployed without the values that it needs, unless that is forced", async () => {
    await publish(definitionWith({ requiredConfigVars: [...requiredConfigVars, region] }));
    const instance = await created("globex", { configVariables: [] });
    expect(instance.configState).toBe("NEEDS_INSTANCE_CONFIGURATION");
    expect(await messages("deployInstance", { id: instance.id })).toEqual([
      'The config variable "AI" needs a value for its input "apiKey".',
      'The config variable "Region" needs a value.',
    ]);
    expect(await read(instance.id)).toMatchObject({ deployedVersion: 0, needsDeploy: true });
    const forced = await changed("deployInstance", { id: instance.id, force: true });
    expect(forced).toMatchObject({ deployedVersion: 1, needsDeploy: false });
  });
});

describe("what is entered for an instance", () => {
  test("is replaced as a whole by updateInstance, one by one by updateInstanceConfigVariables", async () => {
    await publish(definitionWith({ requiredConfigVars: [...requiredConfigVars, region] }));
    const { id } = await created("globex", {
      configVariables: [key("secret"), { key: "Language", value: "de" }, { key: "Region", value: "eu" }],
    });
    await changed("deployInstance", { id });
    const renamed = await changed("updateInstance", {
      id,
      name: "Renamed",
      enabled: false,
      labels: ["Free"],
    });
    expect(renamed).toMatchObject({ name: "Renamed", enabled: false, labels: ["free"], needsDeploy: false });
    expect(values(renamed)).toEqual({ AI: null, Language: "de", Region: "eu" });

    const one = await changed("updateInstanceConfigVariables", {
      id,
      configVariables: [{ key: "Region", value: "us" }],
    });
    expect(one).toMatchObject({ needsDeploy: true, deployedVersion: 1 });
    expect(values(one)).toEqual({ AI: null, Language: "de", Region: "us" });
    await changed("deployInstance", { id });

    const quiet = { id, configVariables: [{ key: "Region", value: "ap" }], preserveDeployState: true };
    const whole = await changed("updateInstance", quiet);
    expect([values(whole), whole.needsDeploy, whole.configState]).toEqual([
      { AI: null, Language: "en", Region: "ap" },
      false,
      "NEEDS_INSTANCE_CONFIGURATION",
    ]);
  });

  test("is not ignored where the emulator leaves it out", async () => {
    await publish(definitionWith({}));
    const { id } = await created("globex", { configVariables: [] });
    await expect(change("updateInstance", { id, globalDebug: true })).rejects.toThrow(
      /does not implement the input .*globalDebug/,
    );
  });
});

describe("a new version", () => {
  test("reaches an instance by its own update, and another integration's does not", async () => {
    const first = await publish(definitionWith({ requiredConfigVars }));
    const { id } = await created("globex");
    await changed("deployInstance", { id });
    const second = await publish(definitionWith({ requiredConfigVars, description: "New" }));
    expect(await read(id)).toMatchObject({ integration: { id: first }, needsDeploy: false });
    const updated = await changed("updateInstance", { id, integration: second });
    expect(updated).toMatchObject({ integration: { id: second }, deployedVersion: 1, needsDeploy: true });
    expect(await changed("deployInstance", { id })).toMatchObject({ deployedVersion: 2, needsDeploy: false });
    integration = "";
    const other = await publish(definitionWith({ name: "Other" }));
    expect(await messages("updateInstance", { id, integration: other })).toEqual([
      "An instance stays with its integration; a version of that one is expected.",
    ]);
  });

  test("reaches all instances at once, but only those run on it that have what it needs", async () => {
    await publish(definitionWith({ requiredConfigVars }));
    const [globex, initech] = [await created("globex"), await created("initech")];
    const never = await created("globex", { name: "Never deployed" });
    for (const { id } of [globex, initech]) await changed("deployInstance", { id });
    const second = await publish(definitionWith({ requiredConfigVars: [...requiredConfigVars, region] }));
    await changed("updateInstance", { id: globex.id, integration: second });
    const configVariables = [{ key: "Region", value: "eu" }];
    await changed("updateInstanceConfigVariables", { id: globex.id, configVariables });

    const bulk = "bulkUpdateInstancesToLatestIntegrationVersion";
    const payload = await tenant.mutate(bulk, { id: integration }, "integration { id versionNumber }");
    expect(payload).toEqual({ errors: [], integration: { id: second, versionNumber: 2 } });
    const outcome = async ({ id }: Json): Promise<unknown> => {
      const { deployedVersion, needsDeploy, configState, integration: of } = await read(id);
      return [of.versionNumber, deployedVersion, needsDeploy, configState];
    };
    expect(await outcome(globex)).toEqual([2, 2, false, "FULLY_CONFIGURED"]);
    expect(await outcome(initech)).toEqual([2, 1, true, "NEEDS_INSTANCE_CONFIGURATION"]);
    expect(await outcome(never)).toEqual([2, 0, true, "NEEDS_INSTANCE_CONFIGURATION"]);
  });

  test("reaches none where one that runs lacks what it needs, if that is the setting", async () => {
    await tenant.set({ "bulk-upgrade-incomplete": "refused" });
    await publish(definitionWith({ requiredConfigVars }));
    const [globex] = [await created("globex"), await created("initech")];
    await changed("deployInstance", { id: globex.id });
    await publish(definitionWith({ requiredConfigVars: [...requiredConfigVars, region] }));
    const upgrade = async (): Promise<unknown> =>
      (await tenant.mutate("bulkUpdateInstancesToLatestIntegrationVersion", { id: integration })).errors;
    expect(await upgrade()).toEqual([
      {
        field: "__all__",
        messages: [
          'The instance "Alerts of globex" cannot be upgraded: The config variable "Region" needs a value.',
        ],
      },
    ]);
    expect(await read(globex.id)).toMatchObject({ integration: { versionNumber: 1 }, needsDeploy: false });
    await publish(
      definitionWith({ requiredConfigVars: [...requiredConfigVars, { ...region, defaultValue: "eu" }] }),
    );
    expect(await upgrade()).toEqual([]);
    expect(await read(globex.id)).toMatchObject({ deployedVersion: 3, needsDeploy: false });
  });

  test("starts an instance that is paused only if it never ran", async () => {
    await publish(definitionWith({ requiredConfigVars }));
    const { id } = await created("globex");
    await changed("deployInstance", { id });
    await changed("updateInstance", { id, enabled: false });
    await publish(definitionWith({ requiredConfigVars }));
    await tenant.mutate("bulkUpdateInstancesToLatestIntegrationVersion", { id: integration });
    expect(await read(id)).toMatchObject({ deployedVersion: 2, enabled: false });
  });
});
