import type { Claim } from "../dynamic/claim.ts";

/** The classes of the parts that a connection can declare itself or leave to a separate resource. */
export const PART_CLASSES = {
  globalValues: "GlobalValues",
  testCredentials: "TestCredentials",
  embeddedWorkflows: "EmbeddedWorkflowFlag",
} as const;

/** A part that either the connection or a separate resource can manage. */
export type ManagedPart = keyof typeof PART_CLASSES;

/** A connection as a whole. */
export function connectionClaim(stableKey: string): Claim {
  return named("connection", stableKey);
}

/** A part of a connection. */
export function partClaim(part: ManagedPart, stableKey: string): Claim {
  return named(part, stableKey);
}

/** Credentials of one customer; `customer` is an external id or an id, the same one everywhere. */
export function customerClaim(stableKey: string, customer: string, name: string | null | undefined): Claim {
  return named("customerCredentials", stableKey, customer, name ?? "");
}

/** The embedded access of one customer; `customer` is an external id or an id, the same one everywhere. */
export function accessClaim(customer: string): Claim {
  return named("embeddedAccess", customer);
}

/**
 * An integration as a whole; a name is unique among those of the organization, or of one customer. A tenant may store it
 * without white space at its ends.
 */
export function integrationClaim(name: string, customer?: string): Claim {
  return named("integration", name.trim(), customer ?? "");
}

/**
 * True where `claim` goes together with `whole`: it is the same claim, or `whole` is a connection that it belongs to.
 */
export function belongsTo(claim: Claim, whole: Claim): boolean {
  if (claim === whole) return true;
  const [kind, stableKey] = JSON.parse(claim) as string[];
  const isOfConnection = kind === "customerCredentials" || Object.hasOwn(PART_CLASSES, String(kind));
  return isOfConnection && whole === connectionClaim(String(stableKey));
}

/** Kinds of claims that name a customer, and the place of that name. */
const CUSTOMER_AT = new Map([
  ["customerCredentials", 2],
  ["embeddedAccess", 1],
  ["integration", 2],
  ["component", 3],
]);

/**
 * The claims on one object, which name its customer by external id and by id.
 *
 * @param namesOf both names of a customer, as far as they are known
 */
export function sameClaims(claim: Claim, namesOf: (customer: string) => readonly string[]): Claim[] {
  const parts = JSON.parse(claim) as string[];
  const at = CUSTOMER_AT.get(parts[0] ?? "") ?? 0;
  const customer = at === 0 ? "" : (parts[at] ?? "");
  if (customer === "") return [claim];
  return [...new Set([customer, ...namesOf(customer)])].map((name) => named(...parts.with(at, name)));
}

/** The object behind a claim in a message: `the connection "slack-oauth"`. */
export function describeClaim(claim: Claim): string {
  const [kind, first = "", second = "", third = ""] = JSON.parse(claim) as string[];
  const of = (customer: string) => (customer === "" ? "" : ` of customer "${customer}"`);
  switch (kind) {
    case "connection":
      return `the connection "${first}"`;
    case "globalValues":
      return `the global values of connection "${first}"`;
    case "testCredentials":
      return `the test credentials of connection "${first}"`;
    case "embeddedWorkflows":
      return `"use for embedded workflows" of connection "${first}"`;
    case "customerCredentials":
      return `the credentials${third === "" ? "" : ` "${third}"`} of customer "${second}" for connection "${first}"`;
    case "embeddedAccess":
      return `the embedded access of customer "${first}"`;
    case "integration":
      return `the integration "${first}"${of(second)}`;
    case "component":
      return `the ${first} component "${second}"${of(third)}`;
    default:
      return "the same object";
  }
}

/** The object of a resource in a message, by all claims that the resource has; undefined where it has none. */
export function describeObject(claims: readonly Claim[]): string | undefined {
  const [first] = claims;
  if (first === undefined) return undefined;
  const [kind, stableKey = ""] = JSON.parse(first) as string[];
  return kind === "customerCredentials" && claims.length > 1
    ? `the credentials of ${claims.length} customers for connection "${stableKey}"`
    : describeClaim(first);
}

function named(...parts: string[]): Claim {
  return JSON.stringify(parts);
}

/** A component with all its versions. */
export function componentClaim({
  key,
  public: isPublic,
  customer,
}: {
  key: string;
  public: boolean;
  customer?: string | undefined;
}): Claim {
  return named("component", isPublic ? "public" : "private", key, customer ?? "");
}
