import { z } from "zod";

const properties = z.record(z.string(), z.unknown());

const state = z.object({
  id: z.string().optional(),
  /** URN and id of the provider. */
  provider: z.string().optional(),
  inputs: properties.nullish(),
  outputs: properties.nullish(),
  retainOnDelete: z.boolean().optional(),
});

const metadata = z.object({
  op: z.string(),
  urn: z.string(),
  type: z.string(),
  old: state.nullish(),
  new: state.nullish(),
});

const step = z.object({ metadata });

/**
 * One event of the engine, reduced to the members that are used. Events and members that this version does not know
 * pass. Nearly all of it may hold secrets of the program: `printable.ts` and `shownText.ts` say what may be shown.
 */
export const engineEvent = z.object({
  preludeEvent: z.object({ config: z.record(z.string(), z.string()).nullish() }).optional(),
  resourcePreEvent: step.optional(),
  resOutputsEvent: step.optional(),
  resOpFailedEvent: step.optional(),
  diagnosticEvent: z
    .object({ urn: z.string().optional(), message: z.string(), severity: z.string() })
    .optional(),
  policyEvent: z
    .object({
      resourceUrn: z.string().optional(),
      message: z.string(),
      policyName: z.string(),
      policyPackName: z.string(),
      enforcementLevel: z.string(),
    })
    .optional(),
  summaryEvent: z.object({ isPreview: z.boolean().optional(), result: z.string().optional() }).optional(),
  cancelEvent: z.object({}).optional(),
});

export type EngineEvent = z.output<typeof engineEvent>;
/** A step of the engine with one resource. */
export type StepMetadata = z.output<typeof metadata>;
/** A resource before or after a step. */
export type StepState = z.output<typeof state>;
