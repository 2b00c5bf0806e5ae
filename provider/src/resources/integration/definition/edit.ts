import { ConfigurationError } from "../../../tenant/errors.ts";
import { pageFor, useOwnConnection, type OwnConnection } from "./toIntegrationSpecific.ts";
import { editable, refuseEdit, type Definition } from "./read.ts";
import { applied } from "./splice.ts";
import { switchStep } from "./switchStep.ts";
import { useSharedConnection } from "./toShared.ts";
import { rewirable } from "./variables.ts";

/** New content of a config variable: a reusable connection, or one of the integration's own. */
export type ConnectionTarget = { stableKey: string } | { integrationSpecific: OwnConnection };

/** Changes to a definition. */
export interface Edits {
  /** By the key of the config variable. */
  connections: Record<string, ConnectionTarget>;
  /** Stable keys by the names of the flow and the step. */
  steps: Record<string, Record<string, string>>;
}

/** Reason why an edit cannot be made, and the argument that asks for it. */
export interface EditProblem {
  path: string;
  message: string;
}

/**
 * Makes all edits that can be made and lists why the others cannot. A text without edits stays as it is, byte for
 * byte; otherwise everything that no edit concerns does.
 */
export function editDefinition(
  definition: Definition,
  edits: Edits,
): { definition: Definition; problems: EditProblem[] } {
  const { connections, steps } = edits;
  if (Object.keys(connections).length === 0 && Object.keys(steps).length === 0) {
    return { definition, problems: [] };
  }
  const refusal = refuseEdit(definition);
  if (refusal !== undefined) return { definition, problems: [{ path: "definition", message: refusal }] };
  const problems: EditProblem[] = [];
  try {
    const rewired = rewireVariables(definition, connections, problems);
    return { definition: switchSteps(rewired, steps, problems), problems };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return { definition, problems: [...problems, { path: "definition", message: error.message }] };
  }
}

function rewireVariables(
  definition: Definition,
  connections: Edits["connections"],
  problems: EditProblem[],
): Definition {
  const document = editable(definition.text);
  for (const [key, target] of Object.entries(connections)) {
    const path = `connections.${key}`;
    const judged = rewirable(definition, key);
    if ("problem" in judged) problems.push({ path, message: judged.problem });
    else if ("stableKey" in target) useSharedConnection(document, key, target.stableKey);
    else {
      const { page } = target.integrationSpecific;
      if (page !== undefined && pageFor(document, page) === undefined) {
        problems.push({
          path: `${path}.integrationSpecific.page`,
          message: `the definition has no page "${page}".`,
        });
      } else useOwnConnection(document, key, target.integrationSpecific);
    }
  }
  return applied(definition.text, document);
}

function switchSteps(definition: Definition, steps: Edits["steps"], problems: EditProblem[]): Definition {
  let current = definition;
  for (const [flow, switches] of Object.entries(steps)) {
    for (const [step, stableKey] of Object.entries(switches)) {
      const document = editable(current.text);
      const problem = switchStep(document, current, { flow, step, stableKey });
      if (problem !== undefined) problems.push({ path: `steps.${flow}.${step}`, message: problem });
      else current = applied(current.text, document);
    }
  }
  return current;
}
