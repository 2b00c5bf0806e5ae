import { InvalidArgumentError } from "commander";
import { duration } from "./project/rolloutSchema.ts";

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
  const parsed = duration.safeParse(text);
  if (!parsed.success) throw new InvalidArgumentError("It must be a duration such as 90s, 5m or 1h.");
  return parsed.data;
}
