import { z } from "zod";
import { reportBasics, stackBasics, stackName } from "../report/basics.ts";
import { count, propertyChange } from "../report/schema.ts";

/** Kinds of drift, worst first. `madeByServer` is what a tenant adds by itself, and decides nothing. */
export const DRIFT_KINDS = ["lost", "edited", "secretTouched", "madeByServer"] as const;

const kind = z.enum(DRIFT_KINDS);
const status = z.enum(["failed", "drifted", "inSync"]);

const row = z.strictObject({
  kind,
  /** Class of the resource, such as `CustomerConnection`; its type where it is no resource of pulumi-prismatic. */
  class: z.string(),
  /** Stable key where the resource has one, else its name in the program. */
  key: z.string(),
  /** Stacks with this drift. */
  stacks: z.array(stackName),
  /** Changed paths: before is the state, after the tenant. None where the object is lost. */
  changes: z.array(propertyChange),
});

const stack = z.strictObject({
  ...stackBasics,
  status,
  /** Resources that were compared with the tenant. */
  compared: count,
  lost: count,
  edited: count,
  secretTouched: count,
  madeByServer: count,
});

/** Report of `prismatic-rollout drift`, as `--json` writes it. */
export const driftReport = z.strictObject({
  ...reportBasics,
  command: z.literal("drift"),
  /** Every chosen stack exactly once, by name. */
  stacks: z.array(stack),
  /** Number of stacks by status; together as many as `stacks`. */
  stackCounts: z.record(status, z.number()),
  rows: z.array(row),
});

export type DriftKind = z.output<typeof kind>;
export type DriftRow = z.output<typeof row>;
export type DriftReport = z.output<typeof driftReport>;
