import { definitionFacts } from "../definition.ts";
import { recordNotFound } from "../errors.ts";
import { contains, equals, isNull, sorted, within, type SortArguments } from "../filters.ts";
import type { ConnectionRecord } from "../model.ts";
import { page, type Page, type PageArguments } from "../paging.ts";
import type { ApiRequest, View } from "../request.ts";
import type { Tenant } from "../tenant.ts";
import {
  definitionOf,
  revisionsOf,
  revisionsUsing,
  sameStableKey,
  type IntegrationRevision,
} from "../usage.ts";
import { connectionsPage, connectionView, type ConnectionFilters } from "./connections.ts";
import { customerView } from "./customers.ts";
import { instancesPage, instanceView, type InstanceFilters } from "./instances.ts";

/** How integrations may be asked for. */
export interface IntegrationFilters extends PageArguments, SortArguments {
  allVersions?: boolean | null;
  name?: string | null;
  name_Icontains?: string | null;
  description?: string | null;
  description_Icontains?: string | null;
  category?: string | null;
  customer?: string | null;
  customer_Isnull?: boolean | null;
  hasInstances?: boolean | null;
  versionNumber?: number | null;
  versionIsAvailable?: boolean | null;
  createdAt_Gte?: string | null;
  createdAt_Lte?: string | null;
}

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

/** An integration's draft, or one version of it, as the API shows it. */
export function integrationView(tenant: Tenant, revision: IntegrationRevision): View {
  const { integration, version } = revision;
  const customer = integration.customer === null ? undefined : tenant.customers.get(integration.customer);
  const instances = (): ReturnType<typeof tenant.instances.all> =>
    tenant.instances.all().filter((instance) => instance.integration === integration.id);
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
    instances: (args: InstanceFilters) => instancesPage(tenant, instances(), args),
    deployedInstances: () => (deployed() === 0 ? "ZERO" : deployed() === 1 ? "ONE" : "MULTIPLE"),
    firstDeployedInstance: () => {
      const first = instances().find(({ lastDeployedAt }) => lastDeployedAt !== null);
      return first ? instanceView(tenant, first) : null;
    },
    scopedConfigVariables: (args: ConnectionFilters) => {
      const used = definitionFacts(definitionOf(revision)).connectionVariables.map(
        ({ stableKey }) => stableKey,
      );
      const connections = tenant.connections
        .all()
        .filter((record) => used.some((key) => key !== null && sameStableKey(tenant, key, record.stableKey)));
      return connectionsPage(tenant, connections, args);
    },
    versionSequence: (args: IntegrationFilters) =>
      integrationsPage(tenant, revisionsOf(integration), { ...args, allVersions: true }),
    versionAt: ({ id, versionNumber, latestAvailable }: VersionArguments) => {
      const found = revisionsOf(integration).find(
        (each) =>
          equals(id, idOf(tenant, each)) &&
          equals(versionNumber, numberOf(each)) &&
          (latestAvailable !== true || each.version !== undefined),
      );
      return found ? integrationView(tenant, found) : null;
    },
  };
}

/** The integrations of a list that pass the filters; only the newest revision of each unless asked otherwise. */
export function integrationsPage(
  tenant: Tenant,
  revisions: IntegrationRevision[],
  args: IntegrationFilters,
): Page<View> {
  const seen = new Set<string>();
  const isNewest = ({ integration }: IntegrationRevision): boolean => {
    const before = seen.size;
    return seen.add(integration.id).size > before;
  };
  const found = revisions
    .filter((revision) => args.allVersions === true || isNewest(revision))
    .filter((revision) => {
      const { integration, version } = revision;
      const hasInstances = tenant.instances.all().some((instance) => instance.integration === integration.id);
      return (
        equals(args.name, integration.name) &&
        contains(args.name_Icontains, integration.name) &&
        equals(args.description, integration.description) &&
        contains(args.description_Icontains, integration.description) &&
        equals(args.category, integration.category) &&
        equals(args.customer, integration.customer) &&
        isNull(args.customer_Isnull, integration.customer) &&
        equals(args.hasInstances, hasInstances) &&
        equals(args.versionNumber, numberOf(revision)) &&
        equals(args.versionIsAvailable, version !== undefined) &&
        within(args.createdAt_Gte, args.createdAt_Lte, integration.createdAt)
      );
    });
  const order = sorted(found, args, {
    NAME: ({ integration }) => integration.name,
    DESCRIPTION: ({ integration }) => integration.description,
    CATEGORY: ({ integration }) => integration.category,
    CREATED_AT: ({ integration }) => integration.createdAt,
    UPDATED_AT: ({ integration }) => integration.updatedAt,
    VERSION_NUMBER: numberOf,
  });
  return page(order, args, (revision) => integrationView(tenant, revision));
}

/** All integrations of a tenant that pass the filters. */
export const listIntegrations = (tenant: Tenant, args: IntegrationFilters): Page<View> =>
  integrationsPage(tenant, tenant.integrations.all().flatMap(revisionsOf), args);

/** The config variables, in drafts and versions, that a connection fills. */
export function requiredVariablesPage(
  tenant: Tenant,
  connection: ConnectionRecord,
  args: PageArguments,
): Page<View> {
  const variables = revisionsUsing(tenant, connection).flatMap((revision) =>
    definitionFacts(definitionOf(revision))
      .connectionVariables.filter(
        ({ stableKey }) => stableKey !== null && sameStableKey(tenant, stableKey, connection.stableKey),
      )
      .map(({ key }) => ({ key, revision })),
  );
  return page(variables, args, ({ key, revision }) => ({
    id: tenant.derivedId("RequiredConfigVariable", `${idOf(tenant, revision)}/${key}`),
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
  integrations: (args: IntegrationFilters, { tenant }: ApiRequest) => listIntegrations(tenant, args),
};
