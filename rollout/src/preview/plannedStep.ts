import { TYPE_PREFIX } from "pulumi-prismatic/vocabulary";
import type { StepMetadata, StepState } from "../pulumi/events.ts";
import type { Operation } from "../report/schema.ts";

/** Operations of the engine, as the report counts them; the parts of a replacement count as one. */
const OPERATIONS: ReadonlyMap<string, Operation | "unchanged" | "part"> = new Map([
  ["same", "unchanged"],
  ["create", "create"],
  ["update", "update"],
  ["delete", "delete"],
  ["replace", "replace"],
  ["create-replacement", "part"],
  ["delete-replaced", "part"],
  ["read", "part"],
  ["read-replacement", "part"],
  ["read-discard", "part"],
  ["discard", "part"],
  ["discard-replaced", "part"],
  ["remove-pending-replace", "part"],
  ["refresh", "part"],
  ["import", "create"],
  ["import-replacement", "replace"],
]);

/** A step that the engine announces for one resource. */
export interface PlannedStep {
  urn: string;
  type: string;
  /** Name in the program. */
  name: string;
  /** Class of pulumi-prismatic; left out for resources of other packages. */
  prismaticClass?: string;
  /** Operation by the engine's name, such as `create-replacement`. */
  op: string;
  /** `part` is a step that the report does not count. */
  operation: Operation | "unchanged" | "part";
  old: StepState | undefined;
  new: StepState | undefined;
}

/**
 * Reads a step of the engine.
 *
 * @returns undefined for the stack itself and the providers that the engine adds, which no reviewer decides about
 */
export function plannedStep({ op, urn, type, old, new: next }: StepMetadata): PlannedStep | undefined {
  const name = urn.slice(urn.lastIndexOf("::") + 2);
  if (type === "pulumi:pulumi:Stack") return undefined;
  if (type.startsWith("pulumi:providers:") && /^default(_|$)/.test(name)) return undefined;
  return {
    urn,
    type,
    name,
    ...(type.startsWith(TYPE_PREFIX) ? { prismaticClass: type.slice(TYPE_PREFIX.length) } : {}),
    op,
    // An operation that this version does not know may change something.
    operation: OPERATIONS.get(op) ?? "update",
    old: old ?? undefined,
    new: next ?? undefined,
  };
}
