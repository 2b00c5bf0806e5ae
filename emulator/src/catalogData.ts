import { readFileSync } from "node:fs";
import { z } from "zod";

/** An input in a component's declaration. */
export const inputSchema = z.object({
  key: z.string(),
  label: z.string(),
  type: z.string(),
  required: z.boolean(),
  shown: z.boolean(),
  default: z.union([z.string(), z.boolean(), z.number()]).nullable(),
  comments: z.string().nullable(),
  collection: z.string().nullish(),
  model: z.array(z.unknown()).nullish(),
  onPremiseControlled: z.boolean().nullish(),
  example: z.string().nullish(),
  placeholder: z.string().nullish(),
  keyLabel: z.string().nullish(),
  language: z.string().nullish(),
  /** The key of the data source that offers values. */
  dataSource: z.string().nullish(),
  scope: z.string().nullish(),
  /** The keys of the inputs that it is a part of, the outermost first. */
  parents: z.array(z.string()).nullish(),
});

const connectionTypeSchema = z.object({
  key: z.string(),
  label: z.string(),
  oauth2Type: z.enum(["AUTHORIZATION_CODE", "CLIENT_CREDENTIALS"]).nullable(),
  comments: z.string().nullable(),
  inputs: z.array(inputSchema),
  onPremiseAvailable: z.boolean().nullish(),
});

const actionSchema = z.object({
  key: z.string(),
  label: z.string(),
  isTrigger: z.boolean(),
  isDataSource: z.boolean().default(false),
  dataSourceType: z.string().nullable().default(null),
  description: z.string().optional(),
  /** The key of the data source that shows the details of a chosen item. */
  detailDataSource: z.string().nullish(),
  inputs: z.array(inputSchema).default([]),
  /** Fields that the API shows under the same name as they were sent. */
  details: z.record(z.string(), z.unknown()).default({}),
});

const componentSchema = z.object({
  key: z.string(),
  label: z.string(),
  description: z.string(),
  public: z.boolean(),
  category: z.string().nullable(),
  versionNumber: z.number().int(),
  connections: z.array(connectionTypeSchema),
  actions: z.array(actionSchema),
});

/** An input of a connection type, as a component declares it. */
export type InputDefinition = z.output<typeof inputSchema>;
/** A connection type, as a component declares it. */
export type ConnectionTypeDefinition = z.output<typeof connectionTypeSchema>;
/** An action, trigger or data source, as a component declares it. */
export type ActionDefinition = z.output<typeof actionSchema>;
/** One version of a component. */
export type ComponentDefinition = z.output<typeof componentSchema>;

/** A file of the package's `data` folder. */
export const dataFile = (name: string): string =>
  readFileSync(new URL(`../data/${name}`, import.meta.url), "utf8");

/** The components that every tenant has from the start. */
export const builtInComponents: readonly ComponentDefinition[] = z
  .object({ components: z.array(componentSchema) })
  .parse(JSON.parse(dataFile("catalog.json"))).components;
