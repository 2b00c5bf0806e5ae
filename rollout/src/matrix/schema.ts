import { z } from "zod";
import { reportBasics, stackBasics, stackName } from "../report/basics.ts";
import { count } from "../report/schema.ts";

const value = z.strictObject({
  /** Text of the value, `set` for a secret; null where the tenant has none. */
  value: z.string().nullable(),
  stacks: z.array(stackName),
});

const fact = z.strictObject({
  /** `kind`, `component`, `type`, `embeddedWorkflows`, `values.<input>`, `secrets.<input>` or `integrations.<name>`. */
  path: z.string(),
  /** Values of the stacks that have the key and whose value was read, the one that most of them have first. */
  values: z.array(value),
  /** Stacks of which this was not read, with the reason. */
  notRead: z.array(z.strictObject({ stack: stackName, reason: z.string() })),
});

const key = z.strictObject({
  key: z.string(),
  /** True where all stacks that were read have the key and no fact differs. */
  agrees: z.boolean(),
  present: z.array(stackName),
  missing: z.array(stackName),
  facts: z.array(fact),
});

const stack = z.strictObject({
  ...stackBasics,
  status: z.enum(["failed", "read"]),
  /** Connections with a stable key. */
  keys: count,
  /** Connections of other tenants in the same stack, which providers of the program name: they are left out. */
  ofOtherTenants: count,
});

/** Matrix of `prismatic-rollout matrix`, as `--json` writes it. */
export const matrixReport = z.strictObject({
  ...reportBasics,
  command: z.literal("matrix"),
  /** Origin of what is compared: the stacks' states, or with `--live` the tenants. */
  source: z.enum(["states", "tenants"]),
  /** Every chosen stack exactly once, by name. */
  stacks: z.array(stack),
  /** Number of stacks by status; together as many as `stacks`. */
  stackCounts: z.record(z.enum(["failed", "read"]), z.number()),
  /** Keys that differ first. */
  keys: z.array(key),
});

export type MatrixKey = z.output<typeof key>;
export type MatrixFact = z.output<typeof fact>;
export type MatrixReport = z.output<typeof matrixReport>;
