import type { Input, Output } from "@pulumi/pulumi";
import type { TenantSession } from "../tenant/session.ts";
import { lookUp, lookUpOutput } from "./lookup.ts";
import type { LookupOptions } from "./options.ts";

/** A customer that the tenant has. */
export interface FoundCustomer {
  id: string;
  /** The id by which your own systems know the customer. */
  externalId: string | undefined;
  name: string;
}

/**
 * Looks a customer up by its external id or, failing that, by its id.
 *
 * ```ts
 * const { id, name } = await getCustomer("globex");
 * ```
 *
 * All lookups of a run share one reading of the tenant's customers, 100 a request.
 *
 * @throws RunError that names the nearest external id
 */
export function getCustomer(externalIdOrId: string, options: LookupOptions = {}): Promise<FoundCustomer> {
  return lookUp(options, (session) => find(session, externalIdOrId));
}

/** {@link getCustomer} for an id that is an output. */
export function getCustomerOutput(
  externalIdOrId: Input<string>,
  options: LookupOptions = {},
): Output<FoundCustomer> {
  return lookUpOutput(externalIdOrId, options, find);
}

async function find(session: TenantSession, externalIdOrId: string): Promise<FoundCustomer> {
  const { findCustomer } = await import("./find.ts");
  return findCustomer(session, externalIdOrId);
}
