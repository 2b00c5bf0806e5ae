/**
 * Switches stack traces off while a resource is registered, until {@link StackTraces.restore}. The SDK takes four for each
 * property, to name promises that never end by the line of the program besides by resource and property. Formatted through
 * source maps, they were nine tenths of what a program with a thousand resources did.
 */
export class StackTraces {
  readonly #limit = Error.stackTraceLimit;

  constructor() {
    Error.stackTraceLimit = 0;
  }

  restore(): void {
    Error.stackTraceLimit = this.#limit;
  }

  /** An error of the registration, with a stack trace that leads to the program's line. */
  traced(error: unknown): unknown {
    this.restore();
    if (error instanceof Error) Error.captureStackTrace(error);
    return error;
  }
}
