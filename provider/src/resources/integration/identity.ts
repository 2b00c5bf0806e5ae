import { isUnknown } from "../../dynamic/wire.ts";
import { ConfigurationError } from "../../tenant/errors.ts";
import type { Integration } from "../../tenant/integrationOperations.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { explainMissingCustomer } from "../reference/missing.ts";
import { changeList, differencesFromDeclared } from "./draft.ts";
import type { CheckedIntegration } from "./state.ts";

/** Finds the customer of an integration, undefined for the organization's own, or explains why there is none. */
export async function ownerOf(
  session: TenantSession,
  { customer }: CheckedIntegration,
): Promise<{ customerId: string | undefined } | { problem: string }> {
  if (customer === undefined || isUnknown(customer)) return { customerId: undefined };
  const found = await session.customers.find(customer);
  if (found === undefined) return { problem: await explainMissingCustomer(session, customer) };
  return { customerId: found.id };
}

/** The one integration of this name, undefined where there is none; a problem where there are several. */
export function only(
  session: TenantSession,
  name: string,
  found: Integration[],
  command = importCommand(name),
): { integration: Integration | undefined } | { problem: string } {
  const [integration, ...others] = found;
  if (others.length === 0) return { integration };
  return {
    problem:
      `${session.tenant} has ${found.length} integrations named "${name}", so it is not clear which is meant. Give them ` +
      `names of their own, or import the right one: ${command}`,
  };
}

/** Differences of the tenant's integration from the declared one; `blocking` where no update could mend them. */
export async function differencesFrom(
  session: TenantSession,
  sent: string,
  existing: Integration,
): Promise<{ changes: string[]; blocking: boolean }> {
  if (existing.isCodeNative) return { changes: ["it is code-native"], blocking: true };
  const found = await session.integrations.byId(existing.id);
  return {
    changes: found === undefined ? [] : await differencesFromDeclared(session, sent, found.definition),
    blocking: false,
  };
}

/** Explains why an integration that is there already is not taken over, and what to do. */
export function existsAlready(
  session: TenantSession,
  name: string,
  { changes, blocking }: { changes: string[]; blocking: boolean },
  command = importCommand(name),
): string {
  const start = `${session.tenant} has an integration "${name}" already`;
  if (blocking)
    return `${start}, and ${changes.join(", ")}. ${session.journal.unchanged} Choose another name in the definition.`;
  return (
    `${start} that differs from the definition:${changeList(changes)}\n  ${session.journal.unchanged} To take it over as it is: ` +
    `${command}. To overwrite what differs: pulumi config set prismatic:adoptExisting true`
  );
}

/** Error for an integration that the tenant no longer has, or does not show yet. */
export function goneMeanwhile(session: TenantSession, name: string): ConfigurationError {
  return new ConfigurationError(
    `${session.tenant} no longer has integration "${name}", or does not show it yet. ${session.journal.unchanged} Run: ` +
      "pulumi up --refresh",
  );
}

function importCommand(name: string): string {
  return `npx pulumi-prismatic import-file "Integration/${name}" --out import.json`;
}
