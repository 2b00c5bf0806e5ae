import type { Problem } from "../../dynamic/lifecycle.ts";
import { isUnknown } from "../../dynamic/wire.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { globalValues as field } from "../connection/fields.ts";
import { lostSecrets } from "../inputs/lostSecrets.ts";
import { checkValues, declaredNames } from "../inputs/values.ts";
import { connectionDecision } from "../redeploy/decision.ts";
import { resolveTarget, type Target } from "../reference/target.ts";
import { asInline, holdsOtherValues, overwritten, type CheckedValues } from "./state.ts";

/** Judges global values by what the tenant has. */
export async function judgeGlobalValues(
  session: TenantSession,
  old: CheckedValues | undefined,
  declared: CheckedValues,
): Promise<{ problems: Problem[] }> {
  if (isUnknown(declared.connection)) return { problems: [] };
  const { target, problem } = await resolveTarget(session, declared.connection, "globalValues");
  if (problem !== undefined) return { problems: [problem] };
  return { problems: target === undefined ? [] : await judgeValues(session, target, old, declared) };
}

async function judgeValues(
  session: TenantSession,
  target: Target,
  old: CheckedValues | undefined,
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
    old === undefined ? overwritten(declared, target.existing, target.type.connectionType) : [];
  if (differences.length > 0 && !session.settings.adoptExisting) {
    return [{ path: "values", message: holdsOtherValues(session, target.existing.stableKey, differences) }];
  }
  if (old !== undefined && !field.differs(asInline(old), asInline(declared))) return [];
  return connectionDecision(session, target.existing, declared);
}
