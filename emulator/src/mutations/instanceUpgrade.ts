import { deploy, unsetVariables } from "../deployments.ts";
import { Problems, refuse } from "../errors.ts";
import type { InstanceRecord } from "../model.ts";
import type { ApiRequest } from "../request.ts";
import { latestAvailable } from "../revisions.ts";
import type { Tenant } from "../tenant.ts";
import { existingRevision, type ById } from "./input.ts";

/**
 * `bulkUpdateInstancesToLatestIntegrationVersion`: sets all instances to the latest version, and deploys those that were
 * deployed before. One that fails keeps running on its old version and needs to be deployed; the payload has no place to
 * say so.
 */
export function updateInstancesToLatest(input: ById, { tenant }: ApiRequest): object {
  const { integration } = existingRevision(tenant, input.id);
  const version =
    tenant.switches["bulk-upgrade-target"] === "published"
      ? integration.versions.at(-1)
      : latestAvailable(tenant, integration);
  if (!version) refuse("id", "The integration has no published version that is available.");
  const upgraded = tenant.instances
    .all()
    .filter((instance) => instance.integration === integration.id)
    .map((instance) => ({
      ...instance,
      integrationVersion: version.number,
      needsDeploy: instance.needsDeploy || instance.integrationVersion !== version.number,
    }));
  if (tenant.switches["bulk-upgrade-incomplete"] === "refused") refuseIncomplete(tenant, upgraded);
  for (const instance of upgraded) {
    tenant.instances.put(instance);
    if (wasDeployed(instance)) deploy(tenant, instance);
  }
  return { integration: { integration, version } };
}

const wasDeployed = ({ lastDeployedAt }: InstanceRecord): boolean => lastDeployedAt !== null;

function refuseIncomplete(tenant: Tenant, instances: InstanceRecord[]): void {
  const problems = new Problems();
  for (const instance of instances.filter(wasDeployed)) {
    for (const message of unsetVariables(tenant, instance)) {
      problems.add("__all__", `The instance ${JSON.stringify(instance.name)} cannot be upgraded: ${message}`);
    }
  }
  problems.throwIfAny();
}
