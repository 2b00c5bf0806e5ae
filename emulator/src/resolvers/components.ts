import type { CatalogComponent, CatalogConnectionType } from "../catalogComponent.ts";
import type { ActionDefinition } from "../catalogData.ts";
import { matchesComponentQuery } from "../componentQuery.ts";
import { recordNotFound } from "../errors.ts";
import {
  anything,
  contains,
  equals,
  equalsAnyCase,
  filtered,
  given,
  isNull,
  oneOf,
  oneOfAnyCase,
  since,
  sorted,
  until,
  type Filter,
  type ListArguments,
} from "../filters.ts";
import { page, type Page } from "../paging.ts";
import type { ApiRequest, View } from "../request.ts";
import type { Tenant } from "../tenant.ts";
import { fileAddress } from "../uploads.ts";
import { actionView, listActions } from "./actions.ts";
import { connectionTypeView } from "./connectionTypes.ts";
import { customerView } from "./customers.ts";
import { userView } from "./users.ts";

/** A component version as the API shows it. */
export function componentView(tenant: Tenant, component: CatalogComponent): View {
  const { definition, publication } = component;
  const customer = customerOf(component);
  return {
    id: component.id,
    key: definition.key,
    label: definition.label,
    description: definition.description,
    public: definition.public,
    category: definition.category,
    customer: () => {
      const owner = customer === null ? undefined : tenant.customers.get(customer);
      return owner ? customerView(tenant, owner) : null;
    },
    documentationUrl: publication?.documentationUrl ?? null,
    forCodeNativeIntegration: publication?.forCodeNativeIntegration ?? false,
    hasConfigurationInit: publication?.hasConfigurationInit ?? false,
    signature: component.signature,
    iconUrl: () => fileAddress(tenant, { kind: "icon", ownerId: component.id }),
    sourceDownloadUrl: () => fileAddress(tenant, { kind: "source", ownerId: component.id }),
    versionNumber: definition.versionNumber,
    versionComment: publication?.comment ?? null,
    versionAttributes: publication?.attributes ?? null,
    versionCreatedAt: component.createdAt,
    versionCreatedBy: () => {
      const person = publication && tenant.stack.people.get(publication.createdBy);
      return person ? userView(tenant, person) : null;
    },
    versionIsAvailable: tenant.catalog.component(component.id) !== undefined,
    versionIsLatest: tenant.catalog.isLatest(component),
    versionSequenceId: component.versionSequenceId,
    connections: (args: ListArguments) => {
      const found = filtered(component.connectionTypes, args, connectionTypeFilters);
      return page(sorted(found, args, connectionTypeOrders), args, (type) =>
        connectionTypeView(tenant, type),
      );
    },
    actions: (args: ListArguments) => listActions(tenant, component.actions, args),
    versionSequence: (args: ListArguments) =>
      listComponents(tenant, {
        ...args,
        allVersions: true,
        includeComponentsForCodeNativeIntegrations: true,
        versionSequenceId: component.versionSequenceId,
      }),
    versionAt: ({ id, versionNumber }: { id?: string | null; versionNumber?: number | null }) => {
      const versions = tenant.catalog.versions(definition.key, definition.public);
      const found = given(id)
        ? versions.find((version) => version.id === id)
        : given(versionNumber)
          ? versions.find((version) => version.definition.versionNumber === versionNumber)
          : versions.at(-1);
      return found ? componentView(tenant, found) : null;
    },
  };
}

const customerOf = ({ publication }: CatalogComponent): string | null => publication?.customer ?? null;

const connectionTypeFilters: Record<string, Filter<CatalogConnectionType>> = {
  key: equals(({ definition }) => definition.key),
  key_Icontains: contains(({ definition }) => definition.key),
  label_Icontains: contains(({ definition }) => definition.label),
  oauth2Type: equalsAnyCase(({ definition }) => definition.oauth2Type),
  oauth2Type_In: oneOfAnyCase(({ definition }) => definition.oauth2Type),
  oauth2Type_Isnull: isNull(({ definition }) => definition.oauth2Type),
  includeForCodeNativeIntegrations: anything,
};

const connectionTypeOrders = {
  KEY: ({ definition }: CatalogConnectionType) => definition.key,
  LABEL: ({ definition }: CatalogConnectionType) => definition.label,
  ORDER: ({ order }: CatalogConnectionType) => order,
};

const componentFilters: Record<string, Filter<CatalogComponent>> = {
  key: equals(({ definition }) => definition.key),
  key_In: oneOf(({ definition }) => definition.key),
  key_Icontains: contains(({ definition }) => definition.key),
  label_Icontains: contains(({ definition }) => definition.label),
  description_Icontains: contains(({ definition }) => definition.description),
  category: equals(({ definition }) => definition.category),
  public: equals(({ definition }) => definition.public),
  customer: equals(customerOf),
  customer_Isnull: isNull(customerOf),
  /** Publishing gives no labels. */
  labels_Contains: () => false,
  labels_Icontains: () => false,
  versionNumber: equals(({ definition }) => definition.versionNumber),
  versionSequenceId: equals(({ versionSequenceId }) => versionSequenceId),
  versionIsAvailable: equals(() => true),
  versionCreatedAt_Gte: since(({ createdAt }) => createdAt),
  versionCreatedAt_Lte: until(({ createdAt }) => createdAt),
  hasConnections: equals(({ definition }) => definition.connections.length > 0),
  hasOauth2Connections: equals(({ definition }) => definition.connections.some((type) => type.oauth2Type)),
  hasSimpleConnections: equals(({ definition }) => definition.connections.some((type) => !type.oauth2Type)),
  hasActions: equals(({ definition }) => definition.actions.some(isPlainAction)),
  hasTriggers: equals(({ definition }) => definition.actions.some(({ isTrigger }) => isTrigger)),
  hasDataSources: equals(({ definition }) => definition.actions.some(({ isDataSource }) => isDataSource)),
  filterQuery: ({ definition }, query: string) => matchesComponentQuery(query, definition),
};

const isPlainAction = ({ isTrigger, isDataSource }: ActionDefinition): boolean => !isTrigger && !isDataSource;

const componentOrders = {
  CATEGORY: ({ definition }: CatalogComponent) => definition.category,
  DESCRIPTION: ({ definition }: CatalogComponent) => definition.description,
  LABEL: ({ definition }: CatalogComponent) => definition.label,
  VERSION_CREATED_AT: ({ createdAt }: CatalogComponent) => createdAt,
  VERSION_NUMBER: ({ definition }: CatalogComponent) => definition.versionNumber,
};

/** The components of a tenant, only the latest version of each unless asked otherwise. */
export function listComponents(
  tenant: Tenant,
  { allVersions, includeComponentsForCodeNativeIntegrations: includeCodeNative, ...args }: ListArguments,
): Page<View> {
  const anyVersion = allVersions === true || given(args["versionNumber"]);
  const components = tenant.catalog
    .all()
    .filter((component) => anyVersion || tenant.catalog.isLatest(component))
    .filter(({ publication }) => includeCodeNative === true || !publication?.forCodeNativeIntegration);
  return componentsPage(tenant, components, args);
}

/** The components of a list that pass the filters. */
export function componentsPage(
  tenant: Tenant,
  components: CatalogComponent[],
  args: ListArguments,
): Page<View> {
  const found = sorted(filtered(components, args, componentFilters), args, componentOrders);
  return page(found, args, (component) => componentView(tenant, component));
}

/** The component library. */
export const componentQueries = {
  component: ({ id }: { id: string }, { tenant }: ApiRequest) => {
    const component = tenant.catalog.component(id);
    if (!component) throw recordNotFound();
    return componentView(tenant, component);
  },

  components: (args: ListArguments, { tenant }: ApiRequest) => listComponents(tenant, args),

  actions: ({ component: id, ...args }: ListArguments, { tenant }: ApiRequest) => {
    const components = tenant.catalog
      .all()
      .filter((component) => (given(id) ? component.id === id : tenant.catalog.isLatest(component)));
    return listActions(
      tenant,
      components.flatMap(({ actions }) => actions),
      args,
    );
  },

  action: ({ id }: { id: string }, { tenant }: ApiRequest) => {
    const action = tenant.catalog
      .all()
      .flatMap(({ actions }) => actions)
      .find((each) => each.id === id);
    if (!action) throw recordNotFound();
    return actionView(tenant, action);
  },
};
