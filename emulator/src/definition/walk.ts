import type { ComponentReference, Definition, Step } from "./schema.ts";

/** The kinds of things that a reference to a component names. */
export type ReferenceKind = "action" | "trigger" | "data source" | "connection type";

/** Something in a definition, with the path to it. */
export interface Placed<T> {
  path: PropertyKey[];
  value: T;
}

/** A reference to a component, with the path to it. */
export interface PlacedReference extends Placed<ComponentReference> {
  kind: ReferenceKind;
}

/** Every step of a list, those in loops and branches included. */
export function allSteps(steps: readonly Step[], path: PropertyKey[]): Placed<Step>[] {
  return steps.flatMap((step, index) => {
    const here = [...path, index];
    const branches = (step.branches ?? []).flatMap((branch, branchIndex) =>
      allSteps(branch.steps, [...here, "branches", branchIndex, "steps"]),
    );
    return [{ path: here, value: step }, ...allSteps(step.steps ?? [], [...here, "steps"]), ...branches];
  });
}

/** Every reference to a component: those of steps, of connections and of data sources. */
export function componentReferences(definition: Definition): PlacedReference[] {
  const ofSteps = definition.flows.flatMap((flow, index) =>
    allSteps(flow.steps, ["flows", index, "steps"]).map(({ path, value }) => ({
      path: [...path, "action"],
      kind: value.isTrigger ? ("trigger" as const) : ("action" as const),
      value: value.action,
    })),
  );
  const ofVariables = (definition.requiredConfigVars ?? []).flatMap(({ connection, dataSource }, index) => {
    const path = ["requiredConfigVars", index];
    const references: PlacedReference[] = [];
    if (connection)
      references.push({ path: [...path, "connection"], kind: "connection type", value: connection });
    if (dataSource)
      references.push({ path: [...path, "dataSource"], kind: "data source", value: dataSource });
    return references;
  });
  return [...ofSteps, ...ofVariables];
}

/** Every `{type: configVar}` in a definition, except empty ones, which are unset connections. */
export function variableUses(value: unknown, path: PropertyKey[] = []): Placed<string>[] {
  if (Array.isArray(value)) return value.flatMap((each, index) => variableUses(each, [...path, index]));
  if (typeof value !== "object" || value === null) return [];
  const record = value as Record<string, unknown>;
  const name = record["type"] === "configVar" ? record["value"] : undefined;
  const own = typeof name === "string" && name !== "" ? [{ path, value: name }] : [];
  return [...own, ...Object.entries(record).flatMap(([key, each]) => variableUses(each, [...path, key]))];
}
