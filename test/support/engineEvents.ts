import { readFile } from "node:fs/promises";

/** A step of the engine with one resource. */
export interface StepMetadata {
  op: string;
  urn: string;
  type: string;
  old: { id?: string; inputs?: Record<string, unknown>; outputs?: Record<string, unknown> } | null;
  new: { id?: string; inputs?: Record<string, unknown>; outputs?: Record<string, unknown> } | null;
  keys?: string[] | null;
  diffs?: string[] | null;
}

/** One line of `--event-log`; each has one of the optional members. */
export interface EngineEvent {
  sequence: number;
  timestamp: number;
  preludeEvent?: { config: Record<string, string> };
  resourcePreEvent?: { metadata: StepMetadata; planning?: boolean };
  resOutputsEvent?: { metadata: StepMetadata; planning?: boolean };
  resOpFailedEvent?: { metadata: StepMetadata; status: number };
  diagnosticEvent?: { urn?: string; message: string; severity: string; ephemeral?: boolean };
  stdoutEvent?: { message: string };
  policyEvent?: { policyName: string; message: string; enforcementLevel: string; resourceUrn?: string };
  summaryEvent?: { resourceChanges: Record<string, number>; isPreview: boolean; durationSeconds: number };
  cancelEvent?: object;
}

/** The events in a log, in order; a line that a killed engine left unfinished is no event. */
export async function readEvents(file: string): Promise<EngineEvent[]> {
  const text = await readFile(file, "utf8").catch(() => "");
  return text
    .slice(0, text.lastIndexOf("\n") + 1)
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as EngineEvent);
}

/** Numbers of resources that a run created, updated or left the same, by operation. */
export function resourceChanges(events: EngineEvent[]): Record<string, number> {
  return events.findLast((event) => event.summaryEvent)?.summaryEvent?.resourceChanges ?? {};
}

/** Messages of a run, without those that only a terminal shows for a moment. */
export function diagnostics(events: EngineEvent[]): string[] {
  return events.flatMap(({ diagnosticEvent }) =>
    diagnosticEvent && !diagnosticEvent.ephemeral ? [diagnosticEvent.message] : [],
  );
}

/** The errors among {@link diagnostics}, without their last blank. */
export function diagnosticErrors(events: EngineEvent[]): string[] {
  return events.flatMap(({ diagnosticEvent }) =>
    diagnosticEvent?.severity === "error" ? [diagnosticEvent.message.trim()] : [],
  );
}
