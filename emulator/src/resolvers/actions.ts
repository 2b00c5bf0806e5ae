import type { CatalogAction } from "../catalogComponent.ts";
import {
  anything,
  contains,
  equals,
  equalsAnyCase,
  filtered,
  oneOf,
  sorted,
  type Filter,
  type ListArguments,
} from "../filters.ts";
import { page, type Page } from "../paging.ts";
import type { View } from "../request.ts";
import type { Tenant } from "../tenant.ts";
import { componentView } from "./components.ts";
import { inputsPage } from "./inputFields.ts";

/** What an action is whose component says nothing else. */
const defaults: View = {
  examplePayload: null,
  important: false,
  directions: null,
  allowsBranching: false,
  staticBranchNames: null,
  dynamicBranchInput: "",
  breakLoop: false,
  terminateExecution: false,
  canCallComponentFunctions: false,
  hasOnInstanceDeploy: false,
  hasOnInstanceDelete: false,
  hasWebhookCreateFunction: false,
  hasWebhookDeleteFunction: false,
  isCommonTrigger: false,
  isPollingTrigger: false,
  scheduleSupport: null,
  synchronousResponseSupport: null,
  performSafety: null,
  examplePerformSafety: null,
  outputSchema: null,
  triggerResolverSupport: null,
};

/** An action, trigger or data source as the API shows it. */
export function actionView(tenant: Tenant, action: CatalogAction): View {
  const { definition, component } = action;
  const dataSource = (key: string): View | null => {
    const found = component.actions.find(
      (each) => each.definition.isDataSource && each.definition.key === key,
    );
    return found ? actionView(tenant, found) : null;
  };
  const details = Object.fromEntries(
    Object.entries(definition.details).filter(([name, value]) => name in defaults && value !== null),
  );
  const view: View = {
    ...defaults,
    ...details,
    id: action.id,
    key: definition.key,
    label: definition.label,
    description: definition.description ?? definition.label,
    component: () => componentView(tenant, component),
    isTrigger: definition.isTrigger,
    isDataSource: definition.isDataSource,
    isDetailDataSource: component.actions.some(
      (each) => definition.isDataSource && each.definition.detailDataSource === definition.key,
    ),
    dataSourceType: definition.dataSourceType,
    detailDataSource: () => (definition.detailDataSource ? dataSource(definition.detailDataSource) : null),
    inputs: (args: ListArguments) => inputsPage(action.inputs, args, { action: view, dataSource }),
  };
  return view;
}

const actionFilters: Record<string, Filter<CatalogAction>> = {
  key: equals(({ definition }) => definition.key),
  key_In: oneOf(({ definition }) => definition.key),
  key_Icontains: contains(({ definition }) => definition.key),
  label_Icontains: contains(({ definition }) => definition.label),
  isTrigger: equals(({ definition }) => definition.isTrigger),
  isDataSource: equals(({ definition }) => definition.isDataSource),
  dataSourceType: equalsAnyCase(({ definition }) => definition.dataSourceType),
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
