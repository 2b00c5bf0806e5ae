import { visibleLine } from "pulumi-prismatic/vocabulary";

/** An error of which Pulumi shows one line: it prints the stack of whatever a policy throws. */
export function plainError(message: string): Error {
  const error = new Error(visibleLine(message));
  error.stack = error.message;
  return error;
}

/** An error with a list. Its lines are ours: what others wrote stays within the line that it stands in. */
export class ListedError extends Error {
  readonly title: string;
  readonly lines: readonly string[];

  constructor(title: string, lines: readonly string[], options?: ErrorOptions) {
    super([title, ...lines].map(visibleLine).join("\n  - "), options);
    this.stack = this.message;
    this.title = title;
    this.lines = lines;
  }
}

/** The message of whatever was thrown, as a command prints it. */
export function shownMessage(error: unknown): string {
  if (error instanceof ListedError) return error.message;
  return visibleLine(messageOf(error));
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A text of several lines that another program wrote, as one line. */
export function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}
