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

/** Beginnings of a request for something that belongs to no connection; a name follows, or `*` for all. */
const PREFIXES = { integrations: "Integration/", access: "CustomerEmbeddedAccess/" };

/** The requests for integrations, for customers' embedded access, and the others. */
export interface SplitRequests {
  integrations: string[];
  access: string[];
  others: string[];
}

/** Tells requests for integrations and for customers, by their names without the prefix, from those for connections. */
export function splitRequests(what: readonly string[]): SplitRequests {
  const named = (prefix: string) =>
    what.filter((text) => text.startsWith(prefix)).map((text) => text.slice(prefix.length));
  return {
    integrations: named(PREFIXES.integrations),
    access: named(PREFIXES.access),
    others: what.filter((text) => !Object.values(PREFIXES).some((prefix) => text.startsWith(prefix))),
  };
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
