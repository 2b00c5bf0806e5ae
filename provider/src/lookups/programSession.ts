import { RunError, runtime } from "@pulumi/pulumi";
import { refusePlainTokens } from "../resources/program/plainTokens.ts";
import type { TenantSettings } from "../resources/tenant/class.ts";
import { PrismaticError } from "../tenant/errors.ts";
import { TenantSession } from "../tenant/session.ts";
import { resolveSettings, type Settings } from "../tenant/settings.ts";
import { ownValue } from "../tenant/ownValue.ts";
import { visible } from "../tenant/visible.ts";

/**
 * Asks a tenant with the session that this run has for it.
 *
 * @param tenantSettings the settings of a `Tenant`; left out: those of the stack's configuration and the environment
 * @throws RunError for what the tenant or the configuration refuses, without the tokens
 */
export async function askInProgram<Found>(
  tenantSettings: TenantSettings | undefined,
  ask: (session: TenantSession) => Promise<Found>,
): Promise<Found> {
  if (tenantSettings === undefined) refusePlainTokens();
  try {
    const settings = resolveSettings(
      (name) =>
        tenantSettings ? ownValue({ ...tenantSettings }, name) : runtime.getConfig(`prismatic:${name}`),
      process.env,
    );
    return await ask(programSession(settings));
  } catch (error) {
    if (!(error instanceof PrismaticError)) throw error;
    // Pulumi shows the message without a stack of our code for this error alone.
    throw new RunError(visible(error.message), { cause: error });
  }
}

/** The sessions of one run: a process may run several programs with the Automation API, and each has to look anew. */
const sessions = new WeakMap<object, Map<string, TenantSession>>();
const outsideOfRuns = {};

function programSession(settings: Settings): TenantSession {
  const run = runtime.getStackResource() ?? outsideOfRuns;
  const ofRun = sessions.get(run) ?? new Map<string, TenantSession>();
  sessions.set(run, ofRun);
  const key = JSON.stringify(settings);
  const session = ofRun.get(key) ?? new TenantSession(settings, { unchanged: "The lookup changed nothing." });
  ofRun.set(key, session);
  return session;
}
