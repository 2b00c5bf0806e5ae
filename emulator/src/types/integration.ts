import { heldVariables, variablesOf } from "../configValues.ts";
import { userLevelVariables } from "../definition/connections.ts";
import { exportedDefinition } from "../definition/export.ts";
import { usedComponents } from "../definition/references.ts";
import { definitionVersion } from "../definition/schema.ts";
import { DomainError } from "../errors.ts";
import {
  anyContains,
  contains,
  equals,
  equalsAnyCase,
  includes,
  isNull,
  oneOf,
  since,
  startsWith,
  until,
} from "../graph/filters.ts";
import { partsOf, type ObjectType, type Read } from "../graph/objectType.ts";
import { related } from "../graph/relations.ts";
import { uuidOf } from "../ids.ts";
import type { InstanceRecord } from "../model.ts";
import { maySeeIntegration } from "../permissions.ts";
import { given, type ApiRequest } from "../request.ts";
import {
  draftOf,
  flowsOf,
  isAvailable,
  parsedDefinition,
  revisionId,
  revisionNumber,
  revisionsOf,
  type IntegrationRevision,
} from "../revisions.ts";
import { testInstance } from "../testInstances.ts";
import { connectionsOfRevision } from "../usage.ts";

interface VersionArguments {
  id?: string | null;
  versionNumber?: number | null;
  latestAvailable?: boolean | null;
}

interface DefinitionArguments {
  version?: number | null;
  useLatestComponentVersions?: boolean | null;
}

const name = (revision: IntegrationRevision): string => parsedDefinition(revision).name;

const text =
  (part: "description" | "documentation" | "category" | "preprocessFlowName") =>
  (revision: IntegrationRevision): string | null =>
    parsedDefinition(revision)[part] ?? null;

const isCodeNative = (revision: IntegrationRevision): boolean =>
  parsedDefinition(revision).isCodeNative ?? false;

const available: Read<IntegrationRevision, boolean> = (revision, { tenant }) => isAvailable(tenant, revision);

const marketplaceConfiguration = ({ version }: IntegrationRevision): string =>
  version?.marketplace?.configuration ?? "NOT_AVAILABLE_IN_MARKETPLACE";

const allowsMultiple = ({ version }: IntegrationRevision): boolean =>
  version?.marketplace?.allowMultipleInstances ?? false;

const labels = ({ integration }: IntegrationRevision): string[] => integration.labels;

const hasUnpublishedChanges = ({
  integration: { versions, definition: draft },
}: IntegrationRevision): boolean => versions.at(-1)?.definition !== draft;

const sequenceId = ({ integration }: IntegrationRevision): string => uuidOf(integration.id);

const instances: Read<IntegrationRevision, InstanceRecord[]> = ({ integration }, { tenant }) =>
  tenant.instances.all().filter((instance) => instance.integration === integration.id);

const deployed: Read<IntegrationRevision, InstanceRecord[]> = (revision, request) =>
  instances(revision, request).filter(({ lastDeployedAt }) => lastDeployedAt !== null);

function definition(
  revision: IntegrationRevision,
  { tenant }: ApiRequest,
  { version, useLatestComponentVersions }: DefinitionArguments,
): string {
  if (given(version) && version !== definitionVersion) {
    throw new DomainError(`Definitions are exported as version ${definitionVersion}, not as ${version}.`);
  }
  return exportedDefinition(tenant, revision, useLatestComponentVersions === true);
}

/** Finds the newest revision of each integration in a list. */
function newestOf(revisions: readonly IntegrationRevision[]): Set<IntegrationRevision> {
  const newest = new Map(revisions.toReversed().map((revision) => [revision.integration.id, revision]));
  return new Set(newest.values());
}

/** `Integration`: an integration's draft, or one version of it. */
export const integration: ObjectType<IntegrationRevision> = {
  fields: {
    ...partsOf(
      ({ integration }: IntegrationRevision) => integration,
      "labels",
      "avatarUrl",
      "createdAt",
      "updatedAt",
    ),
    id: (revision, { tenant }) => revisionId(tenant, revision),
    name,
    description: text("description"),
    documentation: text("documentation"),
    category: text("category"),
    preprocessFlowName: text("preprocessFlowName"),
    isCodeNative,
    customer: (revision, { tenant }) => tenant.customers.get(revision.integration.customer ?? ""),
    parent: (revision, { tenant }) => {
      const parent = tenant.integrations.get(revision.integration.parent ?? "");
      return parent && draftOf(parent);
    },
    lastExecutedAt: null,
    definition,
    configPages: (revision) => JSON.stringify(parsedDefinition(revision).configPages),
    endpointType: (revision) => parsedDefinition(revision).endpointType?.toUpperCase(),
    userLevelConfigured: (revision) => userLevelVariables(parsedDefinition(revision)).size > 0,
    versionNumber: revisionNumber,
    versionComment: ({ version }) => version?.comment,
    versionAttributes: ({ version }) => version?.attributes,
    versionCreatedAt: ({ version }) => version?.createdAt,
    versionCreatedBy: ({ version }, { stack }) => stack.people.get(version?.createdBy ?? ""),
    versionIsAvailable: available,
    versionIsLatest: ({ integration: { versions }, version }) => version === versions.at(-1),
    versionSequenceId: sequenceId,
    hasUnpublishedChanges,
    versionSequence: {
      read: (revision) => revisionsOf(revision.integration).filter(({ version }) => version !== undefined),
      always: { allVersions: true },
    },
    marketplaceConfiguration,
    overview: ({ version }) => version?.marketplace?.overview,
    allowMultipleMarketplaceInstances: allowsMultiple,
    versionAt: (revision, { tenant }, { id, versionNumber, latestAvailable }: VersionArguments) =>
      revisionsOf(revision.integration).find(
        (each) =>
          (!given(id) || id === revisionId(tenant, each)) &&
          (!given(versionNumber) || versionNumber === revisionNumber(each)) &&
          (latestAvailable !== true || isAvailable(tenant, each)),
      ),
    flows: flowsOf,
    requiredConfigVariables: variablesOf,
    testConfigVariables: (revision, { tenant }) =>
      heldVariables(draftOf(revision.integration), testInstance(tenant, revision.integration)),
    systemInstance: (revision, { tenant }) => testInstance(tenant, revision.integration),
    instances: (revision, request) => [
      ...instances(revision, request),
      testInstance(request.tenant, revision.integration),
    ],
    deployedInstances: (revision, request) =>
      ["ZERO", "ONE"][deployed(revision, request).length] ?? "MULTIPLE",
    firstDeployedInstance: (revision, request) => deployed(revision, request)[0],
    scopedConfigVariables: related(connectionsOfRevision),
    components: {
      read: (revision, { tenant }) => usedComponents(tenant, parsedDefinition(revision)),
      always: { allVersions: true, includeComponentsForCodeNativeIntegrations: true },
    },
  },
  visible: maySeeIntegration,
  defaults: { allVersions: false },
  filters: {
    allVersions: (all: boolean, _request, { records }) => {
      const newest = newestOf(records);
      return (revision) => all || newest.has(revision);
    },
    name: equals(name),
    name_Icontains: contains(name),
    description: equals(text("description")),
    description_Icontains: contains(text("description")),
    category: equals(text("category")),
    category_Icontains: contains(text("category")),
    labels_Contains: includes(labels),
    labels_Icontains: anyContains(labels),
    hasUnpublishedChanges: equals(hasUnpublishedChanges),
    customer: equals(({ integration: { customer } }) => customer),
    customer_Isnull: isNull(({ integration: { customer } }) => customer),
    hasInstances: equals((revision, request) => instances(revision, request).length > 0),
    isCodeNative: equals(isCodeNative),
    versionNumber: equals(revisionNumber),
    versionIsAvailable: equals(available),
    marketplaceConfiguration_Iexact: equalsAnyCase(marketplaceConfiguration),
    marketplaceConfiguration_In: oneOf(marketplaceConfiguration),
    marketplaceConfiguration_Istartswith: startsWith(marketplaceConfiguration),
    allowMultipleMarketplaceInstances: equals(allowsMultiple),
    versionSequenceId: equals(sequenceId),
    createdAt_Gte: since(({ integration: { createdAt } }) => createdAt),
    createdAt_Lte: until(({ integration: { createdAt } }) => createdAt),
    updatedAt_Gte: since(({ integration: { updatedAt } }) => updatedAt),
    updatedAt_Lte: until(({ integration: { updatedAt } }) => updatedAt),
  },
  orders: {
    NAME: name,
    DESCRIPTION: text("description"),
    CATEGORY: text("category"),
    CREATED_AT: ({ integration: { createdAt } }) => createdAt,
    UPDATED_AT: ({ integration: { updatedAt } }) => updatedAt,
    CUSTOMER: ({ integration: { customer } }, { tenant }) => tenant.customers.get(customer ?? "")?.name,
    PUBLISHED_AT: ({ version }) => version?.createdAt,
    VERSION_NUMBER: revisionNumber,
  },
};
