import { isDeepStrictEqual } from "node:util";
import type { Change, ChangeContext, Sent } from "../../dynamic/change.ts";
import type { Claim } from "../../dynamic/claim.ts";
import type { RestOfRun } from "../../dynamic/lifecycle.ts";
import { secretsChanged } from "../../dynamic/secretRevisions.ts";
import { isUnknown, UNKNOWN } from "../../dynamic/wire.ts";
import { explaining } from "../../dynamic/writing.ts";
import { ConfigurationError } from "../../tenant/errors.ts";
import type { TenantCredentials } from "../../tenant/operation.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { customerClaim, partClaim } from "../claims.ts";
import { tellWhoMustAuthorize } from "../guidance.ts";
import { addsInputs, knownInputs } from "../inputs/newInputs.ts";
import { isReleased } from "../oauthTokens/tokens.ts";
import { undeployedStill } from "../redeploy/decision.ts";
import { deploymentChange, sentUndeployed } from "../redeploy/deploying.ts";
import { updateCredentials, valuesOfCredentials } from "../redeploy/update.ts";
import { referredConnection } from "../reference/connection.ts";
import { typeOf } from "../reference/connectionType.ts";
import { createOrAdopt } from "./create.ts";
import type { CredentialsKind } from "./kind.ts";
import {
  serverFields,
  type CheckedCredentials,
  type CredentialsState,
  type KnownCredentials,
} from "./state.ts";
import { credentialTokensChange, declaredTokens, isValueSecret } from "./tokens.ts";
import { credentialExpressions, knownCredentials, removedCredentials } from "./values.ts";
import { credentialsMutation, deleteCredentials } from "./write.ts";

/** Claims of these credentials that other resources could have as well; empty while the connection is not known. */
export function credentialsClaims({ part }: CredentialsKind, args: CheckedCredentials): Claim[] {
  const { connection, customer, name } = args;
  if (isUnknown(connection)) return [];
  if (part !== undefined) return [partClaim(part, connection.stableKey)];
  return customer === undefined ? [] : [customerClaim(connection.stableKey, customer, name)];
}

/** Lists the changes that a step makes to credentials. */
export function credentialsChanges(
  kind: CredentialsKind,
  old: CredentialsState | undefined,
  args: KnownCredentials | undefined,
  rest: RestOfRun,
): Change[] {
  if (args === undefined) return old === undefined ? [] : [deletion(kind, old, rest)];
  if (old !== undefined) return update(kind, old, args);
  const what = kind.describe(args.connection.stableKey, args);
  return [creation(kind, args, rest), ...credentialTokensChange(what, undefined, args, {})];
}

function creation(kind: CredentialsKind, args: KnownCredentials, rest: RestOfRun): Change {
  const isHeld = credentialsClaims(kind, args).some((claim) => rest.held(claim) !== undefined);
  const mutation = credentialsMutation(isHeld ? "update" : "create", { ...named(args), carries: ["inputs"] });
  const mayBeThere = rest.held(anyCustomer(args)) !== undefined;
  return {
    announced: [kind.part === undefined && mayBeThere ? { ...mutation, uncertain: true } : mutation],
    settles: [],
    async send({ session }) {
      const what = `${kind.describe(args.connection.stableKey, args)} were not created`;
      const connection = await referredConnection(session, args.connection, what);
      const { place, problem } = await kind.place(session, args);
      if (place === undefined) throw new ConfigurationError(`${what}: ${problem?.message}`);
      const { saved, undeployed } = await explaining(session, what, () =>
        createOrAdopt(kind, session, connection, place, args),
      );
      if (args.oauthTokens === undefined)
        tellWhoMustAuthorize(session, kind.describe(connection.stableKey, args), "authorizeUrl", saved);
      const { incomplete, state } = sentUndeployed(undeployed);
      const type = await typeOf(session, connection);
      return { id: saved.id, state: { ...serverFields(saved), ...knownInputs(type), ...state }, incomplete };
    },
  };
}

function update(kind: CredentialsKind, old: CredentialsState, args: KnownCredentials): Change[] {
  const fields = old.name === args.name ? {} : { key: args.name ?? "" };
  const sendsInputs = valuesDiffer(old, args);
  const carries = [...Object.keys(fields), ...(sendsInputs ? ["inputs"] : [])];
  const { stableKey } = args.connection;
  const what = kind.describe(stableKey, args);
  if (sendsInputs) return [write(), ...credentialTokensChange(what, old, args, {})];
  const deployment = deploymentChange(undeployedStill(old, args), stableKey, ({ session, id }) =>
    Promise.resolve(valuesOfCredentials(session, id, what)),
  );
  if (carries.length > 0) return [write(), ...deployment, ...credentialTokensChange(what, old, args, {})];
  const facts = unwrittenFacts(old, args);
  const tokens = credentialTokensChange(what, old, args, facts);
  const releasesTokens = isReleased(declaredTokens(old), declaredTokens(args));
  const hasNewInputs = old.newInputs !== undefined || addsInputs(old, args);
  if (deployment.length === 0 && !hasNewInputs && !releasesTokens) return tokens;
  return [unwritten(facts), ...deployment, ...tokens];

  function write(): Change {
    return {
      announced: [credentialsMutation("update", { ...named(args, old), carries })],
      settles: [],
      async send({ session, id }: ChangeContext): Promise<Sent> {
        const inputs = sendsInputs ? { inputs: await updatedInputs(session, id, old, args) } : {};
        const { saved, undeployed } = await explaining(session, `${what} were not updated`, () =>
          updateCredentials(session, { id, ...fields, ...inputs }, { decided: args, what }),
        );
        const known = knownInputs((await connectionOf(session, saved))?.type);
        const { incomplete, state } = sentUndeployed(undeployed);
        return { state: { ...serverFields(saved), ...known, ...state }, incomplete };
      },
    };
  }
}

/** Keeps the tenant's earlier answer, where nothing is written. */
function unwritten(state: Partial<CredentialsState>): Change {
  return { announced: [], settles: [], send: () => Promise.resolve({ state }) };
}

/** The tenant's earlier answer. New inputs that were found meanwhile are dealt with. */
function unwrittenFacts(old: CredentialsState, args: CheckedCredentials): Partial<CredentialsState> {
  const { status, authorizeUrl, lastConfiguredAt, isConnection, componentInputs: known } = old;
  const names = [...(known ?? []), ...(old.newInputs ?? []), ...(args.addedInputs ?? [])];
  const componentInputs = known === undefined ? undefined : [...new Set(names)];
  return { status, authorizeUrl, lastConfiguredAt, isConnection, componentInputs };
}

function deletion(kind: CredentialsKind, old: CredentialsState, rest: RestOfRun): Change {
  const mutation = credentialsMutation("delete", { ...named(old, old), carries: [] });
  // A set whose customers cannot be read may claim them.
  const mayBeClaimed = kind.part === undefined && rest.isClaimed(anyCustomer(old));
  return {
    announced: [mayBeClaimed ? { ...mutation, uncertain: true } : mutation],
    settles: [],
    releases: credentialsClaims(kind, old),
    async send({ session, id }) {
      const found = await session.credentials.byId(id);
      if (found === undefined) return;
      const { stableKey } = old.connection;
      const what = `${kind.describe(stableKey, old)} were not deleted`;
      await explaining(session, what, () => deleteCredentials(session, stableKey, found));
    },
  };
}

/** True where an update sends the values. */
function valuesDiffer(old: CredentialsState, args: CheckedCredentials): boolean {
  const { values } = knownCredentials(old);
  const isSame = isDeepStrictEqual(values, knownCredentials(args).values);
  const isNotKnown = isUnknown(args.values) || isUnknown(args.secrets);
  return !isSame || isNotKnown || secretsChanged(old, args, isValueSecret);
}

async function updatedInputs(
  session: TenantSession,
  id: string,
  old: CredentialsState,
  args: KnownCredentials,
) {
  const held = await session.credentials.byId(id);
  // Outputs hold known values only.
  const removed = removedCredentials(old, args);
  return credentialExpressions(args, { held, removed });
}

/** The connection of credentials with its type, as the snapshot has them. */
export async function connectionOf(session: TenantSession, { scopedConfigVariable }: TenantCredentials) {
  const connection = await session.connections.byId(scopedConfigVariable.id);
  return connection && { connection, type: await typeOf(session, connection) };
}

function named(
  { connection: { stableKey, variableScope }, ofUserConnection, customer }: KnownCredentials,
  old?: Pick<CredentialsState, "isConnection">,
) {
  if (customer !== undefined) return { stableKey, customer };
  const isDeclared = variableScope === "user" || ofUserConnection === true;
  const ofUsers = old === undefined ? isDeclared : old.isConnection === true;
  return { stableKey, ofUsers };
}

function anyCustomer({ connection }: KnownCredentials): Claim {
  return customerClaim(connection.stableKey, UNKNOWN, undefined);
}
