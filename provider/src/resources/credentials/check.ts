import { isDeepStrictEqual } from "node:util";
import type { Problem, Properties } from "../../dynamic/lifecycle.ts";
import { isUnknown } from "../../dynamic/wire.ts";
import type { TenantConnection } from "../../tenant/operation.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { problemsOf } from "../../dynamic/problems.ts";
import { credentialsDecision } from "../redeploy/decision.ts";
import { nextRevisions } from "../../dynamic/secretRevisions.ts";
import { resolveTarget, type Target } from "../reference/target.ts";
import { adoptionRefusal } from "./create.ts";
import type { CredentialsInputs } from "./arguments.ts";
import type { CredentialsKind, Place } from "./kind.ts";
import { argumentsOf, changedFields, type CheckedCredentials, type CredentialsOutputs } from "./state.ts";
import { checkCredentials } from "./values.ts";

/** Judges credentials; asks the tenant only where they differ from the old ones. */
export async function checkCredentialsOf(
  kind: CredentialsKind,
  session: TenantSession,
  olds: Properties | undefined,
  news: Properties,
): Promise<{ inputs: Properties; problems: Problem[] }> {
  const { secretRevisions: givenRevisions, ...given } = news;
  const parsed = kind.schema.safeParse(given, { reportInput: true });
  if (!parsed.success) {
    return { inputs: news, problems: problemsOf(parsed.error, Object.keys(kind.schema.shape)) };
  }
  const declared = parsed.data as unknown as CredentialsInputs;
  const old = olds as CredentialsOutputs | undefined;
  const secretRevisions = nextRevisions(
    {
      secrets: old?.secrets,
      revisions: old?.secretRevisions ?? (givenRevisions as CredentialsOutputs["secretRevisions"]),
    },
    declared.secrets,
  );
  const inputs = { ...declared, secretRevisions };
  const sameType = old?.newInputs === undefined;
  if (
    old !== undefined &&
    sameType &&
    isDeepStrictEqual(argumentsOf(old, false), argumentsOf(declared, false))
  ) {
    return { inputs, problems: [] };
  }
  if (isUnknown(declared.connection)) return { inputs, problems: [] };

  const { target, problem } = await resolveTarget(session, declared.connection, kind.part);
  const { place, problem: misplaced } = await kind.place(session, declared);
  const problems = [problem, misplaced].filter((found) => found !== undefined);
  if (problems.length > 0 || target === undefined) return { inputs, problems };
  const refusal = kind.refusal(target.owner);
  if (refusal !== undefined) return { inputs, problems: [{ path: "connection", message: refusal }] };
  problems.push(...valueProblems(target, declared));
  if (problems.length === 0 && place !== undefined && target.existing !== undefined) {
    problems.push(...(await existingProblems(kind, session, target.existing, place, old, inputs)));
  }
  return { inputs, problems };
}

function valueProblems(target: Target, declared: CredentialsInputs): Problem[] {
  const { values, secrets, plainInputs } = declared;
  const named = { values, secrets, plainInputs, valuesArgument: "values", secretsArgument: "secrets" };
  const all = target.type.connectionType.inputs.nodes.map(({ key }) => key);
  // What is not known yet can be supplied by anybody.
  return checkCredentials(target.type.connectionType, named, target.globalInputs ?? all);
}

async function existingProblems(
  kind: CredentialsKind,
  session: TenantSession,
  connection: TenantConnection,
  place: Place,
  old: CredentialsOutputs | undefined,
  declared: CheckedCredentials,
): Promise<Problem[]> {
  const existing = await kind.existing(session, connection, place, declared);
  if (existing === undefined) return [];
  if (old === undefined) {
    const refusal = adoptionRefusal(kind, session, connection, existing, declared);
    if (refusal !== undefined) return [{ path: "", message: refusal }];
  } else if (changedFields(old, declared).inputs === undefined) {
    return [];
  }
  return credentialsDecision(session, existing, kind.describe(connection.stableKey, declared), declared);
}
