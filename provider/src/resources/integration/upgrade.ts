import { listed } from "../../dynamic/suggest.ts";
import { explaining, notice, sendAgain } from "../../dynamic/writing.ts";
import { ConfigurationError, RefusedError } from "../../tenant/errors.ts";
import type { IntegrationInstance } from "../../tenant/integrationOperations.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { answerInTime } from "../waiting.ts";
import { counted } from "./instances.ts";

/** Deployments take their time, one after another. */
const LIMIT_SECONDS = { start: 5, perInstance: 0.5 };

/** Pauses between two looks at the instances; the last one repeats. */
const PAUSES_SECONDS = [0.2, 0.5, 1, 2];

/** The integration and its version that instances are upgraded to. */
export interface Upgrade {
  integration: { id: string; name: string };
  /** Id of the version. */
  version: string;
  number: number;
}

/** Reasons by the ids of instances. */
type Reasons = ReadonlyMap<string, string>;

/**
 * Upgrades all instances and says how each fared. One that needs its configuration completed runs on as before until
 * a person does that, which is told and is no failure.
 *
 * @throws ConfigurationError where others still run an older version
 */
export async function upgradeInstances(session: TenantSession, upgrade: Upgrade): Promise<void> {
  const { integration, number } = upgrade;
  const before = await session.integrations.instancesOf(integration.id);
  const refused = await moveAll(session, upgrade, before);
  const now = await settled(session, upgrade, refused);
  const versions = new Map(before.map(({ id, integration: { versionNumber } }) => [id, versionNumber]));
  const describe = (instance: IntegrationInstance) => {
    const reason = refused.get(instance.id);
    return described(instance, versions.get(instance.id)) + (reason === undefined ? "" : ` (${reason})`);
  };
  const unconfigured = now.filter(needsConfiguration);
  const others = now.filter((instance) => !needsConfiguration(instance));
  const behind = others.filter((instance) => isBehind(instance, number));
  const upgraded = others.filter((instance) => !isBehind(instance, number));
  if (unconfigured.length > 0) {
    notice(`${session.tenant}: ${describeUnconfigured(integration.name, unconfigured)}`);
  }
  const sentence = `${session.tenant}: ${counted(upgraded.length)} of "${integration.name}" ${upgraded.length === 1 ? "runs" : "run"} version ${number} now`;
  if (behind.length === 0) {
    if (upgraded.length > 0) notice(`${sentence}: ${listed(upgraded.map(describe))}.`);
    return;
  }
  const they = behind.length === 1 ? "1 could not be upgraded" : `${behind.length} could not be upgraded`;
  throw new ConfigurationError(
    `${sentence}, ${they}: ${listed(behind.map(describe))}. The version itself is published. See in the web app what is ` +
      'in their way, then run pulumi up, which upgrades them; or leave them: instances: "leave".',
  );
}

/** Upgrades all instances at once; one by one where one of them keeps the tenant from that. Answers what it refused. */
async function moveAll(
  session: TenantSession,
  upgrade: Upgrade,
  instances: readonly IntegrationInstance[],
): Promise<Reasons> {
  const { id, name } = upgrade.integration;
  try {
    await sendAgain(() => session.integrations.upgradeInstances(id));
    return new Map();
  } catch (error) {
    if (error instanceof RefusedError && instances.length > 0) {
      notice(
        `${session.tenant} does not upgrade the instances of "${name}" all at once (${error.message}): they are ` +
          "upgraded one by one.",
      );
      return moveOneByOne(session, upgrade, instances);
    }
    return explaining(session, `The instances of integration "${name}" were not upgraded`, () =>
      Promise.reject(error as Error),
    );
  }
}

async function moveOneByOne(
  session: TenantSession,
  { integration, version, number }: Upgrade,
  instances: readonly IntegrationInstance[],
): Promise<Reasons> {
  const refused = new Map<string, string>();
  const each = (some: readonly IntegrationInstance[], send: (id: string) => Promise<void>) =>
    Promise.all(
      some.map(async ({ id }) => {
        try {
          await sendAgain(() => send(id));
        } catch (error) {
          if (!(error instanceof RefusedError)) throw error;
          refused.set(id, error.message.replace(/\.$/, ""));
        }
      }),
    );
  const older = instances.filter((instance) => instance.integration.versionNumber < number);
  await each(older, (id) => session.integrations.moveInstance(id, version));
  const moved = (await session.integrations.instancesOf(integration.id)).filter(
    (instance) => isUndeployed(instance) && !needsConfiguration(instance) && !refused.has(instance.id),
  );
  await each(moved, (id) => session.instances.deploy(id));
  return refused;
}

/** The instances once none is on its way any more, or when the time is over. */
async function settled(
  session: TenantSession,
  { integration: { id, name }, number }: Upgrade,
  refused: Reasons,
): Promise<IntegrationInstance[]> {
  let instances = await session.integrations.instancesOf(id);
  const isOnItsWay = (instance: IntegrationInstance) =>
    isBehind(instance, number) && !needsConfiguration(instance) && !refused.has(instance.id);
  let isFirst = true;
  await answerInTime(
    async () => {
      if (!isFirst) instances = await session.integrations.instancesOf(id);
      isFirst = false;
      return instances.some(isOnItsWay) ? undefined : true;
    },
    {
      limitSeconds: LIMIT_SECONDS.start + LIMIT_SECONDS.perInstance * instances.length,
      pause: (times) => PAUSES_SECONDS[times - 1] ?? PAUSES_SECONDS.at(-1) ?? 0,
      progress: () =>
        `${session.tenant}: ${instances.filter(isOnItsWay).length} of ${counted(instances.length)} of "${name}" are ` +
        `not deployed at version ${number} yet`,
      signal: session.stopping,
    },
  );
  return instances;
}

/** True where an instance is not upgraded; one that was never deployed awaits its first deployment by a person. */
function isBehind(instance: IntegrationInstance, number: number): boolean {
  return instance.integration.versionNumber < number || isUndeployed(instance);
}

function isUndeployed({ needsDeploy, lastDeployedAt }: IntegrationInstance): boolean {
  return needsDeploy && lastDeployedAt !== null;
}

/** True where the instance itself or one of its users lacks a value. */
export function needsConfiguration({ configState }: IntegrationInstance): boolean {
  return configState?.startsWith("NEEDS_") === true;
}

/** The instances that wait for their configuration to be completed, as a sentence. */
export function describeUnconfigured(name: string, instances: readonly IntegrationInstance[]): string {
  const named = instances.map((instance) => {
    const whose = instance.configState === "NEEDS_USER_LEVEL_CONFIGURATION" ? "its users'" : "its own";
    return `${nameAndOwner(instance)} needs ${whose}`;
  });
  const wait = instances.length === 1 ? "waits" : "wait";
  return `${counted(instances.length)} of "${name}" ${wait} for configuration in the web app: ${listed(named)}.`;
}

function described(instance: IntegrationInstance, from: number | undefined): string {
  const to = instance.integration.versionNumber;
  return `${nameAndOwner(instance)}: version ${from === to ? to : `${from} => ${to}`}`;
}

function nameAndOwner({ name, customer }: IntegrationInstance): string {
  const owner = customer.externalId === null ? customer.name : `${customer.name} (${customer.externalId})`;
  return `"${name}" of ${owner}`;
}
