import { isDeepStrictEqual } from "node:util";
import type { Problem } from "../../dynamic/lifecycle.ts";
import { isUnknown } from "../../dynamic/wire.ts";
import type { TenantConnection } from "../../tenant/operation.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { inputsOfRun, mustBeSupplied, type AddedInputs } from "../inputs/newInputs.ts";
import { tokenTypeProblems } from "../oauthTokens/judge.ts";
import { credentialsDecision } from "../redeploy/decision.ts";
import { resolveTarget, type Target } from "../reference/target.ts";
import { adoptionRefusal } from "./create.ts";
import type { CredentialsKind, Place } from "./kind.ts";
import type { CheckedCredentials } from "./state.ts";
import { declaredTokens, tellOfOwnClient } from "./tokens.ts";
import { checkCredentials, knownCredentials, lostCredentials, removedCredentials } from "./values.ts";

/** Judges credentials against the tenant. */
export async function judgeCredentials(
  kind: CredentialsKind,
  session: TenantSession,
  old: CheckedCredentials | undefined,
  declared: CheckedCredentials,
): Promise<{
  problems: Problem[];
  determined?: Pick<CheckedCredentials, "ofUserConnection" | "addedInputs">;
}> {
  if (isUnknown(declared.connection)) return { problems: [] };
  const { target, problem } = await resolveTarget(session, declared.connection, kind.part);
  const { place, problem: misplaced } = await kind.place(session, declared);
  const problems = [problem, misplaced].filter((found) => found !== undefined);
  if (problems.length > 0 || target === undefined) return { problems };
  const refusal = kind.refusal(target.owner);
  if (refusal !== undefined) return { problems: [{ path: "connection", message: refusal }] };
  problems.push(...valueProblems(target, declared));
  problems.push(...tokenTypeProblems(target.type.connectionType, declaredTokens(declared)));
  const what = kind.describe(declared.connection.stableKey, declared);
  if (problems.length === 0) tellOfOwnClient(session, what, old, declared);
  if (problems.length === 0 && place !== undefined && target.existing !== undefined) {
    problems.push(...(await existingProblems(kind, session, target.existing, place, old, declared)));
  }
  if (old !== undefined) return { problems, determined: addedToCredentials(session, target) };
  const isNamedOnly = declared.connection.variableScope === undefined;
  if (!isNamedOnly || target.owner.variableScope !== "user") return { problems };
  return { problems, determined: { ofUserConnection: true } };
}

/** The inputs that this run adds to the connection type and for which no global value is known. */
function addedToCredentials(session: TenantSession, { type, globalInputs = [] }: Target): AddedInputs {
  return inputsOfRun(
    session,
    type,
    (name) => mustBeSupplied(type.connectionType, name) && !globalInputs.includes(name),
  );
}

function valueProblems(target: Target, declared: CheckedCredentials): Problem[] {
  const { values, secrets, plainInputs } = declared;
  const named = { values, secrets, plainInputs, valuesArgument: "values", secretsArgument: "secrets" };
  const all = target.type.connectionType.inputs.nodes.map(({ key }) => key);
  // All inputs may have a global value where it is not known which ones do.
  return checkCredentials(target.type.connectionType, named, target.globalInputs ?? all);
}

async function existingProblems(
  kind: CredentialsKind,
  session: TenantSession,
  connection: TenantConnection,
  place: Place,
  old: CheckedCredentials | undefined,
  declared: CheckedCredentials,
): Promise<Problem[]> {
  const existing = await kind.existing(session, connection, place, declared);
  if (existing === undefined) return [];
  if (old === undefined) {
    const refusal = adoptionRefusal(kind, session, connection, existing, declared);
    if (refusal !== undefined) return [{ path: "", message: refusal }];
  } else if (isDeepStrictEqual(knownCredentials(old), knownCredentials(declared))) {
    return [];
  }
  const { values, secrets } = declared;
  const lost = lostCredentials(
    { values, secrets, secretsArgument: "secrets" },
    { held: existing, removed: removedCredentials(old, declared) },
  );
  if (lost.length > 0) return lost;
  return credentialsDecision(session, existing, kind.describe(connection.stableKey, declared), declared);
}
