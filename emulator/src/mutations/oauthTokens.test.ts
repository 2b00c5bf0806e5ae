import { describe, expect, test } from "vitest";
import { component, definitionWith } from "../testing/definitions.ts";
import {
  client,
  connectionType,
  madeConnection,
  messages,
  oneTenant,
  updateConnection,
  type Client,
  type Json,
} from "../testing/harness.ts";

const fields = "id status authorizeUrl refreshAt meta";
const token = {
  accessToken: "access-1",
  refreshToken: "refresh-1",
  tokenType: "bearer",
  expiresIn: 3600,
  refreshAt: "2026-10-01T10:00:00Z",
};
const stored = {
  access_token: "access-1",
  refresh_token: "refresh-1",
  token_type: "bearer",
  expires_in: 3600,
};

/** A client with a Slack connection of the organization. */
async function withSlack(switches: object = {}, input: object = {}): Promise<[Client, Json]> {
  const tenant = await client({ switches });
  const connection = await connectionType(tenant, "slack", "oauth2");
  const inputs = [{ name: "clientId", value: "id" }];
  return [tenant, await madeConnection(tenant, { connection, inputs, ...input })];
}

const set = (tenant: Client, input: object): Promise<Json> =>
  tenant.mutate("updateScopedOAuth2Connection", input, `scopedConfigVariable { ${fields} }`);

describe("the token of a connection", () => {
  test("is set without a person, and active if the client says so", async () => {
    const [tenant, { id, authorizeUrl }] = await withSlack();
    const first = (await set(tenant, { id, ...token, context: "shop" })).scopedConfigVariable;
    expect(first).toMatchObject({ status: "PENDING", authorizeUrl, refreshAt: token.refreshAt });
    expect(JSON.parse(first.meta)).toEqual({ token: stored, context: "shop" });
    const second = (await set(tenant, { id, status: "active" })).scopedConfigVariable;
    expect(second).toEqual({ ...(first as object), status: "ACTIVE" });
  });

  test("is active at once where the switch says so", async () => {
    const [tenant, { id }] = await withSlack({ "token-update-sets-active": "always" });
    expect((await set(tenant, { id, ...token })).scopedConfigVariable.status).toBe("ACTIVE");
    expect((await set(tenant, { id, status: "error" })).scopedConfigVariable.status).toBe("ERROR");
  });

  test("may come as further fields, and is replaced part by part", async () => {
    const [tenant, { id }] = await withSlack();
    const additionalTokenFields = JSON.stringify({ ...stored, team: "T1" });
    await set(tenant, { id, additionalTokenFields });
    const { meta } = (await set(tenant, { id, accessToken: "access-2" })).scopedConfigVariable;
    expect(JSON.parse(meta)).toEqual({ token: { ...stored, team: "T1", access_token: "access-2" } });
  });

  test("does not show in meta where the switch hides it", async () => {
    const [tenant, { id }] = await withSlack({ "token-in-meta": "hidden" });
    const { scopedConfigVariable } = await set(tenant, { id, ...token, context: "shop" });
    expect(JSON.parse(scopedConfigVariable.meta)).toEqual({ context: "shop" });
  });

  test.each([
    ["pending", "PENDING"],
    ["kept", "ACTIVE"],
  ])("is as %s as any authorization after a new client id", async (setting, status) => {
    const [tenant, { id }] = await withSlack({ "changed-oauth-client": setting });
    await set(tenant, { id, ...token, status: "active" });
    const inputs = [{ name: "clientId", value: "other" }];
    expect((await updateConnection(tenant, { id, inputs })).scopedConfigVariable.status).toBe(status);
  });

  test.each([
    ["customer", "customer"],
    ["user", "org"],
  ])("of the scope %s is refused or accepted", async (variableScope, managedBy) => {
    const [tenant, { id }] = await withSlack({}, { variableScope, managedBy });
    expect(messages(await set(tenant, { id, ...token }))).toEqual({
      id: "Each customer or user has a token; the connection has none of its own.",
    });
    await tenant.set({ "token-on-customer-scope": "accepted" });
    expect(messages(await set(tenant, { id, ...token }))).toEqual({});
  });

  test("is refused where it cannot be one, and changes nothing", async () => {
    const [tenant, slack] = await withSlack();
    const { id } = await madeConnection(tenant, { stableKey: "ai" });
    expect(messages(await set(tenant, { id, ...token }))).toEqual({
      id: "The connection type does not use OAuth 2.0.",
    });
    const bad = { status: "fine", refreshAt: "soon", additionalTokenFields: "[]" };
    expect(messages(await set(tenant, { id: slack.id, ...bad }))).toEqual({
      status: '"fine" is not one of active, error, failed, pending.',
      refreshAt: "A point in time is expected.",
      additionalTokenFields: "A JSON map is expected, as text.",
    });
    const data = await tenant.data("{ scopedConfigVariables { nodes { meta refreshAt } } }");
    const nothing = { meta: null, refreshAt: null };
    expect(data.scopedConfigVariables.nodes).toEqual([nothing, nothing]);
  });
});

test("the token of test credentials is set like that of a connection", async () => {
  const [tenant, { id: scopedConfigVariable }] = await withSlack();
  const made = await tenant.mutate(
    "createCustomerConfigVariable",
    { scopedConfigVariable, isTest: true },
    `customerConfigVariable { ${fields} }`,
  );
  const { id, authorizeUrl } = made.customerConfigVariable;
  const { customerConfigVariable } = await tenant.mutate(
    "updateCustomerOAuth2Connection",
    { id, ...token, status: "active" },
    `customerConfigVariable { ${fields} }`,
  );
  expect(customerConfigVariable).toMatchObject({ id, status: "ACTIVE", authorizeUrl });
  expect(JSON.parse(customerConfigVariable.meta)).toEqual({ token: stored });
});

describe("the token of an instance's own connection", () => {
  const slack = { key: "oauth2", component: component("slack", 1) };
  const requiredConfigVars = [
    { key: "Slack", dataType: "connection", connection: slack, meta: { visibleToOrgDeployer: true } },
    { key: "Channel", dataType: "string", defaultValue: "general" },
  ];
  const seed = oneTenant({
    customers: [{ externalId: "globex", name: "Globex" }],
    integrations: [{ definition: definitionWith({ requiredConfigVars }) }],
    instances: [{ name: "Alerts", customer: "globex", integration: "Alerts" }],
  });
  const setToken = (tenant: Client, input: object): Promise<Json> =>
    tenant.mutate("updateOAuth2Connection", input, `instanceConfigVariable { ${fields} }`);
  const instances = async (tenant: Client): Promise<Json> =>
    (await tenant.data(`{ instances { nodes { id configVariables { nodes { ${fields} } } } } }`)).instances
      .nodes[0];

  test("is set by the id of the config variable, reads back, and stays when values are entered", async () => {
    const tenant = await client({ seed, switches: { "token-in-meta": "hidden" } });
    const [variable, channel] = (await instances(tenant)).configVariables.nodes as unknown as [Json, Json];
    const input = { id: variable.id, additionalTokenFields: JSON.stringify(stored), status: "active" };
    const { instanceConfigVariable } = await setToken(tenant, input);
    expect(instanceConfigVariable.status).toBe("ACTIVE");
    expect(JSON.parse(instanceConfigVariable.meta)).toEqual({ visibleToOrgDeployer: true, token: stored });
    const { id } = await instances(tenant);
    const values = JSON.stringify([{ name: "clientId", value: "id" }]);
    await tenant.mutate("updateInstance", { id, configVariables: [{ key: "Slack", values }] });
    expect((await instances(tenant)).configVariables.nodes[0]).toEqual(instanceConfigVariable);
    expect(messages(await setToken(tenant, { ...input, id: channel.id }))).toHaveProperty("id");
    await expect(setToken(tenant, { ...input, id: "nothing" })).rejects.toThrow("Record not found");
  });

  test("is set for the tests of a draft, too", async () => {
    const tenant = await client({ seed });
    const query = `{ integrations { nodes { testConfigVariables { nodes { ${fields} } } } } }`;
    const first = async (): Promise<Json> =>
      (await tenant.data(query)).integrations.nodes[0].testConfigVariables.nodes[0];
    const { id } = await first();
    const { instanceConfigVariable } = await setToken(tenant, { id, ...token, status: "active" });
    expect(await first()).toEqual(instanceConfigVariable);
    expect(instanceConfigVariable.status).toBe("ACTIVE");
  });
});

test("tokens stand in no log, whatever the variables are called", async () => {
  const [tenant, { id }] = await withSlack();
  await set(tenant, { id, ...token, additionalTokenFields: '{"id_token":"hidden-1"}' });
  const query = `mutation ($id: ID, $one: String, $two: String) {
    updateScopedOAuth2Connection(input: { id: $id, accessToken: $one, tokenType: $two }) { errors { field } } }`;
  await tenant.request(query, { id, one: "access-2", two: "bearer" });
  const log = JSON.stringify(await tenant.admin("GET", "log"));
  for (const secret of ["access-1", "access-2", "refresh-1", "hidden-1"]) expect(log).not.toContain(secret);
  expect(log).toContain('"one":"(a token)","two":"bearer"');
});
