import { all, output, RunError, runtime, unsecret, type Input, type Output } from "@pulumi/pulumi";
import { redact } from "../dynamic/redact.ts";
import { settingsOf, type Tenant, type TenantSettings } from "../resources/tenant/class.ts";
import { PrismaticError } from "../tenant/errors.ts";
import { TenantSession } from "../tenant/session.ts";
import { resolveSettings, type Settings } from "../tenant/settings.ts";

/** Which tenant a lookup asks. */
export interface LookupOptions {
  /** The tenant; left out: that of the stack's configuration and the environment, as for resources. */
  tenant?: Tenant | undefined;
}

/** Asks the tenant in the program's own process: dynamic providers cannot be asked by a program. */
export async function lookUp<Found>(
  { tenant }: LookupOptions,
  ask: (session: TenantSession) => Promise<Found>,
): Promise<Found> {
  return asked(tenant === undefined ? undefined : await knownSettings(tenant), ask);
}

/** Like {@link lookUp}, for arguments that may be outputs. The result is secret only where an argument is. */
export function lookUpOutput<Argument, Found>(
  argument: Input<Argument>,
  { tenant }: LookupOptions,
  ask: (session: TenantSession, argument: Argument) => Promise<Found>,
): Output<Found> {
  const settings = output(tenant === undefined ? undefined : unsecret(settingsOf(tenant)));
  const found = all([argument, settings]).apply(([known, tenantSettings]) =>
    asked(tenantSettings, (session) => ask(session, known as Argument)),
  );
  return found;
}

async function asked<Found>(
  tenantSettings: TenantSettings | undefined,
  ask: (session: TenantSession) => Promise<Found>,
): Promise<Found> {
  let settings: Settings | undefined;
  try {
    settings = tenantSettings
      ? resolveSettings((name) => tenantSettings[name], {})
      : resolveSettings((name) => runtime.getConfig(`prismatic:${name}`), process.env);
    return await ask(programSession(settings));
  } catch (error) {
    if (!(error instanceof PrismaticError)) throw error;
    const tokens = [settings?.refreshToken, settings?.accessToken].filter((token) => token !== undefined);
    // Of this error alone Pulumi shows the message without a stack of our code.
    throw new RunError(redact(error.message, tokens), { cause: error });
  }
}

/** The sessions of one run: with the Automation API a process may run several programs, and each has to look anew. */
const sessions = new WeakMap<object, Map<string, TenantSession>>();
const outsideOfRuns = {};

function programSession(settings: Settings): TenantSession {
  const run = runtime.getStackResource() ?? outsideOfRuns;
  const ofRun = sessions.get(run) ?? new Map<string, TenantSession>();
  sessions.set(run, ofRun);
  const key = JSON.stringify(settings);
  const session = ofRun.get(key) ?? new TenantSession(settings);
  ofRun.set(key, session);
  return session;
}

async function knownSettings(tenant: Tenant): Promise<TenantSettings> {
  const settings = settingsOf(tenant);
  // Pulumi has no public name for this; without it the program would wait for ever.
  const { isKnown } = settings as unknown as { isKnown: Promise<boolean> };
  if (!(await isKnown)) {
    throw new RunError(
      "An argument of the lookup's tenant is not known in a preview. Use the lookup's Output form, such as " +
        "getConnectionOutput, or give the Tenant values that are known.",
    );
  }
  return new Promise((resolve) => settings.apply(resolve));
}
