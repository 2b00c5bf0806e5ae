import type { OrUnknown } from "../../dynamic/wire.ts";
import type { ConnectionType, TenantConnection } from "../../tenant/operation.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { heldValues, ownerOf } from "../inputs/expressions.ts";
import type { KnownInputs } from "../inputs/newInputs.ts";
import { globalValues as field } from "../connection/fields.ts";
import type { ConnectionOutputs } from "../connection/state.ts";
import { declaredNames } from "../inputs/values.ts";
import type { ConnectionReference } from "../reference/connection.ts";
import type { SecretRevisions } from "../../dynamic/secretRevisions.ts";
import { howToTakeOver } from "../takeOver.ts";
import type { GlobalValuesInputs } from "./arguments.ts";

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
}

/** The values as a connection declares them that manages them itself. */
export function asInline({ values, secrets, ...rest }: Partial<CheckedValues>): ConnectionOutputs {
  const managed = values ?? (secrets === undefined ? {} : undefined);
  return { ...rest, globalValues: managed, globalSecrets: secrets } as unknown as ConnectionOutputs;
}

/** Names of readable values that the tenant holds and that are not the declared ones. */
export function overwritten(
  declared: GlobalValuesInputs,
  existing: TenantConnection,
  type: ConnectionType,
): string[] {
  const owner = ownerOf(existing);
  const differing = field.differences(asInline(declared), existing, owner, type);
  const { readable } = heldValues(existing, owner, { type, declared: declaredNames(declared) });
  return differing.filter((name) => name in readable);
}

/** Why other values are not overwritten. */
export function holdsOtherValues(session: TenantSession, stableKey: string, names: string[]): string {
  return (
    `Connection "${stableKey}" of ${session.tenant} already holds other global values for ${names.join(", ")}. Nothing ` +
    `was changed. ${howToTakeOver(`GlobalValues/${stableKey}`)}`
  );
}
