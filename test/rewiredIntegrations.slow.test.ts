import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { parse } from "yaml";
import { read } from "../provider/src/testing/definitions.ts";
import { rewired, type Plain } from "../provider/src/testing/rewired.ts";
import type { Edits } from "../provider/src/resources/integration/definition/edit.ts";
import { connectionInputs, stepsOfFlow } from "../provider/src/resources/integration/definition/steps.ts";
import {
  connectionVariables,
  rewirable,
} from "../provider/src/resources/integration/definition/variables.ts";
import {
  createIntegration,
  definitionFiles,
  definitionText,
  integrationsOf,
  named,
} from "./support/integrations.ts";
import { startRuns, type ProviderRuns } from "./support/providerRuns.ts";
import { startTenant, type TestTenant } from "./support/tenant.ts";

/** A seed for each definition, so that what fails once fails again. */
const SEED = 20_261;

/** The connection type of a config variable's own connection, or of the reusable one that Hooli brings. */
interface Type {
  component: string;
  connectionType: string;
}
const brought: Record<string, Type> = {
  "acme-api-key": { component: "acme", connectionType: "acmeApiKey" },
};

type Variable = ReturnType<typeof connectionVariables>[number];

function typeOf({ connection, useScopedConfigVar }: Variable): Type {
  if (connection) return { component: connection.component.key, connectionType: connection.key };
  const type = brought[useScopedConfigVar ?? ""];
  if (type === undefined) throw new Error(`Nothing is known of the connection ${useScopedConfigVar}`);
  return type;
}

const nameOf = ({ component, connectionType }: Type) => `${component}-${connectionType}`.toLowerCase();

/** The tenant's connections that fit a config variable. */
const stableKeysFor = (type: Type) => [`${nameOf(type)}-one`, `${nameOf(type)}-two`];

const definitions = definitionFiles
  .map((file) => ({ file, text: definitionText(file), definition: read(definitionText(file)) }))
  .filter(({ definition }) => connectionVariables(definition).length > 0);
const types = new Map(
  definitions.flatMap(({ definition }) =>
    connectionVariables(definition).map((variable) => [nameOf(typeOf(variable)), typeOf(variable)] as const),
  ),
);

/** Some config variables of a definition, at least one, and one step where it has one, each with a fitting connection. */
function editsOf({ definition }: (typeof definitions)[number], index: number): Edits {
  const variables = connectionVariables(definition);
  const open = variables.filter(({ key }) => "variable" in rewirable(definition, key));
  const steps = (definition.value.flows ?? []).flatMap((flow, at) => {
    const all = stepsOfFlow(definition, at).map(({ step }) => step);
    return all.flatMap((step) => {
      const [input, ...others] = connectionInputs(definition, step);
      const variable = open.find(({ key }) => key === input?.variable);
      const isOnly = all.filter(({ name }) => name === step.name).length === 1;
      return variable && isOnly && others.length === 0
        ? [{ flow: flow.name, step: step.name, variable }]
        : [];
    });
  });
  const picks = fc.record({
    chosen: fc.subarray(open, { minLength: 1 }),
    step: steps.length === 0 ? fc.constant(undefined) : fc.constantFrom(...steps),
    second: fc.boolean(),
  });
  const [pick] = fc.sample(picks, { seed: SEED + index, numRuns: 1 });
  if (pick === undefined) throw new Error("Nothing was picked");
  const { chosen, step, second } = pick;
  const keyFor = (variable: Variable, other: boolean) => stableKeysFor(typeOf(variable))[other ? 1 : 0] ?? "";
  return {
    connections: Object.fromEntries(
      chosen.map((variable) => [variable.key, { stableKey: keyFor(variable, second) }]),
    ),
    steps: step ? { [step.flow]: { [step.step]: keyFor(step.variable, !second) } } : {},
  };
}

let tenant: TestTenant;
let runs: ProviderRuns;

beforeAll(async () => {
  const connections = [
    ...Object.entries(brought).map(([stableKey, type]) => ({ stableKey, ...type })),
    ...[...types.values()].flatMap((type) =>
      stableKeysFor(type).map((stableKey) => ({ stableKey, ...type })),
    ),
  ].map((each) => ({
    ...each,
    name: each.stableKey,
    variableScope: "customer" as const,
    managedBy: "customer" as const,
  }));
  tenant = await startTenant({
    holds: { connections, integrations: definitions.map(({ text: definition }) => ({ definition })) },
  });
  runs = await startRuns(tenant);
});
afterAll(async () => {
  await runs?.[Symbol.asyncDispose]();
  await tenant?.dispose();
});

it("Definitions with connections are found among the fixtures, and steps to switch in most of them", () => {
  expect(definitions.map(({ file }) => file)).toEqual(
    definitionFiles.filter((file) => file !== "sample-integration.yml"),
  );
  const switched = definitions.filter((each, index) => Object.keys(editsOf(each, index).steps).length > 0);
  expect(switched.length).toBeGreaterThanOrEqual(7);
});

it.each(definitions.map((each, index) => ({ ...each, index })))(
  "A rewired variant uses the tenant's connections, and is in everything else as the tenant has it: $file",
  async ({ file, text, definition, index }) => {
    const edits = editsOf({ file, text, definition }, index);
    const name = `Rewired ${index}`;
    const steps = Object.fromEntries(
      Object.entries(edits.steps).map(([flow, switches]) => [
        flow,
        Object.fromEntries(Object.entries(switches).map(([step, stableKey]) => [step, { stableKey }])),
      ]),
    );
    await createIntegration(runs.integrations, named(text, name), { connections: edits.connections, steps });
    const found = await integrationsOf(tenant);
    const plain = (wanted: string) =>
      parse(found.find((each) => each.name === wanted)?.definition ?? "") as Plain & { name: string };
    const before = { ...plain(definition.value.name), name };
    const after = plain(name);
    expect(after).toEqual(rewired(before, edits));
    expect(after).not.toEqual(before);
    for (const [key, target] of Object.entries(edits.connections)) {
      expect(after.requiredConfigVars).toContainEqual(
        expect.objectContaining({ key, useScopedConfigVar: "stableKey" in target && target.stableKey }),
      );
    }
  },
);
