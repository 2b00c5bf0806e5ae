import type { z } from "zod";
import { ConfigurationError } from "../tenant/errors.ts";
import type { Problem } from "./lifecycle.ts";
import { didYouMean } from "./suggest.ts";

type Issue = z.core.$ZodIssue;

/**
 * The refusal with which work ends, as a problem of an argument; none where it ends well. Any other error is thrown on.
 *
 * @param path of the argument; empty for the resource as a whole
 */
export async function refusalOf(path: string, work: () => Promise<unknown>): Promise<Problem[]> {
  try {
    await work();
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return [{ path, message: error.message }];
  }
}

/** One problem for each complaint of a schema, in plain words. */
export function problemsOf(error: z.ZodError, argumentNames: readonly string[]): Problem[] {
  return error.issues.flatMap((issue) => describe(issue, [], argumentNames));
}

function describe(issue: Issue, parent: PropertyKey[], argumentNames: readonly string[]): Problem[] {
  const path = [...parent, ...issue.path];
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => ({
        path: [...path, key].join("."),
        message: `is not an argument of this resource.${didYouMean(key, argumentNames)}`,
      }));
    case "invalid_union": {
      // Every argument may also be unknown; what was meant is the last alternative.
      const meant = issue.errors.at(-1);
      if (meant !== undefined && meant.length > 0) {
        return meant.flatMap((inner) => describe(inner, path, argumentNames));
      }
      return [{ path: path.join("."), message: issue.message }];
    }
    case "invalid_type": {
      const expected = issue.expected === "int" ? "whole number" : issue.expected;
      const message = issue.input === undefined ? "is required" : `must be a ${expected}`;
      return [{ path: path.join("."), message }];
    }
    default:
      return [{ path: path.join("."), message: issue.message }];
  }
}
