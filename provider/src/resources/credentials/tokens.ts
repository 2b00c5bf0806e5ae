import type { Change } from "../../dynamic/change.ts";
import type { PlannedMutation } from "../../dynamic/lifecycle.ts";
import { secretsChanged } from "../../dynamic/secretRevisions.ts";
import { knownMap } from "../../dynamic/wire.ts";
import { testLeafKey } from "../../tenant/testLeaf.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { isClientInput, isSameClient } from "../oauthTokens/client.ts";
import { tokensChange } from "../oauthTokens/change.ts";
import { tellOfClient } from "../oauthTokens/judge.ts";
import { isTokenOf, OAUTH_TOKENS, type DeclaredTokens } from "../oauthTokens/tokens.ts";
import {
  serverFields,
  type CheckedCredentials,
  type CredentialsState,
  type KnownCredentials,
} from "./state.ts";

/** Tells the counters of values from those of tokens. */
export function isValueSecret(name: string): boolean {
  return !isTokenOf(OAUTH_TOKENS, name);
}

/** The tokens that a resource of credentials declares. */
export function declaredTokens(
  args: CheckedCredentials & Pick<CredentialsState, "tokensSentAgain" | "driftedSecrets">,
): DeclaredTokens {
  const { oauthTokens: tokens, tokensSentAgain: sentAgain, secretRevisions, driftedSecrets } = args;
  return {
    argument: OAUTH_TOKENS,
    note: "tokensSentAgain",
    ...{ tokens, sentAgain, secretRevisions, driftedSecrets },
  };
}

/** Announces the mutation that sends the tokens of test credentials. Those of a user connection are a connection. */
export function testTokensMutation(
  stableKey: string,
  ofUsers: boolean,
): Pick<PlannedMutation, "field" | "stableKey"> {
  return ofUsers
    ? { field: "updateScopedOAuth2Connection", stableKey: testLeafKey(stableKey) }
    : { field: "updateCustomerOAuth2Connection", stableKey };
}

/**
 * The change that sends the tokens of credentials.
 *
 * @param kept facts of the state that no other change of the step settles
 */
export function credentialTokensChange(
  what: string,
  old: CredentialsState | undefined,
  args: KnownCredentials,
  kept: object,
): Change[] {
  const { stableKey, variableScope } = args.connection;
  const ofUsers = old === undefined ? variableScope === "user" : old.isConnection === true;
  return tokensChange(old && declaredTokens(old), declaredTokens(args), changesClient(old, args), {
    what,
    mutation: testTokensMutation(stableKey, ofUsers),
    find: (session, id) => session.credentials.byId(id),
    set: async (session, held, input) => {
      const saved = await session.credentials.setTokens(held, input);
      return { status: saved.status, state: { ...kept, ...serverFields(saved) } };
    },
  });
}

/** True where the credentials' own inputs that describe the OAuth client change. Reads no secrets. */
function changesClient(old: CredentialsState | undefined, args: CheckedCredentials): boolean {
  if (old === undefined) return false;
  return (
    !isSameClient(knownMap(old.values), knownMap(args.values)) || secretsChanged(old, args, isClientInput)
  );
}

/** Says in a preview what becomes of unchanged tokens when the OAuth client of the credentials changes. */
export function tellOfOwnClient(
  session: TenantSession,
  what: string,
  old: CheckedCredentials | undefined,
  args: CheckedCredentials,
): void {
  const valuesOf = (each: CheckedCredentials) => ({ ...knownMap(each.values), ...knownMap(each.secrets) });
  const isOther = old !== undefined && !isSameClient(valuesOf(old), valuesOf(args));
  tellOfClient(session, what, old && declaredTokens(old), declaredTokens(args), isOther);
}
