import { expect, test } from "vitest";
import { client, definitionUsing, oneTenant } from "../testing/harness.ts";

const fields = "customer { id name externalId description labels }";

test("a customer can be created, found, changed and deleted", async () => {
  const tenant = await client({ seed: oneTenant({}) });
  const { customer } = await tenant.mutate(
    "createCustomer",
    { name: "Globex", externalId: "g", labels: ["VIP"] },
    fields,
  );
  expect(customer).toMatchObject({ name: "Globex", externalId: "g", description: "", labels: ["vip"] });
  const updated = await tenant.mutate("updateCustomer", { id: customer.id, description: "Energy" }, fields);
  expect(updated.customer).toEqual({ ...(customer as object), description: "Energy" });
  const found = await tenant.data(`{
    byId: customer(id: "${customer.id}") { name }
    byExternalId: customers(externalId: "g", isSystem: false, after: "") { nodes { id org { name } } }
    system: customers(isSystem: true) { totalCount }
    byLabel: customers(labels_Contains: "vip", name_Istartswith: "glo") { totalCount }
  }`);
  expect(found).toMatchObject({
    byId: { name: "Globex" },
    byExternalId: { nodes: [{ id: customer.id, org: { name: "Acme" } }] },
    system: { totalCount: 0 },
    byLabel: { totalCount: 1 },
  });
  await tenant.mutate("deleteCustomer", { id: customer.id });
  await expect(tenant.data(`{ customer(id: "${customer.id}") { id } }`)).rejects.toThrow("Record not found");
});

test("an external id is unique, and a name is not blank", async () => {
  const tenant = await client();
  const taken = await tenant.mutate("createCustomer", { name: "Copy", externalId: "globex" });
  expect(taken.errors[0]).toEqual({
    field: "externalId",
    messages: ['A customer with the external id "globex" already exists.'],
  });
  expect((await tenant.mutate("createCustomer", { name: " " })).errors[0].field).toBe("name");
});

test("deleting a customer takes its credentials along, but not its instances", async () => {
  const seed = oneTenant({
    customers: ["globex", "initech"].map((externalId) => ({ externalId, name: externalId })),
    connections: [
      {
        stableKey: "openai",
        name: "AI",
        component: "openai",
        variableScope: "customer",
        managedBy: "customer",
      },
    ],
    credentials: ["globex", "initech"].map((customer) => ({ connection: "openai", customer })),
    integrations: [{ definition: definitionUsing("Chat", "openai") }],
    instances: [{ name: "Chat", customer: "globex", integration: "Chat" }],
  });
  const tenant = await client({ seed });
  const { customers } = await tenant.data("{ customers { nodes { id } } }");
  const [globex, initech] = customers.nodes;
  expect((await tenant.mutate("deleteCustomer", { id: globex.id })).errors[0].messages[0]).toContain(
    "1 instance",
  );
  expect((await tenant.mutate("deleteCustomer", { id: initech.id })).errors).toEqual([]);
  const left = await tenant.data("{ customerConfigVariables { nodes { customer { externalId } } } }");
  expect(left.customerConfigVariables.nodes).toEqual([{ customer: { externalId: "globex" } }]);
});

test("a customer has one switch for the designer and the workflow builder, each of which the plan may lack", async () => {
  const access = "allowEmbeddedDesigner allowEmbeddedWorkflowBuilder";
  const tenant = await client({ seed: oneTenant({ allowEmbeddedWorkflowBuilder: false }) });
  const { customer } = await tenant.mutate("createCustomer", { name: "Globex" }, `customer { id ${access} }`);
  expect(customer).toMatchObject({ allowEmbeddedDesigner: false, allowEmbeddedWorkflowBuilder: false });
  const input = { id: customer.id, allowEmbeddedDesigner: true };
  const updated = await tenant.mutate("updateCustomer", input, `customer { ${access} }`);
  expect(updated.customer).toEqual({ allowEmbeddedDesigner: true, allowEmbeddedWorkflowBuilder: false });
  expect(await tenant.data(`{ organization { ${access} } }`)).toEqual({
    organization: { allowEmbeddedDesigner: true, allowEmbeddedWorkflowBuilder: false },
  });
});
