import type { Edits } from "../resources/integration/definition/edit.ts";

/** A definition as the tests know it, read without the code under test. */
export interface Plain {
  requiredConfigVars: Record<string, unknown>[];
  configPages: { elements: { type: string; value: string }[] }[];
  flows: { name: string; steps: PlainStep[] }[];
}
export interface PlainStep {
  name: string;
  inputs?: Record<string, { type: string; value: unknown }>;
  steps?: PlainStep[];
  branches?: { steps: PlainStep[] }[];
}

/** Makes the edits on plain values, by the rules alone. */
export function rewired(plain: Plain, edits: Edits): Plain {
  const next = structuredClone(plain);
  for (const [key, target] of Object.entries(edits.connections)) {
    const variable = next.requiredConfigVars.find((each) => each.key === key);
    if (variable === undefined || !("stableKey" in target)) throw new Error(key);
    for (const name of ["connection", "inputs", "orgOnly", "onPremiseConnectionConfig"])
      delete variable[name];
    variable.useScopedConfigVar = target.stableKey;
    for (const page of next.configPages) {
      page.elements = page.elements.filter(({ type, value }) => type !== "configVar" || value !== key);
    }
  }
  for (const [flowName, switches] of Object.entries(edits.steps)) {
    for (const [stepName, wanted] of Object.entries(switches)) {
      const flow = next.flows.find(({ name }) => name === flowName);
      const step = allSteps(flow?.steps ?? []).find(({ name }) => name === stepName);
      const keys = next.requiredConfigVars
        .filter((v) => v.connection ?? v.useScopedConfigVar)
        .map(({ key }) => key);
      const inputs = Object.values(step?.inputs ?? {}).filter(({ type }) => type === "configVar");
      const input =
        inputs.find(({ value }) => keys.includes(value)) ?? inputs.find(({ value }) => value === "");
      if (input === undefined) throw new Error(stepName);
      const existing = next.requiredConfigVars.find((variable) => variable.useScopedConfigVar === wanted);
      const base = input.value === "" ? "Connection" : String(input.value);
      const key = existing?.key ?? `${base} (${wanted})`;
      if (existing === undefined) {
        next.requiredConfigVars.push({ dataType: "connection", key, useScopedConfigVar: wanted });
      }
      input.value = key;
    }
  }
  return next;
}

/** All steps, those within steps and branches too. */
export function allSteps(steps: PlainStep[]): PlainStep[] {
  return steps.flatMap((step) => [
    step,
    ...allSteps(step.steps ?? []),
    ...(step.branches ?? []).flatMap((branch) => allSteps(branch.steps ?? [])),
  ]);
}
