import { RolloutError } from "../errors.ts";

/** The flag that accepts logs of the engine's own. */
export const UNSAFE_ENGINE_LOGS = "--unsafe-engine-logs";

/** Variables that have Pulumi's engine write all that passes between it and a provider, in the clear. */
const LOGS = ["PULUMI_DEBUG_GRPC", "PULUMI_LOG_OTLP_ENDPOINT"];

/**
 * Refuses an environment in which the engine would log secrets: no provider can keep them out of its logs, because they
 * are what the engine hands to the provider.
 *
 * @param env variables by name, of the caller, of rollout.yaml or of an ESC environment
 * @param origin the place where the variables stand, for the message
 * @throws RolloutError that names the variable
 */
export function refuseEngineLogs(env: Readonly<Record<string, unknown>>, origin: string): void {
  const found = Object.entries(env).find(([name, value]) => LOGS.includes(name) && Boolean(value));
  if (found === undefined) return;
  throw new RolloutError(
    "ENGINE_LOGS",
    `${found[0]} is set in ${origin}: Pulumi's engine would log every secret of every stack in the clear. Nothing was started.`,
    `Take it out; or set it in the caller's environment and type ${UNSAFE_ENGINE_LOGS}, keep the log private, and remove it.`,
  );
}
