import type { EngineEvent, StepMetadata } from "./engineEvents.ts";

/** A step that a run took with one resource, or that a preview announces. */
export interface Step {
  /** Name of the resource. */
  name: string;
  /** Paths of the inputs that differ: what a reviewer sees. */
  changed: string[];
}

/** The last part of a resource's URN. */
export const nameOf = (urn: string): string => urn.split("::").at(-1) ?? "";

/** The steps of one operation such as `update`, sorted by name. */
export function stepsOf(events: EngineEvent[], op: string): Step[] {
  return events
    .flatMap(({ resourcePreEvent }) => resourcePreEvent ?? [])
    .filter(({ metadata }) => metadata.op === op)
    .map(({ metadata }) => ({ name: nameOf(metadata.urn), changed: changedPaths(metadata) }))
    .toSorted((one, other) => one.name.localeCompare(other.name));
}

/** The sorted names of the resources that an operation concerns. */
export const namesOf = (events: EngineEvent[], op: string): string[] =>
  stepsOf(events, op).map(({ name }) => name);

const changedPaths = ({ old, new: next }: StepMetadata): string[] =>
  differences(old?.inputs ?? {}, next?.inputs ?? {}).toSorted();

function differences(old: unknown, next: unknown, path = ""): string[] {
  if (!isMap(old) || !isMap(next)) return JSON.stringify(old) === JSON.stringify(next) ? [] : [path];
  const names = new Set([...Object.keys(old), ...Object.keys(next)]);
  return [...names].flatMap((name) => differences(old[name], next[name], path ? `${path}.${name}` : name));
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * The text of events without the debug messages of Pulumi's SDK, which hold the properties of every resource with
 * their secrets, of any provider.
 */
export function textOf(events: EngineEvent[]): string {
  return JSON.stringify(events.filter(({ diagnosticEvent }) => diagnosticEvent?.severity !== "debug"));
}
