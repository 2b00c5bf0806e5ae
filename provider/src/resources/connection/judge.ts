import { isDeepStrictEqual } from "node:util";
import type { Problem, RestOfRun } from "../../dynamic/lifecycle.ts";
import { isUnknown, type OrUnknown } from "../../dynamic/wire.ts";
import { listed } from "../../dynamic/suggest.ts";
import { notice } from "../../dynamic/writing.ts";
import type { ConnectionType, TenantConnection } from "../../tenant/operation.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { checkCredentials, lostCredentials } from "../credentials/values.ts";
import { globallySupplied } from "../inputs/expressions.ts";
import { connectionDecision } from "../redeploy/decision.ts";
import { connectionClaim } from "../claims.ts";
import { differencesFrom, existsAlready, overwritingProblems } from "./takingOver.ts";
import type { ConnectionInputs } from "./arguments.ts";
import type { ConnectionKind } from "../reference/kinds.ts";
import { lossProblems } from "../inputs/losses.ts";
import { addsInputs, inputsOfRun, type AddedInputs } from "../inputs/newInputs.ts";
import { askedOfCustomers, decidedOwner, ownerProblems } from "../inputs/owners.ts";
import { looksSecret } from "../inputs/secretNames.ts";
import { explainApart } from "../reference/apart.ts";
import { asHeldBy, resolveType, type ResolvedType } from "../reference/connectionType.ts";
import {
  declaredOwners,
  managesGlobalValues,
  replacedArguments,
  TEST,
  testCredentialsOf,
  type CheckedConnection,
} from "./state.ts";
import { hasTestLeafKey } from "../../tenant/testLeaf.ts";
import { connectionNotAllowed } from "../reference/target.ts";
import { countUsesInPlan, replaceProblem } from "../reference/uses.ts";
import { checkNames, checkValues, declaredNames, type DeclaredValues } from "../inputs/values.ts";
import { owners, writeOnly } from "./fields.ts";
import { valueNames } from "./inputs.ts";
import { concerns } from "./refresh.ts";
import { tellOfClients, tokenProblems } from "./oauthTokens.ts";
import { removedTestValues } from "./testCredentials.ts";

/** Judges the arguments of a connection against the tenant. */
export async function judgeConnection(
  kind: ConnectionKind,
  session: TenantSession,
  old: CheckedConnection | undefined,
  given: ConnectionInputs,
  rest: RestOfRun,
): Promise<{
  problems: Problem[];
  determined?: Pick<CheckedConnection, "connectionType" | "addedInputs">;
}> {
  let declared: CheckedConnection = given;
  const problems = ownershipProblems(kind, declared);
  const { resolved: latest, problem } = await resolveType(
    session,
    declared.component,
    declared.connectionType,
    "asPlanned",
  );
  if (problem !== undefined) problems.push(problem);
  const isNew = old === undefined || old.stableKey !== declared.stableKey;
  const existing = await heldWithKey(session, declared.stableKey, isNew);
  const resolved = latest && (await asHeldBy(session, existing, latest));
  if (resolved !== undefined) problems.push(...typeProblems(kind, resolved, declared));
  if (isNew && existing === undefined) problems.push(...(await newProblems(kind, session, declared)));
  const added =
    old === undefined || resolved === undefined ? {} : addedToConnection(session, resolved, given);
  const determined = { connectionType: declared.connectionType ?? resolved?.connectionType.key, ...added };
  declared = { ...given, ...added };
  if (problems.length > 0 || resolved === undefined) return { problems, determined };

  if (isNew && existing === undefined)
    problems.push(...missingClientProblems(kind, resolved.connectionType, declared));
  problems.push(...testCredentialProblems(kind, resolved, declared, old, existing));
  problems.push(...permissionProblems(session, old, declared, existing));
  if (isNew) {
    // A replacement is checked as if it were new.
    if (existing !== undefined && rest.held(connectionClaim(existing.stableKey)) === undefined) {
      problems.push(...(await collisionProblems(kind, session, resolved, declared, existing)));
    }
  } else if (existing !== undefined) {
    problems.push(...overwritingProblems(kind, session, resolved, old, declared, existing));
    if (valuesDiffer(old, declared)) {
      problems.push(...lossProblems(existing, valuesOf(declared), valueNames(old)));
    }
  }
  if (old !== undefined && problems.length === 0)
    problems.push(...(await useProblems(session, old, declared)));
  if (problems.length === 0) {
    tellWhatIsAsked(kind, resolved.connectionType, old, declared);
    tellOfClients(session, old, declared);
  }
  return { problems, determined };
}

/** The inputs that this run adds to the connection type and that the connection has to deal with. */
function addedToConnection(
  session: TenantSession,
  resolved: ResolvedType,
  declared: ConnectionInputs,
): AddedInputs {
  return inputsOfRun(session, resolved, (name) => concerns(declared, resolved.connectionType, name));
}

/** The tenant's connection with a stable key. A creation asks for it by itself. */
async function heldWithKey(
  session: TenantSession,
  stableKey: OrUnknown<string>,
  isNew: boolean,
): Promise<TenantConnection | undefined> {
  if (isUnknown(stableKey)) return undefined;
  return isNew ? session.connections.listedWithKey(stableKey) : session.connections.byStableKey(stableKey);
}

/** Says what each customer will be asked for, where that is new. */
function tellWhatIsAsked(
  kind: ConnectionKind,
  type: ConnectionType,
  old: CheckedConnection | undefined,
  declared: ConnectionInputs,
): void {
  if (kind.managedBy === "org" && kind.variableScope !== "user") return;
  const asked = askedOfCustomers(kind, type, declaredOwners(declared));
  if (old !== undefined && isDeepStrictEqual(asked, askedOfCustomers(kind, type, declaredOwners(old))))
    return;
  const who = kind.variableScope === "user" ? "user" : "customer";
  const what = asked.length > 0 ? listed(asked) : "nothing besides an authorization";
  notice(`Connection "${declared.stableKey}": each ${who} is asked for ${what}.`);
}

/** Refuses what the token's owner may not do to the connection. Decisions for later runs send nothing. */
function permissionProblems(
  session: TenantSession,
  old: CheckedConnection | undefined,
  declared: CheckedConnection,
  existing: TenantConnection | undefined,
): Problem[] {
  if (existing === undefined) return [];
  if (old !== undefined && isDeepStrictEqual(sent(old, old), sent(declared, old))) return [];
  const isReplaced = old !== undefined && replacedArguments(old, declared).length > 0;
  if (isReplaced ? existing.allowRemove : existing.allowUpdate) return [];
  return [
    {
      path: "",
      message: connectionNotAllowed(session, isReplaced ? "delete" : "change", existing.stableKey),
    },
  ];
}

/** The arguments that a step sends: without decisions for later runs, counters, and a type that the tenant determined. */
function sent(args: CheckedConnection, { connectionType: determined }: CheckedConnection): object {
  const { replaceInUse: _, redeployInstances: __, plainInputs: ___, secretRevisions: ____, ...rest } = args;
  const { connectionType = determined, ...others } = rest;
  return connectionType === undefined ? others : { ...others, connectionType };
}

/** Refuses a connection that the tenant cannot make. */
async function newProblems(
  kind: ConnectionKind,
  session: TenantSession,
  { stableKey }: ConnectionInputs,
): Promise<Problem[]> {
  const apart = isUnknown(stableKey) ? undefined : await session.connections.apartWithStableKey(stableKey);
  if (apart !== undefined) return [{ path: "stableKey", message: explainApart(session, apart) }];
  if (kind.variableScope !== "user" || (await session.allowsUserLevelConfig())) return [];
  const message =
    "a UserConnection needs user-level configuration, which is not switched on for the organization of " +
    `${session.tenant}. Ask Prismatic's support to switch it on, or declare a CustomerConnection.`;
  return [{ path: "", message }];
}

function ownershipProblems(kind: ConnectionKind, declared: ConnectionInputs): Problem[] {
  const path = "separateGlobalValues";
  if (declared.separateGlobalValues === undefined) return [];
  if (!kind.needsEveryInput) {
    return [
      { path, message: `is for organization (global) connections only; leave it out of a ${kind.name}.` },
    ];
  }
  if (!managesGlobalValues(declared)) return [];
  const message =
    "says that a GlobalValues resource supplies the global values; remove it, or globalValues and globalSecrets.";
  return [{ path, message }];
}

/**
 * Refuses the values of a new connection that nobody could log in to: the organization's application is what a person
 * authorizes, and no customer can supply it. Without any values, they are another resource's or a person's to supply.
 */
function missingClientProblems(
  kind: ConnectionKind,
  type: ConnectionType,
  declared: ConnectionInputs,
): Problem[] {
  const { globalValues, globalSecrets } = declared;
  if (type.oauth2Type?.toUpperCase() !== "AUTHORIZATION_CODE" || !managesGlobalValues(declared)) return [];
  if (isUnknown(globalValues) || isUnknown(globalSecrets)) return [];
  const decided = decidedOwner(kind, type, declaredOwners(declared));
  const names = declaredNames({ values: globalValues, secrets: globalSecrets });
  return type.inputs.nodes
    .filter(({ key, default: byDefault }) => ["clientId", "clientSecret"].includes(key) && !byDefault)
    .filter(({ key }) => !names.includes(key) && decided(key)?.inputScope !== "customer")
    .map(({ key, type: inputType }) => {
      const argument = inputType === "PASSWORD" || looksSecret(key) ? "globalSecrets" : "globalValues";
      return {
        path: `${argument}.${key}`,
        message:
          "is missing: without it, nobody can authorize the connection. Supply it; or leave out all global values here, " +
          "where a GlobalValues resource supplies them.",
      };
    });
}

function typeProblems(kind: ConnectionKind, resolved: ResolvedType, declared: ConnectionInputs): Problem[] {
  const type = resolved.connectionType;
  const refusal = kind.refusal(type);
  if (refusal !== undefined) return [{ path: "connectionType", message: refusal }];
  const { customerInputs, globalInputs, writeOnlyInputs } = declared;
  const names = checkNames(type, { customerInputs, globalInputs, writeOnlyInputs });
  if (names.length > 0) return names;
  const problems = ownerProblems(kind, declaredOwners(declared));
  problems.push(
    ...checkValues(type, valuesOf(declared), {
      needsEveryInput: kind.needsEveryInput && declared.separateGlobalValues === undefined,
    }),
  );
  problems.push(...tokenProblems(kind, type, declared));
  if (declared.oauthRedirect !== undefined && type.oauth2Type !== "AUTHORIZATION_CODE") {
    problems.push({
      path: "oauthRedirect",
      message: `${type.label} is not authorized by a person; leave it out.`,
    });
  }
  return problems;
}

function testCredentialProblems(
  kind: ConnectionKind,
  resolved: ResolvedType,
  declared: ConnectionInputs,
  old: CheckedConnection | undefined,
  existing: TenantConnection | undefined,
): Problem[] {
  const test = declared.testCredentials;
  if (test === undefined || isUnknown(test)) return [];
  const { stableKey } = declared;
  if (kind.variableScope === "user" && !isUnknown(stableKey) && !hasTestLeafKey(stableKey)) {
    return [{ path: TEST, message: "leaves no room for their own stable key; shorten the connection's." }];
  }
  const globals = managesGlobalValues(declared)
    ? declaredNames({ values: declared.globalValues, secrets: declared.globalSecrets })
    : existing && globallySupplied(existing, kind);
  const supplied = kind.variableScope === "org" ? [] : (globals ?? []);
  const unknownGlobals = isUnknown(declared.globalValues) || isUnknown(declared.globalSecrets);
  if (unknownGlobals) return [];
  const lost = lostTestValues(old, declared, existing);
  if (lost.length > 0) return lost;
  return checkCredentials(
    resolved.connectionType,
    {
      ...test,
      plainInputs: declared.plainInputs,
      valuesArgument: `${TEST}.values`,
      secretsArgument: `${TEST}.secrets`,
    },
    supplied,
  );
}

/** Values that somebody else entered into the test credentials and that changed ones would clear. */
function lostTestValues(
  old: CheckedConnection | undefined,
  declared: ConnectionInputs,
  existing: TenantConnection | undefined,
): Problem[] {
  const test = declared.testCredentials;
  if (existing === undefined || test === undefined || isUnknown(test)) return [];
  if (isDeepStrictEqual(old?.testCredentials, test)) return [];
  const overwritten = { held: testCredentialsOf(existing), removed: removedTestValues(old, declared) };
  return lostCredentials({ ...test, secretsArgument: `${TEST}.secrets` }, overwritten);
}

async function collisionProblems(
  kind: ConnectionKind,
  session: TenantSession,
  resolved: ResolvedType,
  declared: ConnectionInputs,
  existing: TenantConnection,
): Promise<Problem[]> {
  const differences = differencesFrom(kind, resolved, declared, existing);
  if (differences.blocking.length > 0 || (differences.all.length > 0 && !session.settings.adoptExisting)) {
    return [{ path: "stableKey", message: existsAlready(session, existing.stableKey, differences) }];
  }
  if (!managesGlobalValues(declared)) return [];
  const lost = lossProblems(existing, valuesOf(declared), []);
  return lost.length > 0 ? lost : connectionDecision(session, existing, declared);
}

/** Problems that a change causes for the instances, workflows and customers that use the connection now. */
async function useProblems(
  session: TenantSession,
  old: CheckedConnection,
  declared: CheckedConnection,
): Promise<Problem[]> {
  const replaced = replacedArguments(old, declared).length > 0;
  const valuesChange = valuesDiffer(old, declared);
  if (!replaced && !valuesChange) return [];
  const current = await session.connections.byStableKey(old.stableKey);
  if (current === undefined) return [];
  if (!replaced) return connectionDecision(session, current, declared);
  const problem = replaceProblem(
    old.stableKey,
    await countUsesInPlan(session, current.id),
    declared.replaceInUse,
  );
  return problem === undefined ? [] : [problem];
}

/** True where an update sends inputs; one that does carries all of them. */
function valuesDiffer(old: CheckedConnection, declared: CheckedConnection): boolean {
  if ([owners, writeOnly].some((field) => field.differs(old, declared))) return true;
  return (
    managesGlobalValues(declared) &&
    !(
      old.newInputs === undefined &&
      !addsInputs(old, declared) &&
      isDeepStrictEqual(old.globalValues ?? {}, declared.globalValues ?? {}) &&
      isDeepStrictEqual(old.globalSecrets ?? {}, declared.globalSecrets ?? {})
    )
  );
}

function valuesOf({ globalValues, globalSecrets, plainInputs }: ConnectionInputs): DeclaredValues {
  return {
    values: globalValues,
    secrets: globalSecrets,
    plainInputs,
    valuesArgument: "globalValues",
    secretsArgument: "globalSecrets",
  };
}
