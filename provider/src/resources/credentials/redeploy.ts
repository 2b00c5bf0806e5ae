import type { Problem } from "../../dynamic/lifecycle.ts";
import { notice } from "../../dynamic/notice.ts";
import { isUnknown, type OrUnknown } from "../../dynamic/unknown.ts";
import type { TenantCredentials } from "../../tenant/operation.ts";
import type { TenantSession } from "../../tenant/session.ts";

/**
 * What a change of credentials means for the customer's running instances: a problem where nobody decided, else a
 * line that says how many there are and what happens to them.
 */
export async function redeployProblem(
  session: TenantSession,
  existing: TenantCredentials,
  what: string,
  { redeployInstances }: { redeployInstances?: OrUnknown<"never" | "onChange"> | undefined },
): Promise<Problem | undefined> {
  if (isUnknown(redeployInstances)) return undefined;
  const instances = (await session.credentials.usesOf(existing.id))?.instances.totalCount ?? 0;
  if (instances === 0) return undefined;
  const running = instances === 1 ? "1 instance runs" : `${instances} instances run`;
  if (redeployInstances === undefined) {
    const message =
      `${running} on ${what} and keep the old values until deployed again. Decide: "onChange" deploys them again ` +
      'with this change, "never" leaves them.';
    return { path: "redeployInstances", message };
  }
  const consequence =
    redeployInstances === "onChange" ? "are deployed again with the new values" : "keep the old values";
  notice(`${session.tenant}: ${running} on ${what} and ${consequence}.`);
  return undefined;
}
