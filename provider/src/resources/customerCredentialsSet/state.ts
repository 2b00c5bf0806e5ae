import type { TenantCredentials } from "../../tenant/operation.ts";
import type { ConnectionReference } from "../reference/connection.ts";
import type { SetArguments } from "./arguments.ts";
import type { Digests } from "./digests.ts";
import type { InputNames } from "./inputNames.ts";
import type { ValueFacts } from "./valueFacts.ts";

/** The arguments after `check`: digests in place of values, and the change that reviewers see. */
export interface SetInputs extends Omit<SetArguments, "customers" | "connection"> {
  connection: ConnectionReference;
  customers: Digests;
  /** Number of the last change, and of the customers that were added, changed and removed: `#2 +12 ~3 -0`. */
  change?: string | undefined;
  /** Left out of states of earlier versions, and without the names of inputs where the set began there. */
  valueFacts?: ValueFacts | undefined;
}

/** State of the set. */
export interface SetState extends SetInputs {
  /** Times at which we last wrote each customer's credentials. */
  configuredAt: Record<string, string>;
  /** Left out of states of earlier versions. */
  inputNames?: InputNames | undefined;
  /**
   * Customers that had credentials when the set began to declare them, without a decision to adopt them: they stay when it
   * goes. States of earlier versions tell of none.
   */
  takenOver?: string[] | undefined;
  /** Customers that the tenant did not have. */
  skipped?: string[] | undefined;
  /** Customers whose credentials changed or went in the tenant since our last write: `~initech`, `-hooli`. */
  drifted?: string[] | undefined;
  counts?: { customers: number; skipped: number };
  /** Ids of instances that were to be deployed again with the present values and could not be. */
  undeployedInstances?: string[] | undefined;
}

/** A customer's credentials without a name of their own: those that the set manages. */
export function unnamedByCustomer(all: readonly TenantCredentials[]): Map<string, TenantCredentials> {
  const unnamed = all.filter(({ key, customer }) => !key && customer !== null);
  return new Map(unnamed.map((credentials) => [credentials.customer?.id ?? "", credentials]));
}
