import { recordNotFound, refuse } from "../errors.ts";
import { contains, equals, oneOf, sorted, within, type SortArguments } from "../filters.ts";
import type { InstanceRecord } from "../model.ts";
import { page, type Page, type PageArguments } from "../paging.ts";
import type { ApiRequest, View } from "../request.ts";
import type { Tenant } from "../tenant.ts";
import { instancesUsing, instancesUsingCredentials } from "../usage.ts";
import { connectionsPage, type ConnectionFilters } from "./connections.ts";
import { credentialsPage, type CredentialsFilters } from "./customerCredentials.ts";
import { customerView } from "./customers.ts";
import { integrationView } from "./integrations.ts";

/** How instances may be asked for. */
export interface InstanceFilters extends PageArguments, SortArguments {
  customer?: string | null;
  customer_ExternalId?: string | null;
  integration?: string | null;
  id_In?: (string | null)[] | null;
  name?: string | null;
  name_Icontains?: string | null;
  description?: string | null;
  description_Icontains?: string | null;
  enabled?: boolean | null;
  isSystem?: boolean | null;
  needsDeploy?: boolean | null;
  createdAt_Gte?: string | null;
  createdAt_Lte?: string | null;
  updatedAt_Gte?: string | null;
  updatedAt_Lte?: string | null;
}

/** An instance as the API shows it. */
export function instanceView(tenant: Tenant, record: InstanceRecord): View {
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
    integration: () => {
      const integration = tenant.integrations.get(record.integration);
      if (!integration) return null;
      const version = integration.versions.find(({ number }) => number === record.deployedVersion);
      return integrationView(tenant, { integration, version });
    },
    scopedConfigVariables: (args: ConnectionFilters) =>
      connectionsPage(tenant, tenant.connections.all().filter(uses(tenant, record)), args),
    customerConfigVariables: (args: CredentialsFilters) => {
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

/** The instances of a list that pass the filters. */
export function instancesPage(tenant: Tenant, records: InstanceRecord[], args: InstanceFilters): Page<View> {
  const found = records.filter(
    (record) =>
      equals(args.customer, record.customer) &&
      equals(args.customer_ExternalId, tenant.customers.get(record.customer)?.externalId ?? null) &&
      equals(args.integration, record.integration) &&
      oneOf(args.id_In, record.id) &&
      equals(args.name, record.name) &&
      contains(args.name_Icontains, record.name) &&
      equals(args.description, record.description) &&
      contains(args.description_Icontains, record.description) &&
      equals(args.enabled, record.enabled) &&
      equals(args.isSystem, false) &&
      equals(args.needsDeploy, record.needsDeploy) &&
      within(args.createdAt_Gte, args.createdAt_Lte, record.createdAt) &&
      within(args.updatedAt_Gte, args.updatedAt_Lte, record.updatedAt),
  );
  const order = sorted(found, args, {
    NAME: ({ name }) => name,
    DESCRIPTION: ({ description }) => description,
    ENABLED: ({ enabled }) => enabled,
    CREATED_AT: ({ createdAt }) => createdAt,
    UPDATED_AT: ({ updatedAt }) => updatedAt,
    CUSTOMER: ({ customer }) => tenant.customers.get(customer)?.name ?? null,
    INTEGRATION: ({ integration }) => tenant.integrations.get(integration)?.name ?? null,
    VERSION: ({ deployedVersion }) => deployedVersion,
  });
  return page(order, args, (record) => instanceView(tenant, record));
}

/** Reading instances. */
export const instanceQueries = {
  instance: ({ id }: { id: string }, { tenant }: ApiRequest) => {
    const record = tenant.instances.get(id);
    if (!record) throw recordNotFound();
    return instanceView(tenant, record);
  },
  instances: (args: InstanceFilters, { tenant }: ApiRequest) =>
    instancesPage(tenant, tenant.instances.all(), args),
};

/** Bringing instances up to date. */
export const instanceMutations = {
  bulkUpdateInstancesToLatestIntegrationVersion: (
    { input }: { input: { id?: string | null } },
    { tenant }: ApiRequest,
  ) => {
    if (!input.id) refuse("id", "This field is required.");
    const integration = tenant.integrations.get(input.id);
    if (!integration) throw recordNotFound();
    const latest = integration.versions.at(-1);
    if (!latest) refuse("id", "The integration has no published version.");
    const now = tenant.stack.clock.now().toISOString();
    for (const instance of tenant.instances.all()) {
      if (instance.integration !== integration.id) continue;
      tenant.instances.put({
        ...instance,
        deployedVersion: latest.number,
        needsDeploy: false,
        lastDeployedAt: now,
        updatedAt: now,
      });
    }
    return { integration: integrationView(tenant, { integration, version: undefined }) };
  },
};
