import { z } from "zod";
import { secondsOf } from "./duration.ts";

// zod's own `min` asks any value for its `length`, and throws where that is no number.
const name = z.string().refine((text) => text !== "", "must not be empty");
const patterns = z.array(name);
const wholeNumber = z.int("must be a whole number").min(0, "must not be negative");

/** A share such as `25%`. */
const percentage = z
  .string()
  .regex(/^(100|[1-9]?\d)%$/, "must be a whole number, or a share such as 25%")
  .transform((text) => ({ percent: Number(text.slice(0, -1)) }));

const countOrShare = z.union([z.int().min(1, "must be at least 1"), percentage], {
  error: "must be a whole number from 1, or a share such as 25%",
});

/** A duration such as `90s`, `5m` or `1h`, in seconds. */
const duration = z
  .string("must be a duration such as 90s, 5m or 1h")
  .regex(/^\d{1,6}[smh]$/, "must be a duration such as 90s, 5m or 1h")
  .refine((text) => secondsOf(text) !== undefined, "must be at most 168h")
  .transform((text) => secondsOf(text) ?? 0);

const health = z.strictObject({
  notWorseThanBefore: z.boolean().default(true),
  settle: duration.optional(),
  timeout: duration.optional(),
  waitingForPerson: z.enum(["hold", "continue"], 'must be "hold" or "continue"').default("hold"),
});

const gate = z.strictObject({
  health: health.optional(),
  approval: z.literal("required", 'must be "required", or left out').optional(),
});

const match = z.union(
  [z.enum(["rest", "all"]), z.strictObject({ stacks: patterns }), z.strictObject({ label: name })],
  { error: "must be rest, all, { stacks: [...] } or { label: ... }" },
);

const wave = z.strictObject({
  name,
  match,
  action: z.enum(["up", "redeploy"], 'must be "up" or "redeploy"').default("up"),
  maxConcurrent: countOrShare.optional(),
  failureTolerance: z
    .union([wholeNumber, percentage], { error: "must be a whole number, or a share such as 25%" })
    .default(0),
  gate: gate.optional(),
});

/** The origin of one variable of a stack's environment. */
const source = z.union(
  [
    z.strictObject({ value: z.string() }),
    z.strictObject({ variable: name }),
    z.strictObject({
      command: z.array(z.string()).refine(({ length }) => length > 0, "must name a program"),
    }),
  ],
  { error: "must be { value: ... }, { variable: ... } or { command: [program, argument, ...] }" },
);

const variableName = z.string().regex(/^[A-Za-z_]\w*$/, "must be the name of a variable");

const environment = z.strictObject({
  variables: z.record(variableName, source).default({}),
  /** A Pulumi ESC environment such as `acme/prod-eu`. */
  esc: name.optional(),
});

/** Content of rollout.yaml. Every key but `version` may be left out. */
export const rolloutSchema = z.strictObject({
  version: z.literal(1, "must be 1"),
  stacks: z
    .strictObject({ include: patterns.default(["*"]), exclude: patterns.default([]) })
    .default({ include: ["*"], exclude: [] }),
  /** Labels by the name of a stack, or a pattern. */
  labels: z.record(name, z.array(name)).default({}),
  /** Stacks that run at the same time. */
  maxConcurrent: z.int("must be a whole number").min(1, "must be at least 1").optional(),
  /** Part of each tenant's rate of requests that the rollout may use. */
  requestShare: percentage.default({ percent: 50 }),
  /** Changes that need no approval, at most. */
  autoApprove: z
    .strictObject({
      replace: wholeNumber.default(0),
      delete: wholeNumber.default(0),
      customers: wholeNumber.default(0),
    })
    .default({ replace: 0, delete: 0, customers: 0 }),
  waves: z.array(wave).default([]),
  /** Environments by the name of a stack, or a pattern; of several that match, the later one wins. */
  environment: z.record(name, environment).default({}),
});

/** Content of rollout.yaml, with its defaults. */
export type RolloutFile = z.output<typeof rolloutSchema>;
/** A step of the rollout, as rollout.yaml describes it. */
export type Wave = RolloutFile["waves"][number];
/** The origin of one variable of a stack's environment. */
export type VariableSource = z.output<typeof source>;
