import { explaining } from "../../dynamic/writing.ts";
import type { TenantConnection, TenantCredentials } from "../../tenant/operation.ts";
import type {
  UpdateCustomerConfigVariableInput,
  UpdateScopedConfigVariableInput,
} from "../../tenant/operations.generated.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { redeploys, type Redeploying } from "./decision.ts";
import { redeploying, type DeployedValues, type Undeployed } from "./deploying.ts";

/** The values of a connection, and the instances that run on them. */
export function valuesOfConnection(
  session: TenantSession,
  { id, stableKey }: Pick<TenantConnection, "id" | "stableKey">,
): DeployedValues {
  return {
    what: `connection "${stableKey}"`,
    instances: (expected) => session.instances.ofConnection(id, expected),
  };
}

/**
 * Changes a connection. Deploys new inputs to running instances where the program decided so; anything else never.
 * `what` says in an error what was not done.
 */
export async function updateConnection(
  session: TenantSession,
  held: TenantConnection,
  input: UpdateScopedConfigVariableInput,
  { decided, what }: { decided: Redeploying; what: string },
): Promise<{ saved: TenantConnection; undeployed: Undeployed | undefined }> {
  const redeploy = input.inputs !== undefined && redeploys(decided);
  const send = () =>
    explaining(session, what, () => session.connections.update(redeploy ? { ...input, redeploy } : input));
  if (!redeploy || !held.hasDeployedInstances) return { saved: await send(), undeployed: undefined };
  return redeploying(session, valuesOfConnection(session, held), send);
}

/** The values of credentials, and the instances that run on them; `what` names the credentials in a sentence. */
export function valuesOfCredentials(session: TenantSession, id: string, what: string): DeployedValues {
  return { what, instances: (expected) => session.instances.ofCredentials(id, expected) };
}

/** Changes credentials. Deploys new inputs to running instances where the program decided so; a new name never. */
export async function updateCredentials(
  session: TenantSession,
  input: UpdateCustomerConfigVariableInput & { id: string },
  { decided, what }: { decided: Redeploying; what: string },
): Promise<{ saved: TenantCredentials; undeployed: Undeployed | undefined }> {
  const redeploy = input.inputs !== undefined && redeploys(decided);
  if (!redeploy) return { saved: await session.credentials.update(input), undeployed: undefined };
  const send = () => session.credentials.update({ ...input, redeploy });
  return redeploying(session, valuesOfCredentials(session, input.id, what), send);
}
