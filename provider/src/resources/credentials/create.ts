import { isDeepStrictEqual } from "node:util";
import { isUnknown, type OrUnknown } from "../../dynamic/wire.ts";
import { ConfigurationError, UnreachableError } from "../../tenant/errors.ts";
import type { TenantConnection, TenantCredentials } from "../../tenant/operation.ts";
import type { TenantSession } from "../../tenant/session.ts";
import type { Undeployed } from "../redeploy/deploying.ts";
import { updateCredentials } from "../redeploy/updateCredentials.ts";
import { howToTakeOver } from "../takeOver.ts";
import type { CredentialsInputs } from "./arguments.ts";
import type { CredentialsKind, Place } from "./kind.ts";
import {
  credentialExpressions,
  knownCredentials,
  refreshedCredentials,
  type CredentialValues,
} from "./values.ts";

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
): Promise<{ saved: TenantCredentials; undeployed?: Undeployed | undefined }> {
  const inputs = credentialExpressions(declared);
  const adopt = (existing: TenantCredentials) => {
    const refusal = adoptionRefusal(kind, session, connection, existing, declared);
    if (refusal !== undefined) throw new ConfigurationError(refusal);
    const what = kind.describe(connection.stableKey, declared);
    return updateCredentials(session, { id: existing.id, inputs }, { decided: declared, what });
  };
  const existing = await kind.existing(session, connection, place, declared);
  if (existing !== undefined) return adopt(existing);
  const create = async () => ({
    saved: await session.credentials.create({
      scopedConfigVariable: connection.id,
      isTest: place.isTest,
      inputs,
      ...(place.customer === undefined ? {} : { customer: place.customer.id }),
      ...(declared.name === undefined ? {} : { key: declared.name }),
    }),
  });
  try {
    return await create();
  } catch (error) {
    if (!(error instanceof UnreachableError && error.outcomeUnknown)) throw error;
    const again = (await session.connections.findAgain(connection.stableKey)) ?? connection;
    const left = await kind.existing(session, again, place, declared);
    return left === undefined ? create() : adopt(left);
  }
}

/** Why credentials that the tenant has already are not taken over, or undefined where they are. */
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
    `${differing.join(", ")}. Nothing was changed. ${howToTakeOver(kind.importedAs(connection.stableKey, declared))}`
  );
}

/** The inputs in which credentials of the tenant differ from declared ones, as far as they can be read. */
export function differingCredentials(
  declared: OrUnknown<CredentialValues>,
  existing: TenantCredentials,
): string[] {
  const known = knownCredentials(declared);
  const wanted = { ...known.values, ...known.secrets };
  const current = refreshedCredentials({ values: wanted }, [], undefined, existing).credentials;
  const writeOnly = (existing.inputs?.nodes ?? []).filter(({ hasValue, value }) => !hasValue || value === "");
  return Object.keys(wanted).filter(
    (name) =>
      !writeOnly.some((input) => input.name === name) &&
      !isUnknown(wanted[name]) &&
      !isDeepStrictEqual(knownCredentials(current).values[name], wanted[name]),
  );
}
