import { ConfigurationError } from "../tenant/errors.ts";
import { neededPermission } from "../tenant/permissions.ts";
import type { TenantSession } from "../tenant/session.ts";

/**
 * Explains why an object is not changed, or not deleted.
 *
 * @param what the object, such as `connection "slack"`
 */
export function notAllowed(
  { tenant }: TenantSession,
  mutation: string,
  verb: "change" | "delete",
  what: string,
): string {
  return `the token's owner may not ${verb} ${what} in ${tenant}. ${neededPermission(mutation)}`;
}

/**
 * Refuses a deletion that the token's owner may not carry out, before anything is sent.
 *
 * @param isAllowed the object's `allowRemove`, or its `allowUpdate` where the object stays and is changed
 * @param what the consequence, such as `Connection "slack" was not deleted`
 * @throws ConfigurationError with the permission that is needed
 */
export function requirePermission(
  session: TenantSession,
  isAllowed: boolean,
  { mutation, what }: { mutation: string; what: string },
): void {
  if (isAllowed) return;
  throw new ConfigurationError(
    `${what}: the token's owner may not do that in ${session.tenant}. ${session.journal.unchanged} ${neededPermission(mutation)}`,
  );
}
