import { HalfMadeError, type Properties } from "../../dynamic/lifecycle.ts";
import { PrismaticError, RefusedError } from "../../tenant/errors.ts";
import type { TenantConnection, TenantCredentials } from "../../tenant/operation.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { deleteCredentials } from "../credentials/test.ts";
import { credentialExpressions } from "../credentials/values.ts";
import { redeploys } from "../redeploy/decision.ts";
import { deployedOrHalfMade } from "../redeploy/deploying.ts";
import { listed } from "../suggest.ts";
import { valuesOf, type Digests } from "./digests.ts";
import { planSet } from "./plan.ts";
import { deployingSet } from "./redeploy.ts";
import { SCHEMA_VERSION, unnamedByCustomer, type SetInputs, type SetOutputs } from "./state.ts";

/** Writes what differs; one bad customer fails alone, and the error names it while the state keeps the others. */
export async function writeSet(
  session: TenantSession,
  connection: TenantConnection,
  declared: SetInputs,
  old: SetOutputs | undefined,
): Promise<Properties> {
  const plan = planSet(old, declared);
  const due = [...plan.create, ...plan.update];
  const held = unnamedByCustomer(await session.credentials.ofConnection(connection.id));
  const kept = Object.keys(declared.customers).filter((name) => !due.includes(name));
  const configuredAt = Object.fromEntries(kept.flatMap((name) => entryOf(old?.configuredAt, name)));
  const skipped = kept.filter((name) => old?.skipped?.includes(name));
  const failed = new Map<string, unknown>();

  const running = await runningOn(session, held, due);
  const writeDue = async (name: string) => {
    try {
      const saved = await writeOne(session, connection, held, declared, name);
      if (saved === undefined) skipped.push(name);
      else configuredAt[name] = saved.lastConfiguredAt ?? "";
    } catch (error) {
      failed.set(name, error);
    }
  };
  const undeployed = await deployingSet(session, connection, { declared, old, running }, () =>
    Promise.all(due.map(writeDue)),
  );
  const { stableKey } = connection;
  for (const [name, error] of await removeAll(session, stableKey, held, plan.remove)) failed.set(name, error);

  const customers: Digests = {};
  for (const name of new Set([...Object.keys(declared.customers), ...plan.remove])) {
    const source = failed.has(name) ? old : declared;
    const digest = source?.customers[name];
    if (digest !== undefined) customers[name] = digest;
    if (failed.has(name)) Object.assign(configuredAt, Object.fromEntries(entryOf(old?.configuredAt, name)));
  }
  const outputs = {
    ...declared,
    customers,
    configuredAt,
    schemaVersion: SCHEMA_VERSION,
    ...counted(customers, skipped),
  };
  if (failed.size === 0) return deployedOrHalfMade(connection.id, outputs, undeployed);
  const undeployedInstances = undeployed?.ids;
  const reason = [describeFailures("written", declared, failed), undeployed?.report]
    .filter(Boolean)
    .join(" ");
  throw new HalfMadeError(connection.id, { ...outputs, undeployedInstances }, new Error(reason));
}

/** The ids of the customers' credentials that instances run on. */
async function runningOn(
  session: TenantSession,
  held: ReadonlyMap<string, TenantCredentials>,
  names: readonly string[],
): Promise<string[]> {
  const customers = await Promise.all(names.map((name) => session.customers.find(name)));
  return customers.flatMap((customer) => {
    const credentials = customer && held.get(customer.id);
    return credentials?.hasDeployedInstances ? [credentials.id] : [];
  });
}

async function writeOne(
  session: TenantSession,
  connection: TenantConnection,
  held: ReadonlyMap<string, TenantCredentials>,
  declared: SetInputs,
  name: string,
): Promise<TenantCredentials | undefined> {
  const customer = await session.customers.find(name);
  if (customer === undefined) {
    if (declared.onMissingCustomer === "skip") return undefined;
    throw new RefusedError([{ field: "__all__", messages: [`${session.tenant} has no such customer`] }]);
  }
  const inputs = credentialExpressions(valuesOf(declared.customers[name] ?? ""));
  const existing = held.get(customer.id);
  if (existing === undefined) {
    return session.credentials.create({
      scopedConfigVariable: connection.id,
      customer: customer.id,
      isTest: false,
      inputs,
    });
  }
  const redeploy = redeploys(declared) ? { redeploy: true } : {};
  return session.credentials.update({ id: existing.id, inputs, ...redeploy });
}

/** Removes credentials, those that no resource of the program keeps: each had the time to say so. */
export async function removeAll(
  session: TenantSession,
  stableKey: string,
  held: ReadonlyMap<string, TenantCredentials>,
  names: readonly string[],
): Promise<Map<string, unknown>> {
  const failed = new Map<string, unknown>();
  if (names.length > 0) await session.calls.complete();
  await Promise.all(
    names.map(async (name) => {
      const customer = await session.customers.find(name);
      const credentials = customer && held.get(customer.id);
      if (credentials === undefined) return;
      await deleteCredentials(session, stableKey, credentials).catch((error: unknown) =>
        failed.set(name, error),
      );
    }),
  );
  return failed;
}

/** What a set says of its customers in numbers. */
export function counted(customers: Digests, skipped: string[]) {
  return {
    skipped: skipped.length > 0 ? skipped.sort() : undefined,
    counts: { customers: Object.keys(customers).length - skipped.length, skipped: skipped.length },
  };
}

function entryOf(map: Record<string, string> | undefined, name: string): [string, string][] {
  const value = map?.[name];
  return value === undefined ? [] : [[name, value]];
}

/** Which customers failed and why, in one sentence. */
export function describeFailures(
  done: string,
  { connection }: SetInputs,
  failed: ReadonlyMap<string, unknown>,
): string {
  const reasons = [...failed].map(([name, error]) => {
    const reason = error instanceof PrismaticError ? error.message : String(error);
    return `${name} (${reason})`;
  });
  return (
    `The credentials of ${failed.size} ${failed.size === 1 ? "customer" : "customers"} for connection ` +
    `"${connection.stableKey}" were not ${done}: ${listed(reasons, 10)}. All others were; the next run tries these again.`
  );
}
