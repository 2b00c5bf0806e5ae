import type { InstanceRecord } from "./model.ts";
import type { Tenant } from "./tenant.ts";

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
 * Deploys an instance, of another version where `deployedVersion` is given. One that fails runs on as it did and still
 * needs to be deployed.
 */
export function deploy(
  tenant: Tenant,
  instance: InstanceRecord,
  deployedVersion: number = instance.deployedVersion,
): DeploymentResult {
  const now = tenant.stack.clock.now().toISOString();
  const failure = tenant.stack.faults.takeForDeployment(instance);
  if (failure !== undefined) {
    tenant.instances.put({ ...instance, needsDeploy: true, updatedAt: now });
    return { instanceId: instance.id, updated: true, redeployed: false, messages: failure };
  }
  const deployed = { deployedVersion, needsDeploy: false, lastDeployedAt: now, updatedAt: now };
  tenant.instances.put({ ...instance, ...deployed });
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
