import { z } from "zod";

/** Name of a stack. */
export const stackName = z.string();

/** Reason why a stack failed, and what to do next. */
export const failure = z.strictObject({
  message: z.string(),
  nextStep: z.string(),
  /** URN of the resource, where the failure is about one. */
  urn: z.string().optional(),
});

/** Members that the stacks of all reports on tenants have. */
export const stackBasics = {
  stack: stackName,
  tenant: z.strictObject({ url: z.string(), id: z.string().optional() }).optional(),
  labels: z.array(z.string()),
  /** Time at which reading began, in ISO 8601. */
  readAt: z.string(),
  seconds: z.number(),
  failures: z.array(failure),
};

/** Members that all reports on tenants have. */
export const reportBasics = {
  version: z.literal(1),
  project: z.string(),
  /** Git commit of the project's folder. */
  commit: z.string().optional(),
  /** True where files of the project differ from the commit. */
  isUncommitted: z.boolean().optional(),
};
