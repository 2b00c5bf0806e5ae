import type { InstanceRecord } from "./model.ts";
import type { Tenant } from "./tenant.ts";
import { unsetVariables } from "./unsetVariables.ts";

/** What came of an instance when values or versions changed: one row of the API's results. */
export interface DeploymentResult {
  instanceId: string;
  /** Whether the instance took note of the change. */
  updated: boolean;
  /** Whether it runs on it. */
  redeployed: boolean;
  messages: string[];
}

/**
 * Deploys an instance at the version and with the values that it is set to. One that fails runs on as it did and still
 * needs to be deployed; missing values do not stop it where `force` is set.
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
    needsDeploy: false,
    lastDeployedAt: now,
    updatedAt: now,
  });
  return { instanceId: instance.id, updated: true, redeployed: true, messages: [] };
}

/**
 * Lets new values reach instances: they keep running on what they were deployed with until they are
 * deployed again.
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
