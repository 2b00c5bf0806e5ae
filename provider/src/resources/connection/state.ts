import type { OrUnknown } from "../../dynamic/unknown.ts";
import type { ConnectionType, TenantConnection } from "../../tenant/operation.ts";
import type { SecretRevisions } from "../secretRevisions.ts";
import type { ConnectionInputs } from "./arguments.ts";
import type { KnownValues } from "./expressions.ts";
import type { ConnectionKind } from "./kind.ts";
import type { ComponentReference } from "./resolve.ts";
import { refreshedValues } from "./refreshedValues.ts";
import { knownMap } from "./values.ts";

/** Raised when the form of the outputs changes; a state of any earlier version must stay readable. */
const SCHEMA_VERSION = 1;

/** What the engine keeps of a connection: its arguments as they are in the tenant, and what the tenant adds. */
export interface ConnectionOutputs extends ConnectionInputs {
  connectionType: string;
  secretRevisions?: OrUnknown<SecretRevisions> | undefined;
  kind: string;
  status?: string | undefined;
  lastConfiguredAt?: string | undefined;
  /** Names of secrets that somebody else changed since our last write. */
  driftedSecrets?: string[] | undefined;
  /** Names of values that look secret, that the tenant holds and that nobody declared. */
  undeclaredSecrets?: string[] | undefined;
  schemaVersion: number;
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
  return { ...knownMap(inputs.globalValues), ...knownMap(inputs.globalSecrets) } as KnownValues;
}

/** Whether two ways to name a component can mean the same one. */
export function sameComponent(
  one: OrUnknown<ComponentReference>,
  other: OrUnknown<ComponentReference>,
): boolean {
  const first = typeof one === "string" ? { key: one, public: undefined } : one;
  const second = typeof other === "string" ? { key: other, public: undefined } : other;
  const visibilityAgrees =
    first.public === undefined || second.public === undefined || first.public === second.public;
  return first.key === second.key && visibilityAgrees;
}

/** Outputs right after the tenant took over the inputs. */
export function outputsAfterWrite(
  kind: ConnectionKind,
  inputs: ConnectionInputs & { secretRevisions?: OrUnknown<SecretRevisions> | undefined },
  connectionType: string,
  saved: TenantConnection,
): ConnectionOutputs {
  return { ...inputs, connectionType, ...serverFields(kind, saved) };
}

/** Outputs where nothing had to be sent to the tenant. */
export function outputsWithoutWrite(
  old: ConnectionOutputs,
  inputs: ConnectionInputs & { secretRevisions?: OrUnknown<SecretRevisions> | undefined },
): ConnectionOutputs {
  const { connectionType, kind, status, lastConfiguredAt, schemaVersion } = old;
  return { ...inputs, connectionType, kind, status, lastConfiguredAt, schemaVersion };
}

/** Outputs and inputs as they are in the tenant now. What the resource does not manage is left out of both. */
export function refreshed(
  kind: ConnectionKind,
  old: ConnectionOutputs,
  found: TenantConnection,
  type: ConnectionType | undefined,
): { inputs: ConnectionInputs; outputs: ConnectionOutputs } {
  const component = found.connection?.component;
  const inputs: ConnectionInputs = {
    component: component && !sameComponent(old.component, component) ? { ...component } : old.component,
    connectionType: found.connection?.key ?? old.connectionType,
    stableKey: found.stableKey,
    name: found.key,
    description: old.description === undefined ? undefined : (found.description ?? ""),
    plainInputs: old.plainInputs,
    separateGlobalValues: old.separateGlobalValues,
  };
  const managed = managesGlobalValues(old)
    ? refreshedValues(
        kind,
        {
          values: old.globalValues,
          secrets: old.globalSecrets,
          plainInputs: old.plainInputs,
          driftedSecrets: old.driftedSecrets,
        },
        old.lastConfiguredAt,
        found,
        type,
      )
    : undefined;
  if (managed?.values) inputs.globalValues = managed.values;
  if (managed?.secrets) inputs.globalSecrets = managed.secrets;
  const computed = { secretRevisions: old.secretRevisions };
  return {
    inputs: { ...inputs, ...computed },
    outputs: {
      ...inputs,
      ...computed,
      connectionType: found.connection?.key ?? old.connectionType,
      ...serverFields(kind, found),
      driftedSecrets: managed?.drifted,
      undeclaredSecrets: managed?.undeclared,
    },
  };
}

function serverFields(kind: ConnectionKind, found: TenantConnection) {
  return {
    kind: kind.name,
    status: found.status ?? undefined,
    lastConfiguredAt: found.lastConfiguredAt ?? undefined,
    schemaVersion: SCHEMA_VERSION,
  };
}
