import { z } from "zod";

import { orUnknown } from "../arguments.ts";
import {
  nameSchema,
  plainInputsSchema,
  redeployInstancesSchema,
  secretsSchema,
  valuesSchema,
} from "../arguments.ts";
import { connectionReference } from "../reference/connection.ts";

/** The arguments of `TestCredentials` as its class registers them. */
export const testCredentialsArguments = z.strictObject({
  connection: orUnknown(connectionReference),
  /** Values that may be seen, by input key. */
  values: valuesSchema.optional(),
  /** Values that must never be seen, by input key. */
  secrets: secretsSchema.optional(),
  /** Inputs that look secret by their name and are not, so that they may stand in `values`. */
  plainInputs: plainInputsSchema.optional(),
});

/** The arguments of `CustomerCredentials` as its class registers them. */
export const customerCredentialsArguments = testCredentialsArguments.extend({
  /** External id of the customer, or its id. */
  customer: orUnknown(z.string().min(1, "must not be empty")),
  /** Display name; needed where a customer has several credentials for one connection. */
  name: nameSchema.optional(),
  /** Whether the customer's running instances get changed values at once. Required where there are any. */
  redeployInstances: redeployInstancesSchema.optional(),
});

/** The arguments of either resource after `check`. */
export type CredentialsInputs = z.output<typeof testCredentialsArguments> &
  Partial<z.output<typeof customerCredentialsArguments>>;
