import { didYouMean, listed } from "../dynamic/suggest.ts";
import { ConfigurationError } from "../tenant/errors.ts";

/** Classes of resources that belong to a connection and can be imported as resources of their own. */
const PARTS = [
  "GlobalValues",
  "TestCredentials",
  "EmbeddedWorkflowFlag",
  "CustomerCredentials",
  "CustomerCredentialsSet",
] as const;

/** Request for an import: a connection, or a part of it as a resource of its own. */
export interface ImportRequest {
  /** The part's class; undefined for the connection itself. */
  part: (typeof PARTS)[number] | undefined;
  stableKey: string;
  /** Customer of `CustomerCredentials`, and their name where the customer has several. Left out: all. */
  customer?: string;
  name?: string;
}

/**
 * Reads `slack-oauth`, `TestCredentials/slack-oauth`, `CustomerCredentials/postgres`, `CustomerCredentials/postgres/globex`
 * or `CustomerCredentials/postgres/globex/Main`. A stable key holds no slash.
 *
 * @throws ConfigurationError for a class that has no such form
 */
export function importRequest(text: string): ImportRequest {
  const [first = "", ...rest] = text.split("/");
  if (rest.length === 0) return { part: undefined, stableKey: text };
  const part = PARTS.find((name) => name === first);
  if (part === undefined) {
    throw new ConfigurationError(
      `"${text}": there is no part "${first}" of a connection.${didYouMean(first, PARTS)} There are: ${listed(PARTS)}.`,
    );
  }
  const [stableKey = "", customer, ...name] = rest;
  if (stableKey === "" || (customer !== undefined && part !== "CustomerCredentials")) {
    throw new ConfigurationError(`"${text}": write ${part}/<stable key>.`);
  }
  return {
    part,
    stableKey,
    ...(customer === undefined ? {} : { customer }),
    ...(name.length === 0 ? {} : { name: name.join("/") }),
  };
}
