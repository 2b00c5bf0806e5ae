import type { StoredForm } from "../../dynamic/storedForm.ts";
import type { OrUnknown } from "../../dynamic/wire.ts";
import type { SecretRevisions } from "../../dynamic/secretRevisions.ts";
import type { TenantCredentials } from "../../tenant/operation.ts";
import type { AddedInputs, KnownInputs } from "../inputs/newInputs.ts";
import type { SentAgain } from "../oauthTokens/tokens.ts";
import type { ConnectionReference } from "../reference/connection.ts";
import type { CredentialsInputs } from "./arguments.ts";

/** The arguments together with what `check` and a refresh add to them. */
export interface CheckedCredentials extends CredentialsInputs, AddedInputs {
  secretRevisions?: OrUnknown<SecretRevisions> | undefined;
  /**
   * Set for test credentials of a user connection that the program names by its stable key alone, so that a report knows
   * which mutation writes them.
   */
  ofUserConnection?: true | undefined;
  /** Only a refresh puts it into the inputs, so that the next check sees a difference. */
  newInputs?: string[] | undefined;
}

/** The arguments of a step that is carried out: its connection is known. */
export interface KnownCredentials extends CheckedCredentials {
  connection: ConnectionReference;
}

/** State of credentials. */
export interface CredentialsState
  extends KnownCredentials, KnownInputs, StoredForm, Pick<SentAgain, "tokensSentAgain"> {
  status?: string | undefined;
  authorizeUrl?: string | undefined;
  lastConfiguredAt?: string | undefined;
  /** Set for test credentials of a user connection, which are a connection below it. */
  isConnection?: true | undefined;
  /** Names of secrets that changed in the tenant since our last write. */
  driftedSecrets?: string[] | undefined;
  /** Ids of instances that were to be deployed again with the present values and could not be. */
  undeployedInstances?: string[] | undefined;
}

/** Facts about credentials that only the tenant knows. */
export function serverFields(
  found: Pick<TenantCredentials, "status" | "authorizeUrl" | "lastConfiguredAt" | "isConnection">,
) {
  return {
    status: found.status ?? undefined,
    authorizeUrl: found.authorizeUrl ?? undefined,
    lastConfiguredAt: found.lastConfiguredAt ?? undefined,
    isConnection: found.isConnection,
  };
}
