import { definitionFacts } from "../definition.ts";
import { recordNotFound } from "../errors.ts";
import {
  contains,
  equals,
  equalsAnyCase,
  filtered,
  given,
  isNull,
  oneOf,
  since,
  sorted,
  until,
  type Filter,
  type ListArguments,
} from "../filters.ts";
import type { ConnectionRecord, InstanceRecord, IntegrationRecord, WorkflowRecord } from "../model.ts";
import { page, type Page } from "../paging.ts";
import type { ApiRequest, View } from "../request.ts";
import type { Tenant } from "../tenant.ts";
import {
  definitionOf,
  revisionsOf,
  revisionsUsing,
  sameStableKey,
  type IntegrationRevision,
} from "../usage.ts";
import { connectionsPage, connectionView } from "./connections.ts";
import { customerView } from "./customers.ts";
import { instancesPage, instanceView } from "./instances.ts";

interface VersionArguments {
  id?: string | null;
  versionNumber?: number | null;
  latestAvailable?: boolean | null;
}

const idOf = (tenant: Tenant, { integration, version }: IntegrationRevision): string =>
  version === undefined
    ? integration.id
    : tenant.derivedId("Integration", `${integration.id}/${version.number}`);

/** The draft carries the number that it will be published under. */
const numberOf = ({ integration, version }: IntegrationRevision): number =>
  version?.number ?? (integration.versions.at(-1)?.number ?? 0) + 1;

const instancesOf = (tenant: Tenant, integration: IntegrationRecord): InstanceRecord[] =>
  tenant.instances.all().filter((instance) => instance.integration === integration.id);

/** An integration's draft, or one version of it, as the API shows it. */
export function integrationView(tenant: Tenant, revision: IntegrationRevision): View {
  const { integration, version } = revision;
  const customer = integration.customer === null ? undefined : tenant.customers.get(integration.customer);
  const instances = (): InstanceRecord[] => instancesOf(tenant, integration);
  const deployed = (): number => instances().filter(({ lastDeployedAt }) => lastDeployedAt !== null).length;
  return {
    id: idOf(tenant, revision),
    name: integration.name,
    description: integration.description,
    category: integration.category,
    labels: integration.labels,
    customer: () => (customer ? customerView(tenant, customer) : null),
    createdAt: integration.createdAt,
    updatedAt: integration.updatedAt,
    definition: () => definitionOf(revision),
    versionNumber: numberOf(revision),
    versionComment: version?.comment ?? null,
    versionCreatedAt: version?.createdAt ?? null,
    versionCreatedBy: null,
    versionIsAvailable: version !== undefined,
    versionIsLatest: version === integration.versions.at(-1),
    hasUnpublishedChanges: integration.versions.at(-1)?.definition !== integration.definition,
    isCodeNative: false,
    instances: (args: ListArguments) => instancesPage(tenant, instances(), args),
    deployedInstances: () => (deployed() === 0 ? "ZERO" : deployed() === 1 ? "ONE" : "MULTIPLE"),
    firstDeployedInstance: () => {
      const first = instances().find(({ lastDeployedAt }) => lastDeployedAt !== null);
      return first ? instanceView(tenant, first) : null;
    },
    scopedConfigVariables: (args: ListArguments) => {
      const used = definitionFacts(definitionOf(revision)).connectionVariables.map(
        ({ stableKey }) => stableKey,
      );
      const connections = tenant.connections
        .all()
        .filter((record) => used.some((key) => key !== null && sameStableKey(tenant, key, record.stableKey)));
      return connectionsPage(tenant, connections, args);
    },
    versionSequence: (args: ListArguments) =>
      integrationsPage(tenant, revisionsOf(integration), { ...args, allVersions: true }),
    versionAt: ({ id, versionNumber, latestAvailable }: VersionArguments) => {
      const found = revisionsOf(integration).find(
        (each) =>
          (!given(id) || id === idOf(tenant, each)) &&
          (!given(versionNumber) || versionNumber === numberOf(each)) &&
          (latestAvailable !== true || each.version !== undefined),
      );
      return found ? integrationView(tenant, found) : null;
    },
  };
}

const filters = (tenant: Tenant): Record<string, Filter<IntegrationRevision>> => ({
  name: equals(({ integration }) => integration.name),
  name_Icontains: contains(({ integration }) => integration.name),
  description: equals(({ integration }) => integration.description),
  description_Icontains: contains(({ integration }) => integration.description),
  category: equals(({ integration }) => integration.category),
  customer: equals(({ integration }) => integration.customer),
  customer_Isnull: isNull(({ integration }) => integration.customer),
  hasInstances: equals(({ integration }) => instancesOf(tenant, integration).length > 0),
  versionNumber: equals(numberOf),
  versionIsAvailable: equals(({ version }) => version !== undefined),
  createdAt_Gte: since(({ integration }) => integration.createdAt),
  createdAt_Lte: until(({ integration }) => integration.createdAt),
});

const orders = {
  NAME: ({ integration }: IntegrationRevision) => integration.name,
  DESCRIPTION: ({ integration }: IntegrationRevision) => integration.description,
  CATEGORY: ({ integration }: IntegrationRevision) => integration.category,
  CREATED_AT: ({ integration }: IntegrationRevision) => integration.createdAt,
  UPDATED_AT: ({ integration }: IntegrationRevision) => integration.updatedAt,
  VERSION_NUMBER: numberOf,
};

/** The integrations of a list that pass the filters; only the newest revision of each unless asked otherwise. */
export function integrationsPage(
  tenant: Tenant,
  revisions: IntegrationRevision[],
  { allVersions, ...args }: ListArguments,
): Page<View> {
  const newest = new Map<string, IntegrationRevision>();
  for (const revision of revisions) {
    if (!newest.has(revision.integration.id)) newest.set(revision.integration.id, revision);
  }
  const chosen = allVersions === true ? revisions : [...newest.values()];
  const found = sorted(filtered(chosen, args, filters(tenant)), args, orders);
  return page(found, args, (revision) => integrationView(tenant, revision));
}

/** The workflows of a list. */
export const workflowsPage = (workflows: WorkflowRecord[], args: ListArguments): Page<View> =>
  page(filtered(workflows, args, workflowFilters), args, ({ id, name }) => ({ id, name }));

const workflowFilters: Record<string, Filter<WorkflowRecord>> = {
  name: equals(({ name }) => name),
  name_Icontains: contains(({ name }) => name),
};

/** All integrations of a tenant that pass the filters. */
export const listIntegrations = (tenant: Tenant, args: ListArguments): Page<View> =>
  integrationsPage(tenant, tenant.integrations.all().flatMap(revisionsOf), args);

/** The config variables, in drafts and versions, that a connection fills. */
export function requiredVariablesPage(
  tenant: Tenant,
  connection: ConnectionRecord,
  args: ListArguments,
): Page<View> {
  const variables = revisionsUsing(tenant, connection).flatMap((revision) =>
    definitionFacts(definitionOf(revision))
      .connectionVariables.filter(
        ({ stableKey }) => stableKey !== null && sameStableKey(tenant, stableKey, connection.stableKey),
      )
      .map(({ key }) => ({ key, revision, integrationId: idOf(tenant, revision) })),
  );
  const found = filtered(variables, args, {
    key: equals(({ key }) => key),
    key_In: oneOf(({ key }) => key),
    integration: equals(({ integrationId }) => integrationId),
    dataType: equalsAnyCase(() => "CONNECTION"),
  });
  return page(found, args, ({ key, revision, integrationId }) => ({
    id: tenant.derivedId("RequiredConfigVariable", `${integrationId}/${key}`),
    key,
    dataType: "CONNECTION",
    integration: () => integrationView(tenant, revision),
    scopedConfigVariable: () => connectionView(tenant, connection),
  }));
}

function findRevision(tenant: Tenant, id: string): IntegrationRevision | undefined {
  const draft = tenant.integrations.get(id);
  if (draft) return { integration: draft, version: undefined };
  return tenant.integrations
    .all()
    .flatMap(revisionsOf)
    .find((revision) => idOf(tenant, revision) === id);
}

/** Reading integrations. */
export const integrationQueries = {
  integration: ({ id }: { id: string }, { tenant }: ApiRequest) => {
    const revision = findRevision(tenant, id);
    if (!revision) throw recordNotFound();
    return integrationView(tenant, revision);
  },
  integrations: (args: ListArguments, { tenant }: ApiRequest) => listIntegrations(tenant, args),
};
