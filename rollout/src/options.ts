import { InvalidArgumentError, type Command } from "commander";
import { secondsOf } from "./project/duration.ts";

/** Values of the options by which stacks are chosen. */
export interface SelectionFlags {
  stacks?: string[];
  label?: string[];
  all?: boolean;
  cwd: string;
}

/** Adds the options by which stacks are chosen. */
export function withSelection(command: Command): Command {
  return command
    .option("--stacks <names>", 'names or patterns, separated by commas: "us,eu-*"', commaSeparated)
    .option("--label <label>", "only stacks with this label of rollout.yaml; may be repeated", repeated)
    .option("--all", "all stacks of the project that rollout.yaml includes")
    .option("--cwd <folder>", "folder of the Pulumi project", process.cwd());
}

/** Names separated by commas; the option may be repeated. */
export function commaSeparated(text: string, before: string[] = []): string[] {
  const names = text
    .split(",")
    .map((name) => name.trim())
    .filter(Boolean);
  if (names.length === 0) throw new InvalidArgumentError("Name at least one stack.");
  return [...before, ...names];
}

/** An option that may be repeated. */
export const repeated = (text: string, before: string[] = []): string[] => [...before, text];

/** A whole number from 1. */
export function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1)
    throw new InvalidArgumentError("It must be a whole number from 1.");
  return number;
}

/** A duration such as `90s`, in seconds. */
export function seconds(text: string): number {
  const found = secondsOf(text);
  if (found === undefined) throw new InvalidArgumentError("It must be a duration such as 90s, 5m or 1h.");
  return found;
}
