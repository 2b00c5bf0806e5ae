import { notice } from "../dynamic/writing.ts";
import type { TenantSession } from "../tenant/session.ts";

/**
 * Advises on an object that the tenant has already and that differs from the program. `what` is its name for
 * `import-file`, such as `slack-oauth` or `TestCredentials/slack-oauth`.
 */
export function howToTakeOver(what: string): string {
  const argument = /^[\w.:/-]+$/.test(what) ? what : `'${what.replaceAll("'", String.raw`'\''`)}'`;
  return (
    `To manage it here as it is: npx pulumi-prismatic import-file ${argument} --out import.json. To overwrite what differs: ` +
    "pulumi config set prismatic:adoptExisting true"
  );
}

/** Prints the link with which a person must authorize what was written; `what` begins the sentence. */
export function tellWhoMustAuthorize(
  session: TenantSession,
  what: string,
  { status, authorizeUrl }: { status: string | null; authorizeUrl: string | null },
): void {
  if (status !== "PENDING" || !authorizeUrl) return;
  notice(`${what} in ${session.tenant} must be authorized once by a person, who opens: ${authorizeUrl}`);
}
