import type { CatalogComponent } from "../catalogComponent.ts";
import type { ActionDefinition } from "../catalogData.ts";
import { matchesComponentQuery } from "../componentQuery.ts";
import { contains, equals, isNull, nothing, oneOf, since, until } from "../graph/filters.ts";
import { columns, partsOf, type ObjectType } from "../graph/objectType.ts";
import { maySeeComponent } from "../permissions.ts";
import { given } from "../request.ts";
import type { Tenant } from "../tenant.ts";
import { fileAddress } from "../uploads.ts";

const customerOf = ({ publication }: CatalogComponent): string | null => publication?.customer ?? null;

const isPlainAction = ({ isTrigger, isDataSource }: ActionDefinition): boolean => !isTrigger && !isDataSource;

const versionsOf = (tenant: Tenant, { definition }: CatalogComponent): CatalogComponent[] =>
  tenant.catalog.versions(definition.key, definition.public);

interface VersionArguments {
  id?: string | null;
  versionNumber?: number | null;
}

/** `Component`: one version of a component. */
export const component: ObjectType<CatalogComponent> = {
  fields: {
    ...columns("id", "signature", "versionSequenceId", "actions"),
    ...partsOf(
      ({ definition }: CatalogComponent) => definition,
      "key",
      "label",
      "description",
      "public",
      "category",
      "versionNumber",
    ),
    connections: ({ connectionTypes }) => connectionTypes,
    customer: ({ publication }, { tenant }) => tenant.customers.get(publication?.customer ?? ""),
    documentationUrl: ({ publication }) => publication?.documentationUrl,
    forCodeNativeIntegration: ({ publication }) => publication?.forCodeNativeIntegration ?? false,
    iconUrl: ({ id }, { tenant }) => fileAddress(tenant, { kind: "icon", ownerId: id }),
    sourceDownloadUrl: ({ id }, { tenant }) => fileAddress(tenant, { kind: "source", ownerId: id }),
    versionComment: ({ publication }) => publication?.comment,
    versionAttributes: ({ publication }) => publication?.attributes,
    versionCreatedAt: ({ createdAt }) => createdAt,
    versionCreatedBy: ({ publication }, { stack }) => stack.people.get(publication?.createdBy ?? ""),
    versionIsAvailable: ({ id }, { tenant }) => tenant.catalog.component(id) !== undefined,
    versionIsLatest: (version, { tenant }) => tenant.catalog.isLatest(version),
    versionSequence: {
      read: (version, { tenant }) => versionsOf(tenant, version),
      always: { allVersions: true, includeComponentsForCodeNativeIntegrations: true },
    },
    versionAt: (version, { tenant }, { id, versionNumber }: VersionArguments) => {
      const versions = versionsOf(tenant, version);
      if (given(id)) return versions.find((each) => each.id === id);
      if (given(versionNumber)) {
        return versions.find(({ definition }) => definition.versionNumber === versionNumber);
      }
      return versions.at(-1);
    },
  },
  visible: maySeeComponent,
  defaults: { allVersions: false, includeComponentsForCodeNativeIntegrations: false },
  filters: {
    allVersions:
      (all: boolean, { tenant }, { args }) =>
      (version) =>
        all || given(args["versionNumber"]) || tenant.catalog.isLatest(version),
    includeComponentsForCodeNativeIntegrations:
      (included: boolean) =>
      ({ publication }) =>
        included || !publication?.forCodeNativeIntegration,
    key: equals(({ definition }) => definition.key),
    key_In: oneOf(({ definition }) => definition.key),
    key_Icontains: contains(({ definition }) => definition.key),
    label_Icontains: contains(({ definition }) => definition.label),
    description_Icontains: contains(({ definition }) => definition.description),
    category: equals(({ definition }) => definition.category),
    public: equals(({ definition }) => definition.public),
    customer: equals(customerOf),
    customer_Isnull: isNull(customerOf),
    // Publishing gives no labels.
    labels_Contains: nothing,
    labels_Icontains: nothing,
    versionNumber: equals(({ definition }) => definition.versionNumber),
    versionSequenceId: equals("versionSequenceId"),
    versionIsAvailable: equals(() => true),
    versionCreatedAt_Gte: since("createdAt"),
    versionCreatedAt_Lte: until("createdAt"),
    hasConnections: equals(({ definition }) => definition.connections.length > 0),
    hasOauth2Connections: equals(({ definition }) => definition.connections.some((type) => type.oauth2Type)),
    hasSimpleConnections: equals(({ definition }) => definition.connections.some((type) => !type.oauth2Type)),
    hasActions: equals(({ definition }) => definition.actions.some(isPlainAction)),
    hasTriggers: equals(({ definition }) => definition.actions.some(({ isTrigger }) => isTrigger)),
    hasDataSources: equals(({ definition }) => definition.actions.some(({ isDataSource }) => isDataSource)),
    filterQuery:
      (query: string) =>
      ({ definition }) =>
        matchesComponentQuery(query, definition),
  },
  orders: {
    CATEGORY: ({ definition }) => definition.category,
    DESCRIPTION: ({ definition }) => definition.description,
    LABEL: ({ definition }) => definition.label,
    VERSION_CREATED_AT: "createdAt",
    VERSION_NUMBER: ({ definition }) => definition.versionNumber,
  },
};
