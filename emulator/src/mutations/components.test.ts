import { describe, expect, test } from "vitest";
import { startEmulator } from "../index.ts";
import {
  client,
  connect,
  connectionType,
  createConnection,
  oneTenant,
  start,
  temporaryDirectory,
  type Client,
  type Json,
} from "../testing/harness.ts";
import { definitionWith } from "../testing/definitions.ts";
import { componentInput, publish, published, put, sha1, zipOf } from "../testing/publishing.ts";

const versions = async (tenant: Client, args = 'key: "erp"'): Promise<Json> =>
  (await tenant.data(`{ components(${args}) { nodes { id key versionNumber signature versionIsLatest } } }`))
    .components.nodes;

const byId = (tenant: Client, id: string): Promise<{ body: Json }> =>
  tenant.request("query ($id: ID!) { component(id: $id) { key versionIsAvailable } }", { id });

describe("a published version", () => {
  test("is not visible before its package was uploaded and processed", async () => {
    const tenant = await client();
    await tenant.admin("PATCH", "processing", { seconds: 600 });
    const { errors, publishResult } = await publish(tenant);
    const { component, packageUploadUrl } = publishResult;
    expect([errors, component.versionNumber, component.versionIsAvailable]).toEqual([[], 1, false]);
    const seen = async (): Promise<unknown> => {
      const { body } = await byId(tenant, component.id);
      return [(await versions(tenant)).length, body.data.component ?? body.errors[0].message];
    };
    expect(await seen()).toEqual([0, "Record not found"]);
    const content = await zipOf({ "index.js": "exports.default = {};" });
    expect((await put(packageUploadUrl, content)).status).toBe(200);
    expect(await seen()).toEqual([0, "Record not found"]);
    await tenant.admin("POST", "clock", { advanceSeconds: 601 });
    expect(await seen()).toEqual([1, { key: "erp", versionIsAvailable: true }]);
    expect((await versions(tenant))[0].signature).toBe(sha1(content));
  });

  test.each([
    ["is no zip file", "index.js", () => Buffer.from("not a zip"), "not a zip file"],
    ["is cut off", "index.js", (zip: Buffer) => zip.subarray(0, 60), "not a zip file"],
    ["is damaged", "index.js", (zip: Buffer) => zip.fill(0, 40, 44), "not a zip file"],
    ["has no index.js at its top", "dist/index.js", (zip: Buffer) => zip, "no index.js at its top"],
  ])("never becomes available when its package %s", async (_what, file, spoil, reason) => {
    const content = spoil(await zipOf({ [file]: "exports.default = {};" }));
    const tenant = await client();
    const { component, packageUploadUrl } = (await publish(tenant)).publishResult;
    expect((await put(packageUploadUrl, content)).status).toBe(200);
    await tenant.admin("POST", "clock", { advanceSeconds: 60 });
    expect((await byId(tenant, component.id)).body.errors[0].message).toBe("Record not found");
    const [state] = await tenant.admin("GET", "component-versions");
    expect(state).toMatchObject({ key: "erp", versionNumber: 1, state: "failed" });
    expect(state.reason).toContain(reason);
    expect((await published(tenant)).versionNumber).toBe(2);
  });

  test("has a number of its own in each tenant and for each visibility", async () => {
    const emulator = await start();
    const tenant = await connect(emulator, 0);
    for (const number of [1, 2, 3]) expect((await published(tenant)).versionNumber).toBe(number);
    expect((await published(tenant, componentInput({}, { public: true }))).versionNumber).toBe(1);
    expect((await published(await connect(emulator, 1))).versionNumber).toBe(1);
    const found = await versions(tenant, 'key: "erp", public: false, allVersions: true');
    expect(found.map(({ versionNumber, versionIsLatest }) => [versionNumber, versionIsLatest])).toEqual([
      [1, false],
      [2, false],
      [3, true],
    ]);
    expect((await versions(tenant)).length).toBe(2);
    const data = await tenant.data(
      `{ components(key: "erp", public: false) { nodes { versionSequence(sortBy: [{ field: VERSION_NUMBER,
        direction: DESC }]) { nodes { versionNumber } } } } }`,
    );
    const [{ versionSequence }] = data.components.nodes as unknown as [Json];
    expect(versionSequence.nodes.map(({ versionNumber }) => versionNumber)).toEqual([3, 2, 1]);
  });

  test("is kept when the emulator starts again, also while it is processed", async () => {
    const dataDirectory = temporaryDirectory();
    const first = await startEmulator({ dataDirectory });
    const before = await connect(first);
    await published(before);
    await before.admin("PATCH", "processing", { seconds: 600 });
    await put((await publish(before)).publishResult.packageUploadUrl, await zipOf({ "index.js": "" }));
    const found = await versions(before);
    expect(found).toMatchObject([{ versionNumber: 1, versionIsLatest: true }]);
    await first.close();

    const after = await connect(await start({ dataDirectory }));
    expect(await versions(after)).toEqual(found);
    await after.admin("POST", "clock", { advanceSeconds: 601 });
    expect(await versions(after)).toMatchObject([{ versionNumber: 2, versionIsLatest: true }]);
  });

  test("says who published it, when, why and from what", async () => {
    const tenant = await client({
      seed: oneTenant({ customers: [{ externalId: "globex", name: "Globex" }] }),
    });
    const customer = (await tenant.data("{ customers { nodes { id } } }")).customers.nodes[0].id;
    const attributes = JSON.stringify({ commitHash: "abc" });
    const { id } = await published(
      tenant,
      componentInput(
        { comment: "Orders", attributes, customer },
        { documentationUrl: "https://erp.example" },
      ),
    );
    const data = await tenant.data(
      `query ($id: ID!) { component(id: $id) { versionComment versionAttributes versionCreatedAt documentationUrl
        versionCreatedBy { email } customer { externalId } labels forCodeNativeIntegration category } }`,
      { id },
    );
    expect(data.component).toEqual({
      versionComment: "Orders",
      versionAttributes: attributes,
      versionCreatedAt: expect.stringMatching(/^\d{4}-/) as string,
      versionCreatedBy: { email: "operator@acme.example" },
      documentationUrl: "https://erp.example",
      customer: { externalId: "globex" },
      labels: [],
      forCodeNativeIntegration: false,
      category: null,
    });
    expect(await versions(tenant, `customer: "${customer}"`)).toHaveLength(1);
    expect((await versions(tenant, "customer_Isnull: true")).map(({ key }) => key)).not.toContain("erp");
    const { errors } = await publish(tenant);
    expect(errors).toMatchObject([
      { field: "customer", messages: [expect.stringContaining("another owner")] },
    ]);
  });

  test("of a code-native integration is listed only for who asks for those", async () => {
    const tenant = await client();
    await published(tenant, componentInput({}, { forCodeNativeIntegration: true }));
    expect(await versions(tenant)).toEqual([]);
    const including = 'key: "erp", includeComponentsForCodeNativeIntegrations: true, versionNumber: 1';
    expect(await versions(tenant, including)).toHaveLength(1);
  });
});

describe("publishing is refused in the payload", () => {
  test.each([
    ["a blank key", componentInput({}, { key: " " }), "definition", "key: This field may not be blank."],
    ["an unknown customer", componentInput({ customer: "nobody" }), "customer", "no customer with this id"],
    ["attributes that are no JSON", componentInput({ attributes: "{" }), "attributes", "must be JSON"],
    [
      "an unknown type of an input",
      componentInput({
        connections: [{ key: "a", label: "A", inputs: [{ key: "i", label: "I", type: "colour" }] }],
      }),
      "connections",
      '0.inputs.0.type: "COLOUR" is no InputFieldType',
    ],
    [
      "an unknown kind of OAuth",
      componentInput({ connections: [{ key: "a", label: "A", oauth2Type: "implicit" }] }),
      "connections",
      '0.oauth2Type: "IMPLICIT" is no ConnectionOauth2Type',
    ],
    [
      "a key that is used twice",
      componentInput({
        connections: [
          { key: "a", label: "A" },
          { key: "a", label: "B" },
        ],
      }),
      "connections",
      'The key "a" is used twice.',
    ],
  ])("for %s, and nothing is added", async (_what, input, field, message) => {
    const tenant = await client();
    const { errors, publishResult } = await publish(tenant, input);
    expect(publishResult).toBeNull();
    expect(errors).toEqual([{ field, messages: [expect.stringContaining(message)] }]);
    expect(await tenant.admin("GET", "component-versions")).toEqual([]);
  });
});

describe("a component is deleted", () => {
  const remove = (tenant: Client, id: string): Promise<Json> =>
    tenant.mutate("deleteComponent", { id }, "component { id }");

  test("with all its versions, and another one of its key begins anew", async () => {
    const tenant = await client();
    const first = await published(tenant);
    const { id } = await published(tenant);
    expect(await remove(tenant, id)).toEqual({ errors: [], component: { id } });
    expect(await versions(tenant, 'key: "erp", allVersions: true')).toEqual([]);
    await expect(remove(tenant, id)).rejects.toThrow("Record not found");
    const again = await published(tenant);
    expect(again.versionNumber).toBe(1);
    expect([first.id, id]).not.toContain(again.id);
  });

  test("unless an integration or a connection uses it, or Prismatic made it", async () => {
    const tenant = await client();
    const { id } = await published(tenant);
    await createConnection(tenant, {
      connection: await connectionType(tenant, "erp"),
      stableKey: "erp-prod",
    });
    const connection = { key: "apiKey", component: { key: "erp", isPublic: false, version: 1 } };
    const definition = definitionWith({ name: "Orders", requiredConfigVars: [{ key: "ERP", connection }] });
    expect((await tenant.mutate("importIntegration", { definition })).errors).toEqual([]);
    expect((await remove(tenant, id)).errors).toEqual([
      {
        field: "__all__",
        messages: [
          'Integrations use the component "erp": Orders.',
          'Connections are of the component "erp": erp-prod.',
        ],
      },
    ]);
    const slack = (await versions(tenant, 'key: "slack"'))[0];
    expect((await remove(tenant, slack.id)).errors[0].messages[0]).toContain(
      "not one that this organization",
    );
    expect(await versions(tenant)).toHaveLength(1);
  });
});
