import type { SecretRevisions } from "../../dynamic/secretRevisions.ts";
import type { OrUnknown } from "../../dynamic/wire.ts";
import type { ConnectionState } from "../connection/state.ts";
import type { AddedInputs, KnownInputs } from "../inputs/newInputs.ts";
import type { ConnectionReference } from "../reference/connection.ts";
import type { GlobalValuesInputs } from "./arguments.ts";

/** The arguments together with what `check` and a refresh add to them. */
export interface CheckedValues extends GlobalValuesInputs, AddedInputs {
  secretRevisions?: OrUnknown<SecretRevisions> | undefined;
  /** Only a refresh puts it into the inputs, so that the next check sees a difference. */
  newInputs?: string[] | undefined;
}

/** The arguments of a step that is carried out: its connection is known. */
export interface KnownGlobalValues extends CheckedValues {
  connection: ConnectionReference;
}

/** State of global values. */
export interface GlobalValuesState extends KnownGlobalValues, KnownInputs {
  lastConfiguredAt?: string | undefined;
  driftedSecrets?: string[] | undefined;
  /** Names of the inputs for which the tenant holds a value that no program declares. */
  undeclaredInputs?: string[] | undefined;
  /** Ids of instances that were to be deployed again with the present values and could not be. */
  undeployedInstances?: string[] | undefined;
}

/** The values as a connection declares them that manages them itself. */
export function asInline({ values, secrets, ...rest }: Partial<CheckedValues>): ConnectionState {
  const managed = values ?? (secrets === undefined ? {} : undefined);
  const inline: Partial<ConnectionState> = {
    secretRevisions: rest.secretRevisions,
    plainInputs: rest.plainInputs,
    writeOnlyInputs: rest.writeOnlyInputs,
    ...rest,
    globalValues: managed,
    globalSecrets: secrets,
  };
  // The row reads nothing else of a connection.
  return inline as ConnectionState;
}
