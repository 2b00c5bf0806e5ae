import { allSecrets } from "../resources/connection/check.ts";
import { decode, heldValues, type HeldValues } from "../resources/connection/expressions.ts";
import type { ConnectionKind } from "../resources/connection/kind.ts";
import {
  outputsAfterWrite,
  redirectOf,
  testCredentialsOf,
  type CheckedConnection,
  type ConnectionOutputs,
} from "../resources/connection/state.ts";
import type { InputValue } from "../resources/connection/values.ts";
import { globallySupplied } from "../resources/credentials/values.ts";
import { looksSecret } from "../resources/secretNames.ts";
import { nextRevisions } from "../resources/secretRevisions.ts";
import type { Component, ConnectionType, TenantConnection, TenantCredentials } from "../tenant/operation.ts";

/** A connection of a tenant in the form in which Pulumi's state holds it. */
export interface ImportedConnection {
  kind: ConnectionKind;
  id: string;
  inputs: CheckedConnection & { stableKey: string };
  outputs: ConnectionOutputs;
  /** Names of values that the tenant does not return; the first update sets them. */
  writeOnly: { global: string[]; test: string[] };
  /** Names of values that have no place in a program: the component does not have the input, or it is a secret list. */
  leftOut: string[];
}

/** Values as a resource declares them, and what cannot be declared without asking somebody. */
interface SortedValues {
  values: Record<string, InputValue>;
  secrets: Record<string, string>;
  writeOnly: string[];
  leftOut: string[];
}

/** Turns what a tenant holds into what `check`, `create` and `refresh` would have made of the same arguments. */
export function importedConnection(
  kind: ConnectionKind,
  found: TenantConnection,
  type: ConnectionType,
  componentsOfTenant: readonly Component[],
): ImportedConnection {
  const globals = sorted(type, heldValues(found, kind, { type, declared: [] }));
  const credentials = testCredentialsOf(found);
  const test = credentials && sorted(type, heldByTest(type, credentials, globallySupplied(found, kind)));
  const hasGlobals = globals.writeOnly.length > 0 || !isEmpty(globals.values) || !isEmpty(globals.secrets);
  const redirect = redirectOf(found);
  const declared: CheckedConnection & { stableKey: string } = {
    component: componentName(found, componentsOfTenant),
    connectionType: type.key,
    stableKey: found.stableKey,
    name: found.key,
    ...(found.description ? { description: found.description } : {}),
    ...maps("globalValues", "globalSecrets", globals),
    ...(kind.needsEveryInput && !hasGlobals ? { separateGlobalValues: true as const } : {}),
    ...(test === undefined ? {} : { testCredentials: maps("values", "secrets", test) }),
    ...(found.defaultForComponent ? { embeddedWorkflows: true } : {}),
    // Without a decision the update that sets the secrets would be refused.
    ...(hasGlobals && found.hasDeployedInstances ? { redeployInstances: "never" as const } : {}),
    ...(typeof redirect !== "object" || isEmpty(redirect) ? {} : { oauthRedirect: redirect }),
  };
  const revisions = nextRevisions({ secrets: undefined, revisions: undefined }, allSecrets(declared));
  const inputs = revisions === undefined ? declared : { ...declared, secretRevisions: revisions };
  return {
    kind,
    id: found.id,
    inputs,
    outputs: outputsAfterWrite(kind, inputs, type, found),
    writeOnly: { global: globals.writeOnly, test: test?.writeOnly ?? [] },
    leftOut: [...globals.leftOut, ...(test?.leftOut ?? [])],
  };
}

function sorted(type: ConnectionType, held: HeldValues): SortedValues {
  const fields = new Map(type.inputs.nodes.map((field) => [field.key, field]));
  const result: SortedValues = { values: {}, secrets: {}, writeOnly: held.writeOnly, leftOut: [] };
  for (const [name, value] of Object.entries(held.readable)) {
    const field = fields.get(name);
    // The component makes the value of a template by itself.
    if (field?.type === "TEMPLATE") continue;
    const isSecret = field?.type === "PASSWORD" || looksSecret(name);
    if (field === undefined || (isSecret && typeof value !== "string")) result.leftOut.push(name);
    else if (isSecret && typeof value === "string") result.secrets[name] = value;
    else result.values[name] = value;
  }
  return result;
}

/** The values of test credentials, without those that they inherit from the connection or the component. */
function heldByTest(
  type: ConnectionType,
  credentials: TenantCredentials,
  inherited: readonly string[],
): HeldValues {
  const defaults = new Map(type.inputs.nodes.map((field) => [field.key, field.default]));
  const own = (credentials.inputs?.nodes ?? []).filter(
    ({ name, hasValue }) => hasValue && !inherited.includes(name),
  );
  return {
    readable: Object.fromEntries(
      own
        .filter(({ name, value }) => value !== "" && value !== defaults.get(name))
        .map((each) => [each.name, decode(each)]),
    ),
    writeOnly: own.filter(({ value }) => value === "").map(({ name }) => name),
  };
}

function maps<Values extends string, Secrets extends string>(
  valuesName: Values,
  secretsName: Secrets,
  { values, secrets, writeOnly }: SortedValues,
) {
  const hasNothingElse = isEmpty(secrets) && writeOnly.length === 0;
  return {
    ...(isEmpty(values) ? {} : { [valuesName]: values }),
    ...(hasNothingElse ? {} : { [secretsName]: secrets }),
  } as Partial<Record<Values, Record<string, InputValue>> & Record<Secrets, Record<string, string>>>;
}

/** The component's key alone where it is clear which one is meant. */
function componentName(found: TenantConnection, all: readonly Component[]): CheckedConnection["component"] {
  const { key = "", public: isPublic = true } = found.connection?.component ?? {};
  const sharesKey = all.filter((component) => component.key === key).length > 1;
  return sharesKey ? { key, public: isPublic } : key;
}

const isEmpty = (map: object): boolean => Object.keys(map).length === 0;
