import { setTimeout as sleep } from "node:timers/promises";
import type { Problem } from "../../dynamic/lifecycle.ts";
import { notice } from "../../dynamic/writing.ts";
import { ConfigurationError } from "../../tenant/errors.ts";
import type { IntegrationInstance } from "../../tenant/integrationOperations.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { listed } from "../../dynamic/suggest.ts";
import { readDefinition, type Definition } from "./definition/read.ts";
import type { CheckedIntegration } from "./state.ts";

/** Successive waits for instances that are still being upgraded. */
const WAITS_MILLISECONDS = [200, 500, 1000, 2000];

/** Tells what a new version means for running instances: a problem where `instances` is not set, else a notice. */
export async function instanceProblems(
  session: TenantSession,
  { id, name }: { id: string; name: string },
  definition: Definition,
  declared: CheckedIntegration,
): Promise<Problem[]> {
  const instances = await session.integrations.instancesOf(id);
  if (instances.length === 0) return [];
  const versions = [...new Set(instances.map(({ integration }) => integration.versionNumber))].toSorted(
    (a, b) => a - b,
  );
  const running = `${counted(instances.length)} of "${name}" ${instances.length === 1 ? "runs" : "run"} version ${versions.join(", ")}`;
  const vanishing = await vanishingVariables(session, id, definition);
  if (vanishing.length > 0) {
    notice(
      `${session.tenant}: ${running}. The new definition no longer has the config variables ${listed(vanishing)}; what ` +
        "instances hold for them is lost when they are upgraded.",
    );
  }
  if (declared.instances === undefined) {
    const message =
      `${running} and keep it until they are upgraded. Decide: "upgrade" upgrades and deploys all of them once the new ` +
      'version is published, "leave" leaves them.';
    return [{ path: "instances", message }];
  }
  const isOne = instances.length === 1;
  const left = isOne ? "it is left as it is" : "they are left as they are";
  const upgraded = `${isOne ? "it is" : "they are"} upgraded to the new version and deployed`;
  notice(`${session.tenant}: ${running}; ${declared.instances === "upgrade" ? upgraded : left}.`);
  return [];
}

/** Upgrades all instances and says how each fared. @throws ConfigurationError where some still run an older version */
export async function upgradeInstances(
  session: TenantSession,
  id: string,
  name: string,
  version: number,
): Promise<void> {
  const before = new Map(
    (await session.integrations.instancesOf(id)).map((instance) => [
      instance.id,
      instance.integration.versionNumber,
    ]),
  );
  await session.integrations.upgradeInstances(id);
  const now = await settled(session, id, version);
  const describe = (instance: IntegrationInstance) => {
    const { customer, integration } = instance;
    const owner = customer.externalId === null ? customer.name : `${customer.name} (${customer.externalId})`;
    const from = before.get(instance.id);
    const to = integration.versionNumber;
    return from === to
      ? `"${instance.name}" of ${owner}: version ${to}`
      : `"${instance.name}" of ${owner}: version ${from} => ${to}`;
  };
  const behind = now.filter((instance) => isBehind(instance, version));
  const upgraded = now.filter((instance) => !isBehind(instance, version));
  const sentence = `${session.tenant}: ${counted(upgraded.length)} of "${name}" ${upgraded.length === 1 ? "runs" : "run"} version ${version} now`;
  if (behind.length === 0) {
    if (now.length > 0) notice(`${sentence}: ${listed(upgraded.map(describe))}.`);
    return;
  }
  const they = behind.length === 1 ? "1 could not be upgraded" : `${behind.length} could not be upgraded`;
  throw new ConfigurationError(
    `${sentence}, ${they}: ${listed(behind.map(describe))}. The version itself is published. See in the web app what is ` +
      'in their way, then run pulumi up, which upgrades them; or leave them: instances: "leave".',
  );
}

/** Refuses to delete an integration in use. @throws ConfigurationError where instances would lose it */
export async function refuseDeleteInUse(session: TenantSession, id: string, name: string): Promise<void> {
  const { length } = await session.integrations.instancesOf(id);
  if (length === 0) return;
  throw new ConfigurationError(
    `Integration "${name}" was not deleted: in ${session.tenant}, ${counted(length)} would lose it. Nothing was changed. ` +
      "Remove the instances first, or let the integration stay: deleteOnDestroy: false, then pulumi up, then delete it.",
  );
}

async function settled(session: TenantSession, id: string, version: number): Promise<IntegrationInstance[]> {
  for (const milliseconds of WAITS_MILLISECONDS) {
    const instances = await session.integrations.instancesOf(id);
    if (!instances.some((instance) => isBehind(instance, version))) return instances;
    await sleep(milliseconds);
  }
  return session.integrations.instancesOf(id);
}

/** True where an upgrade failed and the instance runs on as before; one never deployed awaits its first deployment. */
function isBehind(instance: IntegrationInstance, version: number): boolean {
  const { integration, needsDeploy, lastDeployedAt } = instance;
  return integration.versionNumber < version || (needsDeploy && lastDeployedAt !== null);
}

async function vanishingVariables(
  session: TenantSession,
  id: string,
  definition: Definition,
): Promise<string[]> {
  const current = await session.integrations.byId(id);
  const read = current && readDefinition(current.definition);
  if (read === undefined || !("definition" in read)) return [];
  const kept = new Set((definition.value.requiredConfigVars ?? []).map(({ key }) => key));
  const before = (read.definition.value.requiredConfigVars ?? []).map(({ key }) => key);
  return before.filter((key) => !kept.has(key)).map((key) => `"${key}"`);
}

function counted(instances: number): string {
  return instances === 1 ? "1 instance" : `${instances} instances`;
}
