/**
 * Switches stack traces off while a resource is registered, until {@link StackTraces.restore}. The SDK takes four for each
 * property, to name promises that never end by the line of the program besides by resource and property. Formatted through
 * source maps, they were nine tenths of what a program with a thousand resources did.
 *
 * Each class calls the SDK's constructor by itself: with another frame in between, Pulumi would take that one for the
 * resource's position in the program.
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
