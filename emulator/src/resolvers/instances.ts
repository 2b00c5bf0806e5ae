import { recordNotFound } from "../errors.ts";
import {
  contains,
  equals,
  filtered,
  oneOf,
  since,
  sorted,
  until,
  type Filter,
  type ListArguments,
} from "../filters.ts";
import type { InstanceRecord } from "../model.ts";
import { page, type Page } from "../paging.ts";
import type { ApiRequest, View } from "../request.ts";
import type { Tenant } from "../tenant.ts";
import { unsetVariables } from "../unsetVariables.ts";
import { instancesUsing, instancesUsingCredentials, revisionOfInstance } from "../usage.ts";
import { configVariablesPage } from "./configVariables.ts";
import { connectionsPage } from "./connections.ts";
import { credentialsPage } from "./customerCredentials.ts";
import { customerView } from "./customers.ts";
import { flowConfigsPage } from "./flows.ts";
import { integrationView } from "./integrations.ts";
import { revisionId } from "./revisions.ts";

/** An instance as the API shows it. Nothing is executed here, so that none is in a failed state. */
export function instanceView(tenant: Tenant, record: InstanceRecord): View {
  const revision = revisionOfInstance(tenant, record);
  return {
    id: record.id,
    name: record.name,
    description: record.description,
    enabled: record.enabled,
    deployedVersion: record.deployedVersion,
    needsDeploy: record.needsDeploy,
    lastDeployedAt: record.lastDeployedAt,
    createdAt: record.createdAt,
    updatedAt: record.updatedAt,
    isSystem: false,
    designedBy: "ORG",
    instanceType: "INTEGRATION",
    customer: () => {
      const customer = tenant.customers.get(record.customer);
      return customer ? customerView(tenant, customer) : null;
    },
    labels: record.labels,
    inFailedState: false,
    lastExecutedAt: null,
    integration: () => integrationView(tenant, revision),
    configState: () =>
      unsetVariables(tenant, record).length === 0 ? "FULLY_CONFIGURED" : "NEEDS_INSTANCE_CONFIGURATION",
    configVariables: (args: ListArguments) => {
      const holder = { id: record.id, customer: record.customer, values: record.configVariables };
      return configVariablesPage(tenant, revision, holder, args, () => instanceView(tenant, record));
    },
    flowConfigs: (args: ListArguments) =>
      flowConfigsPage(tenant, record.id, revision, args, () => instanceView(tenant, record)),
    scopedConfigVariables: (args: ListArguments) =>
      connectionsPage(tenant, tenant.connections.all().filter(uses(tenant, record)), args),
    customerConfigVariables: (args: ListArguments) => {
      const credentials = tenant.credentials
        .all()
        .filter((each) => instancesUsingCredentials(tenant, each).some(({ id }) => id === record.id));
      return credentialsPage(tenant, credentials, args);
    },
  };
}

const uses =
  (tenant: Tenant, instance: InstanceRecord) =>
  (connection: Parameters<typeof instancesUsing>[1]): boolean =>
    instancesUsing(tenant, connection).some(({ id }) => id === instance.id);

const filters = (tenant: Tenant): Record<string, Filter<InstanceRecord>> => ({
  customer: equals(({ customer }) => customer),
  customer_ExternalId: equals(({ customer }) => tenant.customers.get(customer)?.externalId),
  integration: (record, wanted: string) =>
    wanted === record.integration || wanted === revisionId(tenant, revisionOfInstance(tenant, record)),
  inFailedState: equals(() => false),
  id_In: oneOf(({ id }) => id),
  name: equals(({ name }) => name),
  name_Icontains: contains(({ name }) => name),
  description: equals(({ description }) => description),
  description_Icontains: contains(({ description }) => description),
  enabled: equals(({ enabled }) => enabled),
  isSystem: equals(() => false),
  needsDeploy: equals(({ needsDeploy }) => needsDeploy),
  createdAt_Gte: since(({ createdAt }) => createdAt),
  createdAt_Lte: until(({ createdAt }) => createdAt),
  updatedAt_Gte: since(({ updatedAt }) => updatedAt),
  updatedAt_Lte: until(({ updatedAt }) => updatedAt),
});

const orders = (tenant: Tenant): Parameters<typeof sorted<InstanceRecord>>[2] => ({
  NAME: ({ name }) => name,
  DESCRIPTION: ({ description }) => description,
  ENABLED: ({ enabled }) => enabled,
  CREATED_AT: ({ createdAt }) => createdAt,
  UPDATED_AT: ({ updatedAt }) => updatedAt,
  CUSTOMER: ({ customer }) => tenant.customers.get(customer)?.name ?? null,
  INTEGRATION: ({ integration }) => tenant.integrations.get(integration)?.name ?? null,
  VERSION: ({ deployedVersion }) => deployedVersion,
});

/** The instances of a list that pass the filters. */
export function instancesPage(tenant: Tenant, records: InstanceRecord[], args: ListArguments): Page<View> {
  const found = sorted(filtered(records, args, filters(tenant)), args, orders(tenant));
  return page(found, args, (record) => instanceView(tenant, record));
}

/** Reading instances. */
export const instanceQueries = {
  instance: ({ id }: { id: string }, { tenant }: ApiRequest) => {
    const record = tenant.instances.get(id);
    if (!record) throw recordNotFound();
    return instanceView(tenant, record);
  },
  instances: (args: ListArguments, { tenant }: ApiRequest) =>
    instancesPage(tenant, tenant.instances.all(), args),
};
