import { notice } from "../dynamic/writing.ts";
import type { TenantSession } from "../tenant/session.ts";
import { shellWord } from "./shellWord.ts";

/**
 * Advises on an object that the tenant has already and that differs from the program. `what` is its name for
 * `import-file`, such as `slack-oauth` or `TestCredentials/slack-oauth`.
 */
export function howToTakeOver(what: string): string {
  return (
    `To manage it here as it is: npx pulumi-prismatic import-file ${shellWord(what)} --out import.json. To overwrite what differs: ` +
    "pulumi config set prismatic:adoptExisting true"
  );
}

/**
 * Tells that a person must authorize what was written, and how to read the link, which whoever has it may use: it is printed
 * nowhere. `what` begins the sentence; `output` is the output of the resource that holds the link.
 */
export function tellWhoMustAuthorize(
  session: TenantSession,
  what: string,
  output: "authorizeUrl" | "testAuthorizeUrl",
  { status, authorizeUrl }: { status: string | null; authorizeUrl: string | null },
): void {
  if (status !== "PENDING" || !authorizeUrl) return;
  notice(
    `${what} in ${session.tenant} must be authorized once by a person, who opens the resource's secret output ${output}. ` +
      `To read it: export const link = <resource>.${output}, then pulumi up and pulumi stack output link --show-secrets`,
  );
}
