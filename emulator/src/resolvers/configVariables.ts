import {
  authorizationOf,
  configValueId,
  credentialsFor,
  ownConnectionType,
  ownInputs,
  reusableConnection,
  type ValueHolder,
} from "../configValues.ts";
import { definitionFacts, isConnection } from "../definition/facts.ts";
import type { ConfigVariable } from "../definition/schema.ts";
import {
  equals,
  equalsAnyCase,
  filtered,
  oneOf,
  oneOfAnyCase,
  sorted,
  type ListArguments,
} from "../filters.ts";
import { inputsPage } from "../inputs.ts";
import type { ConnectionRecord } from "../model.ts";
import { page, type Page, type PageArguments } from "../paging.ts";
import type { View } from "../request.ts";
import type { Tenant } from "../tenant.ts";
import { definitionOf, revisionsUsing, sameStableKey, type IntegrationRevision } from "../usage.ts";
import { connectionView } from "./connections.ts";
import { connectionTypeView } from "./connectionTypes.ts";
import { credentialsView } from "./customerCredentials.ts";
import { integrationView } from "./integrations.ts";
import { revisionId } from "./revisions.ts";

interface PlacedVariable {
  variable: ConfigVariable;
  revision: IntegrationRevision;
}

const variablesOf = (revision: IntegrationRevision): PlacedVariable[] =>
  (definitionFacts(definitionOf(revision)).definition.requiredConfigVars ?? []).map((variable) => ({
    variable,
    revision,
  }));

const dataTypeOf = ({ variable }: PlacedVariable): string =>
  isConnection(variable) ? "CONNECTION" : (variable.dataType ?? "string").toUpperCase();

/** A config variable as a draft or a version declares it. */
function requiredVariableView(tenant: Tenant, placed: PlacedVariable): View {
  const { variable, revision } = placed;
  const integrationId = revisionId(tenant, revision);
  const id = tenant.derivedId("RequiredConfigVariable", `${integrationId}/${variable.key}`);
  const type = (): ReturnType<typeof ownConnectionType> => ownConnectionType(tenant, variable);
  return {
    id,
    key: variable.key,
    stableKey: variable.stableKey ?? null,
    description: variable.description ?? null,
    header: variable.header ?? null,
    dataType: dataTypeOf(placed),
    defaultValue: variable.defaultValue ?? null,
    pickList: variable.pickList ?? null,
    orgOnly: variable.orgOnly ?? false,
    scheduleType: variable.scheduleType?.toUpperCase() ?? null,
    timeZone: variable.timeZone ?? null,
    codeLanguage: variable.codeLanguage?.toUpperCase() ?? null,
    collectionType: variable.collectionType?.toUpperCase() ?? null,
    onPremiseConnectionConfig: variable.onPremiseConnectionConfig?.toUpperCase() ?? "DISALLOWED",
    meta: JSON.stringify(variable.meta ?? {}),
    sortOrder: variablesOf(revision).findIndex((each) => each.variable.key === variable.key),
    inputs: (args: PageArguments) => inputsPage(tenant, id, ownInputs(variable, undefined), type(), args),
    connection: () => {
      const found = type();
      return found ? connectionTypeView(tenant, found) : null;
    },
    integration: () => integrationView(tenant, revision),
    scopedConfigVariable: () => {
      const connection = reusableConnection(tenant, variable);
      return connection ? connectionView(tenant, connection) : null;
    },
  };
}

function requiredPage(tenant: Tenant, variables: PlacedVariable[], args: ListArguments): Page<View> {
  const found = filtered(variables, args, {
    key: equals(({ variable }: PlacedVariable) => variable.key),
    key_In: oneOf(({ variable }: PlacedVariable) => variable.key),
    integration: equals(({ revision }: PlacedVariable) => revisionId(tenant, revision)),
    dataType: equalsAnyCase(dataTypeOf),
    dataType_In: oneOfAnyCase(dataTypeOf),
    orgOnly: equals(({ variable }: PlacedVariable) => variable.orgOnly ?? false),
  });
  const orders = {
    SORT_ORDER: ({ variable, revision }: PlacedVariable) =>
      variablesOf(revision).findIndex((each) => each.variable.key === variable.key),
  };
  return page(sorted(found, args, orders), args, (placed) => requiredVariableView(tenant, placed));
}

/** The config variables of a draft or a version. */
export const requiredVariablesOfRevision = (
  tenant: Tenant,
  revision: IntegrationRevision,
  args: ListArguments,
): Page<View> => requiredPage(tenant, variablesOf(revision), args);

/** The config variables, in drafts and versions, that a connection fills. */
export function requiredVariablesPage(
  tenant: Tenant,
  connection: ConnectionRecord,
  args: ListArguments,
): Page<View> {
  const filled = revisionsUsing(tenant, connection)
    .flatMap(variablesOf)
    .filter(({ variable: { useScopedConfigVar: key } }) =>
      key === undefined ? false : sameStableKey(tenant, key, connection.stableKey),
    );
  return requiredPage(tenant, filled, args);
}

/** The config variables of an instance, or of a draft's tests, with what was entered for them. */
export function configVariablesPage(
  tenant: Tenant,
  revision: IntegrationRevision,
  holder: ValueHolder,
  args: ListArguments,
  instance: () => View,
): Page<View> {
  const status = ({ variable }: PlacedVariable): string | null =>
    authorizationOf(tenant, variable, holder).status;
  const found = filtered(variablesOf(revision), args, {
    status: equalsAnyCase(status),
    status_In: oneOfAnyCase(status),
    instance: equals(() => holder.id),
  });
  return page(found, args, (placed) => ({
    ...configVariableView(tenant, placed, holder),
    instance,
  }));
}

function configVariableView(tenant: Tenant, placed: PlacedVariable, holder: ValueHolder): View {
  const { variable } = placed;
  const id = configValueId(tenant, holder.id, variable.key);
  const entered = holder.values.find(({ key }) => key === variable.key);
  const type = ownConnectionType(tenant, variable);
  return {
    id,
    ...authorizationOf(tenant, variable, holder),
    value: entered?.value ?? variable.defaultValue ?? null,
    inputs: (args: PageArguments) =>
      type ? inputsPage(tenant, id, ownInputs(variable, entered), type, args) : page([], args, () => ({})),
    meta: JSON.stringify(variable.meta ?? {}),
    scheduleType: (entered?.scheduleType ?? variable.scheduleType)?.toUpperCase() ?? null,
    timeZone: entered?.timeZone ?? variable.timeZone ?? null,
    requiredConfigVariable: () => requiredVariableView(tenant, placed),
    customerConfigVariable: () => {
      const connection = reusableConnection(tenant, variable);
      const credentials = connection && credentialsFor(tenant, connection, holder, variable.key);
      return credentials ? credentialsView(tenant, credentials) : null;
    },
    onPremiseResource: null,
  };
}
