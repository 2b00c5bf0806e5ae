import type { PreviewReport } from "../schema.ts";
import {
  operationSums,
  OUTCOMES,
  OUTCOME_WORDS,
  readingTimes,
  stacksByOutcome,
  verdictOf,
} from "../shown/outcomes.ts";
import { counted, grouped, linesOf, oneLine, secondsText, timeText } from "../shown/text.ts";
import { block, type Section } from "./cutting.ts";
import { code, fence } from "./escape.ts";

/** Characters of a command that is shown: part of a command is none. */
const COMMAND_LIMIT = 4000;

/** First line of a project's comment of one command: GitHub hides it, and CI finds the comment by it. */
export function marker(project: string, command = "preview"): string {
  const name = encodeURIComponent(oneLine(project)).replaceAll(/--|-$|[!'()*]/g, (found) =>
    [...found].map((character) => `%${character.charCodeAt(0).toString(16)}`).join(""),
  );
  return `<!-- prismatic-rollout ${command} ${name} -->`;
}

/** Verdict, sums, digest, times and the command: what no comment goes without. */
export function headSection(report: PreviewReport): Section {
  const { facts } = verdictOf(report);
  const lines = [
    `${marker(report.project)}\n## Preview of ${code(report.project)}: ${facts.join("; ")}`,
    [`- ${tenantSums(report)}`, `- ${resourceSums(report)}`, `- ${origin(report)}`, ...times(report)].join(
      "\n",
    ),
    command(report.upCommand),
  ];
  return block(lines.join("\n\n"));
}

function tenantSums(report: PreviewReport): string {
  const stacks = stacksByOutcome(report);
  const sums = OUTCOMES.map((outcome) => `${stacks[outcome].length} ${OUTCOME_WORDS[outcome]}`);
  return `**${counted(report.stacks.length, "tenant")}** = ${sums.join(" + ")}`;
}

function resourceSums(report: PreviewReport): string {
  const sums = operationSums(report);
  const words = [
    `${grouped(sums.replace)} to replace`,
    `${grouped(sums.delete)} to delete`,
    `${grouped(sums.update)} to update`,
    `${grouped(sums.create)} to create`,
    `${grouped(sums.unchanged)} unchanged`,
  ];
  const failed = report.stacks.filter(({ status }) => status === "failed").length;
  const gap = failed > 0 ? `; not counted in ${counted(failed, "tenant")} that failed` : "";
  return `**Resources**: ${words.join(", ")}${gap}`;
}

function origin({ digest, commit, isUncommitted }: PreviewReport): string {
  const from = commit === undefined ? "" : `, commit ${commitText(commit, isUncommitted)}`;
  return `**Digest** ${code(digest)}${from}`;
}

/** The commit, and that files differ from it. */
export function commitText(commit: string, isUncommitted?: boolean): string {
  return `${code(commit)}${isUncommitted ? " with uncommitted changes" : ""}`;
}

/** A line that says when the tenants were read; none without tenants. */
export function times(report: Parameters<typeof readingTimes>[0]): string[] {
  const times = readingTimes(report);
  if (!times) return [];
  const { first, last, slowest } = times;
  const [from, to] = [timeText(first), timeText(last)];
  const span = from === to ? `at ${code(from)}` : `from ${code(from)} to ${code(to)}`;
  return [`- **Read** ${span}; longest: ${secondsText(slowest.seconds)} s for ${code(slowest.stack)}`];
}

function command(upCommand: string): string {
  const lines = linesOf(upCommand);
  return lines.join("\n").length > COMMAND_LIMIT
    ? "The command that carries this out is too long for a comment; the page (`--html`) has it."
    : `To carry out exactly this:\n\n${fence("sh", lines)}`;
}
