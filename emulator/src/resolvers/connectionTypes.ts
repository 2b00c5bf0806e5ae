import type { CatalogComponent, CatalogConnectionType } from "../catalog.ts";
import type { InputDefinition } from "../catalogData.ts";
import {
  contains,
  equals,
  equalsAnyCase,
  oneOf,
  oneOfAnyCase,
  sorted,
  type SortArguments,
} from "../filters.ts";
import { page, type Page, type PageArguments } from "../paging.ts";
import type { View } from "../request.ts";
import type { Tenant } from "../tenant.ts";
import { componentView } from "./components.ts";

interface InputFilters extends PageArguments {
  key?: string | null;
  key_In?: (string | null)[] | null;
  label_Icontains?: string | null;
  shown?: boolean | null;
  type?: string | null;
  type_In?: (string | null)[] | null;
}

/** How actions, triggers and data sources may be asked for. */
export interface ActionFilters extends PageArguments, SortArguments {
  key?: string | null;
  key_In?: (string | null)[] | null;
  key_Icontains?: string | null;
  label_Icontains?: string | null;
  isTrigger?: boolean | null;
  isDataSource?: boolean | null;
}

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
    inputs: (args: InputFilters) =>
      page(
        type.inputs.filter(({ definition: input }) => passes(input, args)),
        args,
        ({ id, definition: input }) => inputView(id, input, view),
      ),
  };
  return view;
}

const passes = (input: InputDefinition, args: InputFilters): boolean =>
  equals(args.key, input.key) &&
  oneOf(args.key_In, input.key) &&
  contains(args.label_Icontains, input.label) &&
  equals(args.shown, input.shown) &&
  equalsAnyCase(args.type, input.type) &&
  oneOfAnyCase(args.type_In, input.type);

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

/** The actions that pass the filters. */
export function listActions(tenant: Tenant, actions: CatalogAction[], args: ActionFilters): Page<View> {
  const found = actions.filter(
    ({ definition }) =>
      equals(args.key, definition.key) &&
      oneOf(args.key_In, definition.key) &&
      contains(args.key_Icontains, definition.key) &&
      contains(args.label_Icontains, definition.label) &&
      equals(args.isTrigger, definition.isTrigger) &&
      equals(args.isDataSource, definition.isDataSource),
  );
  const order = sorted(found, args, {
    LABEL: ({ definition }) => definition.label,
    IS_TRIGGER: ({ definition }) => definition.isTrigger,
    IS_DATA_SOURCE: ({ definition }) => definition.isDataSource,
  });
  return page(order, args, (action) => actionView(tenant, action));
}
