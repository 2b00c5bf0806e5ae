import { Problems, refuse } from "../errors.ts";
import { newId } from "../ids.ts";
import { storedLabels } from "../labels.ts";
import { given, type ApiRequest } from "../request.ts";
import type { Tenant } from "../tenant.ts";
import { existing, type ById } from "./input.ts";

interface CustomerInput extends ById {
  name?: string | null;
  externalId?: string | null;
  description?: string | null;
  labels?: (string | null)[] | null;
  allowEmbeddedDesigner?: boolean | null;
}

function checkCustomer(tenant: Tenant, id: string | undefined, input: CustomerInput): void {
  const problems = new Problems();
  if (typeof input.name === "string" && input.name.trim() === "")
    problems.add("name", "This field cannot be blank.");
  const taken = tenant.customers
    .all()
    .some((other) => other.id !== id && given(input.externalId) && other.externalId === input.externalId);
  if (taken)
    problems.add("externalId", `A customer with the external id "${input.externalId}" already exists.`);
  problems.throwIfAny();
}

/** `createCustomer`: creates a customer. */
export function createCustomer(input: CustomerInput & { name: string }, { tenant }: ApiRequest): object {
  checkCustomer(tenant, undefined, input);
  const now = tenant.stack.clock.now().toISOString();
  const record = tenant.customers.put({
    id: newId("Customer"),
    name: input.name,
    externalId: input.externalId ?? null,
    description: input.description ?? "",
    labels: storedLabels(input.labels ?? []),
    allowEmbeddedDesigner: input.allowEmbeddedDesigner ?? false,
    createdAt: now,
    updatedAt: now,
  });
  return { customer: record };
}

/** `updateCustomer`: changes the given parts of a customer. */
export function updateCustomer(input: CustomerInput, { tenant }: ApiRequest): object {
  const old = existing(tenant.customers, input.id);
  checkCustomer(tenant, old.id, input);
  const record = tenant.customers.put({
    ...old,
    name: input.name ?? old.name,
    externalId: input.externalId ?? old.externalId,
    description: input.description ?? old.description,
    labels: input.labels ? storedLabels(input.labels) : old.labels,
    allowEmbeddedDesigner: input.allowEmbeddedDesigner ?? old.allowEmbeddedDesigner,
    updatedAt: tenant.stack.clock.after(old.updatedAt),
  });
  return { customer: record };
}

/** `deleteCustomer`: deletes a customer with its connections and credentials, unless it has instances. */
export function deleteCustomer(input: ById, { tenant }: ApiRequest): object {
  const record = existing(tenant.customers, input.id);
  const instances = tenant.instances.all().filter(({ customer }) => customer === record.id).length;
  if (instances > 0) refuse("__all__", `The customer has ${instances} instances, so it cannot be deleted.`);
  for (const credentials of tenant.credentials.all()) {
    if (credentials.customer === record.id) tenant.credentials.delete(credentials.id);
  }
  for (const connection of tenant.connections.all()) {
    if (connection.customer === record.id) tenant.connections.delete(connection.id);
  }
  tenant.customers.delete(record.id);
  return { customer: record };
}
