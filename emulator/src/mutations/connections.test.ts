import { describe, expect, test } from "vitest";
import {
  client,
  connectionFields,
  connectionType,
  createConnection,
  madeConnection,
  messages,
  updateConnection,
  type Json,
} from "../testing/harness.ts";

const inputOf = (connection: Json, name: string): Json =>
  connection.inputs.nodes.find((input: Json) => input.name === name);

const names = (connection: Json): string[] => connection.inputs.nodes.map((input: Json) => input.name);

describe("creating a connection", () => {
  test("takes enum-like strings in any letter case and gives them back in upper case", async () => {
    const tenant = await client();
    const connection = await madeConnection(tenant, { variableScope: "org", managedBy: "ORG" });
    expect(connection).toMatchObject({
      variableScope: "ORG",
      managedBy: "ORG",
      status: "ACTIVE",
      stableKey: "openai",
    });
    expect(connection.lastConfiguredAt).toBeNull();
  });

  test("gives back the values of its inputs, those of PASSWORD inputs too", async () => {
    const tenant = await client();
    const connection = await madeConnection(tenant, {
      connection: await connectionType(tenant, "slack", "oauth2"),
      inputs: [
        { name: "clientId", value: "id" },
        { name: "clientSecret", value: "secret" },
        { name: "scopes", value: "" },
      ],
    });
    expect(inputOf(connection, "clientId")).toMatchObject({ value: "id", hasValue: true, type: "VALUE" });
    expect(inputOf(connection, "clientSecret")).toMatchObject({ value: "secret", hasValue: true });
    expect(inputOf(connection, "scopes")).toMatchObject({ value: "", hasValue: false });
    expect(connection.lastConfiguredAt).not.toBeNull();
  });

  test("gives inputs without meta that of the kind, and keeps other keys of a given meta", async () => {
    const tenant = await client();
    const type = await connectionType(tenant, "sendgrid");
    const kinds = [
      ["customer", "customer", { managedBy: "customer", inputScope: "customer" }],
      ["customer", "org", { managedBy: "org", inputScope: "customer" }],
      ["org", "org", { managedBy: "org", inputScope: "org" }],
    ] as const;
    for (const [variableScope, managedBy, meta] of kinds) {
      const inputs = [{ name: "apiKey", value: "x" }];
      const stableKey = `${variableScope}-${managedBy}`;
      const made = await madeConnection(tenant, {
        variableScope,
        managedBy,
        stableKey,
        connection: type,
        inputs,
      });
      expect(JSON.parse(made.inputs.nodes[0].meta)).toEqual(meta);
    }
    const inputs = [
      { name: "apiKey", value: "x", meta: '{"managedBy":"ORG","inputScope":"Customer","note":1}' },
    ];
    const made = await madeConnection(tenant, { stableKey: "meta", connection: type, inputs });
    expect(JSON.parse(made.inputs.nodes[0].meta)).toEqual({
      managedBy: "org",
      inputScope: "customer",
      note: 1,
    });
  });

  test("drops TEMPLATE inputs, which the platform builds", async () => {
    const tenant = await client();
    const made = await madeConnection(tenant, {
      connection: await connectionType(tenant, "zendesk", "oauth2DynamicInputs"),
      inputs: [
        { name: "authorizeUrl", value: "https://made-up.example" },
        { name: "clientId", value: "id" },
      ],
    });
    expect(names(made)).toEqual(["clientId"]);
  });

  test("refuses what is malformed, all at once and by field", async () => {
    const tenant = await client();
    const payload = await createConnection(tenant, {
      key: " ",
      stableKey: "x".repeat(256),
      connection: "nothing",
      variableScope: "galaxy",
      managedBy: "nobody",
    });
    expect(payload.scopedConfigVariable).toBeNull();
    expect(messages(payload)).toEqual({
      key: "This field cannot be blank.",
      stableKey: "This field has 256 characters, at most 255 are allowed.",
      connection: 'Invalid id "nothing": no such connection type.',
      variableScope: '"galaxy" is not one of org, customer, user.',
      managedBy: '"nobody" is not one of org, customer.',
    });
  });

  test.each([
    ["stored", ["", "", ""]],
    ["component-default", ["https://slack.com/oauth/v2/authorize", "", ""]],
  ] as const)("takes empty global inputs as %s", async (setting, expected) => {
    const tenant = await client({ switches: { "empty-on-create": setting } });
    const meta = JSON.stringify({ managedBy: "customer", inputScope: "customer" });
    const made = await madeConnection(tenant, {
      variableScope: "customer",
      managedBy: "customer",
      connection: await connectionType(tenant, "slack", "oauth2"),
      inputs: [
        { name: "authorizeUrl", value: "", meta: '{"inputScope":"org"}' },
        { name: "tokenUrl", value: "", meta },
        { name: "clientId", value: "", meta: '{"inputScope":"org"}' },
      ],
    });
    expect(made.inputs.nodes.map(({ value }: Json) => value)).toEqual(expected);
  });

  test("ignores inputs that the connection type does not have where the switch says so", async () => {
    const tenant = await client({ switches: { "unknown-input": "ignored" } });
    const made = await madeConnection(tenant, {
      inputs: [
        { name: "api_key", value: "x" },
        { name: "apiKey", value: "y" },
      ],
    });
    expect(names(made)).toEqual(["apiKey"]);
  });

  test("refuses inputs that the connection type does not have, and meta that is not JSON", async () => {
    const tenant = await client();
    const inputs = [
      { name: "apikey", value: "x" },
      { name: "apiKey", value: "x", meta: "org" },
    ];
    const { inputs: message } = messages(await createConnection(tenant, { inputs }));
    expect(message).toContain('"apikey" is not an input of the connection type "openAiApiKey".');
    expect(message).toContain('"apiKey": meta must be JSON');
  });

  test("refuses a stable key that is taken, and writes nothing", async () => {
    const tenant = await client();
    await madeConnection(tenant);
    expect(messages(await createConnection(tenant))).toEqual({
      stableKey: 'A connection with the stable key "openai" already exists.',
    });
    expect(
      (await tenant.data("{ scopedConfigVariables { totalCount } }")).scopedConfigVariables.totalCount,
    ).toBe(1);
  });

  test("refuses authorization codes that the organization supplies for customers", async () => {
    const tenant = await client();
    const connection = await connectionType(tenant, "slack", "oauth2");
    const payload = await createConnection(tenant, {
      variableScope: "customer",
      managedBy: "org",
      connection,
    });
    expect(messages(payload)["managedBy"]).toContain("cannot supply OAuth 2.0 credentials");
  });

  test("refuses connections of users or of the organization that the customer would manage", async () => {
    const tenant = await client();
    for (const variableScope of ["org", "user"]) {
      const refused = await createConnection(tenant, { variableScope, managedBy: "customer" });
      expect(messages(refused)).toEqual({
        managedBy: `A connection of scope ${variableScope.toUpperCase()} cannot be managed by CUSTOMER.`,
      });
    }
  });
});

describe("updating a connection", () => {
  test("leaves alone what is not sent, and moves lastConfiguredAt only with inputs", async () => {
    const tenant = await client();
    const made = await madeConnection(tenant, {
      description: "first",
      inputs: [{ name: "apiKey", value: "x" }],
    });
    const renamed = (await updateConnection(tenant, { id: made.id, key: "New name" })).scopedConfigVariable;
    expect(renamed).toEqual({ ...(made as object), key: "New name" });
    const inputs = [{ name: "apiKey", value: "y" }];
    const configured = (await updateConnection(tenant, { id: made.id, inputs })).scopedConfigVariable;
    const again = (await updateConnection(tenant, { id: made.id, inputs })).scopedConfigVariable;
    expect(Date.parse(configured.lastConfiguredAt)).toBeGreaterThan(Date.parse(made.lastConfiguredAt));
    expect(Date.parse(again.lastConfiguredAt)).toBeGreaterThan(Date.parse(configured.lastConfiguredAt));
  });

  test.each([
    ["cleared", ["clientSecret"]],
    ["kept", ["clientId", "clientSecret"]],
  ])("inputs that it leaves out are %s", async (setting, expected) => {
    const tenant = await client({ switches: { "omitted-connection-inputs": setting as "kept" } });
    const made = await madeConnection(tenant, {
      connection: await connectionType(tenant, "slack", "oauth2"),
      inputs: [
        { name: "clientId", value: "id" },
        { name: "clientSecret", value: "secret" },
      ],
    });
    const inputs = [{ name: "clientSecret", value: "new" }];
    expect(names((await updateConnection(tenant, { id: made.id, inputs })).scopedConfigVariable)).toEqual(
      expected,
    );
  });

  test("an empty value takes the value away", async () => {
    const tenant = await client();
    const made = await madeConnection(tenant, { inputs: [{ name: "apiKey", value: "x" }] });
    const inputs = [{ name: "apiKey", value: "" }];
    const updated = (await updateConnection(tenant, { id: made.id, inputs })).scopedConfigVariable;
    expect(inputOf(updated, "apiKey").hasValue).toBe(false);
  });

  test.each([
    ["one", false],
    ["several", true],
  ])("of the connections of a component, %s may be the default", async (setting, firstStays) => {
    const tenant = await client({ switches: { "default-for-component": setting as "one" } });
    const first = await madeConnection(tenant, { stableKey: "first" });
    const second = await madeConnection(tenant, { stableKey: "second" });
    const elsewhere = await madeConnection(tenant, {
      stableKey: "elsewhere",
      connection: await connectionType(tenant, "sendgrid"),
    });
    for (const { id } of [first, elsewhere, second])
      await updateConnection(tenant, { id, defaultForComponent: true });
    const { scopedConfigVariables } = await tenant.data(
      "{ scopedConfigVariables { nodes { stableKey defaultForComponent } } }",
    );
    expect(scopedConfigVariables.nodes).toEqual([
      { stableKey: "first", defaultForComponent: firstStays },
      { stableKey: "second", defaultForComponent: true },
      { stableKey: "elsewhere", defaultForComponent: true },
    ]);
  });

  test("sets the redirect of an authorization, and takes it away again", async () => {
    const tenant = await client();
    const { id } = await madeConnection(tenant);
    const set = await updateConnection(tenant, {
      id,
      oAuthRedirectConfig: { oAuthSuccessRedirectUri: "https://ok" },
    });
    expect(set.scopedConfigVariable.oAuthRedirectConfig).toEqual({
      oAuthSuccessRedirectUri: "https://ok",
      oAuthFailureRedirectUri: null,
    });
    const unset = await updateConnection(tenant, { id, unsetOAuthRedirectConfig: true });
    expect(unset.scopedConfigVariable.oAuthRedirectConfig).toBeNull();
  });

  test.each([
    ["pending", "PENDING"],
    ["kept", "ACTIVE"],
  ])("after a new client id the authorization is %s", async (setting, expected) => {
    const tenant = await client({ switches: { "changed-oauth-client": setting as "kept" } });
    const inputs = [{ name: "clientId", value: "id" }];
    const made = await madeConnection(tenant, {
      connection: await connectionType(tenant, "slack", "oauth2"),
      inputs,
    });
    expect(made.status).toBe("PENDING");
    expect(made.authorizeUrl).toContain("/authorize/");
    await tenant.admin("POST", "status", { id: made.id, status: "ACTIVE" });
    const same = await updateConnection(tenant, { id: made.id, inputs });
    expect(same.scopedConfigVariable).toMatchObject({ status: "ACTIVE", authorizeUrl: null });
    const other = await updateConnection(tenant, {
      id: made.id,
      inputs: [{ name: "clientId", value: "other" }],
    });
    expect(other.scopedConfigVariable.status).toBe(expected);
  });

  test("of an id that leads nowhere is an error that says so, with no data at all", async () => {
    const tenant = await client();
    const { status, body } = await tenant.request(
      'mutation { updateScopedConfigVariable(input: { id: "x", key: "y" }) { errors { field } } }',
    );
    expect(status).toBe(200);
    expect(body.data).toBeNull();
    expect(body.errors[0].message).toBe("Record not found");
  });
});

test("stable keys differ by letter case, or do not", async () => {
  const tenant = await client();
  await madeConnection(tenant, { stableKey: "openai" });
  await madeConnection(tenant, { stableKey: "OpenAI" });
  await tenant.set({ "stable-key-case": "insensitive" });
  expect(messages(await createConnection(tenant, { stableKey: "OPENAI" }))).toHaveProperty("stableKey");
});

test("client credentials that the organization supplies are allowed or refused", async () => {
  const tenant = await client();
  const connection = await connectionType(tenant, "http", "clientCredentials");
  const input = { connection, variableScope: "customer", managedBy: "org" };
  await madeConnection(tenant, { ...input, stableKey: "a" });
  await tenant.set({ "organization-client-credentials": "refused" });
  expect(messages(await createConnection(tenant, { ...input, stableKey: "b" }))).toHaveProperty("managedBy");
});

test("the stable key cannot be changed: the update has no such field", async () => {
  const tenant = await client();
  const { id } = await madeConnection(tenant);
  const query = `mutation ($input: UpdateScopedConfigVariableInput!) {
    updateScopedConfigVariable(input: $input) { ${connectionFields} } }`;
  const { body } = await tenant.request(query, { input: { id, stableKey: "other" } });
  expect(body.errors[0].message).toContain('"stableKey" is not defined');
});
