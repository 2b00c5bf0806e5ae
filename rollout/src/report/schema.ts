import { z } from "zod";
import { failure, reportBasics, stackBasics, stackName } from "./basics.ts";

/** Version of the reports' JSON. It is raised where a reader of the version before would misread a report. */
export const REPORT_VERSION = 1;

/** Operations on a resource, riskiest first. */
export const OPERATIONS = ["replace", "delete", "update", "create"] as const;

/** Outcomes of one stack; each chosen stack has exactly one. */
export const STACK_STATUSES = ["failed", "violation", "changed", "unchanged"] as const;

const operation = z.enum(OPERATIONS);
const stackStatus = z.enum(STACK_STATUSES);

/** A number that was read in the tenant, or the reason why it was not: a reader never takes that for 0. */
export const count = z.union([
  z.strictObject({ counted: z.number().int().nonnegative() }),
  z.strictObject({ notCounted: z.string() }),
]);

/** One side of a change as text: a string as it is, anything else as JSON. */
const value = z.union([
  z.strictObject({ text: z.string() }),
  /** Known only during the update. */
  z.strictObject({ unknown: z.literal(true) }),
  /** Nothing on this side. */
  z.strictObject({ absent: z.literal(true) }),
  /** Something that is not on the list of what may be printed. */
  z.strictObject({ hidden: z.literal(true) }),
]);

export const difference = z.strictObject({ before: value, after: value });

export const propertyChange = z.strictObject({
  /** Path within the arguments, such as `values.baseUrl`; of a secret the path of its revision. */
  path: z.string(),
  /** True where the values are revisions of a secret. */
  isSecret: z.boolean(),
  /** The difference where it is equal in all stacks of the group, else one for each of them. */
  difference: z.union([
    z.strictObject({ shared: difference }),
    z.strictObject({ byStack: z.record(stackName, difference) }),
  ]),
});

export const reach = z.strictObject({
  instances: count,
  workflows: count,
  customersWithCredentials: count,
  redeployedInstances: count,
  upgradedInstances: count,
  switchedSteps: count,
  repeatedAuthorizations: count,
});

const group = z.strictObject({
  /** Digest of what makes the group: operation, class, key and changed paths. */
  id: z.string(),
  operation,
  /** Class of the resource, such as `CustomerConnection`; its type where it is no resource of pulumi-prismatic. */
  class: z.string(),
  /** Stable key where the resource has one, else its name in the program. */
  key: z.string(),
  stacks: z.array(stackName),
  changes: z.array(propertyChange),
  /** Mutations that are sent in each stack, by their names in the API. */
  mutations: z.array(
    z.strictObject({ field: z.string(), times: z.number().int().positive(), isUncertain: z.boolean() }),
  ),
  /** By stack; none for a creation, on which nothing depends, for resources of other packages, and with --no-reach. */
  reach: z.record(stackName, reach),
  /** Present where other stacks plan something else, or nothing, for the same resource: those stacks. */
  unlike: z.array(stackName).optional(),
  /** Refusals that the update would meet, such as a delete of a connection in use. */
  refusals: z.array(z.strictObject({ stack: stackName, message: z.string() })),
});

const violation = z.strictObject({
  pack: z.string(),
  policy: z.string(),
  message: z.string(),
  isMandatory: z.boolean(),
  urn: z.string().optional(),
});

const operationCounts = z.strictObject({
  replace: z.number(),
  delete: z.number(),
  update: z.number(),
  create: z.number(),
  unchanged: z.number(),
});

const stack = z.strictObject({
  ...stackBasics,
  status: stackStatus,
  /** Digest of the stack's steps; those of all stacks are part of the report's. */
  digest: z.string(),
  wave: z.string().optional(),
  operations: operationCounts,
  violations: z.array(violation),
  notices: z.array(z.string()),
});

/** Report of `prismatic-rollout preview`, as `--json` writes it. */
export const previewReport = z.strictObject({
  ...reportBasics,
  version: z.literal(REPORT_VERSION),
  command: z.literal("preview"),
  /** Digest of commit, selection and all steps with their values before and after. */
  digest: z.string(),
  /** The command that carries out what the report shows. */
  upCommand: z.string(),
  /** Every chosen stack exactly once, by name. */
  stacks: z.array(stack),
  /** Number of stacks by status; together as many as `stacks`. */
  stackCounts: z.record(stackStatus, z.number()),
  operations: operationCounts,
  /** Names of the waves in the order of the update; left out without waves. */
  waves: z.array(z.string()).optional(),
  groups: z.array(group),
});

export type Operation = z.output<typeof operation>;
export type StackStatus = z.output<typeof stackStatus>;
export type Count = z.output<typeof count>;
export type Value = z.output<typeof value>;
export type Difference = z.output<typeof difference>;
export type PropertyChange = z.output<typeof propertyChange>;
export type Reach = z.output<typeof reach>;
export type ChangeGroup = z.output<typeof group>;
export type Failure = z.output<typeof failure>;
export type PolicyViolation = z.output<typeof violation>;
export type OperationCounts = z.output<typeof operationCounts>;
export type StackReport = z.output<typeof stack>;
export type PreviewReport = z.output<typeof previewReport>;
