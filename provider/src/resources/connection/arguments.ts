import { z } from "zod";

import { orUnknown } from "../arguments.ts";
import {
  componentSchema,
  credentialsSchema,
  nameSchema,
  plainInputsSchema,
  redeployInstancesSchema,
  secretsSchema,
  stableKeySchema,
  valuesSchema,
} from "../arguments.ts";

const address = orUnknown(
  z.url({ protocol: /^https?$/, error: "must be an address that begins with https://" }),
);

const count = orUnknown(z.number().int("must be a whole number").min(0, "must not be negative"));

/** The arguments that every kind of connection has. */
export const connectionArguments = z.strictObject({
  /** Key of the component, as `prism components:list` shows it; `{ key, public }` where two share the key. */
  component: componentSchema,
  /** Key of the component's connection type. May be left out where the component has only one. */
  connectionType: orUnknown(z.string().min(1, "must not be empty")).optional(),
  /** What integrations name the connection by. The same in every tenant; it can never be changed in place. */
  stableKey: stableKeySchema,
  /** Display name. */
  name: nameSchema,
  /** What the connection is for. Not managed where it is left out. */
  description: orUnknown(z.string()).optional(),
  /** Global values that may be seen, by input key. Not managed where this and `globalSecrets` are left out. */
  globalValues: valuesSchema.optional(),
  /** Global values that must never be seen, by input key. */
  globalSecrets: secretsSchema.optional(),
  /** Inputs that look secret by their name and are not, so that they may stand in plain values. */
  plainInputs: plainInputsSchema.optional(),
  /** Says that a `GlobalValues` resource supplies the global values of an organization (global) connection. */
  separateGlobalValues: orUnknown(z.literal(true, "must be true, or left out")).optional(),
  /** What the test runner connects with. Not managed where it is left out. */
  testCredentials: credentialsSchema.optional(),
  /** Whether embedded workflows use this connection for its component. Not managed where it is left out. */
  embeddedWorkflows: orUnknown(z.boolean()).optional(),
  /** Whether a change of global values is deployed to running instances at once. Required where there are any. */
  redeployInstances: redeployInstancesSchema.optional(),
  /** Where a person lands after authorizing an OAuth 2.0 connection. */
  oauthRedirect: orUnknown(
    z.strictObject({ success: address.optional(), failure: address.optional() }),
  ).optional(),
  /** Accepts that a replaced or deleted connection is in use, by exactly these numbers. */
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
