import { isDeepStrictEqual } from "node:util";
import { secretsChanged, type SecretGroup, type SecretRevisions } from "../../dynamic/secretRevisions.ts";
import { isUnknown, type OrUnknown } from "../../dynamic/wire.ts";
import type { TenantSession } from "../../tenant/session.ts";
import type { OauthTokens } from "./arguments.ts";

/** Name of the argument. The counters of its secrets begin with it. */
export const OAUTH_TOKENS = "oauthTokens";

/** Notes of the state about tokens that were sent a second time, because the tenant had lost the authorization. */
export interface SentAgain {
  tokensSentAgain?: true | undefined;
  testTokensSentAgain?: true | undefined;
}

/** Tokens as a program declares them, with the state's facts about them. */
export interface DeclaredTokens {
  /** The argument; a path where it is a member of another one. */
  argument: string;
  /** Name of the note in the state. */
  note: keyof SentAgain;
  tokens: OrUnknown<OauthTokens> | undefined;
  sentAgain?: true | undefined;
  secretRevisions?: OrUnknown<SecretRevisions> | undefined;
  driftedSecrets?: string[] | undefined;
}

/** Tells the argument and the counters of its tokens from other secrets. */
export function isTokenOf(argument: string, name: string): boolean {
  return name === argument || name.startsWith(`${argument}.`);
}

/** The tokens as secrets, each of which has a counter. */
export function tokenSecrets({ argument, tokens }: Pick<DeclaredTokens, "argument" | "tokens">): SecretGroup {
  return { argument, prefix: `${argument}.`, secrets: tokens === undefined ? undefined : members(tokens) };
}

/** The members that are given. */
export function members(tokens: OrUnknown<OauthTokens>): OrUnknown<Record<string, OrUnknown<string>>> {
  if (isUnknown(tokens)) return tokens;
  return Object.fromEntries(Object.entries(tokens).filter(([, value]) => value !== undefined));
}

/** True where tokens have to be sent: new ones, or those of an authorization that was lost. Reads no values. */
export function isDue(old: DeclaredTokens | undefined, news: DeclaredTokens): boolean {
  if (news.tokens === undefined) return false;
  return old === undefined || secretsChanged(old, news, (name) => isTokenOf(news.argument, name));
}

/** True where tokens are no longer declared: nothing is sent, and the state forgets them. */
export function isReleased(old: DeclaredTokens, news: DeclaredTokens): boolean {
  return old.tokens !== undefined && news.tokens === undefined;
}

/** Statuses of an authorization that does not work. A status that this version does not know is none of them. */
const LOST = ["PENDING", "ERROR", "FAILED"];

/** True for a status in which tokens or a person are needed. */
export function isLost(status: string | null | undefined): boolean {
  return LOST.includes(status?.toUpperCase() ?? "");
}

/**
 * Compares an authorization with the declaration. Prismatic renews tokens by itself, so only the status tells of drift.
 * A lost authorization is drift once: an update then sends the tokens again. Lost a second time, the same tokens are worn
 * out, and sending them at every update would mend nothing.
 */
export function refreshedTokens(
  { argument, note, tokens, sentAgain }: DeclaredTokens,
  status: string | null | undefined,
): SentAgain & { driftedSecrets: string[] } {
  if (tokens === undefined) return { driftedSecrets: [] };
  return { [note]: sentAgain, driftedSecrets: isLost(status) && sentAgain !== true ? [argument] : [] };
}

/** The note about the old tokens, as long as the new ones are the same. */
export function keptNote(old: DeclaredTokens | undefined, news: DeclaredTokens): SentAgain {
  return { [news.note]: old?.sentAgain === true && isSame(old, news) ? true : undefined };
}

/** The note about tokens that were just sent. */
export function noteOfSent(old: DeclaredTokens | undefined, news: DeclaredTokens): SentAgain {
  const isRepair = old?.driftedSecrets?.includes(news.argument) === true;
  return { [news.note]: isRepair && isSame(old, news) ? true : undefined };
}

function isSame(old: DeclaredTokens, news: DeclaredTokens): boolean {
  return news.tokens !== undefined && isDeepStrictEqual(old.tokens, news.tokens);
}

/** Says what to do about tokens that were sent twice and no longer work; undefined where they are not. */
export function explainWornOut(
  session: TenantSession,
  what: string,
  { argument, tokens, sentAgain }: DeclaredTokens,
  status: string | null | undefined,
): string | undefined {
  if (tokens === undefined || sentAgain !== true || !isLost(status)) return undefined;
  return (
    `${session.tenant} says that ${what} is ${String(status)}, although its ${argument} were sent again when that happened ` +
    "before. They are not sent a third time. Supply new ones, or remove them and let a person authorize it."
  );
}
