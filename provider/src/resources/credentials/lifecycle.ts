import { z } from "zod";
import type { Lifecycle } from "../../dynamic/lifecycle.ts";
import { own } from "../../dynamic/claims.ts";
import { lifecycleOf } from "../../dynamic/lifecycleOf.ts";
import { notice } from "../../dynamic/writing.ts";
import type { TenantCredentials } from "../../tenant/operation.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { globallySupplied, ownerOf } from "../inputs/expressions.ts";
import { mustBeSupplied, refreshedInputs, type KnownInputs } from "../inputs/newInputs.ts";
import {
  explainWornOut,
  keptNote,
  OAUTH_TOKENS,
  refreshedTokens,
  tokenSecrets,
} from "../oauthTokens/tokens.ts";
import { remaining } from "../redeploy/deploying.ts";
import { valuesOfCredentials } from "../redeploy/update.ts";
import { isOfChanged, isOtherConnection } from "../reference/connection.ts";
import { connectionOf, credentialsChanges, credentialsClaims } from "./changes.ts";
import { judgeCredentials } from "./judge.ts";
import type { CredentialsKind } from "./kind.ts";
import { declaredTokens, isValueSecret } from "./tokens.ts";
import { serverFields, type CheckedCredentials, type CredentialsState } from "./state.ts";
import { claimsOf } from "./write.ts";
import { refreshedCredentials, type CredentialValues } from "./values.ts";

/** The life-cycle of credentials: a test's or a customer's. Their id is the tenant's. */
export function credentialsLifecycle(kind: CredentialsKind): Lifecycle {
  // `check` adds it, and an import brings it along.
  const ofUserConnection = z.literal(true).optional();
  return lifecycleOf<CheckedCredentials, CredentialsState>({
    arguments: kind.part === undefined ? kind.schema : kind.schema.extend({ ofUserConnection }),
    determined: ["ofUserConnection", "addedInputs"],
    isToBeJudgedAgain: (session, { connection }) => isOfChanged(session, connection),
    secretPaths: ["secrets", OAUTH_TOKENS, "authorizeUrl"],
    secrets: (args) => [
      { argument: "secrets", prefix: "", secrets: args.secrets },
      tokenSecrets(declaredTokens(args)),
    ],
    judge: (session, old, args) => judgeCredentials(kind, session, old, args),
    claims: (args) => credentialsClaims(kind, args),
    replaces: (old, args) => ({
      because: [
        ...(isOtherConnection(old.connection, args.connection) ? ["connection"] : []),
        ...(old.customer === args.customer ? [] : ["customer"]),
      ],
    }),
    // A step that refers to an unknown connection is a creation or a replacement, which a preview does not ask about.
    changes: (old, args, rest) => credentialsChanges(kind, old, args as CredentialsState | undefined, rest),
    settled: (_session, _id, args, old) =>
      Promise.resolve(keptNote(old && declaredTokens(old), declaredTokens(args))),
    cameBack(session, id, sent) {
      const saved = session.credentials.lastSaved(id);
      return Promise.resolve(saved && { args: argumentsAs(sent, saved), state: refreshedState(sent, saved) });
    },
    async heldBefore(session, id, old) {
      const isWritten = session.credentials.lastSaved(id) !== undefined;
      const found = isWritten ? undefined : await session.credentials.byId(id);
      if (found === undefined) return undefined;
      const what = kind.describe(old.connection.stableKey, old);
      return { args: argumentsAs(old, found), state: refreshedState(old, found), what };
    },
    read: (session, id, old) => read(kind, session, id, old),
  });
}

/** The arguments as the tenant has them. */
function argumentsAs(old: CredentialsState, found: TenantCredentials): CheckedCredentials {
  const { connection, ofUserConnection, customer, plainInputs, redeployInstances } = old;
  const { secretRevisions, addedInputs } = old;
  return {
    ...{ connection, ofUserConnection, customer, plainInputs, redeployInstances },
    ...{ secretRevisions, addedInputs },
    name: old.name === undefined ? undefined : (found.key ?? ""),
    ...refreshedOf(old, found).credentials,
  };
}

/** Outputs that the tenant adds to the arguments, apart from those that only a refresh looks up. */
function refreshedState(old: CredentialsState, found: TenantCredentials): CredentialsState {
  const { drifted } = refreshedOf(old, found);
  const driftedSecrets = drifted.length > 0 ? drifted : undefined;
  return { ...argumentsAs(old, found), ...serverFields(found), driftedSecrets } as CredentialsState;
}

function refreshedOf(old: CredentialsState, found: TenantCredentials) {
  // Outputs hold known values only.
  const declared = { values: old.values, secrets: old.secrets } as CredentialValues;
  return refreshedCredentials(
    declared,
    (old.driftedSecrets ?? []).filter(isValueSecret),
    old.lastConfiguredAt,
    found,
    old.reformedSecrets,
  );
}

async function read(kind: CredentialsKind, session: TenantSession, id: string, old: CredentialsState) {
  const found = await session.credentials.byId(id);
  if (found === undefined) return undefined;
  own(session, claimsOf(old.connection.stableKey, found));
  const { componentInputs, newInputs } = await refreshedInputsOf(session, old, found);
  const args = { ...argumentsAs(old, found), newInputs };
  const values = valuesOfCredentials(session, id, kind.describe(old.connection.stableKey, old));
  const undeployedInstances = await remaining(values, old.undeployedInstances);
  const tokens = declaredTokens(old);
  const { driftedSecrets: lost, ...notes } = refreshedTokens(tokens, found.status);
  const wornOut = explainWornOut(session, kind.describe(old.connection.stableKey, old), tokens, found.status);
  if (wornOut !== undefined) notice(wornOut);
  const refreshed = refreshedState(old, found);
  const all = [...(refreshed.driftedSecrets ?? []), ...lost];
  const driftedSecrets = all.length > 0 ? all : undefined;
  const state = { ...refreshed, ...notes, driftedSecrets, newInputs, undeployedInstances, componentInputs };
  return {
    // The next check finds a difference where the tokens are not among the arguments.
    args: { ...args, oauthTokens: lost.length > 0 ? undefined : old.oauthTokens },
    state: { ...state, oauthTokens: old.oauthTokens },
  };
}

/** New inputs of the connection type that concern credentials: those that no global value supplies. */
async function refreshedInputsOf(
  session: TenantSession,
  old: CredentialsState,
  found: TenantCredentials,
): Promise<KnownInputs> {
  const { connection, type } = (await connectionOf(session, found)) ?? {};
  const supplied = connection === undefined ? [] : globallySupplied(connection, ownerOf(connection));
  return refreshedInputs(old, type, (name) => mustBeSupplied(type, name) && !supplied.includes(name));
}
