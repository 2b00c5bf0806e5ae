import type { Input, Output } from "@pulumi/pulumi";
import { lookUp, lookUpOutput, type Lookup } from "./lookup.ts";
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
  return lookUp(lookup, externalIdOrId, options);
}

/** {@link getCustomer} for an id that is an output. */
export function getCustomerOutput(
  externalIdOrId: Input<string>,
  options: LookupOptions = {},
): Output<FoundCustomer> {
  return lookUpOutput(lookup, externalIdOrId, options);
}

const lookup: Lookup<string, FoundCustomer> = {
  token: "prismatic:index:getCustomer",
  argument: "customer",
  find: async (session, externalIdOrId) => (await import("./find.ts")).findCustomer(session, externalIdOrId),
};
