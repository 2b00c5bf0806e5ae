import { restOf } from "../../dynamic/claims.ts";
import { notice } from "../../dynamic/writing.ts";
import { ConfigurationError } from "../../tenant/errors.ts";
import type { Integration } from "../../tenant/integrationOperations.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { integrationClaim } from "../claims.ts";
import { existsAlready, goneMeanwhile, only } from "../integration/identity.ts";
import { findIntegration, type FoundIntegration } from "./found.ts";
import type { BundleFacts } from "./state.ts";

type Wanted = Pick<BundleFacts, "name" | "signature" | "icon"> & { bundle: string };

/** The integration of this name, undefined where there is none; a problem where there are several. */
export async function namedIntegration(
  session: TenantSession,
  wanted: Pick<Wanted, "name" | "bundle">,
): Promise<{ integration: Integration | undefined } | { problem: string }> {
  const found = await session.integrations.named(wanted.name, undefined);
  return only(session, wanted.name, found, importCommand(wanted));
}

/** Explains why an integration of this name is not taken over; undefined where it is. */
export async function refusalToAdopt(
  session: TenantSession,
  wanted: Wanted,
  existing: Integration,
): Promise<string | undefined> {
  const blocking = !existing.isCodeNative;
  const changes = blocking
    ? ["it is made in the designer"]
    : await differencesFrom(session, wanted, existing);
  if (changes.length === 0) return undefined;
  const isOurs = restOf(session).held(integrationClaim(wanted.name)) !== undefined;
  if (!blocking && (isOurs || session.settings.adoptExisting)) return undefined;
  return existsAlready(session, wanted.name, { changes, blocking }, importCommand(wanted));
}

/**
 * Takes over an integration of this name. It has to be imported again unless it has this very bundle, as an interrupted
 * run or prism leaves it.
 *
 * @throws ConfigurationError where it is another one
 */
export async function adopt(
  session: TenantSession,
  wanted: Wanted,
  existing: Integration,
): Promise<{ found: FoundIntegration; isComplete: boolean }> {
  const refusal = await refusalToAdopt(session, wanted, existing);
  if (refusal !== undefined) throw new ConfigurationError(refusal);
  const found = await findIntegration(session, existing.id);
  if (found === undefined) throw goneMeanwhile(session, wanted.name);
  const hasBundle = found.component?.signature === wanted.signature;
  const isComplete = hasBundle && (wanted.icon === undefined || found.avatarUrl !== null);
  const how = isComplete ? "it was taken over, not imported again" : "it is taken over";
  notice(`${session.tenant} has integration "${wanted.name}" already; ${how}.`);
  return { found, isComplete };
}

async function differencesFrom(
  session: TenantSession,
  { signature }: Wanted,
  { id }: Integration,
): Promise<string[]> {
  const found = await findIntegration(session, id);
  if (found === undefined || found.component?.signature === signature) return [];
  return [`~ package: ${found.component?.signature ?? "none"} => ${signature}`];
}

function importCommand({ bundle }: Pick<Wanted, "bundle">): string {
  return `npx pulumi-prismatic import-file --code-native ${bundle} --out import.json`;
}
