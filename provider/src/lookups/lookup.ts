import { all, output, RunError, unsecret, type Input, type Output } from "@pulumi/pulumi";
import { settingsOf, type Tenant, type TenantSettings } from "../resources/tenant/class.ts";
import type { TenantSession } from "../tenant/session.ts";
import type { LookupOptions } from "./options.ts";

/**
 * Asks the tenant in the program's own process: a program cannot ask a dynamic provider. The first lookup loads the
 * session, so that programs without one need not wait for it.
 */
export async function lookUp<Found>(
  { tenant }: LookupOptions,
  ask: (session: TenantSession) => Promise<Found>,
): Promise<Found> {
  return askTenant(tenant === undefined ? undefined : await knownSettings(tenant), ask);
}

/** Like {@link lookUp}, for arguments that may be outputs. The result is secret only where an argument is. */
export function lookUpOutput<Argument, Found>(
  argument: Input<Argument>,
  { tenant }: LookupOptions,
  ask: (session: TenantSession, argument: Argument) => Promise<Found>,
): Output<Found> {
  const settings = output(tenant === undefined ? undefined : unsecret(settingsOf(tenant)));
  const found = all([argument, settings]).apply(([known, tenantSettings]) =>
    askTenant(tenantSettings, (session) => ask(session, known as Argument)),
  );
  return found;
}

async function askTenant<Found>(
  settings: TenantSettings | undefined,
  ask: (session: TenantSession) => Promise<Found>,
): Promise<Found> {
  const { askInProgram } = await import("./programSession.ts");
  return askInProgram(settings, ask);
}

async function knownSettings(tenant: Tenant): Promise<TenantSettings> {
  const settings = settingsOf(tenant);
  // Pulumi has no public name for this; the program would wait for ever without it.
  const { isKnown } = settings as unknown as { isKnown: Promise<boolean> };
  if (!(await isKnown)) {
    throw new RunError(
      "An argument of the lookup's tenant is not known in a preview. Use the lookup's Output form, such as " +
        "getConnectionOutput, or give the Tenant values that are known.",
    );
  }
  return new Promise((resolve) => settings.apply(resolve));
}
