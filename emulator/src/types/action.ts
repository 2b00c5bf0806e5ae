import type { CatalogAction } from "../catalogComponent.ts";
import { anything, contains, equals, equalsAnyCase, oneOf } from "../graph/filters.ts";
import { columns, partsOf, type Field, type ObjectType, type Read } from "../graph/objectType.ts";
import { maySeeComponent } from "../permissions.ts";

/** Fields that a component publishes under the API's names, with their values where it leaves them out. */
const details = {
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
  hasOnDeployPerform: false,
};

const detailFields = Object.fromEntries(
  Object.entries(details).map(([name, otherwise]): [string, Field<CatalogAction>] => [
    name,
    ({ definition: { details: own } }) => new Map(Object.entries(own)).get(name) ?? otherwise,
  ]),
);

interface OutputSchema {
  branchSchemas?: object[] | null;
}

/** Finds the published schema of an action's results: one, or one for each branch. */
function outputSchema({ definition }: CatalogAction): object | null {
  const published = definition.details["outputSchema"] as OutputSchema | null | undefined;
  return published
    ? { __typename: published.branchSchemas ? "BranchingOutputSchema" : "ActionOutputSchema", ...published }
    : null;
}

const detailDataSource: Read<CatalogAction, CatalogAction | undefined> = ({ definition, component }) =>
  component.actions.find(
    (each) => each.definition.isDataSource && each.definition.key === definition.detailDataSource,
  );

/** `Action`: an action, trigger or data source. */
export const action: ObjectType<CatalogAction> = {
  fields: {
    ...detailFields,
    ...columns("id", "component", "inputs"),
    ...partsOf(
      ({ definition }: CatalogAction) => definition,
      "key",
      "label",
      "isTrigger",
      "isDataSource",
      "dataSourceType",
    ),
    description: ({ definition }) => definition.description ?? definition.label,
    isDetailDataSource: ({ definition, component }) =>
      component.actions.some(
        (each) => definition.isDataSource && each.definition.detailDataSource === definition.key,
      ),
    detailDataSource,
    outputSchema,
  },
  visible: ({ component }, request) => maySeeComponent(component, request),
  filters: {
    component: equals(({ component }) => component.id),
    key: equals(({ definition }) => definition.key),
    key_In: oneOf(({ definition }) => definition.key),
    key_Icontains: contains(({ definition }) => definition.key),
    label_Icontains: contains(({ definition }) => definition.label),
    isTrigger: equals(({ definition }) => definition.isTrigger),
    isDataSource: equals(({ definition }) => definition.isDataSource),
    dataSourceType: equalsAnyCase(({ definition }) => definition.dataSourceType),
    includeForCodeNativeIntegrations: anything,
  },
  orders: {
    LABEL: ({ definition }) => definition.label,
    IS_TRIGGER: ({ definition }) => definition.isTrigger,
    IS_DATA_SOURCE: ({ definition }) => definition.isDataSource,
  },
};
