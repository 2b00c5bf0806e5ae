import { didYouMean, listed } from "../../../dynamic/suggest.ts";
import type { Definition } from "./read.ts";
import type { Step } from "./schema.ts";
import { connectionVariables } from "./variables.ts";

/** A step and where it stands, as a path of names and positions from the top of the definition. */
export interface FoundStep {
  step: Step;
  path: (string | number)[];
}

/** An input of a step that takes a connection. */
export interface ConnectionInput {
  name: string;
  /** The config variable that it takes now; undefined where it is unset. */
  variable: string | undefined;
}

/** All steps of a flow in order, those in loops and branches too. */
export function stepsOfFlow(definition: Definition, flowIndex: number): FoundStep[] {
  const found: FoundStep[] = [];
  collect(definition.value.flows?.[flowIndex]?.steps ?? [], ["flows", flowIndex, "steps"]);
  return found;

  function collect(steps: Step[], path: (string | number)[]): void {
    steps.forEach((step, index) => {
      const here = [...path, index];
      found.push({ step, path: here });
      collect(step.steps ?? [], [...here, "steps"]);
      (step.branches ?? []).forEach((branch, branchIndex) =>
        collect(branch.steps ?? [], [...here, "branches", branchIndex, "steps"]),
      );
    });
  }
}

/** Finds the step of this name in the flow of this name, or explains why there is not exactly one. */
export function findStep(
  definition: Definition,
  flowName: string,
  stepName: string,
): FoundStep | { problem: string } {
  const flows = (definition.value.flows ?? []).map(({ name }) => name);
  const flowIndex = flows.indexOf(flowName);
  if (flowIndex < 0) {
    const quoted = flows.map((name) => `"${name}"`);
    return {
      problem: `the definition has no flow "${flowName}".${didYouMean(flowName, flows)} It has: ${listed(quoted)}.`,
    };
  }
  const steps = stepsOfFlow(definition, flowIndex);
  const [only, ...others] = steps.filter(({ step }) => step.name === stepName);
  if (only === undefined) {
    const names = steps.map(({ step }) => step.name);
    const withConnection = steps
      .filter(({ step }) => connectionInputs(definition, step).length > 0)
      .map(({ step }) => `"${step.name}"`);
    return {
      problem:
        `flow "${flowName}" has no step "${stepName}".${didYouMean(stepName, names)} Its steps with a connection: ` +
        `${listed(withConnection)}.`,
    };
  }
  if (others.length > 0)
    return { problem: `flow "${flowName}" has ${others.length + 1} steps of this name.` };
  return only;
}

/** Inputs of a step that take a connection: their values tell, whatever their names are. */
export function connectionInputs(definition: Definition, step: Step): ConnectionInput[] {
  const connections = new Set(connectionVariables(definition).map(({ key }) => key));
  return Object.entries(step.inputs ?? {}).flatMap(([name, input]): ConnectionInput[] => {
    if (typeof input !== "object" || input === null) return [];
    const { type, value } = input as { type?: unknown; value?: unknown };
    if (type !== "configVar") return [];
    if (value === "" || value === null) return [{ name, variable: undefined }];
    return typeof value === "string" && connections.has(value) ? [{ name, variable: value }] : [];
  });
}
