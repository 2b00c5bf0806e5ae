import { styleText } from "node:util";

/** A failure of the command: its code, what happened, and what to do next where the message does not say it. */
export interface CommandFailure {
  code: keyof typeof FAILURE_CODES;
  message: string;
  next?: string;
}

/** Codes of the emulator's failures, a part of those of its sibling commands; docs/troubleshooting.md explains each. */
export const FAILURE_CODES = {
  USAGE: "The command line is not one that the command takes.",
  FILE: "A file or folder cannot be read or written, or is there already.",
  ADDRESS_IN_USE: "Another process listens on the port.",
  CONFIGURATION: "The stack's configuration, the environment or the arguments cannot be used.",
} as const;

/** A command line that the command does not take. */
export class UsageError extends Error {}

/** The failure as the command prints it, in colors where the stream shows any. */
export function failureText({ code, message, next }: CommandFailure, stream: NodeJS.WritableStream): string {
  const styled = (format: "red" | "bold" | "dim", text: string) => styleText(format, text, { stream });
  const lines = [
    `${styled("red", "error:")} ${message.trimEnd().replaceAll("\n", "\n  ")}`,
    ...(next === undefined ? [] : [`${styled("bold", "Next:")} ${next}`]),
    styled("dim", `Code: PRISMATIC_${code}`),
  ];
  return `${lines.join("\n")}\n`;
}

/** The failure that an error of the emulator stands for. */
export function failureOf(error: unknown): CommandFailure {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof UsageError) return { code: "USAGE", message, next: "prismatic-emulator --help" };
  const cause = error instanceof Error ? (error.cause ?? error) : undefined;
  const { code } = (cause ?? {}) as NodeJS.ErrnoException;
  if (code === "EADDRINUSE") {
    return { code: "ADDRESS_IN_USE", message, next: "Name another port with --port, or 0 for free ones." };
  }
  return { code: code === undefined ? "CONFIGURATION" : "FILE", message };
}
