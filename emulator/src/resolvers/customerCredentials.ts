import { authorizeUrl } from "../authorization.ts";
import { recordNotFound } from "../errors.ts";
import {
  contains,
  equals,
  equalsAnyCase,
  given,
  isNull,
  oneOf,
  oneOfAnyCase,
  sorted,
  type SortArguments,
} from "../filters.ts";
import { inputsPage } from "../inputs.ts";
import type { ConnectionRecord, CredentialsRecord, InputValue } from "../model.ts";
import { page, type Page, type PageArguments } from "../paging.ts";
import type { ApiRequest, View } from "../request.ts";
import type { Tenant } from "../tenant.ts";
import { instancesUsingCredentials, revisionsUsing, sameStableKey, workflowsUsing } from "../usage.ts";
import { connectionView, ofComponent, type ComponentSelector } from "./connections.ts";
import {
  createCredentials,
  deleteCredentials,
  redeployInstances,
  updateCredentials,
} from "./customerCredentialsChanges.ts";
import { customerView } from "./customers.ts";
import { instancesPage, type InstanceFilters } from "./instances.ts";
import { integrationsPage, type IntegrationFilters } from "./integrations.ts";

/** How customers' credentials may be asked for. */
export interface CredentialsFilters extends PageArguments, SortArguments {
  customer?: string | null;
  isTest?: boolean | null;
  key?: string | null;
  key_Icontains?: string | null;
  key_Isnull?: boolean | null;
  id_In?: (string | null)[] | null;
  status?: string | null;
  status_In?: (string | null)[] | null;
  scopedConfigVariable?: string | null;
  scopedConfigVariable_Key?: string | null;
  scopedConfigVariable_Key_Icontains?: string | null;
  scopedConfigVariable_ManagedBy?: string | null;
  scopedConfigVariable_StableKey?: string | null;
  scopedConfigVariable_StableKey_Icontains?: string | null;
  scopedConfigVariable_VariableScope?: string | null;
  connection_Component_In?: ComponentSelector[] | null;
}

/** The connection of credentials; it exists as long as they do. */
function connectionOf(tenant: Tenant, record: CredentialsRecord): ConnectionRecord {
  const connection = tenant.connections.get(record.connection);
  if (!connection) throw recordNotFound();
  return connection;
}

/** What a customer's credentials say, the connection's global values included where they are inherited. */
function effectiveInputs(
  tenant: Tenant,
  connection: ConnectionRecord,
  record: CredentialsRecord,
): InputValue[] {
  const inherits =
    connection.variableScope !== "ORG" && tenant.switches["omitted-customer-inputs"] === "inherited";
  if (!inherits) return record.inputs;
  const own = new Set(record.inputs.map(({ name }) => name));
  const inherited = connection.inputs.filter(({ name, meta }) => meta.inputScope === "org" && !own.has(name));
  return [...inherited, ...record.inputs];
}

/** Credentials as the API shows them: its type `CustomerConfigVariable`. */
export function credentialsView(tenant: Tenant, record: CredentialsRecord): View {
  const connection = connectionOf(tenant, record);
  const type = tenant.connectionTypeOf(connection);
  const customer = record.customer === null ? undefined : tenant.customers.get(record.customer);
  return {
    id: record.id,
    key: record.key,
    isTest: record.isTest,
    customer: () => (customer ? customerView(tenant, customer) : null),
    scopedConfigVariable: () => connectionView(tenant, connection),
    inputs: (args: PageArguments) =>
      inputsPage(tenant, record.id, effectiveInputs(tenant, connection, record), type, args),
    status: record.status,
    authorizeUrl: () => authorizeUrl(tenant, record, type),
    lastConfiguredAt: record.lastConfiguredAt,
    lastSuccessfulRefreshAt: null,
    refreshAt: null,
    meta: null,
    isInUse: () => instancesUsingCredentials(tenant, record).length > 0,
    hasDeployedInstances: () =>
      instancesUsingCredentials(tenant, record).some(({ lastDeployedAt }) => lastDeployedAt !== null),
    instances: (args: InstanceFilters) =>
      instancesPage(tenant, instancesUsingCredentials(tenant, record), args),
    integrations: (args: IntegrationFilters) => {
      const used = new Set(instancesUsingCredentials(tenant, record).map(({ integration }) => integration));
      const revisions = revisionsUsing(tenant, connection).filter(({ integration }) =>
        used.has(integration.id),
      );
      return integrationsPage(tenant, revisions, args);
    },
    workflows: (args: PageArguments) =>
      page(workflowsUsing(tenant, connection), args, ({ id, name }) => ({ id, name })),
  };
}

/** The credentials of a list that pass the filters. */
export function credentialsPage(
  tenant: Tenant,
  records: CredentialsRecord[],
  args: CredentialsFilters,
): Page<View> {
  const found = records.filter((record) => {
    const connection = connectionOf(tenant, record);
    return (
      equals(args.customer, record.customer) &&
      equals(args.isTest, record.isTest) &&
      equals(args.key, record.key) &&
      contains(args.key_Icontains, record.key) &&
      isNull(args.key_Isnull, record.key) &&
      oneOf(args.id_In, record.id) &&
      equalsAnyCase(args.status, record.status) &&
      oneOfAnyCase(args.status_In, record.status) &&
      equals(args.scopedConfigVariable, record.connection) &&
      equals(args.scopedConfigVariable_Key, connection.key) &&
      contains(args.scopedConfigVariable_Key_Icontains, connection.key) &&
      equalsAnyCase(args.scopedConfigVariable_ManagedBy, connection.managedBy) &&
      (!given(args.scopedConfigVariable_StableKey) ||
        sameStableKey(tenant, args.scopedConfigVariable_StableKey, connection.stableKey)) &&
      contains(args.scopedConfigVariable_StableKey_Icontains, connection.stableKey) &&
      equalsAnyCase(args.scopedConfigVariable_VariableScope, connection.variableScope) &&
      ofComponent(args.connection_Component_In, connection)
    );
  });
  const order = sorted(found, args, {
    CREATED_AT: ({ createdAt }) => createdAt,
    KEY: ({ key }) => key,
    LAST_CONFIGURED_AT: ({ lastConfiguredAt }) => lastConfiguredAt,
    STATUS: ({ status }) => status,
    UPDATED_AT: ({ updatedAt }) => updatedAt,
  });
  return page(order, args, (record) => credentialsView(tenant, record));
}

/** Reading customers' credentials. */
export const credentialsQueries = {
  customerConfigVariable: ({ id }: { id: string }, { tenant }: ApiRequest) => {
    const record = tenant.credentials.get(id);
    if (!record) throw recordNotFound();
    return credentialsView(tenant, record);
  },

  customerConfigVariables: (args: CredentialsFilters, { tenant }: ApiRequest) =>
    credentialsPage(tenant, tenant.credentials.all(), args),
};

/** Changing customers' credentials. */
export const credentialsMutations = {
  createCustomerConfigVariable: createCredentials,
  updateCustomerConfigVariable: updateCredentials,
  deleteCustomerConfigVariable: deleteCredentials,
  updateInstancesUsingCustomerConfigVariable: redeployInstances,
};
