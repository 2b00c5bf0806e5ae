import type { TenantConnection } from "../../tenant/operation.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { redeploys, undeployedStill } from "../redeploy/decision.ts";
import { deployRemaining, redeploying, type DeployedValues, type Undeployed } from "../redeploy/deploying.ts";
import type { SetInputs, SetState } from "./state.ts";

/** All values of a set, and the instances that run with its connection. */
export function valuesOfSet(session: TenantSession, { id, stableKey }: TenantConnection): DeployedValues {
  return {
    what: described(stableKey),
    instances: (expected) => session.instances.ofConnection(id, expected),
  };
}

/**
 * Writes the customers of a set. Where the program decided so, deploys again the instances that run on `running`, the
 * ids of credentials, and those that an earlier run could not deploy.
 */
export async function deployingSet(
  session: TenantSession,
  connection: TenantConnection,
  { declared, old, running }: { declared: SetInputs; old: SetState | undefined; running: readonly string[] },
  write: () => Promise<unknown>,
): Promise<Undeployed | undefined> {
  let undeployed: Undeployed | undefined;
  if (running.length > 0 && redeploys(declared)) {
    const instances = async () => {
      const each = await Promise.all(running.map((id) => session.instances.ofCredentials(id)));
      return each.flat();
    };
    const values = { what: described(connection.stableKey), instances };
    ({ undeployed } = await redeploying(session, values, write));
  } else {
    await write();
  }
  const tried = undeployed?.ids ?? [];
  const rest = undeployedStill(old ?? {}, declared).filter((id) => !tried.includes(id));
  const still = await deployRemaining(session, valuesOfSet(session, connection), rest);
  if (undeployed === undefined || still === undefined) return undeployed ?? still;
  return { ids: [...tried, ...still.ids], report: `${undeployed.report} ${still.report}` };
}

function described(stableKey: string): string {
  return `customers' credentials for connection "${stableKey}"`;
}
