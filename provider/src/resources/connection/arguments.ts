import { z } from "zod";

import { orUnknown } from "../arguments.ts";
import {
  componentSchema,
  inputNamesSchema,
  nameSchema,
  redeployInstancesSchema,
  secretsSchema,
  stableKeySchema,
  valuesSchema,
  writeOnlyInputsSchema,
} from "../arguments.ts";
import { oauthTokensSchema } from "../oauthTokens/arguments.ts";
import { isFilled } from "../../tenant/filled.ts";

const address = orUnknown(
  z.url({ protocol: /^https?$/, error: "must be an address that begins with https://" }),
);

const count = orUnknown(z.number().int().min(0, "must not be negative"));

/** Credentials of a test, with the tokens of an authorization that was given elsewhere. */
const testCredentialsSchema = orUnknown(
  z.strictObject({
    values: valuesSchema.optional(),
    secrets: secretsSchema.optional(),
    oauthTokens: oauthTokensSchema.optional(),
  }),
);

/** The arguments that every kind of connection has. */
export const connectionArguments = z.strictObject({
  component: componentSchema,
  connectionType: orUnknown(z.string().refine(isFilled, "must not be empty")).optional(),
  stableKey: stableKeySchema,
  name: nameSchema,
  description: orUnknown(z.string()).optional(),
  globalValues: valuesSchema.optional(),
  globalSecrets: secretsSchema.optional(),
  plainInputs: inputNamesSchema.optional(),
  customerInputs: inputNamesSchema.optional(),
  globalInputs: inputNamesSchema.optional(),
  writeOnlyInputs: writeOnlyInputsSchema.optional(),
  separateGlobalValues: orUnknown(z.literal(true, "must be true, or left out")).optional(),
  oauthTokens: oauthTokensSchema.optional(),
  testCredentials: testCredentialsSchema.optional(),
  embeddedWorkflows: orUnknown(z.boolean()).optional(),
  redeployInstances: redeployInstancesSchema.optional(),
  oauthRedirect: orUnknown(
    z.strictObject({ success: address.optional(), failure: address.optional() }),
  ).optional(),
  replaceInUse: orUnknown(
    z.strictObject({
      instances: count.optional(),
      integrations: count.optional(),
      workflows: count.optional(),
      customers: count.optional(),
    }),
  ).optional(),
});

/** A connection's arguments after `check`. */
export type ConnectionInputs = z.output<typeof connectionArguments>;
