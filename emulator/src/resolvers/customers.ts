import { Problems, recordNotFound, refuse } from "../errors.ts";
import { contains, equals, given, isNull, sorted, within, type SortArguments } from "../filters.ts";
import { newId } from "../ids.ts";
import type { CustomerRecord } from "../model.ts";
import { page, type Page, type PageArguments } from "../paging.ts";
import type { ApiRequest, View } from "../request.ts";
import type { Tenant } from "../tenant.ts";
import { listComponents, type ComponentFilters } from "./components.ts";
import { instancesPage, type InstanceFilters } from "./instances.ts";
import { integrationsPage, type IntegrationFilters } from "./integrations.ts";
import { organizationView } from "./users.ts";
import { revisionsOf } from "../usage.ts";

/** How customers may be asked for. */
export interface CustomerFilters extends PageArguments, SortArguments {
  name?: string | null;
  name_Icontains?: string | null;
  name_Istartswith?: string | null;
  description_Icontains?: string | null;
  externalId?: string | null;
  externalId_Isnull?: boolean | null;
  isSystem?: boolean | null;
  allowEmbeddedDesigner?: boolean | null;
  labels_Contains?: string | null;
  createdAt_Gte?: string | null;
  createdAt_Lte?: string | null;
  updatedAt_Gte?: string | null;
  updatedAt_Lte?: string | null;
}

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
    instances: (args: InstanceFilters) =>
      instancesPage(
        tenant,
        tenant.instances.all().filter(({ customer }) => customer === record.id),
        args,
      ),
    integrations: (args: IntegrationFilters) =>
      integrationsPage(
        tenant,
        tenant.integrations
          .all()
          .filter(({ customer }) => customer === record.id)
          .flatMap(revisionsOf),
        args,
      ),
    components: (args: ComponentFilters) => listComponents(tenant, { ...args, customer: record.id }),
  };
}

/** The customers of a list that pass the filters. */
export function customersPage(tenant: Tenant, records: CustomerRecord[], args: CustomerFilters): Page<View> {
  const found = records.filter(
    (record) =>
      equals(args.name, record.name) &&
      contains(args.name_Icontains, record.name) &&
      (!given(args.name_Istartswith) ||
        record.name.toLowerCase().startsWith(args.name_Istartswith.toLowerCase())) &&
      contains(args.description_Icontains, record.description) &&
      equals(args.externalId, record.externalId) &&
      isNull(args.externalId_Isnull, record.externalId) &&
      equals(args.isSystem, false) &&
      equals(args.allowEmbeddedDesigner, record.allowEmbeddedDesigner) &&
      (!given(args.labels_Contains) || record.labels.includes(args.labels_Contains)) &&
      within(args.createdAt_Gte, args.createdAt_Lte, record.createdAt) &&
      within(args.updatedAt_Gte, args.updatedAt_Lte, record.updatedAt),
  );
  const order = sorted(found, args, {
    NAME: ({ name }) => name,
    DESCRIPTION: ({ description }) => description,
    CREATED_AT: ({ createdAt }) => createdAt,
    UPDATED_AT: ({ updatedAt }) => updatedAt,
  });
  return page(order, args, (record) => customerView(tenant, record));
}

/** All customers of a tenant that pass the filters. */
export const listCustomers = (tenant: Tenant, args: CustomerFilters): Page<View> =>
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
  customers: (args: CustomerFilters, { tenant }: ApiRequest) => listCustomers(tenant, args),
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
