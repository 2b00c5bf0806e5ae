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

const place = { path: z.string() };

/** The inputs that an import brings: what a check makes of the arguments, with digests in the place of all values. */
export const importedSetInputs = setArguments.extend({
  connection: connectionReference,
  customers: z.record(z.string(), z.string()),
  change: z.string(),
  valueFacts: z
    .strictObject({
      names: z.array(z.string()).optional(),
      forms: z.array(z.strictObject({ ...place, kind: z.string() })).optional(),
      addresses: z
        .array(z.strictObject({ ...place, scheme: z.string(), host: z.string().optional() }))
        .optional(),
    })
    .optional(),
});
