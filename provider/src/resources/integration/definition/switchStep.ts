import { isSeq, type Document } from "yaml";
import type { Definition } from "./read.ts";
import { connectionInputs, findStep } from "./steps.ts";
import { rewirable, stableKeysOf, userLevelVariables } from "./variables.ts";

/** A step that is to use another connection than the other steps of its config variable. */
export interface StepSwitch {
  flow: string;
  step: string;
  stableKey: string;
}

/**
 * Points one step to a reusable connection, through the config variable that has it or a new one.
 *
 * @param definition the document's parsed content
 * @returns the reason why it cannot be done; undefined where it was done
 */
export function switchStep(
  document: Document,
  definition: Definition,
  { flow, step, stableKey }: StepSwitch,
): string | undefined {
  const found = findStep(definition, flow, step);
  if ("problem" in found) return found.problem;
  const inputs = connectionInputs(definition, found.step);
  const set = inputs.filter(({ variable }) => variable !== undefined);
  const [only, ...others] = set.length > 0 ? set : inputs;
  if (only === undefined) return "has no input that takes a connection.";
  if (others.length > 0) {
    const names = [only, ...others].map(({ name }) => name).join(", ");
    return `takes several connections (${names}), so it is not clear which is meant. Switch their config variables.`;
  }
  if (only.variable !== undefined) {
    const judged = rewirable(definition, only.variable);
    if ("problem" in judged) return `its config variable "${only.variable}" ${judged.problem}`;
    if (userLevelVariables(definition).has(only.variable)) {
      return `its config variable "${only.variable}" is one that each user sets; switch the variable, not one step.`;
    }
  }
  const [existing] = stableKeysOf(definition).get(stableKey) ?? [];
  const key = existing ?? newKey(definition, only.variable, stableKey);
  if (existing === undefined) addVariable(document, key, stableKey);
  document.setIn([...found.path, "inputs", only.name, "value"], key);
  return undefined;
}

/** Makes a name that tells the origin and the connection of the variable. */
function newKey({ value }: Definition, variable: string | undefined, stableKey: string): string {
  const taken = new Set((value.requiredConfigVars ?? []).map(({ key }) => key));
  const name = `${variable ?? "Connection"} (${stableKey})`;
  for (let count = 1; ; count++) {
    const key = count === 1 ? name : `${name} ${count}`;
    if (!taken.has(key)) return key;
  }
}

function addVariable(document: Document, key: string, stableKey: string): void {
  const variable = document.createNode({ dataType: "connection", key, useScopedConfigVar: stableKey });
  const list = document.get("requiredConfigVars");
  if (isSeq(list)) {
    list.flow = false;
    list.add(variable);
  } else document.set("requiredConfigVars", document.createNode([variable]));
}
