import type { Input, Output } from "@pulumi/pulumi";
import { lookUp, lookUpOutput, type Lookup } from "./lookup.ts";
import type { LookupOptions } from "./options.ts";

/** A reusable connection that the tenant has, whoever manages it. */
export interface FoundConnection {
  id: string;
  stableKey: string;
  /** Display name. */
  name: string;
  /** Key of its component; undefined where the component is gone. */
  component: string | undefined;
  connectionType: string | undefined;
  /** Name of the class that manages such a connection; undefined for a kind that this version does not know. */
  kind: string | undefined;
  /** `ACTIVE`, `PENDING`, `ERROR` or `FAILED`; undefined where customers supply the credentials. */
  status: string | undefined;
}

/**
 * Looks a connection up by its stable key, for programs that refer to one that another stack or a person manages.
 *
 * ```ts
 * const slack = await getConnection("slack-oauth");
 * const { status } = await getConnection("slack-oauth", { tenant: eu });
 * ```
 *
 * All lookups of a run share one reading of the tenant's connections, 100 a request. A connection that the same
 * program creates is not there in its first preview: use the resource. Build-only connections, the
 * credentials below a user connection and what a customer owns are not found; the error says so.
 *
 * @throws RunError that names the nearest stable key and the connections of the same component
 */
export function getConnection(stableKey: string, options: LookupOptions = {}): Promise<FoundConnection> {
  return lookUp(lookup, stableKey, options);
}

/**
 * {@link getConnection} for a stable key that is an output.
 *
 * ```ts
 * const slack = getConnectionOutput(otherStack.requireOutput("slackStableKey"));
 * ```
 */
export function getConnectionOutput(
  stableKey: Input<string>,
  options: LookupOptions = {},
): Output<FoundConnection> {
  return lookUpOutput(lookup, stableKey, options);
}

const lookup: Lookup<string, FoundConnection> = {
  token: "prismatic:index:getConnection",
  argument: "stableKey",
  find: async (session, stableKey) => (await import("./find.ts")).findConnection(session, stableKey),
};
