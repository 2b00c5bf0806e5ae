import { isDeepStrictEqual } from "node:util";
import type { Problem, Properties } from "../../dynamic/lifecycle.ts";
import { isUnknown } from "../../dynamic/unknown.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { lostSecrets } from "../connection/lostSecrets.ts";
import { checkValues, declaredNames } from "../connection/values.ts";
import { problemsOf } from "../problems.ts";
import { connectionDecision } from "../redeploy/decision.ts";
import { nextRevisions } from "../secretRevisions.ts";
import { resolveTarget, type Target } from "../target.ts";
import { globalValuesArguments, type GlobalValuesInputs } from "./arguments.ts";
import {
  differingInputs,
  holdsOtherValues,
  valuesDiffer,
  type CheckedValues,
  type GlobalValuesOutputs,
} from "./state.ts";

/** Judges global values; asks the tenant only where they differ from the old ones. */
export async function checkGlobalValues(
  session: TenantSession,
  olds: Properties | undefined,
  news: Properties,
): Promise<{ inputs: Properties; problems: Problem[] }> {
  const { secretRevisions: givenRevisions, ...given } = news;
  const parsed = globalValuesArguments.safeParse(given, { reportInput: true });
  if (!parsed.success) {
    return { inputs: news, problems: problemsOf(parsed.error, Object.keys(globalValuesArguments.shape)) };
  }
  const declared = parsed.data;
  const old = olds as GlobalValuesOutputs | undefined;
  const secretRevisions = nextRevisions(
    { secrets: old?.secrets, revisions: (old?.secretRevisions ?? givenRevisions) as never },
    declared.secrets,
  );
  const inputs = { ...declared, secretRevisions };
  if (old !== undefined && sameArguments(old, declared)) return { inputs, problems: [] };
  if (isUnknown(declared.connection)) return { inputs, problems: [] };

  const { target, problem } = await resolveTarget(session, declared.connection, "globalValues");
  if (problem !== undefined) return { inputs, problems: [problem] };
  const problems = target === undefined ? [] : await judgeValues(session, target, old, inputs);
  return { inputs, problems };
}

async function judgeValues(
  session: TenantSession,
  target: Target,
  old: GlobalValuesOutputs | undefined,
  declared: CheckedValues,
): Promise<Problem[]> {
  const { values, secrets, plainInputs } = declared;
  const problems = checkValues(
    target.type.connectionType,
    { values, secrets, plainInputs, valuesArgument: "values", secretsArgument: "secrets" },
    { needsEveryInput: target.needsEveryInput },
  );
  if (target.existing === undefined || problems.length > 0) return problems;
  const before = old === undefined ? [] : declaredNames(old);
  const lost = lostSecrets(
    target.existing,
    { globalValues: declared.values, globalSecrets: declared.secrets },
    before,
  );
  if (lost.length > 0)
    return lost.map(({ path, message }) => ({ path: path.replace("globalSecrets", "secrets"), message }));
  const differences =
    old === undefined ? differingInputs(declared, target.existing, target.type.connectionType) : [];
  if (differences.length > 0 && !session.settings.adoptExisting) {
    return [{ path: "values", message: holdsOtherValues(session, target.existing.stableKey, differences) }];
  }
  if (old !== undefined && !valuesDiffer(old, declared)) return [];
  return connectionDecision(session, target.existing, declared);
}

function sameArguments(old: GlobalValuesOutputs, declared: GlobalValuesInputs): boolean {
  const { secretRevisions: _revisions, ...oldArguments } = old;
  return isDeepStrictEqual(withoutUndefined(oldArguments), withoutUndefined(declared));
}

function withoutUndefined(properties: object): object {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined));
}
