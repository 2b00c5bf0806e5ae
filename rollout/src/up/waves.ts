import { didYouMean } from "pulumi-prismatic/vocabulary";
import { RolloutError } from "../errors.ts";
import type { ChosenStack } from "../project/choice.ts";
import { matchesAny } from "../project/glob.ts";
import { ROLLOUT_FILE } from "../project/rolloutFile.ts";
import type { RolloutFile, Wave } from "../project/rolloutSchema.ts";
import type { AnnouncedWave } from "./progress.ts";

/** A wave with the stacks that are in it. */
export interface PlannedWave {
  name: string;
  action: Wave["action"];
  stacks: ChosenStack[];
  maxConcurrent: Wave["maxConcurrent"];
  failureTolerance: Wave["failureTolerance"];
  gate: Wave["gate"];
}

/** A wave as its progress is shown. */
export function announced({ name, stacks }: PlannedWave): AnnouncedWave {
  return { name, stacks: stacks.map((stack) => stack.name) };
}

/**
 * The waves in their order, each with its stacks; waves without one of the chosen stacks are left out. Without waves in
 * rollout.yaml, all stacks are one wave.
 */
export function planWaves(
  stacks: readonly ChosenStack[],
  { waves }: Pick<RolloutFile, "waves">,
): PlannedWave[] {
  const common = { maxConcurrent: undefined, failureTolerance: 0, gate: undefined } as const;
  const updating = waves.some(({ action }) => action === "up");
  const first: PlannedWave[] = updating
    ? []
    : [{ name: "all", action: "up", stacks: [...stacks], ...common }];
  const planned = waves.map(({ name, action, match, maxConcurrent, failureTolerance, gate }) => ({
    ...{ name, action, maxConcurrent, failureTolerance, gate },
    stacks: stacks.filter((stack) => (action === "up" ? stack.wave === name : isMatched(stack, match))),
  }));
  return [...first, ...planned].filter((wave) => wave.stacks.length > 0);
}

/**
 * Those of the chosen stacks that the wave with this name has.
 *
 * @param wave left out: all
 * @throws RolloutError where it has none of them
 */
export function stacksOfWave(
  chosen: readonly ChosenStack[],
  file: Pick<RolloutFile, "waves">,
  wave: string | undefined,
): ChosenStack[] {
  if (wave === undefined) return [...chosen];
  const own = planWaves(chosen, file).filter(({ name }) => name === wave);
  const stacks = new Set(own.flatMap(({ stacks }) => stacks.map(({ name }) => name)));
  if (stacks.size > 0) return chosen.filter(({ name }) => stacks.has(name));
  const names = file.waves.map(({ name }) => name);
  throw new RolloutError(
    "SELECTION",
    `None of the chosen stacks is in wave "${wave}".${didYouMean(wave, names)} Nothing was started.`,
    `Waves of ${ROLLOUT_FILE}: ${names.join(", ") || "none"}`,
  );
}

/** Waves that deploy again may share stacks; the rest of them is all. */
function isMatched({ name, labels }: ChosenStack, match: Wave["match"]): boolean {
  if (match === "all" || match === "rest") return true;
  return "stacks" in match ? matchesAny(name, match.stacks) : labels.includes(match.label);
}

/** A number, or a share of a whole. */
export type CountOrShare = number | { percent: number };

/** Stacks of a wave that are updated at the same time: at least one. */
export function concurrencyOf(limit: CountOrShare | undefined, stacks: number, most: number): number {
  const own = limit === undefined ? most : typeof limit === "number" ? limit : shareOf(limit, stacks);
  return Math.max(1, Math.min(own, most));
}

/** Failures that a wave tolerates; a share is rounded down. */
export function toleranceOf(limit: CountOrShare, stacks: number): number {
  return typeof limit === "number" ? limit : shareOf(limit, stacks);
}

function shareOf({ percent }: { percent: number }, whole: number): number {
  return Math.floor((whole * percent) / 100);
}
