import { configValueId, emptyValue, heldVariables, withValue, type HeldVariable } from "./configValues.ts";
import type { ConfigValue } from "./model.ts";
import { draftOf, revisionOfInstance } from "./revisions.ts";
import type { Tenant } from "./tenant.ts";
import { testInstance } from "./testInstances.ts";

/** A config variable of an instance or of a draft's tests, and the way to enter something for it. */
export interface EnterableVariable {
  held: HeldVariable;
  value: ConfigValue;
  /** Keeps the value, and answers the variable as it is then. */
  enter: (value: ConfigValue) => HeldVariable;
}

/** Finds a config variable by the id that it has in an instance. */
export function findHeldVariable(tenant: Tenant, id: string): EnterableVariable | undefined {
  return inTests(tenant, id) ?? inInstances(tenant, id);
}

function inTests(tenant: Tenant, id: string): EnterableVariable | undefined {
  for (const integration of tenant.integrations.all()) {
    const variables = heldVariables(draftOf(integration), testInstance(tenant, integration));
    const found = enterable(tenant, id, variables, (testConfigVariables) =>
      tenant.integrations.put({ ...integration, testConfigVariables }),
    );
    if (found) return found;
  }
  return undefined;
}

function inInstances(tenant: Tenant, id: string): EnterableVariable | undefined {
  for (const instance of tenant.instances.all()) {
    const variables = heldVariables(revisionOfInstance(tenant, instance), instance);
    const found = enterable(tenant, id, variables, (configVariables) =>
      tenant.instances.put({ ...instance, configVariables }),
    );
    if (found) return found;
  }
  return undefined;
}

function enterable(
  tenant: Tenant,
  id: string,
  variables: HeldVariable[],
  put: (values: ConfigValue[]) => void,
): EnterableVariable | undefined {
  const held = variables.find(
    ({ holder, variable }) => configValueId(tenant, holder.id, variable.key) === id,
  );
  if (!held) return undefined;
  const { variable, holder } = held;
  return {
    held,
    value: holder.values.find(({ key }) => key === variable.key) ?? emptyValue(variable.key),
    enter: (value) => {
      const values = withValue(holder.values, value);
      put(values);
      return { ...held, holder: { ...holder, values } };
    },
  };
}
