import type { StoredForm } from "../../dynamic/storedForm.ts";
import { knownMap, isUnknown, type OrUnknown } from "../../dynamic/wire.ts";
import type { ConnectionType, TenantConnection, TenantCredentials } from "../../tenant/operation.ts";
import type { SecretRevisions } from "../../dynamic/secretRevisions.ts";
import type { ConnectionInputs } from "./arguments.ts";
import type { KnownValues } from "../inputs/expressions.ts";
import type { DeclaredOwners } from "../inputs/owners.ts";
import { declaredNames } from "../inputs/values.ts";
import type { ConnectionKind } from "../reference/kinds.ts";
import { knownInputs, type AddedInputs, type KnownInputs } from "../inputs/newInputs.ts";
import type { ComponentReference } from "../reference/connectionType.ts";
import { isTokenOf, OAUTH_TOKENS, type SentAgain } from "../oauthTokens/tokens.ts";

/** Prefix of the names of test credentials' secrets. */
export const TEST = "testCredentials";

/** The argument with the tokens of the test credentials. */
export const TEST_TOKENS = `${TEST}.${OAUTH_TOKENS}`;

/** True where a counter of secrets belongs to the values of the test credentials. */
export function isTestSecret(name: string): boolean {
  return (name === TEST || name.startsWith(`${TEST}.`)) && !isTokenOf(TEST_TOKENS, name);
}

/** True where a counter of secrets belongs to the global values. */
export function isGlobalSecret(name: string): boolean {
  return ![OAUTH_TOKENS, TEST_TOKENS].some((argument) => isTokenOf(argument, name)) && !isTestSecret(name);
}

/** A connection's arguments together with what `check` computes. */
export type CheckedConnection = ConnectionInputs & {
  secretRevisions?: OrUnknown<SecretRevisions> | undefined;
  /** Only a refresh puts it into the inputs, so that the next check sees a difference. */
  newInputs?: string[] | undefined;
  addedInputs?: AddedInputs["addedInputs"];
  /** Scopes of inputs that have another owner in the tenant, by name; put into the inputs as `newInputs` is. */
  owners?: Record<string, string> | undefined;
};

/** Test credentials that are known. */
export type TestCredentials = Exclude<ConnectionInputs["testCredentials"], string | undefined>;

/** State of saved test credentials: that they are there, and when they were last written. */
export interface SavedCredentials {
  lastConfiguredAt?: string | undefined;
}

/** State of a connection: its arguments as they are in the tenant, and the tenant's additions. */
export interface ConnectionState extends CheckedConnection, KnownInputs, SentAgain, StoredForm {
  connectionType: string;
  kind: string;
  status?: string | undefined;
  authorizeUrl?: string | undefined;
  lastConfiguredAt?: string | undefined;
  /** Address at which a person authorizes the test credentials, while that is needed. */
  testAuthorizeUrl?: string | undefined;
  savedTestCredentials?: SavedCredentials | undefined;
  /** Names of secrets that changed in the tenant since our last write. */
  driftedSecrets?: string[] | undefined;
  /** Names of the inputs for which the tenant holds a value that no program declares. */
  undeclaredInputs?: string[] | undefined;
  /** Ids of instances that were to be deployed again with the present values and could not be. */
  undeployedInstances?: string[] | undefined;
}

/** True where the resource manages the global values; false where it leaves them to another resource or the tenant. */
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

/** Decisions of the program about the owners of inputs. */
export function declaredOwners(
  inputs: Pick<ConnectionInputs, "globalValues" | "globalSecrets" | "customerInputs" | "globalInputs">,
): DeclaredOwners {
  const { globalValues: values, globalSecrets: secrets, customerInputs, globalInputs } = inputs;
  return { customerInputs, globalInputs, valued: declaredNames({ values, secrets }) };
}

/** True where two ways to name a component can mean the same one. A name that is not known yet can. */
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

/** Additions of the tenant to the arguments. */
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
    ...(inputs.testCredentials === undefined ? {} : savedTest(saved)),
  };
}

/** State of the test credentials that a connection of the tenant has. */
export function savedTest(
  found: TenantConnection,
): Pick<ConnectionState, "savedTestCredentials" | "testAuthorizeUrl"> {
  const test = testCredentialsOf(found);
  return {
    savedTestCredentials: test && { lastConfiguredAt: test.lastConfiguredAt ?? undefined },
    testAuthorizeUrl: test?.authorizeUrl ?? undefined,
  };
}

/** Facts about a connection that only the tenant knows. */
export function serverFields(kind: ConnectionKind, found: TenantConnection) {
  return {
    kind: kind.name,
    status: found.status ?? undefined,
    authorizeUrl: found.authorizeUrl ?? undefined,
    lastConfiguredAt: found.lastConfiguredAt ?? undefined,
  };
}

/** The arguments whose change needs another connection. */
export function replacedArguments(old: CheckedConnection, args: CheckedConnection): string[] {
  return [
    ...(old.stableKey === args.stableKey ? [] : ["stableKey"]),
    ...(sameComponent(old.component, args.component) ? [] : ["component"]),
    ...(args.connectionType === undefined ||
    old.connectionType === undefined ||
    old.connectionType === args.connectionType
      ? []
      : ["connectionType"]),
  ];
}
