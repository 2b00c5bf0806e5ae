import { z } from "zod";
import type { ActionDefinition, ComponentDefinition, InputDefinition } from "./catalogData.ts";
import { enumValues } from "./sdl.ts";

/** Enum-like texts come in lower case and go out in upper case. */
const enumText = (name: string) =>
  z
    .string()
    .transform((text) => text.toUpperCase())
    .refine((text) => enumValues(name).has(text), {
      error: ({ input }) => `"${String(input)}" is no ${name}`,
    });

const text = z.string().nullish().default(null);
const flag = z.boolean().nullish().transform(Boolean);
const name = z.string().trim().min(1, { error: "This field may not be blank." });

const fieldSchema = z.object({
  key: name,
  label: z.string(),
  type: enumText("InputFieldType"),
  required: flag,
  shown: z
    .boolean()
    .nullish()
    .transform((shown) => shown ?? true),
  default: z.unknown().optional().transform(defaultOf),
  comments: text,
  collection: enumText("InputFieldCollection").nullish(),
  model: z.array(z.unknown()).nullish(),
  onPremiseControlled: flag,
  example: text,
  placeholder: text,
  keyLabel: text,
  language: text,
  dataSource: text,
  scope: text,
  inputs: z.array(z.unknown()).nullish(),
});

function defaultOf(value: unknown): InputDefinition["default"] {
  if (value === null || value === undefined) return null;
  return typeof value === "string" || typeof value === "boolean" || typeof value === "number"
    ? value
    : JSON.stringify(value);
}

/** Newer clients nest the inputs of an object; the API lists them all, each with its parent. */
function inputsOf(
  fields: readonly unknown[],
  parents: string[] = [],
  path: PropertyKey[] = [],
): InputDefinition[] {
  return fields.flatMap((each, index) => {
    const here = [...path, index];
    const field = fieldSchema.safeParse(each);
    if (!field.success) {
      throw new z.ZodError(field.error.issues.map((issue) => ({ ...issue, path: [...here, ...issue.path] })));
    }
    const { inputs: parts, ...input } = field.data;
    return [{ ...input, parents }, ...inputsOf(parts ?? [], [...parents, input.key], [...here, "inputs"])];
  });
}

const inputs = z
  .array(z.unknown())
  .nullish()
  .transform((fields, context) => {
    try {
      return inputsOf(fields ?? []);
    } catch (error) {
      if (!(error instanceof z.ZodError)) throw error;
      for (const { path, message } of error.issues)
        context.addIssue({ code: "custom", path: [...path], message });
      return z.NEVER;
    }
  });

const display = z.object({ label: name, description: name, important: flag, directions: text });

/** The fields of an action, a trigger or a data source that are checked; the others are kept as they come. */
const actionSchema = z
  .looseObject({
    key: name,
    display,
    inputs,
    dataSourceType: enumText("ActionDataSourceType").nullish().default(null),
    detailDataSource: text,
    scheduleSupport: enumText("ActionScheduleSupport").nullish(),
    synchronousResponseSupport: enumText("ActionSynchronousResponseSupport").nullish(),
  })
  .transform(({ key, display: shown, inputs: fields, dataSourceType, detailDataSource, ...details }) => {
    const { label, description, ...rest } = shown;
    return {
      key,
      label,
      description,
      inputs: fields,
      dataSourceType,
      detailDataSource,
      details: { ...details, ...rest },
    };
  });

const connectionSchema = z
  .object({
    key: name,
    label: name,
    comments: text,
    oauth2Type: enumText("ConnectionOauth2Type")
      .pipe(z.enum(["AUTHORIZATION_CODE", "CLIENT_CREDENTIALS"]))
      .nullish()
      .default(null),
    iconPath: text,
    avatarIconPath: text,
    inputs,
  })
  .transform((connection) => ({
    ...connection,
    onPremiseAvailable: connection.inputs.some(({ onPremiseControlled }) => onPremiseControlled),
  }));

/** The input of `publishComponent`, checked beyond what the schema says of it. */
export const publishInputSchema = z.object({
  definition: z.object({
    key: name,
    public: flag,
    display: z.object({ label: name, description: name, category: text }),
    documentationUrl: text,
    forCodeNativeIntegration: flag,
  }),
  actions: z.array(actionSchema).nullish().transform(given),
  triggers: z.array(actionSchema).nullish().transform(given),
  dataSources: z.array(actionSchema).nullish().transform(given),
  connections: z.array(connectionSchema).nullish().transform(given),
  comment: text,
  customer: text,
  attributes: text,
});

function given<T>(list: T[] | null | undefined): T[] {
  return list ?? [];
}

/** A component that a client wants to publish. */
export type PublishInput = z.output<typeof publishInputSchema>;

/** The component that was published, as the catalog has it. */
export function publishedDefinition(input: PublishInput): Omit<ComponentDefinition, "versionNumber"> {
  const { definition, actions, triggers, dataSources, connections } = input;
  const as =
    (kind: Pick<ActionDefinition, "isTrigger" | "isDataSource">) => (action: (typeof actions)[number]) => ({
      ...action,
      ...kind,
    });
  return {
    key: definition.key,
    label: definition.display.label,
    description: definition.display.description,
    public: definition.public,
    category: definition.display.category,
    connections: connections.map(({ iconPath: _icon, avatarIconPath: _avatar, ...type }) => type),
    actions: [
      ...actions.map(as({ isTrigger: false, isDataSource: false })),
      ...triggers.map(as({ isTrigger: true, isDataSource: false })),
      ...dataSources.map(as({ isTrigger: false, isDataSource: true })),
    ],
  };
}
