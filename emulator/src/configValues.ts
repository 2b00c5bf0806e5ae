import { authorizeUrl, needsAuthorization } from "./authorization.ts";
import type { CatalogConnectionType } from "./catalogComponent.ts";
import { testLeafOf } from "./connectionTree.ts";
import { referencedComponent } from "./definition/references.ts";
import type { ConfigVariable } from "./definition/schema.ts";
import type {
  ConfigValue,
  ConnectionRecord,
  CredentialsRecord,
  InstanceRecord,
  ShownInput,
  Status,
} from "./model.ts";
import { parsedDefinition, type IntegrationRevision } from "./revisions.ts";
import type { Tenant } from "./tenant.ts";
import { credentialsOf, revisionsUsing, sameStableKey } from "./usage.ts";

/** A config variable of a draft or a version. */
export interface PlacedVariable {
  variable: ConfigVariable;
  revision: IntegrationRevision;
}

/** An instance with its values for config variables. */
export interface ValueHolder {
  id: string;
  /** The customer whose credentials count; null: test credentials. */
  customer: string | null;
  values: ConfigValue[];
}

/** A config variable with the instance that holds its value. */
export interface HeldVariable extends PlacedVariable {
  holder: ValueHolder;
  instance: InstanceRecord;
}

/** The config variables of a draft or a version. */
export const variablesOf = (revision: IntegrationRevision): PlacedVariable[] =>
  (parsedDefinition(revision).requiredConfigVars ?? []).map((variable) => ({ variable, revision }));

/** The config variables of an instance of a draft or a version, with its values; tests use test credentials. */
export function heldVariables(revision: IntegrationRevision, instance: InstanceRecord): HeldVariable[] {
  const { id, isSystem, customer, configVariables: values } = instance;
  const holder = { id, customer: isSystem ? null : customer, values };
  return variablesOf(revision).map((placed) => ({ ...placed, holder, instance }));
}

/** The config variables, in drafts and versions, that a connection fills. */
export const variablesFilledBy = (tenant: Tenant, connection: ConnectionRecord): PlacedVariable[] =>
  revisionsUsing(tenant, connection)
    .flatMap(variablesOf)
    .filter(({ variable: { useScopedConfigVar: key } }) =>
      key === undefined ? false : sameStableKey(tenant, key, connection.stableKey),
    );

/** A config variable for which nothing was entered. */
export const emptyValue = (key: string): ConfigValue => ({
  key,
  value: null,
  inputs: [],
  status: null,
  scheduleType: null,
  timeZone: null,
  credentials: null,
});

/** The values with one of them set. */
export const withValue = (values: ConfigValue[], value: ConfigValue): ConfigValue[] => [
  ...values.filter(({ key }) => key !== value.key),
  value,
];

/** The id of a config variable in an instance. */
export const configValueId = (tenant: Tenant, holderId: string, key: string): string =>
  tenant.derivedId("InstanceConfigVariable", `${holderId}/${key}`);

/** The connection type of a config variable with a connection of its own. */
export function ownConnectionType(
  tenant: Tenant,
  { connection }: ConfigVariable,
): CatalogConnectionType | undefined {
  if (!connection) return undefined;
  return referencedComponent(tenant, connection)?.connectionTypes.find(
    ({ definition }) => definition.key === connection.key,
  );
}

/** The reusable connection that a config variable names. */
export const reusableConnection = (
  tenant: Tenant,
  { useScopedConfigVar: wanted }: ConfigVariable,
): ConnectionRecord | undefined =>
  wanted === undefined
    ? undefined
    : tenant.connections.all().find(({ stableKey }) => sameStableKey(tenant, stableKey, wanted));

const shownValue = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

/** The inputs of a connection of the integration's own: those that were entered, else those of the definition. */
export function ownInputs(variable: ConfigVariable, value: ConfigValue | undefined): ShownInput[] {
  const defined = Object.entries(variable.inputs ?? {}).map(([name, expression]): ShownInput => ({
    name,
    type: expression.type.toUpperCase() as ShownInput["type"],
    value: shownValue(expression.value ?? ""),
    meta: expression.meta ?? {},
  }));
  const inputs = new Map(defined.map((input) => [input.name, input]));
  for (const input of value?.inputs ?? []) {
    inputs.set(input.name, { ...input, meta: inputs.get(input.name)?.meta ?? {} });
  }
  return [...inputs.values()];
}

/** The credentials that fill a reusable connection for a holder. */
export function credentialsFor(
  tenant: Tenant,
  connection: ConnectionRecord,
  { customer, values }: ValueHolder,
  key: string,
): CredentialsRecord | undefined {
  const chosen = values.find((value) => value.key === key)?.credentials;
  return credentialsOf(tenant, connection).find((each) =>
    chosen ? each.id === chosen : customer === null ? each.isTest : each.customer === customer,
  );
}

/** The state of a config variable's authorization, and the page on which a person completes it. */
export function authorizationOf(
  tenant: Tenant,
  variable: ConfigVariable,
  holder: ValueHolder,
): { status: Status | null; authorizeUrl: string | null } {
  const nothing = { status: null, authorizeUrl: null };
  const type = ownConnectionType(tenant, variable);
  if (type) {
    const entered = holder.values.find(({ key }) => key === variable.key);
    const status = entered?.status ?? (needsAuthorization(type) ? "PENDING" : "ACTIVE");
    const id = configValueId(tenant, holder.id, variable.key);
    return { status, authorizeUrl: authorizeUrl(tenant, { ...entered, id, status }, type) };
  }
  const connection = reusableConnection(tenant, variable);
  if (!connection) return nothing;
  const forTests = holder.customer === null ? testLeafOf(tenant, connection) : undefined;
  const owner = credentialsFor(tenant, connection, holder, variable.key) ?? forTests ?? connection;
  return {
    status: owner.status,
    authorizeUrl: authorizeUrl(tenant, owner, tenant.connectionTypeOf(connection)),
  };
}
