import { z } from "zod";

import { orUnknown } from "../arguments.ts";
import { plainInputsSchema, redeployInstancesSchema, secretsSchema, valuesSchema } from "../arguments.ts";
import { connectionReference } from "../reference/connection.ts";

/** The arguments of `GlobalValues` as its class registers them. */
export const globalValuesArguments = z.strictObject({
  connection: orUnknown(connectionReference),
  values: valuesSchema.optional(),
  secrets: secretsSchema.optional(),
  plainInputs: plainInputsSchema.optional(),
  redeployInstances: redeployInstancesSchema.optional(),
});

/** The arguments after `check`. */
export type GlobalValuesInputs = z.output<typeof globalValuesArguments>;
