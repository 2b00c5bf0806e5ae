import { styleText } from "node:util";
import { visible } from "../tenant/visible.ts";
import { shownCode, type ErrorCode } from "./errorCodes.ts";

/** A failure of a command: its code, what happened, and what to do next where the message does not say it. */
export interface Failure {
  code: ErrorCode;
  message: string;
  next?: string | undefined;
}

/** A failure that a command throws itself. */
export class CommandError extends Error implements Failure {
  readonly code: ErrorCode;
  readonly next: string | undefined;

  constructor({ code, message, next }: Failure, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
    this.next = next;
  }
}

/**
 * The failure for people, in colors where the stream shows any.
 *
 * @param stream that it is written to
 */
export function failureText({ code, message, next }: Failure, stream: NodeJS.WritableStream): string {
  const styled = (format: "red" | "bold" | "dim", text: string) => styleText(format, text, { stream });
  const lines = [
    `${styled("red", "error:")} ${visible(message).trimEnd()}`,
    ...(next === undefined ? [] : [`${styled("bold", "Next:")} ${visible(next)}`]),
    styled("dim", `Code: ${shownCode(code)}`),
  ];
  return `${lines.join("\n")}\n`;
}

/** The failure for programs: one line of JSON. */
export function failureJson({ code, message, next }: Failure): string {
  return `${JSON.stringify({ error: { code: shownCode(code), message, ...(next === undefined ? {} : { next }) } })}\n`;
}

/** Tells command lines whose standard output is JSON, so that failures are as well: `--json`, and not `--json file`. */
export function wantsJson(args: readonly string[]): boolean {
  return args.some(
    (arg, index) => arg === "--json=-" || (arg === "--json" && (args[index + 1] ?? "-").startsWith("-")),
  );
}
