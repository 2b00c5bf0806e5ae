import { z } from "zod";

/** The parts of a `ScopedConfigVariable` that tell its kind. Members that Prismatic adds to the enums pass. */
export const placed = z.object({
  managedBy: z.string(),
  variableScope: z.string(),
  /** Place in a tree: `ROOT` or `LEAF`. It is not known which of them one without a tree has, if any. */
  treeLocation: z.string().nullable(),
  customer: z.object({ name: z.string() }).nullable(),
});

type Placed = z.output<typeof placed>;

/**
 * Kinds of `ScopedConfigVariable` that are no connections of the organization's: a node that Prismatic makes for building
 * (the container, and the one below it, which Prismatic does not manage), the credential of one user below a user
 * connection, the credentials for its test runs, and what belongs to a customer.
 */
export type Apart =
  "buildOnlyContainer" | "buildOnly" | "credentialOfUser" | "testCredentials" | "ofCustomer";

/** Tells what is no connection of the organization's own from connections, for which it answers undefined. */
export function apartOf({ managedBy, variableScope, treeLocation, customer }: Placed): Apart | undefined {
  if (customer !== null) return "ofCustomer";
  if (managedBy.toUpperCase() === "SYSTEM") return "buildOnlyContainer";
  if (managedBy.toUpperCase() === "USER") return "credentialOfUser";
  if (treeLocation?.toUpperCase() !== "LEAF") return undefined;
  return variableScope.toUpperCase() === "USER" ? "testCredentials" : "buildOnly";
}
