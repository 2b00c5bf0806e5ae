import type { ErrorCode } from "pulumi-prismatic/commandLine";

/** A failure of a whole command, or of one stack: what happened, and what to do next. */
export class RolloutError extends Error {
  /** The kind of the failure, stable across versions. */
  readonly code: ErrorCode;
  /** An action in the imperative, or a command to type. */
  readonly nextStep: string;

  constructor(code: ErrorCode, message: string, nextStep: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.nextStep = nextStep;
  }
}
