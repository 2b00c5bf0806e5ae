import { ownConnectionType, ownInputs } from "./configValues.ts";
import { definitionFacts } from "./definition/facts.ts";
import type { ConfigVariable } from "./definition/schema.ts";
import type { ConfigValue, InstanceRecord } from "./model.ts";
import type { Tenant } from "./tenant.ts";
import { definitionOf, revisionOfInstance } from "./usage.ts";

/** Why an instance cannot be deployed at the version that it is set to: what still has to be entered. */
export function unsetVariables(tenant: Tenant, instance: InstanceRecord): string[] {
  const stored = definitionOf(revisionOfInstance(tenant, instance));
  const variables = definitionFacts(stored).definition.requiredConfigVars ?? [];
  return variables.flatMap((variable) =>
    unsetParts(
      tenant,
      variable,
      instance.configVariables.find(({ key }) => key === variable.key),
    ).map((what) => `The config variable ${JSON.stringify(variable.key)} needs ${what}.`),
  );
}

/** A reusable connection has its values elsewhere; an own one needs every required input. */
function unsetParts(tenant: Tenant, variable: ConfigVariable, entered: ConfigValue | undefined): string[] {
  if (variable.useScopedConfigVar !== undefined) return [];
  if (!variable.connection) {
    const isSet = (entered?.value ?? variable.defaultValue) !== undefined || variable.dataType === "boolean";
    return isSet ? [] : ["a value"];
  }
  const set = new Set(
    ownInputs(variable, entered)
      .filter(({ value }) => value !== "")
      .map(({ name }) => name),
  );
  return (ownConnectionType(tenant, variable)?.definition.inputs ?? [])
    .filter(({ required, type }) => required && type !== "TEMPLATE")
    .filter((input) => (input.default ?? "") === "" && !set.has(input.key))
    .map(({ key }) => `a value for its input ${JSON.stringify(key)}`);
}
