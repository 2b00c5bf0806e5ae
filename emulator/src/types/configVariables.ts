import {
  authorizationOf,
  configValueId,
  credentialsFor,
  ownConnectionType,
  ownInputs,
  reusableConnection,
  variablesOf,
  type HeldVariable,
  type PlacedVariable,
} from "../configValues.ts";
import { userLevelVariables } from "../definition/connections.ts";
import { isConnection } from "../definition/facts.ts";
import { equals, equalsAnyCase, oneOf, oneOfAnyCase } from "../graph/filters.ts";
import { columns, partsOf, type ObjectType, type Read } from "../graph/objectType.ts";
import { placedInputs } from "../inputs.ts";
import type { ConfigValue, Status } from "../model.ts";
import { tokenMeta } from "../oauthTokens.ts";
import { parsedDefinition, revisionId } from "../revisions.ts";

const requiredId: Read<PlacedVariable, string> = ({ variable, revision }, { tenant }) =>
  tenant.derivedId("RequiredConfigVariable", `${revisionId(tenant, revision)}/${variable.key}`);

const dataType = ({ variable }: PlacedVariable): string =>
  isConnection(variable) ? "CONNECTION" : (variable.dataType ?? "string").toUpperCase();

const orgOnly = ({ variable }: PlacedVariable): boolean => variable.orgOnly ?? false;

const sortOrder = ({ variable, revision }: PlacedVariable): number =>
  variablesOf(revision).findIndex((each) => each.variable.key === variable.key);

const meta = ({ variable }: PlacedVariable): string => JSON.stringify(variable.meta ?? {});

/** `RequiredConfigVariable`: a config variable as a draft or a version declares it. */
export const requiredConfigVariable: ObjectType<PlacedVariable> = {
  fields: {
    ...partsOf(
      ({ variable }: PlacedVariable) => variable,
      "key",
      "stableKey",
      "description",
      "header",
      "defaultValue",
      "pickList",
      "timeZone",
    ),
    id: requiredId,
    dataType,
    orgOnly,
    sortOrder,
    meta,
    scheduleType: ({ variable }) => variable.scheduleType?.toUpperCase(),
    codeLanguage: ({ variable }) => variable.codeLanguage?.toUpperCase(),
    collectionType: ({ variable }) => variable.collectionType?.toUpperCase(),
    onPremiseConnectionConfig: ({ variable }) =>
      variable.onPremiseConnectionConfig?.toUpperCase() ?? "DISALLOWED",
    inputs: (placed, request) => {
      const type = ownConnectionType(request.tenant, placed.variable);
      return placedInputs(requiredId(placed, request), ownInputs(placed.variable, undefined), type);
    },
    connection: ({ variable }, { tenant }) => ownConnectionType(tenant, variable),
    userLevelConfigured: ({ variable, revision }) =>
      userLevelVariables(parsedDefinition(revision)).has(variable.key),
    integration: ({ revision }) => revision,
    scopedConfigVariable: ({ variable }, { tenant }) => reusableConnection(tenant, variable),
  },
  filters: {
    key: equals(({ variable }) => variable.key),
    key_In: oneOf(({ variable }) => variable.key),
    integration: equals(({ revision }, { tenant }) => revisionId(tenant, revision)),
    dataType: equalsAnyCase(dataType),
    dataType_In: oneOfAnyCase(dataType),
    orgOnly: equals(orgOnly),
  },
  orders: { SORT_ORDER: sortOrder },
};

const entered = ({ variable, holder }: HeldVariable): ConfigValue | undefined =>
  holder.values.find(({ key }) => key === variable.key);

const heldId: Read<HeldVariable, string> = ({ variable, holder }, { tenant }) =>
  configValueId(tenant, holder.id, variable.key);

const status: Read<HeldVariable, Status | null> = ({ variable, holder }, { tenant }) =>
  authorizationOf(tenant, variable, holder).status;

/** `InstanceConfigVariable`: a config variable of an instance, or of a draft's tests, with its value. */
export const instanceConfigVariable: ObjectType<HeldVariable> = {
  fields: {
    ...columns("instance"),
    id: heldId,
    status,
    authorizeUrl: ({ variable, holder }, { tenant }) =>
      authorizationOf(tenant, variable, holder).authorizeUrl,
    value: (held) => entered(held)?.value ?? held.variable.defaultValue,
    inputs: (held, request) => {
      const type = ownConnectionType(request.tenant, held.variable);
      return type ? placedInputs(heldId(held, request), ownInputs(held.variable, entered(held)), type) : [];
    },
    refreshAt: (held) => entered(held)?.oauth?.refreshAt,
    meta: (held) => {
      const oauth = entered(held)?.oauth;
      return JSON.stringify({ ...held.variable.meta, ...(oauth && tokenMeta(oauth, true)) });
    },
    scheduleType: (held) => (entered(held)?.scheduleType ?? held.variable.scheduleType)?.toUpperCase(),
    timeZone: (held) => entered(held)?.timeZone ?? held.variable.timeZone,
    requiredConfigVariable: (held) => held,
    customerConfigVariable: ({ variable, holder }, { tenant }) => {
      const connection = reusableConnection(tenant, variable);
      return connection && credentialsFor(tenant, connection, holder, variable.key);
    },
    onPremiseResource: null,
  },
  filters: {
    status: equalsAnyCase(status),
    status_In: oneOfAnyCase(status),
    instance: equals(({ holder }) => holder.id),
  },
};
