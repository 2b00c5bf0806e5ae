import type { Problem } from "../../dynamic/lifecycle.ts";
import { notice } from "../../dynamic/writing.ts";
import { isUnknown, type OrUnknown } from "../../dynamic/wire.ts";
import type { TenantConnection, TenantCredentials } from "../../tenant/operation.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { countUsesInPlan } from "../reference/uses.ts";

/** Decision whether instances get new values at once; undefined where the program does not decide. */
export type RedeployDecision = OrUnknown<"never" | "onChange"> | undefined;

/** The arguments that hold the decision. */
export interface Redeploying {
  redeployInstances?: RedeployDecision;
}

/** True where a change of values is deployed to the instances at once. */
export function redeploys({ redeployInstances }: Redeploying): boolean {
  return redeployInstances === "onChange";
}

/** Instances that an earlier update could not deploy and the next one has to, unless the program decides otherwise. */
export function undeployedStill(
  olds: { undeployedInstances?: string[] | undefined },
  news: Redeploying,
): string[] {
  return redeploys(news) ? (olds.undeployedInstances ?? []) : [];
}

/** A number of instances and what they do: `1 instance runs`, `2 instances run`. */
export function instancesDo(count: number, verb: string): string {
  return count === 1 ? `1 instance ${verb}s` : `${count} instances ${verb}`;
}

/**
 * Problems that new inputs of a connection cause for the instances that run with it; asks nothing where none was
 * deployed.
 */
export async function connectionDecision(
  session: TenantSession,
  { id, stableKey, hasDeployedInstances }: TenantConnection,
  declared: Redeploying,
): Promise<Problem[]> {
  if (!hasDeployedInstances) return [];
  const { instances } = await countUsesInPlan(session, id);
  if (instances === 0) return [];
  const running = `${instancesDo(instances, "run")} with connection "${stableKey}"`;
  return decisionProblems(session, { running }, declared);
}

/** Problems that new inputs of credentials cause for the instances that run on them; `what` names the credentials. */
export async function credentialsDecision(
  session: TenantSession,
  { id, hasDeployedInstances }: TenantCredentials,
  what: string,
  declared: Redeploying,
): Promise<Problem[]> {
  if (!hasDeployedInstances) return [];
  const instances = (await session.credentials.usesOf(id))?.instances ?? 0;
  if (instances === 0) return [];
  return decisionProblems(session, { running: `${instancesDo(instances, "run")} on ${what}` }, declared);
}

/**
 * Reports what a change of values means for running instances: a problem where the program does not decide, else a line
 * with their number and what happens to them. `running` begins the sentence; `concerned` are those of them that the
 * change concerns, where it is not all.
 */
export function decisionProblems(
  session: TenantSession,
  { running, concerned }: { running: string; concerned?: string },
  { redeployInstances }: Redeploying,
): Problem[] {
  if (isUnknown(redeployInstances)) return [];
  const start = concerned === undefined ? `${running} and` : `${running}; ${concerned}`;
  if (redeployInstances === undefined) {
    const message =
      `${start} keep the old values until deployed again. Decide: "onChange" deploys them again with this change, ` +
      '"never" leaves them.';
    return [{ path: "redeployInstances", message }];
  }
  const consequence =
    redeployInstances === "onChange" ? "are deployed again with the new values" : "keep the old values";
  notice(`${session.tenant}: ${start} ${consequence}.`);
  return [];
}
