import { z } from "zod";

/** The only version of definitions that Prismatic still takes. */
export const definitionVersion = 7;

const meta = z.record(z.string(), z.unknown()).nullish();

/** Leaves out the keys that stand without a value (`category:`). */
function withoutEmpty(value: unknown, isMeant: (key: string) => boolean): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([key, each]) => each !== null || !isMeant(key)));
}

/**
 * A part of a definition. Keys that are not named here stay in it as they are, because newer clients and designers know
 * more of them; one that is named may stand without a value, which means the same as leaving it out.
 */
const part = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.preprocess((value) => withoutEmpty(value, (key) => Object.hasOwn(shape, key)), z.looseObject(shape));

/** A reference to an action, trigger, data source or connection type of a component. */
const reference = part({
  key: z.string().min(1),
  component: part({
    key: z.string().min(1),
    isPublic: z.boolean(),
    version: z.union([z.number().int().positive(), z.literal("LATEST")]).optional(),
    /** Code-native integrations name the build of a component instead of its version. */
    signature: z.string().optional(),
  }).refine((component) => component.version !== undefined || component.signature !== undefined, {
    path: ["version"],
    message: "A number, LATEST or else a signature is needed",
  }),
});

const simpleTypes = ["value", "reference", "configVar", "template", "dataSource"] as const;

/** A value that nobody entered is exported as null. */
const value = z.string().nullish();

const simple = z.looseObject({ type: z.enum(simpleTypes), value, meta });

type Item = string | null | Expression | Item[];

/** The source of a value of a step, a connection or a data source. */
export type Expression =
  | { type: (typeof simpleTypes)[number]; value?: string | null | undefined; name?: unknown; meta?: Meta }
  | { type: "complex"; value?: string | Item[] | null | undefined; name?: unknown; meta?: Meta };

type Meta = z.output<typeof meta>;

const item: z.ZodType<Item> = z.lazy(() => z.union([z.string(), z.null(), z.array(item), expression]));

const name = z.lazy(() => z.union([z.string(), expression])).nullish();

const expression: z.ZodType<Expression> = z.discriminatedUnion("type", [
  simple.extend({ name }),
  z.looseObject({
    type: z.literal("complex"),
    value: z.union([z.string(), z.array(item)]).nullish(),
    name,
    meta,
  }),
]);

const inputs = z
  .preprocess((given) => withoutEmpty(given, () => true), z.record(z.string(), expression))
  .optional();
const scheduleType = z.enum(["none", "once", "custom", "minute", "hour", "day", "week"]);
const attempts = z.number().int().nonnegative();

const stepShape = {
  name: z.string().min(1),
  description: z.string().optional(),
  action: reference,
  inputs,
  isTrigger: z.boolean().optional(),
  schedule: simple.extend({ meta: part({ scheduleType, timeZone: z.string().optional() }) }).optional(),
  errorConfig: part({
    errorHandlerType: z.enum(["fail", "ignore", "retry"]).optional(),
    maxAttempts: attempts.optional(),
    delaySeconds: attempts.optional(),
    usesExponentialBackoff: z.boolean().optional(),
    ignoreFinalError: z.boolean().optional(),
  }).optional(),
};

/** A step: the trigger, another step of the flow, or one in a loop or branch. */
export interface Step extends z.output<z.ZodObject<typeof stepShape, z.core.$loose>> {
  steps?: Step[] | undefined;
  branches?: Branch[] | undefined;
}

/** A branch of a step. */
export interface Branch {
  name: string;
  steps: Step[];
  [other: string]: unknown;
}

const steps: z.ZodType<Step[]> = z.lazy(() => z.array(step));
const branch = part({ name: z.string().min(1), steps });
const step = part({ ...stepShape, steps: steps.optional(), branches: z.array(branch).optional() });

const flow = part({
  name: z.string().min(1),
  description: z.string().optional(),
  isSynchronous: z.boolean().optional(),
  isAgentFlow: z.boolean().optional(),
  endpointSecurityType: z
    .enum(["unsecured", "customer_optional", "customer_required", "organization"])
    .optional(),
  organizationApiKeys: z.array(z.string()).optional(),
  retryConfig: part({
    maxAttempts: attempts,
    delayMinutes: attempts,
    usesExponentialBackoff: z.boolean(),
    uniqueRequestIdField: simple.optional(),
  }).optional(),
  queueConfig: part({ usesFifoQueue: z.boolean(), dedupeIdField: simple.optional() }).optional(),
  steps,
});

const variable = part({
  key: z.string().min(1),
  stableKey: z.string().optional(),
  description: z.string().optional(),
  header: z.string().optional(),
  dataType: z
    .enum([
      "string",
      "date",
      "timestamp",
      "picklist",
      "schedule",
      "code",
      "boolean",
      "number",
      "connection",
      "credential",
      "objectSelection",
      "objectFieldMap",
      "jsonForm",
    ])
    .optional(),
  defaultValue: z.string().optional(),
  orgOnly: z.boolean().optional(),
  /** Written by headless integrations only; others have pages for it. */
  userLevelConfigured: z.boolean().optional(),
  pickList: z.array(z.string()).optional(),
  scheduleType: scheduleType.optional(),
  timeZone: z.string().optional(),
  codeLanguage: z.enum(["json", "xml", "html"]).optional(),
  collectionType: z.enum(["valuelist", "keyvaluelist"]).optional(),
  onPremiseConnectionConfig: z.enum(["allowed", "disallowed", "required"]).optional(),
  meta,
  connection: reference.optional(),
  dataSource: reference.optional(),
  useScopedConfigVar: z.string().min(1).optional(),
  inputs,
});

const page = part({
  name: z.string().min(1),
  tagline: z.string().optional(),
  userLevelConfigured: z.boolean().optional(),
  elements: z.array(part({ type: z.enum(["configVar", "htmlElement", "jsonForm"]), value: z.string() })),
});

/** The structure of a definition. */
export const definitionSchema = part({
  definitionVersion: z.literal(definitionVersion),
  name: z.string().min(1),
  description: z.string().optional(),
  documentation: z.string().optional(),
  category: z.string().optional(),
  labels: z.array(z.string()).optional(),
  isCodeNative: z.boolean().optional(),
  defaultInstanceProfile: z.string().optional(),
  endpointType: z.enum(["flow_specific", "instance_specific", "shared_instance"]).optional(),
  preprocessFlowName: z.string().optional(),
  externalCustomerIdField: simple.optional(),
  externalCustomerUserIdField: simple.optional(),
  flowNameField: simple.optional(),
  requiredConfigVars: z.array(variable).optional(),
  configPages: z.array(page).optional(),
  flows: z.array(flow),
});

/** An integration's definition. */
export type Definition = z.output<typeof definitionSchema>;
/** One flow of a definition. */
export type Flow = z.output<typeof flow>;
/** A config variable of a definition. */
export type ConfigVariable = z.output<typeof variable>;
/** A definition's reference to an action, a trigger, a data source or a connection type. */
export type ComponentReference = z.output<typeof reference>;
