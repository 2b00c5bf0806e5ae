import { describe, expect, test } from "vitest";
import { definitionWith } from "./testing/definitions.ts";
import {
  client,
  connectionType,
  createConnection,
  madeConnection,
  messages,
  oneTenant,
  send,
  start,
  Client,
  type Json,
} from "./testing/harness.ts";

const slack = { component: "slack", connectionType: "oauth2" };
const seed = oneTenant({
  connections: [
    { stableKey: "box", name: "Box", variableScope: "org", managedBy: "system" },
    {
      stableKey: "built",
      name: "Built",
      component: "openai",
      variableScope: "org",
      managedBy: "org",
      parent: "box",
    },
    { stableKey: "chat", name: "Chat", ...slack, variableScope: "user", managedBy: "org" },
    {
      stableKey: "chat-tests",
      name: "Tests",
      ...slack,
      variableScope: "user",
      managedBy: "org",
      parent: "chat",
    },
    {
      stableKey: "chat-of-ada",
      name: "Ada",
      ...slack,
      variableScope: "user",
      managedBy: "user",
      parent: "chat",
      user: "ada@acme.example",
    },
    { stableKey: "alone", name: "Alone", component: "openai", variableScope: "org", managedBy: "org" },
  ],
});
seed.stacks[0]!.people = ["ada", "bob"].map((name) => ({
  name,
  email: `${name}@acme.example`,
  refreshToken: name,
  tenants: ["Acme"],
}));

const fields = "nodes { id stableKey variableScope managedBy treeLocation status connection { key } }";

async function keys(tenant: Client, filters = ""): Promise<string[]> {
  const data = await tenant.data(`{ scopedConfigVariables${filters} { nodes { stableKey } } }`);
  return data.scopedConfigVariables.nodes.map(({ stableKey }) => stableKey);
}

/** The users of one tenant, signed in. */
async function adaAndBob(): Promise<[Client, Client]> {
  const { stacks, adminToken } = await start({ seed });
  const { url } = stacks[0]!;
  const signedIn = async (token: string): Promise<Client> => {
    const { body } = await send(`${url}/auth/refresh`, "POST", { refresh_token: token });
    return new Client(url, body.access_token, adminToken);
  };
  return [await signedIn("ada"), await signedIn("bob")];
}

describe("the trees of connections", () => {
  test("show the place, the scope and the supplier of each node", async () => {
    const data = await (await client({ seed })).data(`{ scopedConfigVariables { ${fields} } }`);
    const seen = data.scopedConfigVariables.nodes.map((node) => [
      node.stableKey,
      node.variableScope,
      node.managedBy,
      node.treeLocation,
      node.status,
    ]);
    expect(seen).toEqual([
      ["box", "ORG", "SYSTEM", "ROOT", "ACTIVE"],
      ["built", "ORG", "ORG", "LEAF", "ACTIVE"],
      ["chat", "USER", "ORG", "ROOT", null],
      ["chat-tests", "USER", "ORG", "LEAF", "PENDING"],
      ["chat-of-ada", "USER", "USER", "LEAF", "PENDING"],
      ["alone", "ORG", "ORG", null, "ACTIVE"],
    ]);
  });

  test.each([
    ["null", null],
    ["root", "ROOT"],
  ] as const)("outside of them a connection's place is %s", async (setting, treeLocation) => {
    const tenant = await client({ switches: { "standalone-tree-location": setting } });
    await madeConnection(tenant);
    const data = await tenant.data("{ scopedConfigVariables { nodes { treeLocation } } }");
    expect(data.scopedConfigVariables.nodes).toEqual([{ treeLocation }]);
  });

  test("pass the filters that spectral uses, leaves as well", async () => {
    const tenant = await client({ seed });
    expect(
      await keys(tenant, '(managedBy_In: ["org", "customer"], variableScope_In: ["org", "customer"])'),
    ).toEqual(["built", "alone"]);
    expect(await keys(tenant, '(managedBy_In: ["org"], variableScope_In: ["user"])')).toEqual([
      "chat",
      "chat-tests",
    ]);
  });
});

test("a person's own credentials are there for that person only", async () => {
  const [ada, bob] = await adaAndBob();
  const hidden = "chat-of-ada";
  expect(await keys(ada)).toContain(hidden);
  expect(await keys(bob)).toEqual((await keys(ada)).filter((key) => key !== hidden));
  const [{ id }] = (await ada.data(`{ scopedConfigVariables(stableKey: "${hidden}") { nodes { id } } }`))
    .scopedConfigVariables.nodes as unknown as [Json];
  const query = `{ scopedConfigVariable(id: "${id}") { stableKey } }`;
  expect((await ada.data(query)).scopedConfigVariable.stableKey).toBe(hidden);
  expect((await bob.request(query)).body.errors[0].message).toBe("Record not found");
  for (const [name, input] of [
    ["updateScopedConfigVariable", { id, key: "Mine" }],
    ["deleteScopedConfigVariable", { id }],
  ] as const) {
    await expect(bob.mutate(name, input)).rejects.toThrow("Record not found");
    expect((await ada.mutate(name, input)).errors).toEqual([]);
  }
});

test("the tests of a draft run on the organization's credentials below a user connection", async () => {
  const tenant = await client({ seed });
  const definition = definitionWith({
    requiredConfigVars: [{ key: "Chat", dataType: "connection", useScopedConfigVar: "chat" }],
    configPages: [
      { name: "Yours", userLevelConfigured: true, elements: [{ type: "configVar", value: "Chat" }] },
    ],
  });
  await tenant.mutate("importIntegration", { definition });
  const read = (): Promise<Json> =>
    tenant.data(`{ scopedConfigVariables(stableKey: "chat-tests") { nodes { id authorizeUrl } }
      integrations { nodes { testConfigVariables { nodes { status authorizeUrl } } } } }`);
  const { scopedConfigVariables, integrations } = await read();
  const { id, authorizeUrl } = scopedConfigVariables.nodes[0];
  const [variable] = integrations.nodes[0].testConfigVariables.nodes;
  expect(authorizeUrl).toContain("/authorize/");
  expect(variable).toEqual({ status: "PENDING", authorizeUrl });
  await tenant.admin("POST", "status", { id, status: "ACTIVE" });
  expect((await read()).integrations.nodes[0].testConfigVariables.nodes[0].status).toBe("ACTIVE");
});

describe("creating a user connection", () => {
  const user = { variableScope: "user", managedBy: "org" };

  test("makes the container, and test credentials of the same type below it", async () => {
    const tenant = await client();
    const connection = await connectionType(tenant, "slack", "oauth2");
    const chat = await madeConnection(tenant, { ...user, stableKey: "chat", connection });
    expect(chat).toMatchObject({ variableScope: "USER", managedBy: "ORG", status: null, authorizeUrl: null });
    const leaf = { ...user, parent: chat.id, connection: null };
    const tests = await madeConnection(tenant, { ...leaf, stableKey: "chat-tests" });
    expect(tests).toMatchObject({ variableScope: "USER", managedBy: "ORG", status: "PENDING" });
    expect(tests.authorizeUrl).toContain("/authorize/");
    expect(messages(await createConnection(tenant, { ...leaf, stableKey: "more" }))).toEqual({
      parent: "The user connection has test credentials already.",
    });
    await tenant.mutate("deleteScopedConfigVariable", { id: chat.id });
    expect(await keys(tenant)).toEqual([]);
  });

  test("is refused where users configure nothing", async () => {
    const tenant = await client({ seed: oneTenant({ allowUserLevelConfig: false }) });
    const data = await tenant.data("{ organization { allowUserLevelConfig } }");
    expect(data).toEqual({ organization: { allowUserLevelConfig: false } });
    expect(messages(await createConnection(tenant, user))).toEqual({
      variableScope: "User-level configuration is not switched on for this organization.",
    });
    const allowed = await (await client()).data("{ organization { allowUserLevelConfig } }");
    expect(allowed).toEqual({ organization: { allowUserLevelConfig: true } });
  });

  test("refuses a place that is not free for it", async () => {
    const tenant = await client();
    const alone = await madeConnection(tenant, { stableKey: "alone" });
    const chat = await madeConnection(tenant, { ...user, stableKey: "chat" });
    const box = await madeConnection(tenant, { buildOnly: true, stableKey: "box", connection: null });
    const refusal = async (input: object): Promise<Record<string, string>> =>
      messages(await createConnection(tenant, { stableKey: "new", ...input }));
    expect(await refusal({ parent: "nothing" })).toEqual({ parent: 'Invalid id "nothing".' });
    expect(await refusal({ parent: alone.id })).toEqual({
      parent: "Only user connections and build-only ones have others below them.",
    });
    expect(await refusal({ parent: chat.id })).toEqual({
      variableScope: "Below a user connection the scope is user.",
    });
    expect(await refusal({ ...user, parent: box.id })).toEqual({
      variableScope: "Below a build-only connection the scope is org or customer.",
    });
    const connection = await connectionType(tenant, "sendgrid");
    expect(await refusal({ ...user, parent: chat.id, connection })).toEqual({
      connection: "A connection has the type of the one above it.",
    });
  });

  test.each([
    ["leaf", true],
    ["customer-config-variable", false],
  ] as const)("has test credentials as a %s and in no other form", async (setting, isLeaf) => {
    const tenant = await client({ switches: { "user-test-credentials": setting } });
    const { id } = await madeConnection(tenant, { ...user, stableKey: "chat" });
    const leaf = await createConnection(tenant, { ...user, stableKey: "tests", parent: id });
    expect(Object.keys(messages(leaf))).toEqual(isLeaf ? [] : ["parent"]);
    const variable = await tenant.mutate("createCustomerConfigVariable", {
      scopedConfigVariable: id,
      isTest: true,
    });
    expect(Object.keys(messages(variable))).toEqual(isLeaf ? ["scopedConfigVariable"] : []);
  });

  test.each([
    ["refused", ["defaultForComponent"]],
    ["allowed", []],
  ] as const)("as the default for its component is %s", async (setting, refused) => {
    const tenant = await client({ switches: { "user-default-for-component": setting } });
    const { id } = await madeConnection(tenant, user);
    const update = (defaultForComponent: boolean): Promise<Json> =>
      tenant.mutate("updateScopedConfigVariable", { id, defaultForComponent });
    expect(Object.keys(messages(await update(true)))).toEqual(refused);
    expect(messages(await update(false))).toEqual({});
  });
});

test("a build-only connection is a container of the system with one below it that is not", async () => {
  const tenant = await client();
  const box = await madeConnection(tenant, { buildOnly: true, stableKey: "box", connection: null });
  const leaf = await madeConnection(tenant, { buildOnly: true, stableKey: "leaf", parent: box.id });
  expect([box, leaf]).toMatchObject([{ managedBy: "SYSTEM" }, { managedBy: "ORG" }]);
});

test.each([
  [{ managedBy: "system", parent: "chat" }, "only the container of a build-only connection"],
  [{ managedBy: "org", user: "ada@acme.example" }, "belong together"],
  [{ managedBy: "user", user: "ada@acme.example" }, "have a parent"],
  [{ managedBy: "customer" }, "is not managed by the customer"],
] as const)("a seed cannot hold %j of the scope user", async (parts, problem) => {
  const connection = { stableKey: "x", name: "X", variableScope: "user" as const, ...parts };
  await expect(start({ seed: oneTenant({ connections: [connection] }) })).rejects.toThrow(problem);
});
