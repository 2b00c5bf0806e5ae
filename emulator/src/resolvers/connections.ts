import { authorizeUrl } from "../authorization.ts";
import { recordNotFound } from "../errors.ts";
import {
  contains,
  equals,
  equalsAnyCase,
  given,
  oneOf,
  oneOfAnyCase,
  sorted,
  type SortArguments,
} from "../filters.ts";
import { inputsPage } from "../inputs.ts";
import type { ConnectionRecord } from "../model.ts";
import { page, type Page, type PageArguments } from "../paging.ts";
import type { ApiRequest, View } from "../request.ts";
import type { Tenant } from "../tenant.ts";
import { credentialsOf, instancesUsing, revisionsUsing, sameStableKey, workflowsUsing } from "../usage.ts";
import { createConnection, deleteConnection, updateConnection } from "./connectionChanges.ts";
import { connectionTypeView } from "./connectionTypes.ts";
import { credentialsPage, type CredentialsFilters } from "./customerCredentials.ts";
import { customersPage, customerView, type CustomerFilters } from "./customers.ts";
import { instancesPage, type InstanceFilters } from "./instances.ts";
import { integrationsPage, requiredVariablesPage, type IntegrationFilters } from "./integrations.ts";

/** How connections may be asked for. */
export interface ConnectionFilters extends PageArguments, SortArguments {
  key?: string | null;
  key_Icontains?: string | null;
  stableKey?: string | null;
  stableKey_In?: (string | null)[] | null;
  id_In?: (string | null)[] | null;
  description_Icontains?: string | null;
  managedBy?: string | null;
  managedBy_In?: (string | null)[] | null;
  variableScope?: string | null;
  variableScope_In?: (string | null)[] | null;
  status?: string | null;
  status_In?: (string | null)[] | null;
  includeCustomer?: boolean | null;
  connection_Component_In?: ComponentSelector[] | null;
  connection_Component_Label_Icontains?: string | null;
}

/** How a filter names a component. */
export interface ComponentSelector {
  key: string;
  isPublic: boolean;
}

/** Whether a connection is one of a component that the filter names. */
export const ofComponent = (
  selectors: ComponentSelector[] | null | undefined,
  record: ConnectionRecord,
): boolean =>
  !given(selectors) ||
  selectors.some(({ key, isPublic }) => record.type?.component === key && record.type.isPublic === isPublic);

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
    instances: (args: InstanceFilters) => instancesPage(tenant, instancesUsing(tenant, record), args),
    integrations: (args: IntegrationFilters) =>
      integrationsPage(tenant, revisionsUsing(tenant, record), args),
    workflows: (args: PageArguments) =>
      page(workflowsUsing(tenant, record), args, ({ id, name }) => ({ id, name })),
    requiredConfigVariables: (args: PageArguments) => requiredVariablesPage(tenant, record, args),
    customerConfigVariables: (args: CredentialsFilters) =>
      credentialsPage(tenant, credentialsOf(tenant, record), args),
    customers: (args: CustomerFilters) => {
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

/** The connections of a list that pass the filters. */
export function connectionsPage(
  tenant: Tenant,
  records: ConnectionRecord[],
  args: ConnectionFilters,
): Page<View> {
  const found = records.filter(
    (record) =>
      (args.includeCustomer === true || record.customer === null) &&
      equals(args.key, record.key) &&
      contains(args.key_Icontains, record.key) &&
      (!given(args.stableKey) || sameStableKey(tenant, args.stableKey, record.stableKey)) &&
      (!given(args.stableKey_In) ||
        args.stableKey_In.filter(given).some((key) => sameStableKey(tenant, key, record.stableKey))) &&
      oneOf(args.id_In, record.id) &&
      contains(args.description_Icontains, record.description) &&
      equalsAnyCase(args.managedBy, record.managedBy) &&
      oneOfAnyCase(args.managedBy_In, record.managedBy) &&
      equalsAnyCase(args.variableScope, record.variableScope) &&
      oneOfAnyCase(args.variableScope_In, record.variableScope) &&
      equalsAnyCase(args.status, record.status) &&
      oneOfAnyCase(args.status_In, record.status) &&
      ofComponent(args.connection_Component_In, record) &&
      contains(args.connection_Component_Label_Icontains, componentLabel(tenant, record)),
  );
  const order = sorted(found, args, {
    COMPONENT_LABEL: (record) => componentLabel(tenant, record),
    CREATED_AT: ({ createdAt }) => createdAt,
    KEY: ({ key }) => key,
    LAST_CONFIGURED_AT: ({ lastConfiguredAt }) => lastConfiguredAt,
    STATUS: ({ status }) => status,
    UPDATED_AT: ({ updatedAt }) => updatedAt,
  });
  return page(order, args, (record) => connectionView(tenant, record));
}

const componentLabel = (tenant: Tenant, record: ConnectionRecord): string | null =>
  tenant.connectionTypeOf(record)?.component.definition.label ?? null;

/** Reading connections. */
export const connectionQueries = {
  scopedConfigVariable: ({ id }: { id: string }, { tenant }: ApiRequest) => {
    const record = tenant.connections.get(id);
    if (!record) throw recordNotFound();
    return connectionView(tenant, record);
  },

  scopedConfigVariables: (args: ConnectionFilters, { tenant }: ApiRequest) =>
    connectionsPage(tenant, tenant.connections.all(), args),
};

/** Changing connections. */
export const connectionMutations = {
  createScopedConfigVariable: createConnection,
  updateScopedConfigVariable: updateConnection,
  deleteScopedConfigVariable: deleteConnection,
};
