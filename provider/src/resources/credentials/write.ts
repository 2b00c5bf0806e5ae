import { release } from "../../dynamic/claims.ts";
import type { Claim } from "../../dynamic/claim.ts";
import type { PlannedMutation } from "../../dynamic/lifecycle.ts";
import type { OrUnknown } from "../../dynamic/wire.ts";
import { deleteOnce, explaining, sendOnce } from "../../dynamic/writing.ts";
import type { TenantCredentials } from "../../tenant/operation.ts";
import { testLeafKey } from "../../tenant/testLeaf.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { customerClaim, partClaim } from "../claims.ts";
import { requirePermission } from "../permitted.ts";
import { credentialExpressions, type CredentialValues } from "./values.ts";

/**
 * Announces a mutation of credentials. Only an update says what it carries: a creation carries everything. Test
 * credentials of a user connection are a connection below it.
 */
export function credentialsMutation(
  verb: "create" | "update" | "delete",
  {
    carries,
    ofUsers = false,
    ...of
  }: { stableKey: string; customer?: string; carries: string[]; ofUsers?: boolean },
): PlannedMutation {
  const carried = verb === "update" ? { carries } : {};
  if (ofUsers) {
    return { field: `${verb}ScopedConfigVariable`, stableKey: testLeafKey(of.stableKey), ...carried };
  }
  return { field: `${verb}CustomerConfigVariable`, ...of, ...carried };
}

/** Creates, changes or deletes the test credentials of a connection. */
export async function writeTestCredentials(
  session: TenantSession,
  connectionId: string,
  stableKey: string,
  verb: "create" | "update" | "delete",
  declared: OrUnknown<CredentialValues> | undefined,
  removed: readonly string[],
): Promise<void> {
  const existing = (await session.connections.byId(connectionId))?.customerConfigVariables.nodes[0];
  const update = (held: TenantCredentials) =>
    session.credentials.update({ id: held.id, inputs: credentialExpressions(declared, { held, removed }) });
  const what = `The test credentials of connection "${stableKey}" were not changed`;
  await explaining(session, what, async () => {
    if (verb === "delete") {
      if (existing !== undefined) await deleteCredentials(session, stableKey, existing);
    } else if (existing !== undefined) {
      await update(existing);
    } else {
      await sendOnce(
        () =>
          session.credentials.create({
            scopedConfigVariable: connectionId,
            isTest: true,
            inputs: credentialExpressions(declared, { held: undefined, removed }),
          }),
        async () => {
          const found = (await session.connections.findAgain(stableKey))?.customerConfigVariables.nodes[0];
          return found && update(found);
        },
      );
    }
  });
}

/** Deletes credentials of a connection, a test's or a customer's, unless another resource claims them. */
export async function deleteCredentials(
  session: TenantSession,
  stableKey: string,
  credentials: TenantCredentials,
): Promise<void> {
  const { isTest, isConnection, allowRemove, customer } = credentials;
  const whose = isTest
    ? "test credentials"
    : `credentials of customer "${customer?.externalId ?? customer?.id}"`;
  await release(session, claimsOf(stableKey, credentials), async () => {
    requirePermission(session, allowRemove, {
      mutation: isConnection ? "deleteScopedConfigVariable" : "deleteCustomerConfigVariable",
      what: `The ${whose} for connection "${stableKey}" were not deleted`,
    });
    await deleteOnce(
      () => session.credentials.delete(credentials),
      () => session.credentials.isThere(credentials),
    );
  });
}

/** All claims on credentials: programs name a customer by its external id or by its id. */
export function claimsOf(stableKey: string, { isTest, customer, key }: TenantCredentials): Claim[] {
  if (isTest) return [partClaim("testCredentials", stableKey)];
  const names = [customer?.externalId, customer?.id].filter((name) => typeof name === "string");
  return names.map((name) => customerClaim(stableKey, name, key));
}
