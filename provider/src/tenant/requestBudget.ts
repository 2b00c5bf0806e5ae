import { ConfigurationError } from "./errors.ts";
import { ownValue } from "./ownValue.ts";

/** The variable with the number of requests that one process may send to its tenant. */
export const REQUEST_BUDGET = "PRISMATIC_REQUEST_BUDGET";

/**
 * The budget that an environment sets; undefined where it sets none.
 *
 * @throws ConfigurationError where it is no number
 */
export function budgetOf(environment: Readonly<Record<string, string | undefined>>): number | undefined {
  const text = ownValue(environment, REQUEST_BUDGET);
  if (text === undefined || text === "") return undefined;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new ConfigurationError(`${REQUEST_BUDGET} must be a whole number from 1. Nothing was sent.`);
}

/**
 * Counts requests down. The exchange of a token, the question for the tenant, and repetitions of the same request do not
 * count.
 *
 * @returns takes one; throws ConfigurationError where none is left
 */
export function requestBudget(requests: number = Infinity, tenant: string): () => void {
  let left = requests;
  return () => {
    if (left === 0) {
      throw new ConfigurationError(
        `${tenant}: the budget of ${requests} requests is used up, so the rest was not read. ` +
          `Allow more with --requests, or with ${REQUEST_BUDGET} where it was set by hand.`,
      );
    }
    left -= 1;
  };
}
