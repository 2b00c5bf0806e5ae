import { all, output, RunError, unsecret, type Input, type Output } from "@pulumi/pulumi";
import { settingsOf, type Tenant, type TenantSettings } from "../resources/tenant/class.ts";
import type { TenantSession } from "../tenant/session.ts";
import { askMocks, isMocked } from "./mocks.ts";
import type { LookupOptions } from "./options.ts";

/** A question to a tenant with one argument. */
export interface Lookup<Argument, Found> {
  /** Token by which the mocks of a unit test know it; documented, so it never changes. */
  token: string;
  /** Name of the argument among the inputs that the mocks get; documented, too. */
  argument: string;
  find: (session: TenantSession, argument: Argument) => Promise<Found>;
}

/** Asks the tenant, or the mocks of a unit test. */
export async function lookUp<Argument, Found>(
  lookup: Lookup<Argument, Found>,
  argument: Argument,
  { tenant }: LookupOptions,
): Promise<Found> {
  if (isMocked()) return askMocks(lookup.token, { [lookup.argument]: argument }, tenant);
  return askTenant(tenant, (session) => lookup.find(session, argument));
}

/** Like {@link lookUp}, for arguments that may be outputs. The result is secret only where an argument is. */
export function lookUpOutput<Argument, Found>(
  lookup: Lookup<Argument, Found>,
  argument: Input<Argument>,
  { tenant }: LookupOptions,
): Output<Found> {
  const isAnsweredByMocks = isMocked();
  const settings = output(
    tenant === undefined || isAnsweredByMocks ? undefined : unsecret(settingsOf(tenant)),
  );
  const found = all([argument, settings]).apply(([known, tenantSettings]) =>
    isAnsweredByMocks
      ? askMocks<Found>(lookup.token, { [lookup.argument]: known }, tenant)
      : askInSession(tenantSettings, (session) => lookup.find(session, known as Argument)),
  );
  return found;
}

/**
 * Asks the tenant in the program's own process: a program cannot ask a dynamic provider. The first question loads the
 * session, so that programs without one need not wait for it.
 */
export async function askTenant<Found>(
  tenant: Tenant | undefined,
  ask: (session: TenantSession) => Promise<Found>,
): Promise<Found> {
  return askInSession(tenant === undefined ? undefined : await knownSettings(tenant), ask);
}

async function askInSession<Found>(
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
