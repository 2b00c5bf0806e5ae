import { z } from "zod";
import { UNKNOWN } from "../dynamic/wire.ts";
import { isFilled } from "../tenant/filled.ts";

/** Longest name, stable key or description that we send, in characters. */
const LONGEST = 255;

const isShort = (text: string): boolean => text.length <= LONGEST;

const TOO_LONG = `must have at most ${LONGEST} characters`;

const scalar = z.union([z.boolean().transform(String), z.number().transform(String), z.string()]);

/** Accepts what `schema` accepts, and an unknown value as it is. */
export function orUnknown<Schema extends z.ZodType>(schema: Schema) {
  return z.union([z.literal(UNKNOWN), schema]);
}

/** Values of inputs by input name. Text, true or false, a number; a list or a map for inputs that hold several. */
export const valuesSchema = orUnknown(
  z.record(
    z.string(),
    orUnknown(z.union([scalar, z.array(orUnknown(z.string())), z.record(z.string(), orUnknown(z.string()))])),
  ),
);

/** Secret values of inputs by input name. */
export const secretsSchema = orUnknown(z.record(z.string(), orUnknown(scalar)));

/** Credentials of one customer, or of a test. */
export const credentialsSchema = orUnknown(
  z.strictObject({ values: valuesSchema.optional(), secrets: secretsSchema.optional() }),
);

/** Decision whether running instances get new values at once; by themselves they keep those they were deployed with. */
export const redeployInstancesSchema = orUnknown(
  z.enum(["never", "onChange"], 'must be "never" or "onChange"'),
);

/** Names of inputs. */
export const inputNamesSchema = orUnknown(z.array(orUnknown(z.string())));

/** Names of the inputs that no client can read back; true for all secrets. */
export const writeOnlyInputsSchema = z.union([z.literal(true), inputNamesSchema]);

/** A display name. */
export const nameSchema = orUnknown(
  z.string().trim().refine(isFilled, "must not be empty").refine(isShort, TOO_LONG),
);

/**
 * A stable key, by which integrations name a connection in every tenant. Letters, digits, `-`, `_`, `.` and `:`,
 * beginning with a letter or digit; letter case matters. It can never be changed.
 */
export const stableKeySchema = orUnknown(
  z
    .string()
    .refine(isShort, TOO_LONG)
    .regex(
      /^[A-Za-z0-9][A-Za-z0-9._:-]*$/,
      "is malformed: a stable key has letters, digits, '-', '_', '.' and ':', begins with a letter or digit and " +
        'holds no blanks, for example "slack-oauth"',
    ),
);

/** A component by its key; by key and visibility where a public and a private one share the key. */
export const componentSchema = orUnknown(
  z.union([
    z.strictObject({ key: orUnknown(z.string()), public: orUnknown(z.boolean()) }),
    z.string().refine(isFilled, "must not be empty"),
  ]),
);
