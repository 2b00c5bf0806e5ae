import { PrismaticError } from "../tenant/errors.ts";

const REFERENCE = "The first message of this run about it says what to do.";

/** The advice that errors of a run have given: what concerns many resources is told with the first of them. */
export class ToldAdvice {
  readonly #told = new Set<string>();

  /** The message of an error, which refers to an earlier one in place of advice that was given there. */
  once(error: Error): string {
    return advices(error).reduce((message, advice) => {
      const isTold = this.#told.has(advice);
      this.#told.add(advice);
      return isTold ? message.replace(advice, REFERENCE) : message;
    }, error.message);
  }
}

/** The advice of an error and of its causes, each once. */
function advices(error: unknown): string[] {
  const all = new Set<string>();
  for (let next = error; next instanceof Error; next = next.cause) {
    if (next instanceof PrismaticError && next.advice !== undefined) all.add(next.advice);
  }
  return [...all];
}
