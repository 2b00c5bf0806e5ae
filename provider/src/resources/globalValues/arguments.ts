import { z } from "zod";

import { orUnknown } from "../arguments.ts";
import { plainInputsSchema, redeployInstancesSchema, secretsSchema, valuesSchema } from "../arguments.ts";
import { connectionReference } from "../reference/connection.ts";

/** The arguments of `GlobalValues` as its class registers them. */
export const globalValuesArguments = z.strictObject({
  connection: orUnknown(connectionReference),
  /** Values that may be seen, by input key. */
  values: valuesSchema.optional(),
  /** Values that must never be seen, by input key. */
  secrets: secretsSchema.optional(),
  /** Inputs that look secret by their name and are not, so that they may stand in `values`. */
  plainInputs: plainInputsSchema.optional(),
  /** Whether running instances get changed values at once. Required where there are any. */
  redeployInstances: redeployInstancesSchema.optional(),
});

/** The arguments after `check`. */
export type GlobalValuesInputs = z.output<typeof globalValuesArguments>;
