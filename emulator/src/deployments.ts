import { ownConnectionType, ownInputs } from "./configValues.ts";
import type { ConfigVariable } from "./definition/schema.ts";
import type { ConfigValue, InstanceRecord } from "./model.ts";
import { parsedDefinition, revisionOfInstance } from "./revisions.ts";
import type { Tenant } from "./tenant.ts";

/** The outcome for one instance when values or versions changed: one row of the API's results. */
export interface DeploymentResult {
  instanceId: string;
  /** True where the instance took note of the change. */
  updated: boolean;
  /** True where it runs on the change. */
  redeployed: boolean;
  messages: string[];
}

/**
 * Deploys an instance at its version and with its values; the first time enables it. One that fails keeps running as before and still needs to be
 * deployed. With `force`, missing values do not stop it.
 */
export function deploy(tenant: Tenant, instance: InstanceRecord, force = false): DeploymentResult {
  const now = tenant.stack.clock.now().toISOString();
  const missing = force ? [] : unsetVariables(tenant, instance);
  const failure = missing.length > 0 ? missing : tenant.stack.faults.takeForDeployment(instance);
  if (failure !== undefined) {
    tenant.instances.put({ ...instance, needsDeploy: true, updatedAt: now });
    return { instanceId: instance.id, updated: true, redeployed: false, messages: failure };
  }
  tenant.instances.put({
    ...instance,
    deployedVersion: instance.integrationVersion,
    enabled: instance.enabled || instance.lastDeployedAt === null,
    needsDeploy: false,
    lastDeployedAt: now,
    updatedAt: now,
  });
  return { instanceId: instance.id, updated: true, redeployed: true, messages: [] };
}

/**
 * Lets new values reach instances, which keep running on the old ones until they are deployed again.
 */
export function spreadNewValues(tenant: Tenant, instances: InstanceRecord[], redeploy: boolean): void {
  for (const instance of instances) {
    if (redeploy) {
      deploy(tenant, instance);
    } else if (tenant.switches["values-reach-instances"] === "on-redeploy" && !instance.needsDeploy) {
      const updatedAt = tenant.stack.clock.now().toISOString();
      tenant.instances.put({ ...instance, needsDeploy: true, updatedAt });
    }
  }
}

/** The reasons for which an instance cannot be deployed as it is set: values that still have to be entered. */
export function unsetVariables(tenant: Tenant, instance: InstanceRecord): string[] {
  const { requiredConfigVars = [] } = parsedDefinition(revisionOfInstance(tenant, instance));
  return requiredConfigVars.flatMap((variable) =>
    unsetParts(
      tenant,
      variable,
      instance.configVariables.find(({ key }) => key === variable.key),
    ).map((what) => `The config variable ${JSON.stringify(variable.key)} needs ${what}.`),
  );
}

/** A reusable connection has its values elsewhere; one of the integration's own needs every required input. */
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
