import { testValues } from "../configValues.ts";
import { definitionFacts } from "../definition/facts.ts";
import { withLatestComponents } from "../definition/normalise.ts";
import { usedComponents } from "../definition/references.ts";
import { definitionVersion } from "../definition/schema.ts";
import { DomainError, recordNotFound } from "../errors.ts";
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
import { uuidOf } from "../ids.ts";
import type { InstanceRecord, IntegrationRecord, WorkflowRecord } from "../model.ts";
import { page, type Page, type PageArguments } from "../paging.ts";
import type { ApiRequest, View } from "../request.ts";
import type { Tenant } from "../tenant.ts";
import { definitionOf, revisionsOf, sameStableKey, type IntegrationRevision } from "../usage.ts";
import { componentsPage } from "./components.ts";
import { configVariablesPage, requiredVariablesOfRevision } from "./configVariables.ts";
import { connectionsPage } from "./connections.ts";
import { customerView } from "./customers.ts";
import { flowsPage } from "./flows.ts";
import { instancesPage, instanceView } from "./instances.ts";
import { findRevision, revisionId, revisionNumber } from "./revisions.ts";
import { systemInstanceView } from "./systemInstance.ts";
import { userView } from "./users.ts";

interface VersionArguments {
  id?: string | null;
  versionNumber?: number | null;
  latestAvailable?: boolean | null;
}

interface DefinitionArguments {
  version?: number | null;
  useLatestComponentVersions?: boolean | null;
}

const instancesOf = (tenant: Tenant, integration: IntegrationRecord): InstanceRecord[] =>
  tenant.instances.all().filter((instance) => instance.integration === integration.id);

/** An integration's draft, or one version of it, as the API shows it. */
export function integrationView(tenant: Tenant, revision: IntegrationRevision): View {
  const { integration } = revision;
  const { definition } = definitionFacts(definitionOf(revision));
  const customer = integration.customer === null ? undefined : tenant.customers.get(integration.customer);
  const parent = integration.parent === null ? undefined : tenant.integrations.get(integration.parent);
  const instances = (): InstanceRecord[] => instancesOf(tenant, integration);
  const deployed = (): InstanceRecord[] =>
    instances().filter(({ lastDeployedAt }) => lastDeployedAt !== null);
  return {
    id: revisionId(tenant, revision),
    name: definition.name,
    description: definition.description ?? null,
    documentation: definition.documentation ?? null,
    category: definition.category ?? null,
    labels: integration.labels,
    avatarUrl: integration.avatarUrl,
    customer: () => (customer ? customerView(tenant, customer) : null),
    parent: () => (parent ? integrationView(tenant, { integration: parent, version: undefined }) : null),
    createdAt: integration.createdAt,
    updatedAt: integration.updatedAt,
    lastExecutedAt: null,
    definition: (args: DefinitionArguments) => exported(revision, args),
    configPages: JSON.stringify(definition.configPages),
    endpointType: definition.endpointType?.toUpperCase() ?? null,
    preprocessFlowName: definition.preprocessFlowName ?? null,
    userLevelConfigured: definition.configPages?.some((each) => each.userLevelConfigured) ?? false,
    isCodeNative: definition.isCodeNative ?? false,
    ...versionFields(tenant, revision),
    flows: (args: PageArguments) => flowsPage(tenant, revision, args),
    requiredConfigVariables: (args: ListArguments) => requiredVariablesOfRevision(tenant, revision, args),
    testConfigVariables: (args: ListArguments) =>
      configVariablesPage(tenant, revision, testValues(tenant, integration), args, () =>
        systemInstanceView(tenant, revision),
      ),
    systemInstance: () => systemInstanceView(tenant, revision),
    instances: (args: ListArguments) => instancesPage(tenant, instances(), args),
    deployedInstances: () => (["ZERO", "ONE"] as const)[deployed().length] ?? "MULTIPLE",
    firstDeployedInstance: () => {
      const [first] = deployed();
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
    components: (args: ListArguments) => componentsPage(tenant, usedComponents(tenant, definition), args),
  };
}

function versionFields(tenant: Tenant, revision: IntegrationRevision): View {
  const { integration, version } = revision;
  const published = revisionsOf(integration).filter((each) => each.version !== undefined);
  return {
    versionNumber: revisionNumber(revision),
    versionComment: version?.comment ?? null,
    versionAttributes: version?.attributes ?? null,
    versionCreatedAt: version?.createdAt ?? null,
    versionCreatedBy: () => {
      const person = version?.createdBy ? tenant.stack.people.get(version.createdBy) : undefined;
      return person ? userView(tenant, person) : null;
    },
    versionIsAvailable: version?.isAvailable ?? false,
    versionIsLatest: version === integration.versions.at(-1),
    versionSequenceId: uuidOf(integration.id),
    hasUnpublishedChanges: integration.versions.at(-1)?.definition !== integration.definition,
    versionSequence: (args: ListArguments) =>
      integrationsPage(tenant, published, { ...args, allVersions: true }),
    versionAt: ({ id, versionNumber, latestAvailable }: VersionArguments) => {
      const found = revisionsOf(integration).find(
        (each) =>
          (!given(id) || id === revisionId(tenant, each)) &&
          (!given(versionNumber) || versionNumber === revisionNumber(each)) &&
          (latestAvailable !== true || each.version?.isAvailable),
      );
      return found ? integrationView(tenant, found) : null;
    },
  };
}

function exported(
  revision: IntegrationRevision,
  { version, useLatestComponentVersions }: DefinitionArguments,
): string {
  if (given(version) && version !== definitionVersion) {
    throw new DomainError(`Definitions are exported as version ${definitionVersion}, not as ${version}.`);
  }
  const stored = definitionOf(revision);
  return useLatestComponentVersions ? withLatestComponents(definitionFacts(stored).definition) : stored;
}

const definitionText =
  (field: "description" | "category") =>
  (revision: IntegrationRevision): string | null =>
    definitionFacts(definitionOf(revision)).definition[field] ?? null;

const nameOf = (revision: IntegrationRevision): string =>
  definitionFacts(definitionOf(revision)).definition.name;

const filters = (tenant: Tenant): Record<string, Filter<IntegrationRevision>> => ({
  name: equals(nameOf),
  name_Icontains: contains(nameOf),
  description: equals(definitionText("description")),
  description_Icontains: contains(definitionText("description")),
  category: equals(definitionText("category")),
  customer: equals(({ integration }) => integration.customer),
  customer_Isnull: isNull(({ integration }) => integration.customer),
  hasInstances: equals(({ integration }) => instancesOf(tenant, integration).length > 0),
  isCodeNative: equals(
    (revision) => definitionFacts(definitionOf(revision)).definition.isCodeNative ?? false,
  ),
  versionNumber: equals(revisionNumber),
  versionIsAvailable: equals(({ version }) => version?.isAvailable ?? false),
  versionSequenceId: equals(({ integration }) => uuidOf(integration.id)),
  createdAt_Gte: since(({ integration }) => integration.createdAt),
  createdAt_Lte: until(({ integration }) => integration.createdAt),
});

const orders = {
  NAME: nameOf,
  DESCRIPTION: definitionText("description"),
  CATEGORY: definitionText("category"),
  CREATED_AT: ({ integration }: IntegrationRevision) => integration.createdAt,
  UPDATED_AT: ({ integration }: IntegrationRevision) => integration.updatedAt,
  VERSION_NUMBER: revisionNumber,
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

/** Reading integrations. */
export const integrationQueries = {
  integration: ({ id }: { id: string }, { tenant }: ApiRequest) => {
    const revision = findRevision(tenant, id);
    if (!revision) throw recordNotFound();
    return integrationView(tenant, revision);
  },
  integrations: (args: ListArguments, { tenant }: ApiRequest) => listIntegrations(tenant, args),
};
