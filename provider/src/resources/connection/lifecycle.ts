import { lifecycleOf } from "../../dynamic/lifecycleOf.ts";
import { allSecrets, type SecretGroup } from "../../dynamic/secretRevisions.ts";
import { isUnknown, UNKNOWN, type OrUnknown } from "../../dynamic/wire.ts";
import type { TenantConnection } from "../../tenant/operation.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { tellWhoMustAuthorize } from "../guidance.ts";
import { remaining } from "../redeploy/deploying.ts";
import { valuesOfConnection } from "../redeploy/update.ts";
import type { Secrets } from "../../dynamic/secretRevisions.ts";
import { connectionClaim, partClaim } from "../claims.ts";
import { connectionArguments, type ConnectionInputs } from "./arguments.ts";
import { connectionChanges, heldConnection } from "./changes.ts";
import { judgeConnection } from "./judge.ts";
import { ROWS } from "./fields.ts";
import type { ConnectionKind } from "../reference/kinds.ts";
import { refreshed } from "./refresh.ts";
import { typeOf } from "../reference/connectionType.ts";
import { isTokenOf, OAUTH_TOKENS, tokenSecrets } from "../oauthTokens/tokens.ts";
import { keptNotes, ownTokens, tellOfWornOut, testTokens } from "./oauthTokens.ts";
import {
  replacedArguments,
  addedBy,
  TEST,
  TEST_TOKENS,
  testCredentialsOf,
  type CheckedConnection,
  type ConnectionState,
} from "./state.ts";

/** A connection's arguments with the stable key, which is known once there is something to send. */
type Args = CheckedConnection & { stableKey: string };
type State = ConnectionState & { stableKey: string };

/** The life of one kind of connection. */
export function connectionLifecycle(kind: ConnectionKind) {
  return lifecycleOf<Args, State>({
    arguments: connectionArguments,
    secretPaths: [
      ...["globalSecrets", OAUTH_TOKENS, "testCredentials.secrets", TEST_TOKENS],
      "authorizeUrl",
      "testAuthorizeUrl",
    ],
    secrets: secretsOf,
    determined: ["connectionType", "addedInputs"],
    isToBeJudgedAgain: (session, { component }) => session.components.isChanged(component),
    judge: (session, old, args, rest) => judgeConnection(kind, session, old, args, rest),
    claims: (args) => [
      connectionClaim(args.stableKey),
      ...ROWS.flatMap(({ part, isDeclared }) =>
        part !== undefined && isDeclared(args) ? [partClaim(part, args.stableKey)] : [],
      ),
    ],
    replaces: (old, args) => {
      const because = [...replacedArguments(old, args), ...(old.kind === kind.name ? [] : ["kind"])];
      // One stable key cannot name two connections, so the old one goes first unless the key changes as well.
      return { because, deleteFirst: because.length > 0 && !because.includes("stableKey") };
    },
    changes: (old, args, rest) => connectionChanges(kind, old, args, rest),
    async settled(session, id, args, old) {
      const saved = await heldConnection(session, id, args.stableKey);
      tellWhoMustAuthorizeAny(session, saved);
      return { ...addedBy(kind, args, await typeOf(session, saved), saved), ...keptNotes(old, args) };
    },
    async cameBack(session, id, sent) {
      const found = await session.connections.byId(id);
      return (
        found && refreshed(kind, sent, found, { type: await typeOf(session, found), undeployed: undefined })
      );
    },
    async heldBefore(session, id, old) {
      const found = session.connections.isWritten(id) ? undefined : await session.connections.byId(id);
      if (found === undefined) return undefined;
      const type = await typeOf(session, found);
      const { args, state } = refreshed(kind, old, found, { type, undeployed: undefined });
      // An authorization is lost without anybody's doing.
      const driftedSecrets = state.driftedSecrets?.filter(
        (name) => !isTokenOf(OAUTH_TOKENS, name) && !isTokenOf(TEST_TOKENS, name),
      );
      return { args, state: { ...state, driftedSecrets }, what: `connection "${old.stableKey}"` };
    },
    async read(session, id, old) {
      const found = await session.connections.byId(id);
      if (found === undefined) return undefined;
      const undeployed = await remaining(valuesOfConnection(session, found), old.undeployedInstances);
      tellOfWornOut(session, old, found);
      const { args, state } = refreshed(kind, old, found, { type: await typeOf(session, found), undeployed });
      return { args: args, state: state };
    },
  });
}

/** The secrets of a connection and of its test credentials. */
function secretsOf(args: ConnectionInputs): SecretGroup[] {
  return [
    { argument: "globalSecrets", prefix: "", secrets: args.globalSecrets },
    { argument: TEST, prefix: `${TEST}.`, secrets: secretsOfTest(args.testCredentials) },
    tokenSecrets(ownTokens(args)),
    tokenSecrets(testTokens(args)),
  ];
}

function secretsOfTest(test: ConnectionInputs["testCredentials"]): OrUnknown<Secrets> | undefined {
  if (test === undefined) return undefined;
  if (isUnknown(test) || isUnknown(test.secrets)) return UNKNOWN;
  return Object.keys(test.secrets ?? {}).length === 0 ? undefined : test.secrets;
}

/** All secrets of a connection, under the names of their counters. */
export function secretsOfConnection(inputs: ConnectionInputs): OrUnknown<Secrets> | undefined {
  return allSecrets(secretsOf(inputs));
}

function tellWhoMustAuthorizeAny(session: TenantSession, saved: TenantConnection): void {
  tellWhoMustAuthorize(session, `Connection "${saved.stableKey}"`, "authorizeUrl", saved);
  const test = testCredentialsOf(saved);
  if (test)
    tellWhoMustAuthorize(session, `The test credentials of "${saved.stableKey}"`, "testAuthorizeUrl", test);
}
