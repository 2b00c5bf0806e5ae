import { z } from "zod";

import { orUnknown } from "../arguments.ts";
import {
  inputNamesSchema,
  redeployInstancesSchema,
  secretsSchema,
  valuesSchema,
  writeOnlyInputsSchema,
} from "../arguments.ts";
import { connectionReference } from "../reference/connection.ts";

/** The arguments of `GlobalValues` as its class registers them. */
export const globalValuesArguments = z.strictObject({
  connection: orUnknown(connectionReference),
  values: valuesSchema.optional(),
  secrets: secretsSchema.optional(),
  plainInputs: inputNamesSchema.optional(),
  writeOnlyInputs: writeOnlyInputsSchema.optional(),
  redeployInstances: redeployInstancesSchema.optional(),
});

/** The arguments after `check`. */
export type GlobalValuesInputs = z.output<typeof globalValuesArguments>;
