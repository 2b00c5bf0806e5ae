import type { CatalogComponent, CatalogConnectionType } from "../catalog.ts";
import type { InputDefinition } from "../catalogData.ts";
import {
  anything,
  contains,
  equals,
  equalsAnyCase,
  filtered,
  oneOf,
  oneOfAnyCase,
  sorted,
  type Filter,
  type ListArguments,
} from "../filters.ts";
import { page, type Page } from "../paging.ts";
import type { View } from "../request.ts";
import type { Tenant } from "../tenant.ts";
import { componentView } from "./components.ts";

type CatalogAction = CatalogComponent["actions"][number];

/** A connection type as the API shows it: its type `Connection`. */
export function connectionTypeView(tenant: Tenant, type: CatalogConnectionType): View {
  const { definition, component } = type;
  const view: View = {
    id: type.id,
    key: definition.key,
    label: definition.label,
    comments: definition.comments,
    component: () => componentView(tenant, component),
    default: type.order === 0,
    oauth2Type: definition.oauth2Type,
    onPremiseAvailable: definition.onPremiseAvailable ?? false,
    order: type.order,
    inputs: (args: ListArguments) =>
      page(filtered(type.inputs, args, inputFilters), args, ({ id, definition: input }) =>
        inputView(id, input, view),
      ),
  };
  return view;
}

const inputFilters: Record<string, Filter<CatalogConnectionType["inputs"][number]>> = {
  key: equals(({ definition }) => definition.key),
  key_In: oneOf(({ definition }) => definition.key),
  label_Icontains: contains(({ definition }) => definition.label),
  shown: equals(({ definition }) => definition.shown),
  type: equalsAnyCase(({ definition }) => definition.type),
  type_In: oneOfAnyCase(({ definition }) => definition.type),
};

function inputView(id: string, input: InputDefinition, connection: View): View {
  return {
    id,
    key: input.key,
    label: input.label,
    type: input.type,
    required: input.required,
    shown: input.shown,
    comments: input.comments,
    collection: input.collection ?? null,
    /** The platform fills in a default where the component declares none. */
    default: String(input.default ?? (input.type === "BOOLEAN" ? false : "")),
    model: input.model ? JSON.stringify(input.model) : null,
    onPremiseControlled: input.onPremiseControlled ?? false,
    example: null,
    placeholder: null,
    keyLabel: null,
    language: null,
    dataSource: null,
    action: null,
    parentId: null,
    scope: null,
    connection,
  };
}

/** An action, trigger or data source as the API shows it. */
export function actionView(tenant: Tenant, { id, definition, component }: CatalogAction): View {
  return {
    id,
    key: definition.key,
    label: definition.label,
    description: definition.label,
    component: () => componentView(tenant, component),
    isTrigger: definition.isTrigger,
    isDataSource: definition.isDataSource,
    dataSourceType: definition.dataSourceType,
    important: false,
    examplePayload: null,
  };
}

const actionFilters: Record<string, Filter<CatalogAction>> = {
  key: equals(({ definition }) => definition.key),
  key_In: oneOf(({ definition }) => definition.key),
  key_Icontains: contains(({ definition }) => definition.key),
  label_Icontains: contains(({ definition }) => definition.label),
  isTrigger: equals(({ definition }) => definition.isTrigger),
  isDataSource: equals(({ definition }) => definition.isDataSource),
  includeForCodeNativeIntegrations: anything,
};

const actionOrders = {
  LABEL: ({ definition }: CatalogAction) => definition.label,
  IS_TRIGGER: ({ definition }: CatalogAction) => definition.isTrigger,
  IS_DATA_SOURCE: ({ definition }: CatalogAction) => definition.isDataSource,
};

/** The actions that pass the filters. */
export function listActions(tenant: Tenant, actions: CatalogAction[], args: ListArguments): Page<View> {
  const found = sorted(filtered(actions, args, actionFilters), args, actionOrders);
  return page(found, args, (action) => actionView(tenant, action));
}
