import { Problems, recordNotFound, refuse } from "../errors.ts";
import {
  contains,
  equals,
  filtered,
  given,
  isNull,
  since,
  sorted,
  until,
  type Filter,
  type ListArguments,
} from "../filters.ts";
import { newId } from "../ids.ts";
import type { CustomerRecord } from "../model.ts";
import { page, type Page } from "../paging.ts";
import type { ApiRequest, View } from "../request.ts";
import type { Tenant } from "../tenant.ts";
import { listComponents } from "./components.ts";
import { instancesPage } from "./instances.ts";
import { integrationsPage } from "./integrations.ts";
import { organizationView } from "./users.ts";
import { revisionsOf } from "../usage.ts";

interface CustomerInput {
  id?: string | null;
  name?: string | null;
  externalId?: string | null;
  description?: string | null;
  labels?: (string | null)[] | null;
  allowEmbeddedDesigner?: boolean | null;
}

/** A customer as the API shows it. */
export function customerView(tenant: Tenant, record: CustomerRecord): View {
  return {
    ...record,
    org: () => organizationView(tenant),
    instances: (args: ListArguments) =>
      instancesPage(
        tenant,
        tenant.instances.all().filter(({ customer }) => customer === record.id),
        args,
      ),
    integrations: (args: ListArguments) =>
      integrationsPage(
        tenant,
        tenant.integrations
          .all()
          .filter(({ customer }) => customer === record.id)
          .flatMap(revisionsOf),
        args,
      ),
    components: (args: ListArguments) => listComponents(tenant, { ...args, customer: record.id }),
  };
}

const filters: Record<string, Filter<CustomerRecord>> = {
  name: equals(({ name }) => name),
  name_Icontains: contains(({ name }) => name),
  name_Istartswith: ({ name }, wanted: string) => name.toLowerCase().startsWith(wanted.toLowerCase()),
  description_Icontains: contains(({ description }) => description),
  externalId: equals(({ externalId }) => externalId),
  externalId_Isnull: isNull(({ externalId }) => externalId),
  isSystem: equals(() => false),
  allowEmbeddedDesigner: equals(({ allowEmbeddedDesigner }) => allowEmbeddedDesigner),
  labels_Contains: ({ labels }, wanted: string) => labels.includes(wanted),
  createdAt_Gte: since(({ createdAt }) => createdAt),
  createdAt_Lte: until(({ createdAt }) => createdAt),
  updatedAt_Gte: since(({ updatedAt }) => updatedAt),
  updatedAt_Lte: until(({ updatedAt }) => updatedAt),
};

const orders = {
  NAME: ({ name }: CustomerRecord) => name,
  DESCRIPTION: ({ description }: CustomerRecord) => description,
  CREATED_AT: ({ createdAt }: CustomerRecord) => createdAt,
  UPDATED_AT: ({ updatedAt }: CustomerRecord) => updatedAt,
};

/** The customers of a list that pass the filters. */
export function customersPage(tenant: Tenant, records: CustomerRecord[], args: ListArguments): Page<View> {
  const found = sorted(filtered(records, args, filters), args, orders);
  return page(found, args, (record) => customerView(tenant, record));
}

/** All customers of a tenant that pass the filters. */
export const listCustomers = (tenant: Tenant, args: ListArguments): Page<View> =>
  customersPage(tenant, tenant.customers.all(), args);

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

function existing(tenant: Tenant, id: string | null | undefined): CustomerRecord {
  if (!id) refuse("id", "This field is required.");
  const record = tenant.customers.get(id);
  if (!record) throw recordNotFound();
  return record;
}

/** Reading customers. */
export const customerQueries = {
  customer: ({ id }: { id: string }, { tenant }: ApiRequest) => customerView(tenant, existing(tenant, id)),
  customers: (args: ListArguments, { tenant }: ApiRequest) => listCustomers(tenant, args),
};

/** Changing customers. */
export const customerMutations = {
  createCustomer: ({ input }: { input: CustomerInput & { name: string } }, { tenant }: ApiRequest) => {
    checkCustomer(tenant, undefined, input);
    const now = tenant.stack.clock.now().toISOString();
    const record = tenant.customers.put({
      id: newId("Customer"),
      name: input.name,
      externalId: input.externalId ?? null,
      description: input.description ?? "",
      labels: (input.labels ?? []).filter(given),
      allowEmbeddedDesigner: input.allowEmbeddedDesigner ?? false,
      createdAt: now,
      updatedAt: now,
    });
    return { customer: customerView(tenant, record) };
  },

  updateCustomer: ({ input }: { input: CustomerInput }, { tenant }: ApiRequest) => {
    const old = existing(tenant, input.id);
    checkCustomer(tenant, old.id, input);
    const record = tenant.customers.put({
      ...old,
      name: input.name ?? old.name,
      externalId: input.externalId ?? old.externalId,
      description: input.description ?? old.description,
      labels: input.labels?.filter(given) ?? old.labels,
      allowEmbeddedDesigner: input.allowEmbeddedDesigner ?? old.allowEmbeddedDesigner,
      updatedAt: tenant.stack.clock.after(old.updatedAt),
    });
    return { customer: customerView(tenant, record) };
  },

  deleteCustomer: ({ input }: { input: { id?: string | null } }, { tenant }: ApiRequest) => {
    const record = existing(tenant, input.id);
    const instances = tenant.instances.all().filter(({ customer }) => customer === record.id).length;
    if (instances > 0) refuse("__all__", `The customer has ${instances} instances, so it cannot be deleted.`);
    for (const credentials of tenant.credentials.all()) {
      if (credentials.customer === record.id) tenant.credentials.delete(credentials.id);
    }
    for (const connection of tenant.connections.all()) {
      if (connection.customer === record.id) tenant.connections.delete(connection.id);
    }
    tenant.customers.delete(record.id);
    return { customer: customerView(tenant, record) };
  },
};
