import { isDeepStrictEqual } from "node:util";
import { isUnknown, type OrUnknown } from "../../dynamic/unknown.ts";
import type { ConnectionType, TenantConnection } from "../../tenant/operation.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { heldValues, ownerOf } from "../connection/expressions.ts";
import type { KnownInputs } from "../connection/newInputs.ts";
import { knownMap } from "../connection/values.ts";
import type { ConnectionReference } from "../connectionReference.ts";
import { secretsChanged, type SecretRevisions } from "../secretRevisions.ts";
import { howToTakeOver } from "../takeOver.ts";
import type { GlobalValuesInputs } from "./arguments.ts";

/** Raised when the form of the outputs changes; a state of any earlier version must stay readable. */
export const SCHEMA_VERSION = 1;

/** Arguments together with what `check` computes. */
export type CheckedValues = GlobalValuesInputs & {
  secretRevisions?: OrUnknown<SecretRevisions> | undefined;
  /** Only a refresh puts it into the inputs, so that the next check sees a difference. */
  newInputs?: string[] | undefined;
};

/** What the engine keeps of global values. */
export interface GlobalValuesOutputs extends GlobalValuesInputs, KnownInputs {
  connection: ConnectionReference;
  secretRevisions?: OrUnknown<SecretRevisions> | undefined;
  lastConfiguredAt?: string | undefined;
  driftedSecrets?: string[] | undefined;
  undeclaredSecrets?: string[] | undefined;
  /** Ids of instances that were to be deployed again with the present values and could not be. */
  undeployedInstances?: string[] | undefined;
  schemaVersion: number;
}

/** Whether an update sends inputs. */
export function valuesDiffer(olds: GlobalValuesOutputs, news: CheckedValues): boolean {
  return (
    olds.undeclaredSecrets !== undefined ||
    olds.newInputs !== undefined ||
    !isDeepStrictEqual(olds.values ?? {}, news.values ?? {}) ||
    isUnknown(news.secrets) ||
    secretsChanged(olds, news)
  );
}

/** Names of readable values that the tenant holds and that are not the declared ones. */
export function differingInputs(
  declared: GlobalValuesInputs,
  existing: TenantConnection,
  type: ConnectionType | undefined,
): string[] {
  const wanted = { ...knownMap(declared.values), ...knownMap(declared.secrets) };
  const { readable } = heldValues(existing, ownerOf(existing), { type, declared: Object.keys(wanted) });
  return Object.keys(readable).filter(
    (name) => !isUnknown(wanted[name]) && !isDeepStrictEqual(readable[name], wanted[name]),
  );
}

/** Why other values are not overwritten. */
export function holdsOtherValues(session: TenantSession, stableKey: string, names: string[]): string {
  return (
    `Connection "${stableKey}" of ${session.tenant} already holds other global values for ${names.join(", ")}. Nothing ` +
    `was changed. ${howToTakeOver(`GlobalValues/${stableKey}`)}`
  );
}
