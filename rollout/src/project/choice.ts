import { didYouMean, nearest } from "pulumi-prismatic/vocabulary";
import { RolloutError } from "../errors.ts";
import { byCharacters } from "../order.ts";
import { isPattern, matches, matchesAny } from "./glob.ts";
import { ROLLOUT_FILE } from "./rolloutFile.ts";
import type { RolloutFile, Wave } from "./rolloutSchema.ts";

/** The stacks that a command is asked for. */
export interface Selection {
  /** Names or patterns; left out: all. */
  stacks?: readonly string[] | undefined;
  /** Only stacks with at least one of these labels. */
  labels?: readonly string[] | undefined;
  /** True where all stacks are meant. */
  all?: boolean | undefined;
}

/** A stack that a command works on. */
export interface ChosenStack {
  name: string;
  labels: string[];
  /** Name of the wave that updates it; left out without waves. */
  wave: string | undefined;
  /** False for a stack that was named and that the backend does not have. */
  exists: boolean;
  /** The stack that was probably meant by the name of one that does not exist. */
  meant?: string | undefined;
}

/**
 * Chooses stacks by their names, patterns and labels, in the order of their names.
 *
 * @param known names of all stacks of the project
 * @throws RolloutError where nothing was asked for, something matches no stack, or the waves of rollout.yaml leave a
 *   stack out or have it twice
 */
export function chooseStacks(
  known: readonly string[],
  file: RolloutFile,
  { stacks, labels, all = false }: Selection,
): ChosenStack[] {
  if (!all && stacks === undefined && labels === undefined) {
    throw new RolloutError(
      "SELECTION",
      "No stack was chosen.",
      'Type --all, or --stacks with names or patterns (--stacks "eu-*,us"), or --label with a label of rollout.yaml.',
    );
  }
  if (all && (stacks !== undefined || labels !== undefined)) {
    throw new RolloutError("USAGE", "--all means every stack.", "Leave out --all, or --stacks and --label.");
  }
  const included = known.filter((name) => isIncluded(name, file));
  const waves = wavesOf(included, file);
  const named = stacks === undefined ? included : namedStacks(stacks, { known, included, file });
  const labelled = named.filter(
    (name) => labels === undefined || labelsOf(name, file).some((label) => labels.includes(label)),
  );
  for (const label of labels ?? []) {
    if (included.some((name) => labelsOf(name, file).includes(label))) continue;
    throw new RolloutError(
      "SELECTION",
      `No stack has the label "${label}".${didYouMean(label, allLabels(file))}`,
      `Labels are in ${ROLLOUT_FILE}, under labels: ${allLabels(file).join(", ") || "none"}`,
    );
  }
  if (labelled.length === 0) {
    throw new RolloutError(
      "SELECTION",
      known.length === 0 ? "The project has no stacks." : "No stack is left of those that were chosen.",
      known.length === 0 ? "Type: pulumi stack init NAME" : `The project's stacks: ${known.join(", ")}`,
    );
  }
  return labelled.toSorted(byCharacters).map((name) => ({
    name,
    labels: labelsOf(name, file),
    wave: waves.get(name),
    exists: known.includes(name),
    ...(known.includes(name) ? {} : { meant: nearest(name, known) }),
  }));
}

/** All labels of rollout.yaml. */
const allLabels = ({ labels }: RolloutFile): string[] =>
  [...new Set(Object.values(labels).flat())].toSorted(byCharacters);

/** Labels of a stack, as rollout.yaml has them. */
function labelsOf(name: string, { labels }: RolloutFile): string[] {
  const all = Object.entries(labels).flatMap(([pattern, each]) => (matches(name, pattern) ? each : []));
  return [...new Set(all)].toSorted(byCharacters);
}

function isIncluded(name: string, { stacks: { include, exclude } }: RolloutFile): boolean {
  return matchesAny(name, include) && !matchesAny(name, exclude);
}

interface Known {
  known: readonly string[];
  included: readonly string[];
  file: RolloutFile;
}

function namedStacks(asked: readonly string[], { known, included, file }: Known): string[] {
  const found = asked.flatMap((each) => {
    if (!isPattern(each)) {
      if (isIncluded(each, file)) return [each];
      throw new RolloutError(
        "SELECTION",
        `${ROLLOUT_FILE} leaves out stack "${each}".`,
        "Change stacks.include or stacks.exclude there, or choose other stacks.",
      );
    }
    const matching = included.filter((name) => matches(name, each));
    if (matching.length > 0) return matching;
    throw new RolloutError(
      "SELECTION",
      `"${each}" matches no stack.`,
      `The project's stacks: ${known.join(", ") || "none"}`,
    );
  });
  return [...new Set(found)];
}

/** The wave that updates each stack. */
function wavesOf(names: readonly string[], file: RolloutFile): Map<string, string> {
  const updating = file.waves.filter(({ action }) => action === "up");
  if (updating.length === 0) return new Map();
  const matched = new Map(
    names.map((name) => [name, updating.filter(({ match }) => isMatched(name, match, file))]),
  );
  const rest = updating.find(({ match }) => match === "rest");
  const found = new Map<string, string>();
  const mistakes: string[] = [];
  for (const [name, waves] of matched) {
    const [first, ...others] = waves.length === 0 && rest !== undefined ? [rest] : waves;
    if (first === undefined) mistakes.push(`${name} is in none`);
    else if (others.length > 0)
      mistakes.push(`${name} is in ${waves.map((wave) => wave.name).join(" and ")}`);
    else found.set(name, first.name);
  }
  if (mistakes.length === 0) return found;
  throw new RolloutError(
    "ROLLOUT_FILE",
    `Each stack belongs to exactly one wave of ${ROLLOUT_FILE}: ${mistakes.join("; ")}.`,
    "Mend the waves, or leave the stack out with stacks.exclude. A wave with match: rest takes what no other has.",
  );
}

function isMatched(name: string, match: Wave["match"], file: RolloutFile): boolean {
  if (match === "all") return true;
  if (match === "rest") return false;
  return "stacks" in match ? matchesAny(name, match.stacks) : labelsOf(name, file).includes(match.label);
}
