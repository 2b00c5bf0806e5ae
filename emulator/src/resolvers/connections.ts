import { authorizeUrl } from "../authorization.ts";
import { recordNotFound } from "../errors.ts";
import {
  contains,
  equals,
  equalsAnyCase,
  filtered,
  given,
  oneOf,
  oneOfAnyCase,
  sorted,
  type Filter,
  type ListArguments,
} from "../filters.ts";
import { inputsPage } from "../inputs.ts";
import type { ConnectionRecord } from "../model.ts";
import { page, type Page, type PageArguments } from "../paging.ts";
import type { ApiRequest, View } from "../request.ts";
import type { Tenant } from "../tenant.ts";
import { credentialsOf, instancesUsing, revisionsUsing, sameStableKey, workflowsUsing } from "../usage.ts";
import { createConnection, deleteConnection, updateConnection } from "./connectionChanges.ts";
import { connectionTypeView } from "./connectionTypes.ts";
import { credentialsPage } from "./customerCredentials.ts";
import { customersPage, customerView } from "./customers.ts";
import { instancesPage } from "./instances.ts";
import { requiredVariablesPage } from "./configVariables.ts";
import { integrationsPage, workflowsPage } from "./integrations.ts";

/** How a filter names a component. */
export interface ComponentSelector {
  key: string;
  isPublic: boolean;
}

/** Whether a connection is one of a component that the filter names. */
export const ofComponent = (record: ConnectionRecord, selectors: (ComponentSelector | null)[]): boolean =>
  selectors.some(
    (selector) => record.type?.component === selector?.key && record.type?.isPublic === selector?.isPublic,
  );

/** A connection as the API shows it: its type `ScopedConfigVariable`. */
export function connectionView(tenant: Tenant, record: ConnectionRecord): View {
  const type = tenant.connectionTypeOf(record);
  const customer = record.customer === null ? undefined : tenant.customers.get(record.customer);
  return {
    id: record.id,
    key: record.key,
    stableKey: record.stableKey,
    description: record.description,
    variableScope: record.variableScope,
    managedBy: record.managedBy,
    treeLocation: treeLocation(record),
    connection: () => (type ? connectionTypeView(tenant, type) : null),
    customer: () => (customer ? customerView(tenant, customer) : null),
    inputs: (args: PageArguments) => inputsPage(tenant, record.id, record.inputs, type, args),
    defaultForComponent: record.defaultForComponent,
    oAuthRedirectConfig: record.oAuthRedirectConfig,
    status: record.status,
    authorizeUrl: () => (record.variableScope === "ORG" ? authorizeUrl(tenant, record, type) : null),
    lastConfiguredAt: record.lastConfiguredAt,
    lastSuccessfulRefreshAt: null,
    refreshAt: null,
    meta: null,
    isInUse: () =>
      revisionsUsing(tenant, record).length > 0 ||
      instancesUsing(tenant, record).length > 0 ||
      workflowsUsing(tenant, record).length > 0,
    hasDeployedInstances: () =>
      instancesUsing(tenant, record).some(({ lastDeployedAt }) => lastDeployedAt !== null),
    instances: (args: ListArguments) => instancesPage(tenant, instancesUsing(tenant, record), args),
    integrations: (args: ListArguments) => integrationsPage(tenant, revisionsUsing(tenant, record), args),
    workflows: (args: ListArguments) => workflowsPage(workflowsUsing(tenant, record), args),
    requiredConfigVariables: (args: ListArguments) => requiredVariablesPage(tenant, record, args),
    customerConfigVariables: (args: ListArguments) =>
      credentialsPage(tenant, credentialsOf(tenant, record), args),
    customers: (args: ListArguments) => {
      const ids = new Set(credentialsOf(tenant, record).map((credentials) => credentials.customer));
      return customersPage(
        tenant,
        tenant.customers.all().filter(({ id }) => ids.has(id)),
        args,
      );
    },
  };
}

function treeLocation(record: ConnectionRecord): string {
  if (record.managedBy !== "SYSTEM") return "ROOT";
  return record.parent === null ? "CONTAINER" : "LEAF";
}

const componentLabel =
  (tenant: Tenant) =>
  (record: ConnectionRecord): string | null =>
    tenant.connectionTypeOf(record)?.component.definition.label ?? null;

const filters = (tenant: Tenant): Record<string, Filter<ConnectionRecord>> => ({
  key: equals(({ key }) => key),
  key_Icontains: contains(({ key }) => key),
  stableKey: ({ stableKey }, wanted: string) => sameStableKey(tenant, wanted, stableKey),
  stableKey_In: ({ stableKey }, wanted: (string | null)[]) =>
    wanted.filter(given).some((key) => sameStableKey(tenant, key, stableKey)),
  id_In: oneOf(({ id }) => id),
  description_Icontains: contains(({ description }) => description),
  managedBy: equalsAnyCase(({ managedBy }) => managedBy),
  managedBy_In: oneOfAnyCase(({ managedBy }) => managedBy),
  variableScope: equalsAnyCase(({ variableScope }) => variableScope),
  variableScope_In: oneOfAnyCase(({ variableScope }) => variableScope),
  status: equalsAnyCase(({ status }) => status),
  status_In: oneOfAnyCase(({ status }) => status),
  connection_Component_In: ofComponent,
  connection_Component_Label_Icontains: contains(componentLabel(tenant)),
});

const orders = (tenant: Tenant): Parameters<typeof sorted<ConnectionRecord>>[2] => ({
  COMPONENT_LABEL: componentLabel(tenant),
  CREATED_AT: ({ createdAt }) => createdAt,
  KEY: ({ key }) => key,
  LAST_CONFIGURED_AT: ({ lastConfiguredAt }) => lastConfiguredAt,
  STATUS: ({ status }) => status,
  UPDATED_AT: ({ updatedAt }) => updatedAt,
});

/** The connections of a list that pass the filters; those of customers only where they are asked for. */
export function connectionsPage(
  tenant: Tenant,
  records: ConnectionRecord[],
  { includeCustomer, ...args }: ListArguments,
): Page<View> {
  const visible = records.filter(({ customer }) => includeCustomer === true || customer === null);
  const found = sorted(filtered(visible, args, filters(tenant)), args, orders(tenant));
  return page(found, args, (record) => connectionView(tenant, record));
}

/** Reading connections. */
export const connectionQueries = {
  scopedConfigVariable: ({ id }: { id: string }, { tenant }: ApiRequest) => {
    const record = tenant.connections.get(id);
    if (!record) throw recordNotFound();
    return connectionView(tenant, record);
  },

  scopedConfigVariables: (args: ListArguments, { tenant }: ApiRequest) =>
    connectionsPage(tenant, tenant.connections.all(), args),
};

/** Changing connections. */
export const connectionMutations = {
  createScopedConfigVariable: createConnection,
  updateScopedConfigVariable: updateConnection,
  deleteScopedConfigVariable: deleteConnection,
};
