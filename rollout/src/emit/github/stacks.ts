import { RolloutError } from "../../errors.ts";
import { gathered } from "../../order.ts";
import type { ChosenStack } from "../../project/choice.ts";
import { environmentsOf } from "../../project/environment.ts";
import type { RolloutFile } from "../../project/rolloutSchema.ts";
import { concurrencyOf } from "../../up/waves.ts";
import { operatorNames } from "../operatorNames.ts";
import { updatingWaves, type WorkflowStack, type WorkflowWave } from "./model.ts";

/** Jobs that GitHub allows one matrix. */
const LARGEST_MATRIX = 256;

/** A name that GitHub takes for a secret or a variable. */
const SECRET_NAME = /^(?!GITHUB_)[A-Za-z_]\w*$/i;

/** Names of GitHub environments, in which `*` stands for the stack. */
interface EnvironmentNames {
  environment: string;
  previewEnvironment: string;
}

/**
 * The stacks as the workflows have them.
 *
 * @throws RolloutError where GitHub cannot have as many jobs, or takes two names for one
 */
export function workflowStacks(
  chosen: readonly ChosenStack[],
  file: RolloutFile,
  { environment, previewEnvironment }: EnvironmentNames,
): WorkflowStack[] {
  refuseTooMany(chosen);
  for (const pattern of [environment, previewEnvironment]) refuseShared(chosen, pattern);
  const keys = operatorNames(chosen.map(({ name }) => name));
  return chosen.map(({ name }) => {
    return {
      name,
      key: keys.get(name) ?? name,
      environment: named(environment, name),
      previewEnvironment: named(previewEnvironment, name),
      variables: callersVariables(name, file),
    };
  });
}

/** Name of a GitHub environment. Pulumi Cloud names a stack with its organization and its project. */
function named(pattern: string, stack: string): string {
  return pattern.replaceAll("*", () => stack.split("/").at(-1) ?? stack);
}

/** Refuses stacks that would share credentials: GitHub does not tell letters by their case. */
function refuseShared(chosen: readonly ChosenStack[], pattern: string): void {
  if (!pattern.includes("*")) return;
  const shared = gathered(chosen, ({ name }) => named(pattern, name).toLowerCase()).find(
    ({ length }) => length > 1,
  );
  if (shared === undefined) return;
  throw new RolloutError(
    "SELECTION",
    `GitHub takes the environments of ${shared.map(({ name }) => name).join(" and ")} for one. Nothing was written.`,
    "Write the workflows of one of them with another --prefix and another --environment.",
  );
}

/** The variables of the caller that rollout.yaml supplies a stack from. */
function callersVariables(stack: string, file: RolloutFile): string[] {
  const sources = new Map(environmentsOf(stack, file).flatMap(({ variables }) => Object.entries(variables)));
  const names = [...sources.values()].flatMap((source) => ("variable" in source ? [source.variable] : []));
  const wrong = names.find((name) => !SECRET_NAME.test(name));
  if (wrong === undefined) return [...new Set(names)].toSorted();
  throw new RolloutError(
    "SELECTION",
    `GitHub has no secret or variable with the name ${JSON.stringify(wrong)}, which rollout.yaml names for "${stack}". Nothing was written.`,
    "Name another variable there: letters, digits and _, and not GITHUB_ at its beginning.",
  );
}

/** The waves that update stacks, with the jobs that each may have at the same time. */
export function workflowWaves(
  chosen: readonly ChosenStack[],
  stacks: readonly WorkflowStack[],
  { file, prefix }: { file: RolloutFile; prefix: string },
): WorkflowWave[] {
  const names = updatingWaves(file);
  const keys = operatorNames(names);
  const waves = new Map(file.waves.map((wave) => [wave.name, wave]));
  const hasWaves = chosen.some(({ wave }) => wave !== undefined);
  return names.map((name) => {
    const own = stacks.filter((_, index) => !hasWaves || chosen[index]?.wave === name);
    const most = file.maxConcurrent ?? LARGEST_MATRIX;
    return {
      ...{ name, stacks: own, gate: `${prefix}-approval-${keys.get(name) ?? name}` },
      maxParallel: concurrencyOf(waves.get(name)?.maxConcurrent, own.length, most),
    };
  });
}

function refuseTooMany(chosen: readonly ChosenStack[]): void {
  if (chosen.length <= LARGEST_MATRIX) return;
  throw new RolloutError(
    "SELECTION",
    `GitHub allows a matrix ${LARGEST_MATRIX} jobs, and these are ${chosen.length} stacks. Nothing was written.`,
    "Choose fewer with --stacks or --label, and write the others with another --prefix.",
  );
}
