import { isDeepStrictEqual } from "node:util";
import type { Problem } from "../../dynamic/lifecycle.ts";
import { notice } from "../../dynamic/writing.ts";
import type { ConnectionType } from "../../tenant/operation.ts";
import type { TenantSession } from "../../tenant/session.ts";
import type { DeclaredTokens } from "./tokens.ts";

/** Refuses tokens for a connection type that is not authorized with any. */
export function tokenTypeProblems(type: ConnectionType, { argument, tokens }: DeclaredTokens): Problem[] {
  if (tokens === undefined || type.oauth2Type !== null) return [];
  return [{ path: argument, message: `${type.label} does not use OAuth 2.0; leave the tokens out.` }];
}

/**
 * Says in a preview what becomes of unchanged tokens when the OAuth client changes. Compares values: the arguments have no
 * counters yet.
 */
export function tellOfClient(
  session: TenantSession,
  what: string,
  old: DeclaredTokens | undefined,
  news: DeclaredTokens,
  changesClient: boolean,
): void {
  const isUnchanged = news.tokens !== undefined && isDeepStrictEqual(old?.tokens, news.tokens);
  if (!isUnchanged || !changesClient) return;
  notice(
    `${what}: its OAuth client or scopes change, and its ${news.argument} do not. Where ${session.tenant} then asks for a new ` +
      "authorization, the same tokens are sent again. Only tokens of the new client and scopes can be renewed: supply those.",
  );
}
