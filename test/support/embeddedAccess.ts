import { mutate } from "./contents.ts";
import type { TestTenant } from "./tenant.ts";

interface FoundCustomer {
  id: string;
  externalId: string;
  allowEmbeddedDesigner: boolean;
  allowEmbeddedWorkflowBuilder: boolean;
}

async function customersOf(tenant: TestTenant): Promise<FoundCustomer[]> {
  const { customers } = await tenant.query<{ customers: { nodes: FoundCustomer[] } }>(
    `query { customers(isSystem: false) { nodes {
      id externalId allowEmbeddedDesigner allowEmbeddedWorkflowBuilder } } }`,
  );
  return customers.nodes;
}

/** External ids of the customers whose users may build embedded workflows, sorted. */
export async function customersWithAccess(tenant: TestTenant): Promise<string[]> {
  const all = await customersOf(tenant);
  return all.flatMap((each) => (each.allowEmbeddedDesigner ? [each.externalId] : [])).toSorted();
}

/** The id of the customer with an external id. */
export async function customerId(tenant: TestTenant, externalId: string): Promise<string> {
  const found = (await customersOf(tenant)).find((each) => each.externalId === externalId);
  if (found === undefined) throw new Error(`The tenant has no customer ${externalId}`);
  return found.id;
}

/** Switches the access of a customer as somebody does in the web app. */
export async function switchAccess(tenant: TestTenant, externalId: string, enabled: boolean): Promise<void> {
  const id = await customerId(tenant, externalId);
  await mutate(tenant, "updateCustomer", { id, allowEmbeddedDesigner: enabled });
}
