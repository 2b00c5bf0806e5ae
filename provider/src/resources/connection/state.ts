import { isUnknown, type OrUnknown } from "../../dynamic/unknown.ts";
import type { ConnectionType, TenantConnection, TenantCredentials } from "../../tenant/operation.ts";
import { refreshedCredentials, type CredentialValues } from "../credentials/values.ts";
import type { SecretRevisions } from "../secretRevisions.ts";
import { connectionThing, partThing } from "../things.ts";
import type { Thing } from "../../dynamic/thing.ts";
import type { ConnectionInputs } from "./arguments.ts";
import type { KnownValues } from "./expressions.ts";
import type { ConnectionKind } from "./kind.ts";
import { knownInputs, mustBeSupplied, refreshedInputs, type KnownInputs } from "./newInputs.ts";
import { refreshedValues } from "./refreshedValues.ts";
import type { ComponentReference } from "./resolve.ts";
import { knownMap } from "./values.ts";

/** Raised when the form of the outputs changes; a state of any earlier version must stay readable. */
const SCHEMA_VERSION = 1;

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
export interface ConnectionOutputs extends CheckedConnection, KnownInputs {
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
  schemaVersion: number;
}

/** Whether the resource manages the global values, or leaves them to whoever else does. */
export function managesGlobalValues(
  inputs: Pick<ConnectionInputs, "globalValues" | "globalSecrets">,
): boolean {
  return inputs.globalValues !== undefined || inputs.globalSecrets !== undefined;
}

/** The things that a connection keeps: itself, and the parts that it declares. */
export function thingsOf(inputs: ConnectionInputs): Thing[] {
  const { stableKey, testCredentials, embeddedWorkflows } = inputs;
  return [
    connectionThing(stableKey),
    ...(managesGlobalValues(inputs) ? [partThing("globalValues", stableKey)] : []),
    ...(testCredentials === undefined ? [] : [partThing("testCredentials", stableKey)]),
    ...(embeddedWorkflows === undefined ? [] : [partThing("embeddedWorkflows", stableKey)]),
  ];
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

/** Outputs right after the tenant took over the inputs. */
export function outputsAfterWrite(
  kind: ConnectionKind,
  inputs: CheckedConnection,
  type: ConnectionType | undefined,
  saved: TenantConnection,
): ConnectionOutputs {
  const test = inputs.testCredentials === undefined ? undefined : testCredentialsOf(saved);
  return {
    ...inputs,
    connectionType: saved.connection?.key ?? "",
    ...knownInputs(type),
    ...serverFields(kind, saved),
    savedTestCredentials: test && savedCredentials(test),
  };
}

/** Outputs where nothing had to be sent to the tenant. */
export function outputsWithoutWrite(old: ConnectionOutputs, inputs: CheckedConnection): ConnectionOutputs {
  const {
    connectionType,
    kind,
    status,
    authorizeUrl,
    lastConfiguredAt,
    savedTestCredentials,
    componentInputs,
    schemaVersion,
  } = old;
  return {
    ...inputs,
    connectionType,
    kind,
    status,
    authorizeUrl,
    lastConfiguredAt,
    savedTestCredentials,
    componentInputs,
    schemaVersion,
  };
}

/** Outputs and inputs as they are in the tenant now. What the resource does not manage is left out of both. */
export function refreshed(
  kind: ConnectionKind,
  old: ConnectionOutputs,
  found: TenantConnection,
  { type, undeployed }: { type: ConnectionType | undefined; undeployed: string[] | undefined },
): { inputs: CheckedConnection; outputs: ConnectionOutputs } {
  const component = found.connection?.component;
  const globals = managesGlobalValues(old)
    ? refreshedValues(
        kind,
        {
          values: old.globalValues,
          secrets: old.globalSecrets,
          plainInputs: old.plainInputs,
          secretRevisions: old.secretRevisions,
          driftedSecrets: old.driftedSecrets?.filter((name) => !isTestSecret(name)),
        },
        old.lastConfiguredAt,
        found,
        type,
      )
    : undefined;
  const test = refreshedTest(old, found);
  const { componentInputs, newInputs } = refreshedInputs(
    old,
    type,
    (name) => managesGlobalValues(old) || (old.testCredentials !== undefined && mustBeSupplied(type, name)),
  );
  const inputs: CheckedConnection = {
    component:
      component && !sameComponent(old.component, component)
        ? { key: component.key, public: component.public }
        : old.component,
    connectionType: found.connection?.key ?? old.connectionType,
    stableKey: found.stableKey,
    name: found.key,
    description: old.description === undefined ? undefined : (found.description ?? ""),
    globalValues: globals?.values,
    globalSecrets: globals?.secrets,
    plainInputs: old.plainInputs,
    separateGlobalValues: old.separateGlobalValues,
    testCredentials: test?.credentials,
    embeddedWorkflows: old.embeddedWorkflows === undefined ? undefined : found.defaultForComponent,
    redeployInstances: old.redeployInstances,
    oauthRedirect: old.oauthRedirect === undefined ? undefined : redirectOf(found),
    replaceInUse: old.replaceInUse,
    secretRevisions: old.secretRevisions,
    newInputs,
  };
  const gone = old.testCredentials !== undefined && test === undefined ? [TEST] : [];
  const drifted = [
    ...(globals?.drifted ?? []),
    ...(test?.drifted ?? []).map((name) => `${TEST}.${name}`),
    ...gone,
  ];
  return {
    inputs,
    outputs: {
      ...inputs,
      connectionType: found.connection?.key ?? old.connectionType,
      ...serverFields(kind, found),
      savedTestCredentials: test && savedCredentials(test.found),
      componentInputs,
      driftedSecrets: drifted.length > 0 ? drifted : undefined,
      undeclaredSecrets: globals?.undeclared,
      undeployedInstances: undeployed,
    },
  };
}

function savedCredentials({ lastConfiguredAt }: TenantCredentials): SavedCredentials {
  return { lastConfiguredAt: lastConfiguredAt ?? undefined };
}

function refreshedTest(old: ConnectionOutputs, found: TenantConnection) {
  const current = testCredentialsOf(found);
  if (old.testCredentials === undefined || current === undefined) return undefined;
  const values = old.testCredentials as CredentialValues;
  const earlier = (old.driftedSecrets ?? []).flatMap((name) =>
    name.startsWith(`${TEST}.`) ? [name.slice(TEST.length + 1)] : [],
  );
  const lastWrittenAt = old.savedTestCredentials?.lastConfiguredAt;
  return { found: current, ...refreshedCredentials(values, earlier, lastWrittenAt, current) };
}

/** Where a person lands after authorizing a connection of the tenant. */
export function redirectOf(found: TenantConnection): ConnectionInputs["oauthRedirect"] {
  const { oAuthSuccessRedirectUri: success, oAuthFailureRedirectUri: failure } =
    found.oAuthRedirectConfig ?? {};
  return { ...(success ? { success } : {}), ...(failure ? { failure } : {}) };
}

function serverFields(kind: ConnectionKind, found: TenantConnection) {
  return {
    kind: kind.name,
    status: found.status ?? undefined,
    authorizeUrl: found.authorizeUrl ?? undefined,
    lastConfiguredAt: found.lastConfiguredAt ?? undefined,
    schemaVersion: SCHEMA_VERSION,
  };
}
