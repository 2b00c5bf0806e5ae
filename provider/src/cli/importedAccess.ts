import { ConfigurationError } from "../tenant/errors.ts";
import type { Customer } from "../tenant/customerOperations.ts";
import type { TenantSession } from "../tenant/session.ts";
import { explainMissingCustomer } from "../resources/reference/missing.ts";
import type { Imported } from "./imported.ts";

/** The request for all customers whose access is on. */
const EVERY = "*";

/**
 * Prepares the embedded access of customers for the import.
 *
 * @param names external ids or ids of customers
 * @throws ConfigurationError with a line for each that the tenant does not have
 */
export async function importedAccess(session: TenantSession, names: readonly string[]): Promise<Imported[]> {
  if (names.length === 0) return [];
  const enabled = (await session.customers.all()).filter((each) => each.allowEmbeddedDesigner);
  const wanted = names.flatMap((name) => (name === EVERY ? enabled.map(nameOf) : [name]));
  const judged = await Promise.all(
    [...new Set(wanted)].map(async (name) => {
      const found = await session.customers.find(name);
      return found === undefined ? explainMissingCustomer(session, name) : accessOf(found);
    }),
  );
  const reasons = judged.filter((each) => typeof each === "string");
  if (reasons.length > 0) throw new ConfigurationError(reasons.join("\n  "));
  return judged.filter((each) => typeof each !== "string");
}

/** The access of a customer; a destroy leaves it as it was found. */
export function accessOf(found: Customer): Imported {
  const inputs = { customer: nameOf(found), enabled: found.allowEmbeddedDesigner };
  return {
    type: "CustomerEmbeddedAccess",
    name: `${nameOf(found)}-embedded`,
    id: found.id,
    declared: inputs,
    secretMaps: [],
    inputs,
    outputs: { ...inputs, setByUs: false },
    secretMembers: [],
    leftOut: [],
  };
}

const nameOf = ({ externalId, id }: Customer): string => externalId ?? id;
