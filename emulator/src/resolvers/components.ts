import type { CatalogComponent, CatalogConnectionType } from "../catalog.ts";
import { matchesComponentQuery } from "../componentQuery.ts";
import { recordNotFound } from "../errors.ts";
import {
  contains,
  equals,
  equalsAnyCase,
  given,
  isNull,
  oneOf,
  sorted,
  within,
  type SortArguments,
} from "../filters.ts";
import { page, type Page, type PageArguments } from "../paging.ts";
import type { ApiRequest, View } from "../request.ts";
import type { Tenant } from "../tenant.ts";
import { actionView, connectionTypeView, listActions, type ActionFilters } from "./connectionTypes.ts";

/** How components may be asked for. */
export interface ComponentFilters extends PageArguments, SortArguments {
  key?: string | null;
  key_In?: (string | null)[] | null;
  key_Icontains?: string | null;
  label_Icontains?: string | null;
  description_Icontains?: string | null;
  category?: string | null;
  public?: boolean | null;
  customer?: string | null;
  customer_Isnull?: boolean | null;
  hasConnections?: boolean | null;
  hasActions?: boolean | null;
  hasTriggers?: boolean | null;
  hasDataSources?: boolean | null;
  hasOauth2Connections?: boolean | null;
  hasSimpleConnections?: boolean | null;
  filterQuery?: string | null;
  allVersions?: boolean | null;
  versionNumber?: number | null;
  versionSequenceId?: string | null;
  versionCreatedAt_Gte?: string | null;
  versionCreatedAt_Lte?: string | null;
}

interface ConnectionTypeFilters extends PageArguments, SortArguments {
  key?: string | null;
  key_Icontains?: string | null;
  label_Icontains?: string | null;
  oauth2Type?: string | null;
  oauth2Type_Isnull?: boolean | null;
}

/** A component version as the API shows it. */
export function componentView(tenant: Tenant, component: CatalogComponent): View {
  const { definition } = component;
  return {
    id: component.id,
    key: definition.key,
    label: definition.label,
    description: definition.description,
    public: definition.public,
    category: definition.category,
    customer: null,
    documentationUrl: null,
    forCodeNativeIntegration: false,
    hasConfigurationInit: false,
    versionNumber: definition.versionNumber,
    versionComment: null,
    versionAttributes: null,
    versionCreatedAt: component.createdAt,
    versionCreatedBy: null,
    versionIsAvailable: true,
    versionIsLatest: tenant.catalog.isLatest(component),
    versionSequenceId: component.versionSequenceId,
    connections: (args: ConnectionTypeFilters) =>
      page(connectionTypesOf(component, args), args, (type) => connectionTypeView(tenant, type)),
    actions: (args: ActionFilters) => listActions(tenant, component.actions, args),
    versionSequence: (args: ComponentFilters) =>
      listComponents(tenant, { ...args, allVersions: true, versionSequenceId: component.versionSequenceId }),
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

function connectionTypesOf(
  component: CatalogComponent,
  args: ConnectionTypeFilters,
): CatalogConnectionType[] {
  const found = component.connectionTypes.filter(
    ({ definition }) =>
      equals(args.key, definition.key) &&
      contains(args.key_Icontains, definition.key) &&
      contains(args.label_Icontains, definition.label) &&
      equalsAnyCase(args.oauth2Type, definition.oauth2Type) &&
      isNull(args.oauth2Type_Isnull, definition.oauth2Type),
  );
  return sorted(found, args, {
    KEY: ({ definition }) => definition.key,
    LABEL: ({ definition }) => definition.label,
    ORDER: ({ order }) => order,
  });
}

/** The components of a tenant, only the latest version of each unless asked otherwise. */
export function listComponents(tenant: Tenant, args: ComponentFilters): Page<View> {
  const anyVersion = args.allVersions === true || given(args.versionNumber);
  const found = tenant.catalog.all().filter((component) => {
    const { definition } = component;
    const has = (wanted: boolean | null | undefined, some: boolean): boolean =>
      !given(wanted) || wanted === some;
    return (
      (anyVersion || tenant.catalog.isLatest(component)) &&
      equals(args.versionNumber, definition.versionNumber) &&
      equals(args.versionSequenceId, component.versionSequenceId) &&
      within(args.versionCreatedAt_Gte, args.versionCreatedAt_Lte, component.createdAt) &&
      equals(args.key, definition.key) &&
      oneOf(args.key_In, definition.key) &&
      contains(args.key_Icontains, definition.key) &&
      contains(args.label_Icontains, definition.label) &&
      contains(args.description_Icontains, definition.description) &&
      equals(args.category, definition.category) &&
      equals(args.public, definition.public) &&
      equals(args.customer, null) &&
      isNull(args.customer_Isnull, null) &&
      has(args.hasConnections, definition.connections.length > 0) &&
      has(
        args.hasOauth2Connections,
        definition.connections.some((type) => type.oauth2Type !== null),
      ) &&
      has(
        args.hasSimpleConnections,
        definition.connections.some((type) => type.oauth2Type === null),
      ) &&
      has(
        args.hasActions,
        definition.actions.some((action) => !action.isTrigger && !action.isDataSource),
      ) &&
      has(
        args.hasTriggers,
        definition.actions.some((action) => action.isTrigger),
      ) &&
      has(
        args.hasDataSources,
        definition.actions.some((action) => action.isDataSource),
      ) &&
      matchesComponentQuery(args.filterQuery, definition)
    );
  });
  const order = sorted(found, args, {
    CATEGORY: ({ definition }) => definition.category,
    DESCRIPTION: ({ definition }) => definition.description,
    LABEL: ({ definition }) => definition.label,
    VERSION_CREATED_AT: ({ createdAt }) => createdAt,
    VERSION_NUMBER: ({ definition }) => definition.versionNumber,
  });
  return page(order, args, (component) => componentView(tenant, component));
}

/** The component library. */
export const componentQueries = {
  component: ({ id }: { id: string }, { tenant }: ApiRequest) => {
    const component = tenant.catalog.component(id);
    if (!component) throw recordNotFound();
    return componentView(tenant, component);
  },

  components: (args: ComponentFilters, { tenant }: ApiRequest) => listComponents(tenant, args),

  actions: (args: ActionFilters & { component?: string | null }, { tenant }: ApiRequest) => {
    const components = tenant.catalog
      .all()
      .filter((component) =>
        given(args.component) ? component.id === args.component : tenant.catalog.isLatest(component),
      );
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
