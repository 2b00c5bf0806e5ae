import type { Input, Output } from "@pulumi/pulumi";
import { explainMissingCustomer } from "../resources/reference/customer.ts";
import { ConfigurationError } from "../tenant/errors.ts";
import type { TenantSession } from "../tenant/session.ts";
import { lookUp, lookUpOutput, type LookupOptions } from "./lookup.ts";

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
  const found = await session.customers.find(externalIdOrId);
  if (found === undefined)
    throw new ConfigurationError(await explainMissingCustomer(session, externalIdOrId));
  return { id: found.id, externalId: found.externalId ?? undefined, name: found.name };
}
