import { stringify } from "yaml";
import type { Tenant } from "../tenant.ts";
import { referencedComponent } from "./references.ts";
import type { Branch, ComponentReference, Definition, Step } from "./schema.ts";

/**
 * Writes a definition as the platform keeps it: `LATEST` is a number, parts that were left out have their defaults,
 * keys are sorted and quoted. No value that was sent is lost.
 */
export function normalised(tenant: Tenant, definition: Definition): string {
  return written(withVersions(withDefaults(definition), (reference) => resolved(tenant, reference)));
}

/** A stored definition that asks for the latest version of every component. */
export const withLatestComponents = (definition: Definition): string =>
  written(withVersions(definition, () => "LATEST"));

/** A definition as text, keys sorted and quoted. */
export const written = (definition: Definition): string =>
  stringify(definition, {
    sortMapEntries: true,
    defaultKeyType: "QUOTE_DOUBLE",
    defaultStringType: "QUOTE_DOUBLE",
    lineWidth: 0,
    aliasDuplicateObjects: false,
  });

function withDefaults(definition: Definition): Definition {
  const { requiredConfigVars = [], ...rest } = definition;
  return {
    category: "",
    description: "",
    documentation: "",
    configPages: [{ name: "Configuration", elements: [] }],
    defaultInstanceProfile: "Default Instance Profile",
    endpointType: "flow_specific",
    ...rest,
    ...(requiredConfigVars.length > 0 ? { requiredConfigVars } : {}),
    flows: definition.flows.map((flow) => ({
      endpointSecurityType: "customer_optional",
      isAgentFlow: false,
      ...flow,
      steps: mappedSteps(flow.steps, (step) => ({ description: "", ...step })),
    })),
  };
}

type Version = NonNullable<ComponentReference["component"]["version"]>;

function withVersions(
  definition: Definition,
  versionOf: (reference: ComponentReference) => Version | undefined,
): Definition {
  const replaced = (reference: ComponentReference): ComponentReference => {
    const version = versionOf(reference);
    return version === undefined
      ? reference
      : { ...reference, component: { ...reference.component, version } };
  };
  return {
    ...definition,
    ...(definition.requiredConfigVars && {
      requiredConfigVars: definition.requiredConfigVars.map((variable) => ({
        ...variable,
        ...(variable.connection && { connection: replaced(variable.connection) }),
        ...(variable.dataSource && { dataSource: replaced(variable.dataSource) }),
      })),
    }),
    flows: definition.flows.map((flow) => ({
      ...flow,
      steps: mappedSteps(flow.steps, (step) => ({ ...step, action: replaced(step.action) })),
    })),
  };
}

function resolved(tenant: Tenant, reference: ComponentReference): Version | undefined {
  return referencedComponent(tenant, reference)?.definition.versionNumber;
}

const mappedSteps = (steps: readonly Step[], map: (step: Step) => Step): Step[] =>
  steps.map((step) => ({
    ...map(step),
    ...(step.steps && { steps: mappedSteps(step.steps, map) }),
    ...(step.branches && {
      branches: step.branches.map((branch): Branch => ({ ...branch, steps: mappedSteps(branch.steps, map) })),
    }),
  }));
