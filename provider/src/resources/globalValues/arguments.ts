import { z } from "zod";
import { orUnknown } from "../../dynamic/unknown.ts";
import {
  componentSchema,
  plainInputsSchema,
  secretsSchema,
  stableKeySchema,
  valuesSchema,
} from "../arguments.ts";

/** A connection as another resource refers to it: by stable key, or by what this program declares of it. */
export const connectionReference = z.strictObject({
  stableKey: stableKeySchema,
  id: orUnknown(z.string()).optional(),
  component: componentSchema.optional(),
  connectionType: orUnknown(z.string()).optional(),
  variableScope: z.string().optional(),
  managedBy: z.string().optional(),
  manages: z.array(z.string()).optional(),
});

/** The arguments of `GlobalValues` as its class registers them. */
export const globalValuesArguments = z.strictObject({
  connection: orUnknown(connectionReference),
  /** Values that may be seen, by input key. */
  values: valuesSchema.optional(),
  /** Values that must never be seen, by input key. */
  secrets: secretsSchema.optional(),
  /** Inputs that look secret by their name and are not, so that they may stand in `values`. */
  plainInputs: plainInputsSchema.optional(),
});

/** The arguments after `check`. */
export type GlobalValuesInputs = z.output<typeof globalValuesArguments>;
/** A reference to a connection after `check`. */
export type ConnectionReference = z.output<typeof connectionReference>;
