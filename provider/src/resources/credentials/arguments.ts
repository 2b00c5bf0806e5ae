import { z } from "zod";

import { orUnknown } from "../arguments.ts";
import {
  nameSchema,
  inputNamesSchema,
  redeployInstancesSchema,
  secretsSchema,
  valuesSchema,
} from "../arguments.ts";
import { oauthTokensSchema } from "../oauthTokens/arguments.ts";
import { connectionReference } from "../reference/connection.ts";
import { isFilled } from "../../tenant/filled.ts";

const credentialsArguments = z.strictObject({
  connection: orUnknown(connectionReference),
  values: valuesSchema.optional(),
  secrets: secretsSchema.optional(),
  plainInputs: inputNamesSchema.optional(),
});

/** The arguments of `TestCredentials` as its class registers them. */
export const testCredentialsArguments = credentialsArguments.extend({
  oauthTokens: oauthTokensSchema.optional(),
});

/** The arguments of `CustomerCredentials` as its class registers them. */
export const customerCredentialsArguments = credentialsArguments.extend({
  customer: orUnknown(z.string().refine(isFilled, "must not be empty")),
  name: nameSchema.optional(),
  redeployInstances: redeployInstancesSchema.optional(),
});

/** The arguments of either resource after `check`. */
export type CredentialsInputs = z.output<typeof credentialsArguments> &
  Partial<z.output<typeof testCredentialsArguments> & z.output<typeof customerCredentialsArguments>>;
