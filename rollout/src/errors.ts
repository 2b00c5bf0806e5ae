/** A failure of a whole command, or of one stack: what happened, and what to do next. */
export class RolloutError extends Error {
  /** An action in the imperative, or a command to type. */
  readonly nextStep: string;

  constructor(message: string, nextStep: string, options?: ErrorOptions) {
    super(message, options);
    this.nextStep = nextStep;
  }
}
