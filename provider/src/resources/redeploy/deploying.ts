import type { Change, ChangeContext, Sent } from "../../dynamic/change.ts";
import { notice } from "../../dynamic/writing.ts";
import { PrismaticError } from "../../tenant/errors.ts";
import type { Instance } from "../../tenant/operation.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { listed } from "../../dynamic/suggest.ts";

/** More instances than this are counted, not named. */
const MOST_NAMED = 20;

/** The values that instances are deployed with, and the instances that run on them. */
export interface DeployedValues {
  /** Owner of the values in the words of a sentence: `connection "slack"`. */
  what: string;
  /** Lists the instances now; `expected` are ids of some that ran on the values before. */
  instances: (expected?: readonly string[]) => Promise<Instance[]>;
}

/** Instances that were to be deployed again and still run on the old values. */
export interface Undeployed {
  ids: string[];
  /** Says which instances were deployed and which were not, of which customer and why, and what to do next. */
  report: string;
}

/** Writes new values and deploys them at once; reports on each instance that ran on the old ones. */
export async function redeploying<Saved>(
  session: TenantSession,
  values: DeployedValues,
  write: () => Promise<Saved>,
): Promise<{ saved: Saved; undeployed: Undeployed | undefined }> {
  const before = new Map((await values.instances()).map(({ id, lastDeployedAt }) => [id, lastDeployedAt]));
  const saved = await write();
  let now: Instance[];
  try {
    now = await values.instances();
  } catch (error) {
    return { saved, undeployed: notKnown(session, values, [...before.keys()], reasonOf(error)) };
  }
  const waiting = now.filter(({ needsDeploy }) => needsDeploy);
  const deployed = now.filter(
    ({ id, needsDeploy, lastDeployedAt }) => !needsDeploy && lastDeployedAt !== before.get(id),
  );
  return { saved, undeployed: await deployEach(session, values, waiting, deployed.length) };
}

/** Deploys those of the named instances that still run on old values. */
export async function deployRemaining(
  session: TenantSession,
  values: DeployedValues,
  ids: readonly string[],
): Promise<Undeployed | undefined> {
  return deployEach(session, values, await waitingAmong(values, ids), 0);
}

/**
 * The change that deploys instances which an earlier update could not deploy; empty where there are none.
 *
 * @param stableKey stable key of the connection that a report announces
 */
export function deploymentChange(
  ids: readonly string[],
  stableKey: string,
  values: (context: ChangeContext) => Promise<DeployedValues>,
): Change[] {
  if (ids.length === 0) return [];
  return [
    {
      announced: ids.map(() => ({ field: "deployInstance", stableKey })),
      settles: ["undeployedInstances"],
      send: async (context) =>
        sentUndeployed(await deployRemaining(context.session, await values(context), ids)),
    },
  ];
}

/** Result of a change whose instances were to be deployed again. */
export function sentUndeployed(undeployed: Undeployed | undefined): Sent {
  if (undeployed === undefined) return {};
  return { state: { undeployedInstances: undeployed.ids }, incomplete: undeployed.report };
}

/**
 * The ids of those named instances that still run on old values; undefined where none does. Asks nothing where none is
 * named.
 */
export async function remaining(
  values: DeployedValues,
  ids: readonly string[] = [],
): Promise<string[] | undefined> {
  const waiting = await waitingAmong(values, ids);
  return waiting.length === 0 ? undefined : waiting.map(({ id }) => id);
}

async function waitingAmong({ instances }: DeployedValues, ids: readonly string[]): Promise<Instance[]> {
  if (ids.length === 0) return [];
  return (await instances(ids)).filter(({ id, needsDeploy }) => needsDeploy && ids.includes(id));
}

/** Deploys one instance at a time, because that tells why it is not possible; a change of values does not. */
async function deployEach(
  session: TenantSession,
  { what }: DeployedValues,
  waiting: readonly Instance[],
  alreadyDeployed: number,
): Promise<Undeployed | undefined> {
  const reasons = await Promise.all(
    waiting.map(({ id }) => session.instances.deploy(id).then(() => undefined, reasonOf)),
  );
  const failed = waiting.flatMap((instance, index) => {
    const reason = reasons[index];
    return reason === undefined ? [] : [{ instance, reason }];
  });
  const deployed = alreadyDeployed + waiting.length - failed.length;
  const sentence = `${session.tenant}: ${wereDeployed(deployed)} again with the new values of ${what}`;
  if (failed.length === 0) {
    if (deployed > 0) notice(`${sentence}.`);
    return undefined;
  }
  const named = listed(
    failed.map(({ instance, reason }) => `${described(instance)}: ${reason}`),
    MOST_NAMED,
  );
  const they = failed.length === 1 ? "1 was not and still runs" : `${failed.length} were not and still run`;
  return {
    ids: failed.map(({ instance }) => instance.id),
    report:
      `${sentence}, ${they} on the old ones: ${named}. The values themselves are saved. Mend what is in the way and run ` +
      'pulumi up, which deploys these again; or leave them as they are with redeployInstances: "never".',
  };
}

function notKnown(
  session: TenantSession,
  { what }: DeployedValues,
  ids: string[],
  reason: string,
): Undeployed {
  return {
    ids,
    report:
      `${session.tenant}: the new values of ${what} are saved, but whether the instances were deployed again is not ` +
      `known (${reason}). Run pulumi up, which deploys those that still need it.`,
  };
}

function wereDeployed(count: number): string {
  return count === 1 ? "1 instance was deployed" : `${count} instances were deployed`;
}

function described({ name, customer }: Instance): string {
  const { name: customerName, externalId } = customer;
  const isNamedAlike = externalId === null || externalId === customerName;
  return `"${name}" of customer ${customerName}${isNamedAlike ? "" : ` (${externalId})`}`;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof PrismaticError)) throw error;
  return error.message.replace(/\.$/, "");
}
