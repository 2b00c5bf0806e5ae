import { release } from "../../dynamic/claims.ts";
import type { Claim } from "../../dynamic/claims.ts";
import type { OrUnknown } from "../../dynamic/wire.ts";
import { RefusedError, UnreachableError } from "../../tenant/errors.ts";
import type { TenantCredentials } from "../../tenant/operation.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { explaining } from "../../dynamic/writing.ts";
import { customerClaim, partClaim } from "../claims.ts";
import { credentialExpressions, type CredentialValues } from "./values.ts";

/** Creates, changes or deletes the test credentials of a connection. Deleting what is gone is done already. */
export async function writeTestCredentials(
  session: TenantSession,
  connectionId: string,
  stableKey: string,
  verb: "create" | "update" | "delete",
  declared: OrUnknown<CredentialValues> | undefined,
): Promise<TenantCredentials | undefined> {
  const existing = (await session.connections.byId(connectionId))?.customerConfigVariables.nodes[0];
  const inputs = credentialExpressions(declared);
  const what = `The test credentials of connection "${stableKey}" were not changed`;
  return explaining(session, what, async () => {
    if (verb === "delete") {
      if (existing !== undefined) await deleteCredentials(session, stableKey, existing);
      return undefined;
    }
    if (existing !== undefined) return session.credentials.update({ id: existing.id, inputs });
    const create = { scopedConfigVariable: connectionId, isTest: true, inputs };
    try {
      return await session.credentials.create(create);
    } catch (error) {
      if (!(error instanceof UnreachableError && error.outcomeUnknown)) throw error;
      const found = (await session.connections.findAgain(stableKey))?.customerConfigVariables.nodes[0];
      return found === undefined
        ? session.credentials.create(create)
        : session.credentials.update({ id: found.id, inputs });
    }
  });
}

/**
 * Deletes credentials of a connection, a test's or a customer's, unless another resource keeps them; those that are
 * gone already count as deleted.
 */
export async function deleteCredentials(
  session: TenantSession,
  stableKey: string,
  credentials: TenantCredentials,
): Promise<void> {
  await release(session, namesOf(stableKey, credentials), () =>
    session.credentials.delete(credentials).catch((error: unknown) => {
      if (!(error instanceof RefusedError && error.notFound)) throw error;
    }),
  );
}

/** Programs name a customer by its external id or by its id. */
function namesOf(stableKey: string, { isTest, customer, key }: TenantCredentials): Claim[] {
  if (isTest) return [partClaim("testCredentials", stableKey)];
  const names = [customer?.externalId, customer?.id].filter((name) => typeof name === "string");
  return names.map((name) => customerClaim(stableKey, name, key));
}
