import type { Change } from "../../dynamic/change.ts";
import type { Problem } from "../../dynamic/lifecycle.ts";
import { secretsChanged } from "../../dynamic/secretRevisions.ts";
import { isUnknown, knownMap } from "../../dynamic/wire.ts";
import { notice } from "../../dynamic/writing.ts";
import type { ConnectionType, TenantConnection } from "../../tenant/operation.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { testTokensMutation } from "../credentials/tokens.ts";
import { knownCredentials } from "../credentials/values.ts";
import { isClientInput, isSameClient } from "../oauthTokens/client.ts";
import { tellOfClient, tokenTypeProblems } from "../oauthTokens/judge.ts";
import { tokensChange } from "../oauthTokens/change.ts";
import {
  explainWornOut,
  isReleased,
  keptNote,
  OAUTH_TOKENS,
  refreshedTokens,
  type DeclaredTokens,
  type SentAgain,
} from "../oauthTokens/tokens.ts";
import type { ConnectionKind } from "../reference/kinds.ts";
import type { Row } from "./row.ts";
import {
  declaredValues,
  isTestSecret,
  managesGlobalValues,
  TEST,
  TEST_TOKENS,
  testCredentialsOf,
  type CheckedConnection,
  type ConnectionState,
} from "./state.ts";

/** The tokens of a connection itself. */
export function ownTokens(args: CheckedConnection & Partial<ConnectionState>): DeclaredTokens {
  const { oauthTokens: tokens, tokensSentAgain: sentAgain, secretRevisions, driftedSecrets } = args;
  return {
    argument: OAUTH_TOKENS,
    note: "tokensSentAgain",
    ...{ tokens, sentAgain, secretRevisions, driftedSecrets },
  };
}

/** The tokens of the test credentials that a connection declares itself. */
export function testTokens(args: CheckedConnection & Partial<ConnectionState>): DeclaredTokens {
  const { testCredentials: test, testTokensSentAgain: sentAgain, secretRevisions, driftedSecrets } = args;
  const tokens = test === undefined || isUnknown(test) ? test : test.oauthTokens;
  return {
    argument: TEST_TOKENS,
    note: "testTokensSentAgain",
    ...{ tokens, sentAgain, secretRevisions, driftedSecrets },
  };
}

/** Tokens of a connection. An interrupted run leaves the tenant without them, so that no status is a difference. */
export const ownTokensRow: Row = {
  isDeclared: (args) => args.oauthTokens !== undefined,
  differences: () => [],
  refreshed: (old, found) => ({
    oauthTokens: old.oauthTokens,
    ...refreshedTokens(ownTokens(old), found.status),
  }),
};

/** Tokens of test credentials; the row of those keeps them in the argument. */
export const testTokensRow: Row = {
  isDeclared: (args) => testTokens(args).tokens !== undefined,
  differences: () => [],
  refreshed: (old, found) => refreshedTokens(testTokens(old), testCredentialsOf(found)?.status),
};

/** The changes that send tokens, after those of the values that go with them. */
export function tokensChanges(
  kind: ConnectionKind,
  old: ConnectionState | undefined,
  args: CheckedConnection & { stableKey: string },
): Change[] {
  const { stableKey } = args;
  const isSavedTest = old?.savedTestCredentials !== undefined;
  const own = tokensChange(old && ownTokens(old), ownTokens(args), changesClient(old, args), {
    what: `connection "${stableKey}"`,
    mutation: { field: "updateScopedOAuth2Connection", stableKey },
    find: (session, id) => session.connections.byId(id),
    set: async (session, _held, input) => ({
      status: (await session.connections.setTokens(input)).status,
      state: {},
    }),
  });
  const before = isSavedTest ? testTokens(old) : undefined;
  const test = tokensChange(before, testTokens(args), changesTestClient(old, args), {
    what: `the test credentials of connection "${stableKey}"`,
    mutation: testTokensMutation(stableKey, kind.variableScope === "user"),
    find: async (session, id) => {
      const found = await session.connections.byId(id);
      return found && testCredentialsOf(found);
    },
    set: async (session, held, input) => ({
      status: (await session.credentials.setTokens(held, input)).status,
      state: {},
    }),
  });
  // Both wait for the values, and leave together.
  return own.length === 0 ? test : [...own, ...test.map(({ waits: _, ...change }) => change)];
}

/** True where tokens are no longer declared, for the connection or for its test credentials. */
export function releasesTokens(old: ConnectionState, args: CheckedConnection): boolean {
  return isReleased(ownTokens(old), ownTokens(args)) || isReleased(testTokens(old), testTokens(args));
}

/** Refuses tokens that the connection or its type cannot have. */
export function tokenProblems(
  kind: ConnectionKind,
  type: ConnectionType,
  declared: CheckedConnection,
): Problem[] {
  const own = ownTokens(declared);
  const path = OAUTH_TOKENS;
  if (own.tokens !== undefined && kind.variableScope !== "org") {
    const who = kind.variableScope === "user" ? "user" : "customer";
    const message =
      `is for organization (global) connections only: each ${who} of a ${kind.name} has a token. Remove it; the token of ` +
      `test runs is ${TEST_TOKENS}.`;
    return [{ path, message }];
  }
  if (own.tokens !== undefined && declared.separateGlobalValues !== undefined) {
    const message =
      "goes with the OAuth client; declare globalValues and globalSecrets here as well, in place of separateGlobalValues.";
    return [{ path, message }];
  }
  return [own, testTokens(declared)].flatMap((tokens) => tokenTypeProblems(type, tokens));
}

/** Says in a preview what becomes of unchanged tokens when the OAuth client changes. */
export function tellOfClients(
  session: TenantSession,
  old: CheckedConnection | undefined,
  args: CheckedConnection,
): void {
  if (old === undefined) return;
  const isOther = managesGlobalValues(args) && !isSameClient(declaredValues(old), declaredValues(args));
  const isOtherTest = !isSameClient(testValues(old), testValues(args));
  const what = `Connection "${args.stableKey}"`;
  tellOfClient(session, what, ownTokens(old), ownTokens(args), isOther);
  tellOfClient(session, what, testTokens(old), testTokens(args), isOther || isOtherTest);
}

/** Notes of the state that stay, as long as the tokens stay the same. */
export function keptNotes(old: ConnectionState | undefined, args: CheckedConnection): SentAgain {
  return {
    ...keptNote(old && ownTokens(old), ownTokens(args)),
    ...keptNote(old && testTokens(old), testTokens(args)),
  };
}

/** The arguments without tokens whose authorization was lost: the next check then finds a difference. */
export function withoutLostTokens(args: CheckedConnection, drifted: readonly string[]): CheckedConnection {
  const { testCredentials: test } = args;
  const kept = drifted.includes(OAUTH_TOKENS) ? { ...args, oauthTokens: undefined } : args;
  if (test === undefined || isUnknown(test) || !drifted.includes(TEST_TOKENS)) return kept;
  const { oauthTokens: _, ...values } = test;
  return { ...kept, testCredentials: values };
}

/** Tells of tokens that were sent twice and no longer work. */
export function tellOfWornOut(session: TenantSession, old: ConnectionState, found: TenantConnection): void {
  const { stableKey } = found;
  const test = testCredentialsOf(found);
  const texts = [
    explainWornOut(session, `connection "${stableKey}"`, ownTokens(old), found.status),
    explainWornOut(
      session,
      `the test credentials of connection "${stableKey}"`,
      testTokens(old),
      test?.status,
    ),
  ];
  for (const text of texts) if (text !== undefined) notice(text);
}

/** True where inputs that describe the OAuth client change. Reads no secrets. */
function changesClient(old: ConnectionState | undefined, args: CheckedConnection): boolean {
  if (old === undefined || !managesGlobalValues(args)) return false;
  return (
    !isSameClient(knownMap(old.globalValues), knownMap(args.globalValues)) ||
    secretsChanged(old, args, isClientInput)
  );
}

/** The same for test credentials, which inherit what the connection has for all. */
function changesTestClient(old: ConnectionState | undefined, args: CheckedConnection): boolean {
  if (old === undefined) return false;
  return (
    changesClient(old, args) ||
    !isSameClient(knownTest(old).values, knownTest(args).values) ||
    secretsChanged(old, args, (name) => isTestSecret(name) && isClientInput(name.slice(TEST.length + 1)))
  );
}

const knownTest = ({ testCredentials }: CheckedConnection) => knownCredentials(testCredentials);

const testValues = (args: CheckedConnection) => ({ ...knownTest(args).values, ...knownTest(args).secrets });
