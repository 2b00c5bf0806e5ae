import type { ChosenStack } from "../project/choice.ts";
import type { Failure, PolicyViolation, StackStatus } from "../report/schema.ts";
import type { PlannedStep } from "./plannedStep.ts";

/** One stack as a preview read it. */
export interface StackReading {
  stack: ChosenStack;
  status: StackStatus;
  tenant: { url: string; id?: string } | undefined;
  /** All steps in the engine's order; none where the preview failed. */
  steps: PlannedStep[];
  /** Changed names of the stack's own outputs. */
  changedOutputs: string[];
  violations: PolicyViolation[];
  failures: Failure[];
  /** Values of this stack that must not be shown. */
  secrets: readonly string[];
  /** Time at which reading began, in ISO 8601. */
  readAt: string;
  seconds: number;
}
