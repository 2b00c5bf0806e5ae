import type { TenantCredentials } from "../../tenant/operation.ts";
import type { ConnectionReference } from "../reference/connection.ts";
import type { SetArguments } from "./arguments.ts";
import type { Digests } from "./digests.ts";

/** The arguments after `check`: digests in place of values, and what reviewers see of them. */
export interface SetInputs extends Omit<SetArguments, "customers" | "connection"> {
  connection: ConnectionReference;
  customers: Digests;
  /** The number of the last change, and how many customers came, changed and went: `#2 +12 ~3 -0`. */
  change?: string | undefined;
}

/** What the engine keeps of the set. */
export interface SetState extends SetInputs {
  /** When each customer's credentials were last written by us. */
  configuredAt: Record<string, string>;
  /** Customers that the tenant did not have. */
  skipped?: string[] | undefined;
  /** Customers whose credentials somebody else changed or deleted since our last write: `~initech`, `-hooli`. */
  drifted?: string[] | undefined;
  counts: { customers: number; skipped: number };
  /** Ids of instances that were to be deployed again with the present values and could not be. */
  undeployedInstances?: string[] | undefined;
}

/** A customer's credentials without a name of their own: those that the set manages. */
export function unnamedByCustomer(all: readonly TenantCredentials[]): Map<string, TenantCredentials> {
  const unnamed = all.filter(({ key, customer }) => !key && customer !== null);
  return new Map(unnamed.map((credentials) => [credentials.customer?.id ?? "", credentials]));
}
