import { z } from "zod";
import { credentialsSchema, inputNamesSchema, orUnknown, redeployInstancesSchema } from "../arguments.ts";
import { connectionReference } from "../reference/connection.ts";

/** The arguments of `CustomerCredentialsSet` as its class registers them. */
export const setArguments = z.strictObject({
  connection: orUnknown(connectionReference),
  customers: orUnknown(z.record(z.string(), credentialsSchema)),
  onMissingCustomer: orUnknown(z.enum(["fail", "skip"], 'must be "fail" or "skip"')).optional(),
  plainInputs: inputNamesSchema.optional(),
  redeployInstances: redeployInstancesSchema.optional(),
});

/** The arguments after the schema has read them, with the values themselves. */
export type SetArguments = z.output<typeof setArguments>;
