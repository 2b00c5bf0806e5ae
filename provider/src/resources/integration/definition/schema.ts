import { z } from "zod";
import { isFilled } from "../../../tenant/filled.ts";

/** A component as a definition names it. */
const componentReference = z.looseObject({
  key: z.string(),
  isPublic: z.boolean().nullish(),
  version: z.union([z.number(), z.string()]).nullish(),
});

/** An action, a data source or a connection type together with its component. */
const componentPart = z.looseObject({ key: z.string(), component: componentReference });

const step = z.looseObject({
  name: z.string(),
  action: componentPart.nullish(),
  inputs: z.record(z.string(), z.unknown()).nullish(),
  /** The steps of a loop. */
  get steps() {
    return z.array(step).nullish();
  },
  get branches() {
    return z.array(z.looseObject({ name: z.string(), steps: z.array(step).nullish() })).nullish();
  },
});

const configVariable = z.looseObject({
  key: z.string(),
  dataType: z.string().nullish(),
  /** The stable key of a reusable connection. */
  useScopedConfigVar: z.string().nullish(),
  connection: componentPart.nullish(),
  dataSource: componentPart.nullish(),
  onPremiseConnectionConfig: z.string().nullish(),
  /** Set in headless integrations, which have no pages, where each user sets the variable. */
  userLevelConfigured: z.boolean().nullish(),
  inputs: z.record(z.string(), z.unknown()).nullish(),
  meta: z.record(z.string(), z.unknown()).nullish(),
});

const configPage = z.looseObject({
  name: z.string().nullish(),
  elements: z.array(z.looseObject({ type: z.string().nullish(), value: z.unknown() })).nullish(),
  userLevelConfigured: z.boolean().nullish(),
});

/** The parts of a definition (version 7) that are read here; everything else passes. */
export const definitionSchema = z.looseObject({
  name: z.string().refine(isFilled, "must not be empty"),
  requiredConfigVars: z.array(configVariable).nullish(),
  configPages: z.array(configPage).nullish(),
  flows: z.array(z.looseObject({ name: z.string(), steps: z.array(step).nullish() })).nullish(),
});

/** A definition's values. */
export type DefinitionValue = z.output<typeof definitionSchema>;
/** A config variable of a definition. */
export type ConfigVariable = z.output<typeof configVariable>;
/** A step of a flow, with the steps inside it. */
export type Step = z.output<typeof step>;
/** A component as a definition names it. */
export type ComponentReference = z.output<typeof componentReference>;
