/** Properties of a resource as they cross the border to Pulumi. */
export type Properties = Record<string, unknown>;

/** A step of a preview, with the properties that decide what it sends. */
export type Step =
  | { op: "create"; news: Properties }
  | { op: "update"; olds: Properties; news: Properties }
  | { op: "delete"; olds: Properties };

/** One mutation that a step sends. */
export interface PlannedMutation {
  /** Root field of the mutation, such as `updateScopedConfigVariable`. */
  field: string;
  /**
   * Stable key of the connection that it concerns, key of the component, name of the integration, or the customer as the
   * program names it.
   */
  stableKey: string;
  /**
   * Customer whose credentials it concerns, as the program names it; left out for test credentials and for connections.
   */
  customer?: string;
  /** The arguments that an update carries besides the id. */
  carries?: string[];
  /** Depends on a value that is not known yet: it may carry less than this, or turn out to be unnecessary. */
  uncertain?: true;
}
