import { budgetOf } from "../tenant/requestBudget.ts";
import { TenantSession } from "../tenant/session.ts";
import { resolveSettings } from "../tenant/settings.ts";
import { watchEngine } from "./engine.ts";
import { EXPLICIT } from "./constant.ts";
import { redactUncaughtErrors } from "./uncaughtErrors.ts";

/** Reads a configuration key with its namespace, such as `prismatic:url`. */
export type ReadConfig = (key: string) => string | undefined;

type Opened = { session: TenantSession; isExplicit: boolean } | { error: unknown };

let opened: Opened | undefined;

/**
 * Opens the only tenant session of this process. Pulumi configures every resource type by itself and lets concurrent
 * calls of the same type go ahead meanwhile, so this must not wait for anything.
 */
export function openProcessSession(readConfig: ReadConfig): void {
  if (opened !== undefined) return;
  redactUncaughtErrors();
  opened = open(readConfig);
  watchEngine(process.argv[2] ?? "", () => {
    if (opened !== undefined && "session" in opened) opened.session.stop();
    process.exit(1);
  });
}

/** The session, or the error that opening it ended in. */
export function processSession(): TenantSession {
  if (opened === undefined) throw new Error("Pulumi called a resource before it configured the provider.");
  if ("error" in opened) throw opened.error;
  opened.session.calls.touch();
  return opened.session;
}

/** True in the process of a `Tenant`; false where the stack's configuration names the tenant. */
export function isExplicitTenant(): boolean {
  return opened !== undefined && "session" in opened && opened.isExplicit;
}

/** Takes note that Pulumi will ask for a change. */
export function announceChange(): void {
  if (opened !== undefined && "session" in opened) opened.session.calls.announce();
}

function open(readConfig: ReadConfig): Opened {
  const isExplicit = readConfig(EXPLICIT) !== undefined;
  let session: TenantSession;
  try {
    const settings = resolveSettings((name) => readConfig(`prismatic:${name}`), process.env);
    session = new TenantSession(settings, {
      requests: budgetOf(process.env),
      unchanged: isExplicit ? "Nothing was changed in this tenant." : undefined,
    });
  } catch (error) {
    return { error };
  }
  return { session, isExplicit };
}
