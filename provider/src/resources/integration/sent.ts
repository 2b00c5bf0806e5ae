import { knownMembers, isUnknown, type UNKNOWN } from "../../dynamic/wire.ts";
import type { ComponentReference } from "../reference/connectionType.ts";
import type { IntegrationInputs } from "./arguments.ts";
import { withLatestComponents } from "./definition/components.ts";
import { editDefinition, type ConnectionTarget, type EditProblem, type Edits } from "./definition/edit.ts";
import { differences } from "./definition/meaning.ts";
import { readDefinition, type Definition } from "./definition/read.ts";
import { withSecrets } from "./definition/secrets.ts";
import { knownSecrets } from "./state.ts";

/** The definition that the arguments mean, as far as they are known. */
export interface Meant {
  definition: Definition;
  problems: EditProblem[];
  /** True where everything that decides it is known. */
  complete: boolean;
}

/** Rewires the definition as the arguments say; secret inputs are left out. */
export function meantDefinition(inputs: IntegrationInputs): Meant | { problems: EditProblem[] } {
  if (isUnknown(inputs.definition)) return { problems: [] };
  const read = readDefinition(inputs.definition);
  if (!("definition" in read)) {
    return { problems: read.problems.map((message) => ({ path: "definition", message })) };
  }
  const { edits, complete } = editsOf(inputs);
  const { definition, problems } = editDefinition(read.definition, edits);
  const latest = inputs.latestComponentVersions === true ? withLatestComponents(definition) : definition;
  return { definition: latest, problems, complete: complete && !isUnknown(inputs.latestComponentVersions) };
}

/** The text to send, with secret inputs. @throws Error where the arguments were not judged before */
export function sentDefinition(inputs: IntegrationInputs): string {
  const meant = meantDefinition(inputs);
  if (!("definition" in meant) || meant.problems.length > 0) {
    throw new Error(
      `A definition was to be sent that cannot be: ${meant.problems.map((p) => p.message).join("; ")}`,
    );
  }
  return withSecrets(meant.definition, knownSecrets(inputs)).text;
}

/** True where two sets of arguments mean the same definition; counters tell their secret inputs apart. */
export function sameDefinition(one: IntegrationInputs, other: IntegrationInputs): boolean {
  const [before, after] = [meantDefinition(one), meantDefinition(other)];
  if (!("definition" in before) || !("definition" in after) || !after.complete) return false;
  return differences(before.definition.exact, after.definition.exact, { normalised: false }).length === 0;
}

/** The arguments' edits as far as they are known. */
function editsOf({ connections, steps }: IntegrationInputs): { edits: Edits; complete: boolean } {
  let complete = !isUnknown(connections) && !isUnknown(steps);
  const known = <Value>(value: Value): value is Exclude<Value, typeof UNKNOWN> => {
    if (isUnknown(value)) complete = false;
    return !isUnknown(value);
  };
  const targets: [string, ConnectionTarget][] = [];
  for (const [variable, target] of Object.entries(knownOrEmpty(connections))) {
    if (!known(target)) continue;
    if ("stableKey" in target) {
      if (known(target.stableKey)) targets.push([variable, { stableKey: target.stableKey }]);
      continue;
    }
    const own = target.integrationSpecific;
    if (!known(own) || !known(own.component) || !known(own.connectionType)) continue;
    const integrationSpecific = {
      component: componentOf(own.component),
      connectionType: own.connectionType,
      values: knownMembers(own.values),
      page: own.page === undefined || isUnknown(own.page) ? undefined : own.page,
    };
    targets.push([variable, { integrationSpecific }]);
    if (Object.values(knownOrEmpty(own.values)).some((value) => isUnknown(value))) complete = false;
  }
  const switched = Object.entries(knownOrEmpty(steps)).flatMap(([flow, switches]) => {
    if (!known(switches)) return [];
    const ofFlow = Object.entries(switches).flatMap(([step, reference]): [string, string][] =>
      known(reference) && known(reference.stableKey) ? [[step, reference.stableKey]] : [],
    );
    return ofFlow.length === 0 ? [] : [[flow, Object.fromEntries(ofFlow)] as const];
  });
  const edits: Edits = { connections: Object.fromEntries(targets), steps: Object.fromEntries(switched) };
  return { edits, complete };
}

function knownOrEmpty<Value>(map: Record<string, Value> | string | undefined): Record<string, Value> {
  return typeof map === "object" ? map : {};
}

/** Takes a component without a visibility for a public one; the check has found it in the tenant. */
function componentOf(reference: ComponentReference): { key: string; public: boolean } {
  if (typeof reference === "string") return { key: reference, public: true };
  return { key: String(reference.key), public: reference.public === true };
}
