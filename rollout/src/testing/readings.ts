import { plannedStep } from "../preview/plannedStep.ts";
import type { StackReading } from "../preview/reading.ts";
import type { StepState } from "../pulumi/events.ts";

/** Type of a customer connection. */
const TYPE = "pulumi-nodejs:dynamic/prismatic:CustomerConnection";
/** Arguments of a connection. */
export const slack = {
  component: "slack",
  connectionType: "oauth2",
  stableKey: "slack-oauth",
  name: "Slack",
};

/** A step that the engine announces. */
export interface Planned {
  op?: string;
  type?: string;
  name?: string;
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
}

/** One step of a preview. */
export function step({ op = "update", type = TYPE, name = "slack", before, after }: Planned) {
  const state = (inputs: Record<string, unknown> | undefined): StepState | null =>
    inputs === undefined ? null : { id: "1", inputs, outputs: { ...inputs, kind: "CustomerConnection" } };
  const urn = `urn:pulumi:us::shop::${type}::${name}`;
  return plannedStep({
    op,
    urn,
    type,
    old: state(before),
    new: state(after),
  }) as StackReading["steps"][number];
}

/** The update of a connection. */
export const update = (before: object, after: object) =>
  step({ before: { ...slack, ...before }, after: { ...slack, ...after } });

/** Result of the preview of one stack. */
export function reading(
  name: string,
  steps: StackReading["steps"],
  more: Partial<StackReading> = {},
): StackReading {
  const isChanged = steps.some(({ operation }) => operation !== "unchanged" && operation !== "part");
  return {
    stack: { name, labels: [], wave: undefined, exists: true },
    status: isChanged ? "changed" : "unchanged",
    tenant: undefined,
    steps,
    changedOutputs: [],
    violations: [],
    failures: [],
    secrets: [],
    readAt: "2026-11-26T12:00:00.000Z",
    seconds: 1,
    ...more,
  };
}

/** A stack whose preview failed. */
export const failed = (name: string) =>
  reading(name, [], { status: "failed", failures: [{ message: "It failed.", nextStep: "Mend it." }] });
