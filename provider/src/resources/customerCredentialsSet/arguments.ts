import { z } from "zod";

import { orUnknown } from "../arguments.ts";
import { credentialsSchema, plainInputsSchema, redeployInstancesSchema } from "../arguments.ts";
import { connectionReference } from "../reference/connection.ts";

/** The arguments of `CustomerCredentialsSet` as its class registers them. */
export const setArguments = z.strictObject({
  connection: orUnknown(connectionReference),
  /** Credentials by the customer's external id. */
  customers: orUnknown(z.record(z.string(), credentialsSchema)),
  /** What to do with a customer that this tenant does not have: fail, which is the default, or skip it. */
  onMissingCustomer: orUnknown(z.enum(["fail", "skip"], 'must be "fail" or "skip"')).optional(),
  /** Inputs that look secret by their name and are not, so that they may stand in `values`. */
  plainInputs: plainInputsSchema.optional(),
  /** Whether running instances get changed values at once. Required where there are any. */
  redeployInstances: redeployInstancesSchema.optional(),
});

/** The arguments after the schema has read them, with the values themselves. */
export type SetArguments = z.output<typeof setArguments>;
