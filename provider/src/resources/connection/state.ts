import { knownMap, isUnknown, type OrUnknown } from "../../dynamic/wire.ts";
import type { ConnectionType, TenantConnection, TenantCredentials } from "../../tenant/operation.ts";
import type { SecretRevisions } from "../../dynamic/secretRevisions.ts";
import type { ConnectionInputs } from "./arguments.ts";
import type { KnownValues } from "../inputs/expressions.ts";
import type { ConnectionKind } from "../reference/kinds.ts";
import { knownInputs, type KnownInputs } from "../inputs/newInputs.ts";
import type { ComponentReference } from "../reference/connectionType.ts";

/** Prefix of the names of test credentials' secrets. */
export const TEST = "testCredentials";

/** Whether a counter of secrets belongs to the test credentials. */
export function isTestSecret(name: string): boolean {
  return name === TEST || name.startsWith(`${TEST}.`);
}

/** A connection's arguments together with what `check` computes. */
export type CheckedConnection = ConnectionInputs & {
  secretRevisions?: OrUnknown<SecretRevisions> | undefined;
  /** Only a refresh puts it into the inputs, so that the next check sees a difference. */
  newInputs?: string[] | undefined;
};

/** What is kept of saved test credentials: that they are there, and when they were last written. */
export interface SavedCredentials {
  lastConfiguredAt?: string | undefined;
}

/** What the engine keeps of a connection: its arguments as they are in the tenant, and what the tenant adds. */
export interface ConnectionState extends CheckedConnection, KnownInputs {
  connectionType: string;
  kind: string;
  status?: string | undefined;
  authorizeUrl?: string | undefined;
  lastConfiguredAt?: string | undefined;
  savedTestCredentials?: SavedCredentials | undefined;
  /** Names of secrets that somebody else changed since our last write. */
  driftedSecrets?: string[] | undefined;
  /** Names of values that look secret, that the tenant holds and that nobody declared. */
  undeclaredSecrets?: string[] | undefined;
  /** Ids of instances that were to be deployed again with the present values and could not be. */
  undeployedInstances?: string[] | undefined;
}

/** Whether the resource manages the global values, or leaves them to whoever else does. */
export function managesGlobalValues(
  inputs: Pick<ConnectionInputs, "globalValues" | "globalSecrets">,
): boolean {
  return inputs.globalValues !== undefined || inputs.globalSecrets !== undefined;
}

/** Plain and secret values in one map. Everything is known once an update runs. */
export function declaredValues(
  inputs: Pick<ConnectionInputs, "globalValues" | "globalSecrets">,
): KnownValues {
  return { ...knownMap(inputs.globalValues), ...knownMap(inputs.globalSecrets) };
}

/** Whether two ways to name a component can mean the same one. What is not known yet can. */
export function sameComponent(
  one: OrUnknown<ComponentReference>,
  other: OrUnknown<ComponentReference>,
): boolean {
  if ([one, other].some((each) => isUnknown(each) || (typeof each === "object" && isUnknown(each.key)))) {
    return true;
  }
  const first = typeof one === "string" ? { key: one, public: undefined } : one;
  const second = typeof other === "string" ? { key: other, public: undefined } : other;
  const visibilityAgrees =
    [first, second].some((each) => each.public === undefined || isUnknown(each.public)) ||
    first.public === second.public;
  return first.key === second.key && visibilityAgrees;
}

/** The test credentials of a connection of the tenant. */
export function testCredentialsOf(found: TenantConnection): TenantCredentials | undefined {
  return found.customerConfigVariables.nodes[0];
}

/** What the tenant adds to the arguments. */
export function addedBy(
  kind: ConnectionKind,
  inputs: CheckedConnection,
  type: ConnectionType | undefined,
  saved: TenantConnection,
) {
  return {
    connectionType: saved.connection?.key ?? "",
    ...knownInputs(type),
    ...serverFields(kind, saved),
    savedTestCredentials: inputs.testCredentials === undefined ? undefined : savedTest(saved),
  };
}

/** What is kept of the test credentials that a connection of the tenant has. */
export function savedTest(found: TenantConnection): SavedCredentials | undefined {
  const test = testCredentialsOf(found);
  return test && { lastConfiguredAt: test.lastConfiguredAt ?? undefined };
}

/** What only the tenant says of a connection. */
export function serverFields(kind: ConnectionKind, found: TenantConnection) {
  return {
    kind: kind.name,
    status: found.status ?? undefined,
    authorizeUrl: found.authorizeUrl ?? undefined,
    lastConfiguredAt: found.lastConfiguredAt ?? undefined,
  };
}
