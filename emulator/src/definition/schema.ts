import { z } from "zod";

/** The only version of definitions that Prismatic still takes. */
export const definitionVersion = 7;

const meta = z.record(z.string(), z.unknown()).optional();

/** A reference to an action, trigger, data source or connection type of a component. */
const reference = z.looseObject({
  key: z.string().min(1),
  component: z
    .looseObject({
      key: z.string().min(1),
      isPublic: z.boolean(),
      version: z.union([z.number().int().positive(), z.literal("LATEST")]).optional(),
      /** Code-native integrations name the build of a component instead of its version. */
      signature: z.string().optional(),
    })
    .refine((component) => component.version !== undefined || component.signature !== undefined, {
      path: ["version"],
      message: "A number, LATEST or else a signature is needed",
    }),
});

const simpleTypes = ["value", "reference", "configVar", "template", "dataSource"] as const;

const simple = z.looseObject({ type: z.enum(simpleTypes), value: z.string(), meta });

type Item = string | Expression | Item[];

/** The source of a value of a step, a connection or a data source. */
export type Expression =
  | { type: (typeof simpleTypes)[number]; value: string; name?: unknown; meta?: Record<string, unknown> }
  | { type: "complex"; value: string | Item[]; name?: unknown; meta?: Record<string, unknown> };

const item: z.ZodType<Item> = z.lazy(() => z.union([z.string(), z.array(item), expression]));

const name = z.lazy(() => z.union([z.string(), expression])).optional();

const expression: z.ZodType<Expression> = z.discriminatedUnion("type", [
  simple.extend({ name }),
  z.looseObject({
    type: z.literal("complex"),
    value: z.union([z.string(), z.array(item)]),
    name,
    meta,
  }),
]);

const inputs = z.record(z.string(), expression).optional();
const scheduleType = z.enum(["none", "once", "custom", "minute", "hour", "day", "week"]);
const attempts = z.number().int().nonnegative();

const step = z.looseObject({
  name: z.string().min(1),
  description: z.string().optional(),
  action: reference,
  inputs,
  isTrigger: z.boolean().optional(),
  schedule: simple
    .extend({ meta: z.looseObject({ scheduleType, timeZone: z.string().optional() }) })
    .optional(),
  errorConfig: z
    .looseObject({
      errorHandlerType: z.enum(["fail", "ignore", "retry"]).optional(),
      maxAttempts: attempts.optional(),
      delaySeconds: attempts.optional(),
      usesExponentialBackoff: z.boolean().optional(),
      ignoreFinalError: z.boolean().optional(),
    })
    .optional(),
  get steps(): z.ZodOptional<z.ZodArray<typeof step>> {
    return z.array(step).optional();
  },
  get branches(): z.ZodOptional<z.ZodArray<typeof branch>> {
    return z.array(branch).optional();
  },
});

const branch = z.looseObject({
  name: z.string().min(1),
  get steps(): z.ZodArray<typeof step> {
    return z.array(step);
  },
});

const flow = z.looseObject({
  name: z.string().min(1),
  description: z.string().optional(),
  isSynchronous: z.boolean().optional(),
  isAgentFlow: z.boolean().optional(),
  endpointSecurityType: z
    .enum(["unsecured", "customer_optional", "customer_required", "organization"])
    .optional(),
  organizationApiKeys: z.array(z.string()).optional(),
  retryConfig: z
    .looseObject({
      maxAttempts: attempts,
      delayMinutes: attempts,
      usesExponentialBackoff: z.boolean(),
      uniqueRequestIdField: simple.optional(),
    })
    .optional(),
  queueConfig: z.looseObject({ usesFifoQueue: z.boolean(), dedupeIdField: simple.optional() }).optional(),
  steps: z.array(step),
});

const variable = z.looseObject({
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

const page = z.looseObject({
  name: z.string().min(1),
  tagline: z.string().optional(),
  userLevelConfigured: z.boolean().optional(),
  elements: z.array(
    z.looseObject({ type: z.enum(["configVar", "htmlElement", "jsonForm"]), value: z.string() }),
  ),
});

/**
 * The structure of a definition. Keys that are not named here stay in it, because newer clients and designers know more
 * of them.
 */
export const definitionSchema = z.looseObject({
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
/** A step: the trigger, another step of the flow, or one in a loop or branch. */
export type Step = z.output<typeof step>;
/** A config variable of a definition. */
export type ConfigVariable = z.output<typeof variable>;
/** A definition's reference to an action, a trigger, a data source or a connection type. */
export type ComponentReference = z.output<typeof reference>;
