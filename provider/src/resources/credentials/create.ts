import { sendOnce } from "../../dynamic/writing.ts";
import { ConfigurationError } from "../../tenant/errors.ts";
import type { TenantConnection, TenantCredentials } from "../../tenant/operation.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { howToTakeOver } from "../guidance.ts";
import type { Undeployed } from "../redeploy/deploying.ts";
import { updateCredentials } from "../redeploy/update.ts";
import type { CredentialsInputs } from "./arguments.ts";
import type { CredentialsKind, Place } from "./kind.ts";
import { credentialExpressions, differingCredentials } from "./values.ts";

/** Credentials that are there now. Those that were taken over may leave instances on old values. */
interface Made {
  saved: TenantCredentials;
  undeployed?: Undeployed | undefined;
}

/**
 * Creates credentials, or takes over those that the tenant has for the same connection and customer already.
 *
 * @throws ConfigurationError where those differ in something readable and `prismatic:adoptExisting` is not set
 */
export async function createOrAdopt(
  kind: CredentialsKind,
  session: TenantSession,
  connection: TenantConnection,
  place: Place,
  declared: CredentialsInputs,
): Promise<Made> {
  const adopt = (existing: TenantCredentials) => {
    const refusal = adoptionRefusal(kind, session, connection, existing, declared);
    if (refusal !== undefined) throw new ConfigurationError(refusal);
    const what = kind.describe(connection.stableKey, declared);
    const inputs = credentialExpressions(declared, { held: existing, removed: [] });
    return updateCredentials(session, { id: existing.id, inputs }, { decided: declared, what });
  };
  const existing = await kind.existing(session, connection, place, declared);
  if (existing !== undefined) return adopt(existing);
  const inputs = credentialExpressions(declared, { held: undefined, removed: [] });
  const create = async () => ({
    saved: await session.credentials.create({
      scopedConfigVariable: connection.id,
      isTest: place.isTest,
      inputs,
      ...(place.customer === undefined ? {} : { customer: place.customer.id }),
      ...(declared.name === undefined ? {} : { key: declared.name }),
    }),
  });
  return sendOnce<Made>(create, async () => {
    const again = (await session.connections.findAgain(connection.stableKey)) ?? connection;
    const left = await kind.existing(session, again, place, declared);
    return left && adopt(left);
  });
}

/** Explains why credentials that the tenant has already are not taken over; undefined where they are. */
export function adoptionRefusal(
  kind: CredentialsKind,
  session: TenantSession,
  connection: TenantConnection,
  existing: TenantCredentials,
  declared: CredentialsInputs,
): string | undefined {
  if (session.settings.adoptExisting) return undefined;
  const differing = differingCredentials(declared, existing);
  if (differing.length === 0) return undefined;
  return (
    `${session.tenant} already has ${kind.describe(connection.stableKey, declared)}, and they differ in ` +
    `${differing.join(", ")}. ${session.journal.unchanged} ${howToTakeOver(kind.importedAs(connection.stableKey, declared))}`
  );
}
