import { authorizeUrl } from "../authorization.ts";
import { recordNotFound } from "../errors.ts";
import {
  contains,
  equals,
  equalsAnyCase,
  filtered,
  isNull,
  oneOf,
  oneOfAnyCase,
  sorted,
  type Filter,
  type ListArguments,
} from "../filters.ts";
import { inputsPage } from "../inputs.ts";
import type { ConnectionRecord, CredentialsRecord, InputValue } from "../model.ts";
import { page, type Page, type PageArguments } from "../paging.ts";
import type { ApiRequest, View } from "../request.ts";
import type { Tenant } from "../tenant.ts";
import { instancesUsingCredentials, revisionsUsing, sameStableKey, workflowsUsing } from "../usage.ts";
import { connectionView, ofComponent } from "./connections.ts";
import {
  createCredentials,
  deleteCredentials,
  redeployInstances,
  updateCredentials,
} from "./customerCredentialsChanges.ts";
import { customerView } from "./customers.ts";
import { instancesPage } from "./instances.ts";
import { integrationsPage, workflowsPage } from "./integrations.ts";

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
    instances: (args: ListArguments) =>
      instancesPage(tenant, instancesUsingCredentials(tenant, record), args),
    integrations: (args: ListArguments) => {
      const used = new Set(instancesUsingCredentials(tenant, record).map(({ integration }) => integration));
      const revisions = revisionsUsing(tenant, connection).filter(({ integration }) =>
        used.has(integration.id),
      );
      return integrationsPage(tenant, revisions, args);
    },
    workflows: (args: ListArguments) => workflowsPage(workflowsUsing(tenant, connection), args),
  };
}

function filters(tenant: Tenant): Record<string, Filter<CredentialsRecord>> {
  const ofConnection =
    <W>(filter: (connection: ConnectionRecord, wanted: W) => boolean): Filter<CredentialsRecord> =>
    (record, wanted: W) =>
      filter(connectionOf(tenant, record), wanted);
  return {
    customer: equals(({ customer }) => customer),
    isTest: equals(({ isTest }) => isTest),
    key: equals(({ key }) => key),
    key_Icontains: contains(({ key }) => key),
    key_Isnull: isNull(({ key }) => key),
    id_In: oneOf(({ id }) => id),
    status: equalsAnyCase(({ status }) => status),
    status_In: oneOfAnyCase(({ status }) => status),
    connection_Component_In: ofConnection(ofComponent),
    scopedConfigVariable: equals(({ connection }) => connection),
    scopedConfigVariable_Key: ofConnection(equals(({ key }) => key)),
    scopedConfigVariable_Key_Icontains: ofConnection(contains(({ key }) => key)),
    scopedConfigVariable_ManagedBy: ofConnection(equalsAnyCase(({ managedBy }) => managedBy)),
    scopedConfigVariable_StableKey: ofConnection(({ stableKey }, wanted: string) =>
      sameStableKey(tenant, wanted, stableKey),
    ),
    scopedConfigVariable_StableKey_Icontains: ofConnection(contains(({ stableKey }) => stableKey)),
    scopedConfigVariable_VariableScope: ofConnection(equalsAnyCase(({ variableScope }) => variableScope)),
  };
}

const orders = {
  CREATED_AT: ({ createdAt }: CredentialsRecord) => createdAt,
  KEY: ({ key }: CredentialsRecord) => key,
  LAST_CONFIGURED_AT: ({ lastConfiguredAt }: CredentialsRecord) => lastConfiguredAt,
  STATUS: ({ status }: CredentialsRecord) => status,
  UPDATED_AT: ({ updatedAt }: CredentialsRecord) => updatedAt,
};

/** The credentials of a list that pass the filters. */
export function credentialsPage(
  tenant: Tenant,
  records: CredentialsRecord[],
  args: ListArguments,
): Page<View> {
  const found = sorted(filtered(records, args, filters(tenant)), args, orders);
  return page(found, args, (record) => credentialsView(tenant, record));
}

/** Reading customers' credentials. */
export const credentialsQueries = {
  customerConfigVariable: ({ id }: { id: string }, { tenant }: ApiRequest) => {
    const record = tenant.credentials.get(id);
    if (!record) throw recordNotFound();
    return credentialsView(tenant, record);
  },

  customerConfigVariables: (args: ListArguments, { tenant }: ApiRequest) =>
    credentialsPage(tenant, tenant.credentials.all(), args),
};

/** Changing customers' credentials. */
export const credentialsMutations = {
  createCustomerConfigVariable: createCredentials,
  updateCustomerConfigVariable: updateCredentials,
  deleteCustomerConfigVariable: deleteCredentials,
  updateInstancesUsingCustomerConfigVariable: redeployInstances,
};
