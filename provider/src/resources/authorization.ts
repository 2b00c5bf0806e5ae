import { notice } from "../dynamic/writing.ts";
import type { TenantSession } from "../tenant/session.ts";

/** Prints the link where a person must authorize what was written; `what` begins the sentence. */
export function tellWhoMustAuthorize(
  session: TenantSession,
  what: string,
  { status, authorizeUrl }: { status: string | null; authorizeUrl: string | null },
): void {
  if (status !== "PENDING" || !authorizeUrl) return;
  notice(`${what} in ${session.tenant} must be authorized once by a person, who opens: ${authorizeUrl}`);
}
