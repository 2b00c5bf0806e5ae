import { isDeepStrictEqual } from "node:util";
import type { Problem } from "../../dynamic/lifecycle.ts";
import { isUnknown } from "../../dynamic/wire.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { holdsOtherValues } from "../connection/takingOver.ts";
import { globalValues as row, writeOnly as marks } from "../connection/fields.ts";
import { valueNames } from "../connection/inputs.ts";
import { lossProblems } from "../inputs/losses.ts";
import { addsInputs, inputsOfRun, type AddedInputs } from "../inputs/newInputs.ts";
import { checkNames, checkValues } from "../inputs/values.ts";
import { connectionDecision } from "../redeploy/decision.ts";
import { resolveTarget, type Target } from "../reference/target.ts";
import { asInline, type CheckedValues } from "./state.ts";

/** Judges global values against the tenant. */
export async function judgeGlobalValues(
  session: TenantSession,
  old: CheckedValues | undefined,
  declared: CheckedValues,
): Promise<{ problems: Problem[]; determined?: AddedInputs }> {
  if (isUnknown(declared.connection)) return { problems: [] };
  const { target, problem } = await resolveTarget(session, declared.connection, "globalValues");
  if (problem !== undefined) return { problems: [problem] };
  if (target === undefined) return { problems: [] };
  const determined = old === undefined ? {} : inputsOfRun(session, target.type);
  return { problems: await judgeValues(session, target, old, { ...declared, ...determined }), determined };
}

async function judgeValues(
  session: TenantSession,
  { existing, owner, needsEveryInput, type: { connectionType } }: Target,
  old: CheckedValues | undefined,
  declared: CheckedValues,
): Promise<Problem[]> {
  const { values, secrets, plainInputs } = declared;
  const problems = checkValues(
    connectionType,
    { values, secrets, plainInputs, valuesArgument: "values", secretsArgument: "secrets" },
    { needsEveryInput },
  );
  problems.push(...checkNames(connectionType, { writeOnlyInputs: declared.writeOnlyInputs }));
  if (existing === undefined || problems.length > 0) return problems;
  if (old !== undefined && !mayBeSent(old, declared)) return [];
  const lost = lossProblems(
    existing,
    { values, secrets, secretsArgument: "secrets" },
    old === undefined ? [] : valueNames(asInline(old)),
  );
  if (lost.length > 0) return lost;
  if (old === undefined && !session.settings.adoptExisting) {
    const names = row.overwritten?.(asInline(declared), existing, owner, connectionType) ?? [];
    if (names.length > 0) return [{ path: "values", message: refusal(session, existing.stableKey, names) }];
  }
  return connectionDecision(session, existing, declared);
}

/** True where an update may send the inputs: a check compares the secrets themselves, which have no counters yet. */
function mayBeSent(old: CheckedValues, args: CheckedValues): boolean {
  const valuesOf = ({ values = {}, secrets = {} }: CheckedValues) => ({ values, secrets });
  return (
    old.newInputs !== undefined ||
    addsInputs(old, args) ||
    marks.differs(asInline(old), asInline(args)) ||
    !isDeepStrictEqual(valuesOf(old), valuesOf(args))
  );
}

/** True where an update sends the inputs. */
export function isToBeSent(old: CheckedValues, args: CheckedValues): boolean {
  return [row, marks].some((field) => field.differs(asInline(old), asInline(args)));
}

/** Explains why other global values are not overwritten. */
export function refusal(session: TenantSession, stableKey: string, names: readonly string[]): string {
  return holdsOtherValues(session, stableKey, "globalValues", names, `GlobalValues/${stableKey}`);
}
