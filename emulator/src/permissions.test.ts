import { describe, expect, test } from "vitest";
import { buildApiSchema } from "./graph/schema.ts";
import type { Seed } from "./index.ts";
import { mutations } from "./mutations/registry.ts";
import { mutationPermissions } from "./permissions.ts";
import { roleNames } from "./roles.ts";
import { definitionWith } from "./testing/definitions.ts";
import { Client, send, start, type Json } from "./testing/harness.ts";

type RoleName = (typeof roleNames)[number];

const connection = (stableKey: string, managedBy: "org" | "customer", rest: object = {}) => ({
  stableKey,
  name: stableKey,
  component: "slack",
  variableScope: "customer" as const,
  managedBy,
  ...rest,
});

const seed: Seed = {
  stacks: [
    {
      name: "us",
      people: [
        { name: "Ada", email: "ada@acme.example", refreshToken: "Ada", tenants: ["Acme"] },
        ...roleNames.map((role) => ({
          name: role,
          email: "one@acme.example",
          refreshToken: role,
          role,
          tenants: ["Acme"],
        })),
      ],
      tenants: [
        {
          name: "Acme",
          customers: [{ externalId: "globex", name: "Globex" }],
          connections: [
            connection("theirs", "customer"),
            connection("ours", "org"),
            connection("default", "org", { defaultForComponent: true }),
            connection("owned", "customer", { customer: "globex" }),
          ],
          credentials: [{ connection: "ours", isTest: true }],
          integrations: [{ definition: definitionWith({}) }],
          instances: [{ name: "One", customer: "globex", integration: "Alerts" }],
        },
      ],
    },
  ],
};

/** Signs in as the person with one of the roles, or with a token. */
async function people(): Promise<(token: RoleName | "Ada") => Promise<Client>> {
  const { stacks, adminToken } = await start({ seed, switches: { "integration-names": "allowed" } });
  const [stack] = stacks;
  return async (token) => {
    const { body } = await send(`${stack!.url}/auth/refresh`, "POST", { refresh_token: token });
    return new Client(stack!.url, body.access_token, adminToken);
  };
}

const query = `{
  authenticatedUser { role { name permissions { nodes { name } } } }
  connections: scopedConfigVariables(includeCustomer: true) { nodes { id stableKey allowUpdate allowRemove } }
  credentials: customerConfigVariables { totalCount nodes { id } }
  components(public: false) { nodes { id key allowUpdate } }
  integrations { nodes { id allowUpdate allowPublish allowRemove } }
  instances(isSystem: false) { nodes { id allowDeploy allowUpdate integration { id name } } }
  customers { nodes { id allowUpdate allowAddInstance } }
  organization { allowAddCustomer allowAddIntegration allowPublishComponent allowEmbeddedDesigner }
}`;

const attempts: [mutation: string, input: (seen: Json) => object, roles: RoleName[]][] = [
  ["importIntegration", () => ({ definition: definitionWith({ name: "New" }) }), ["Integration Manager"]],
  ["publishIntegration", ({ integrations }) => ({ id: integrations.nodes[0].id }), ["Integration Manager"]],
  [
    "bulkUpdateInstancesToLatestIntegrationVersion",
    ({ integrations }) => ({ id: integrations.nodes[0].id }),
    ["Integration Manager", "Component Manager", "Instance Manager", "Viewer"],
  ],
  ["deployInstance", ({ instances }) => ({ id: instances.nodes[0].id }), ["Instance Manager"]],
  ["createCustomer", () => ({ name: "Initech" }), ["Customer Manager"]],
  [
    "updateScopedConfigVariable",
    ({ connections }) => ({
      id: connections.nodes.find(({ stableKey }) => stableKey === "ours").id,
      key: "Ours",
    }),
    ["Integration Manager", "Customer Manager"],
  ],
  [
    "updateCustomerConfigVariable",
    ({ credentials }) => ({ id: credentials.nodes[0].id }),
    ["Integration Manager", "Customer Manager"],
  ],
  [
    "publishComponent",
    () => ({
      definition: { key: "erp", display: { label: "ERP", description: "Orders" } },
      ...{ actions: [], triggers: [], dataSources: [], connections: [] },
    }),
    ["Component Manager"],
  ],
  ["validateIntegrationSchema", () => ({ definition: definitionWith({}) }), [...roleNames]],
];

const refusal = "You do not have permission to perform this action.";

describe("a mutation is for some roles only:", () => {
  test.each(attempts)("%s", async (mutation, input, roles) => {
    const as = await people();
    const variables = input(await (await as("Ada")).data(query));
    const allowed: RoleName[] = [];
    for (const role of roleNames) {
      try {
        expect((await (await as(role)).mutate(mutation, variables)).errors).toEqual([]);
        allowed.push(role);
      } catch (error) {
        expect((error as Error).message).toContain(refusal);
      }
    }
    expect(new Set(allowed)).toEqual(new Set(["Owner", ...roles]));
  });

  test("a refusal is an error of the alias, or one of the payload where that is the setting", async () => {
    const as = await people();
    const viewer = await as("Viewer");
    const mutation = `mutation { valid: validateIntegrationSchema(input: { definition: "" }) { errors { field } }
      one: createCustomer(input: { name: "Initech" }) { customer { id } errors { field messages } } }`;
    const { status, body } = await viewer.request(mutation);
    expect(status).toBe(200);
    expect(body).toMatchObject({ data: { one: null }, errors: [{ message: refusal, path: ["one"] }] });
    await viewer.set({ "permission-refusal": "payload-error" });
    expect(await viewer.data(mutation)).toMatchObject({
      one: { customer: null, errors: [{ field: "__all__", messages: [refusal] }] },
    });
    expect((await viewer.data("{ customers { totalCount } }")).customers.totalCount).toBe(1);
  });
});

test("every mutation says which permissions it needs", () => {
  const known = buildApiSchema().getMutationType()!.getFields();
  expect(Object.keys(mutations).filter((name) => !(name in mutationPermissions))).toEqual([]);
  expect(Object.keys(mutationPermissions).filter((name) => !(name in known))).toEqual([]);
});

describe("what a role may not see or do", () => {
  test("is hidden from lists, and not found by its id", async () => {
    const as = await people();
    const seen = async (role: RoleName): Promise<unknown> => {
      const data = await (await as(role)).data(query);
      const { components, integrations, connections, credentials } = data;
      return {
        connections: connections.nodes.map(({ stableKey }) => stableKey),
        credentials: credentials.totalCount,
        components: components.nodes.map(({ key }) => key),
        integrations: integrations.nodes.length,
      };
    };
    const all = { components: ["acme", "todoist"], integrations: 1 };
    const everyConnection = ["theirs", "ours", "default", "owned"];
    expect(await seen("Owner")).toEqual({ ...all, connections: everyConnection, credentials: 1 });
    expect(await seen("Viewer")).toEqual({ ...all, connections: ["theirs", "default"], credentials: 0 });
    const nothing = { components: [], integrations: 0 };
    expect(await seen("Customer Manager")).toEqual({
      ...nothing,
      connections: everyConnection,
      credentials: 1,
    });

    const { integrations, components } = await (await as("Owner")).data(query);
    const customerManager = await as("Customer Manager");
    for (const read of [
      `integration(id: "${integrations.nodes[0].id}") { id }`,
      `component(id: "${components.nodes[0].id}") { id }`,
    ]) {
      const { body } = await customerManager.request(`{ data: ${read} }`);
      expect(body).toMatchObject({ data: { data: null }, errors: [{ message: "Record not found" }] });
    }
    // A field that cannot be null shows what the caller cannot look up.
    const { instances } = await customerManager.data(query);
    expect(instances.nodes[0].integration.name).toBe("Alerts");
  });

  test("is told by the objects themselves", async () => {
    const as = await people();
    const flags = async (role: RoleName): Promise<unknown> => {
      const { connections, integrations, instances, customers, organization } = await (
        await as(role)
      ).data(query);
      return [
        connections.nodes[0],
        integrations.nodes[0],
        instances.nodes[0],
        customers.nodes[0],
        organization,
      ];
    };
    const expected = (connections: boolean, integrations: boolean, other: boolean, components: boolean) => [
      { allowUpdate: connections, allowRemove: connections },
      { allowUpdate: integrations, allowPublish: integrations, allowRemove: integrations },
      { allowDeploy: other, allowUpdate: other },
      { allowUpdate: other, allowAddInstance: other },
      {
        allowAddCustomer: other,
        allowAddIntegration: integrations,
        allowPublishComponent: components,
        allowEmbeddedDesigner: true,
      },
    ];
    expect(await flags("Owner")).toMatchObject(expected(true, true, true, true));
    expect(await flags("Integration Manager")).toMatchObject(expected(true, true, false, false));
    expect(await flags("Component Manager")).toMatchObject(expected(false, false, false, true));
    expect(await flags("Viewer")).toMatchObject(expected(false, false, false, false));
  });
});

test("roles are listed, and a person has one, by default the owner's", async () => {
  const as = await people();
  const ada = await as("Ada");
  const data = await ada.data(
    "{ authenticatedUser { role { name } } organizationRoles { id name description level permissions { totalCount } } }",
  );
  expect(data.authenticatedUser.role).toEqual({ name: "Owner" });
  const roles = data.organizationRoles;
  expect(roles.map(({ name }) => name)).toEqual(roleNames);
  expect(roles.map(({ level }) => level)).toEqual([100, 50, 40, 30, 20, 10]);
  const { authenticatedUser } = await (await as("Component Manager")).data(query);
  expect(authenticatedUser).toEqual({
    role: {
      name: "Component Manager",
      permissions: {
        nodes: ["org_view_components", "org_view_integrations", "org_manage_components"].map((name) => ({
          name,
        })),
      },
    },
  });
});
