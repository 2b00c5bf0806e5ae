import type { TenantCredentials } from "../../tenant/operation.ts";
import type { UpdateCustomerConfigVariableInput } from "../../tenant/operations.generated.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { redeploys, type Redeploying } from "./decision.ts";
import { redeploying, type DeployedValues, type Undeployed } from "./deploying.ts";

/** The values of credentials, and the instances that run on them; `what` names the credentials in a sentence. */
export function valuesOfCredentials(session: TenantSession, id: string, what: string): DeployedValues {
  return { what, instances: () => session.instances.ofCredentials(id) };
}

/** Changes credentials. New inputs are deployed to running instances where that was decided; a new name never is. */
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
