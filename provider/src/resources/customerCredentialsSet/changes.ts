import type { Change, ChangeContext, Sent } from "../../dynamic/change.ts";
import type { RestOfRun } from "../../dynamic/lifecycle.ts";
import { listed } from "../../dynamic/suggest.ts";
import { ConfigurationError, PrismaticError, RefusedError } from "../../tenant/errors.ts";
import type { TenantConnection, TenantCredentials } from "../../tenant/operation.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { credentialExpressions } from "../credentials/values.ts";
import { deleteCredentials } from "../credentials/write.ts";
import { redeploys, undeployedStill } from "../redeploy/decision.ts";
import { referredConnection } from "../reference/connection.ts";
import { valuesOf, type Digests } from "./digests.ts";
import { heldOfCustomers } from "./held.ts";
import { declaredBy, inputNamesOf, namesOf } from "./inputNames.ts";
import { removedInputs } from "./losses.ts";
import { announced, isNamed, planSet } from "./plan.ts";
import { deployingSet } from "./redeploy.ts";
import type { SetInputs, SetState } from "./state.ts";
import { ownValue } from "../../tenant/ownValue.ts";

const NOT_WRITTEN = "its customers' credentials were not written";

/** Lists the changes of a step: one writes all customers, one removes those that are no longer declared. */
export function setChanges(
  old: SetState | undefined,
  args: SetInputs | undefined,
  rest: RestOfRun,
): Change[] {
  const { written, removed } = announced(old, args, rest);
  if (args === undefined) {
    if (old === undefined) return [];
    return [{ announced: removed, settles: [], send: (context) => removeSet(context, old) }];
  }
  if (old !== undefined && isNamed(args.customers) && !isDue(old, args)) return [];
  // Listed by the first change, and used by the second.
  let held: ReadonlyMap<string, TenantCredentials> = new Map();
  return [
    {
      announced: written,
      settles: [],
      async send({ session, id }) {
        const reference = { ...args.connection, ...(id === "" ? {} : { id }) };
        const connection = await referredConnection(session, reference, NOT_WRITTEN);
        const { create, update, remove } = planSet(old, args);
        held = await heldOfCustomers(session, connection.id, [...create, ...update, ...remove]);
        return { id: connection.id, ...(await writeDue(session, connection, held, args, old)) };
      },
    },
    {
      announced: removed,
      settles: [],
      waits: true,
      send: (context) => removeUndeclared(context, held, args, old),
    },
  ];
}

function isDue(old: SetState, args: SetInputs): boolean {
  const { create, update, remove } = planSet(old, args);
  return [...create, ...update, ...remove, ...undeployedStill(old, args)].length > 0;
}

/**
 * Writes the customers that differ. One that fails does so alone: the error names it, and the state keeps the others.
 */
async function writeDue(
  session: TenantSession,
  connection: TenantConnection,
  held: ReadonlyMap<string, TenantCredentials>,
  args: SetInputs,
  old: SetState | undefined,
): Promise<Sent> {
  const { create, update } = planSet(old, args);
  const due = [...create, ...update];
  const left = Object.keys(args.customers).filter((name) => !due.includes(name));
  const configuredAt = new Map(left.flatMap((name) => entryOf(old?.configuredAt, name)));
  const skipped = left.filter((name) => old?.skipped?.includes(name));
  const names = new Map(left.map((name) => [name, namesOf(old?.inputNames, name)]));
  const failed = new Map<string, unknown>();
  const write = async (name: string) => {
    try {
      const written = await writeOne(session, connection, held, { args, old }, name);
      if (written === undefined) skipped.push(name);
      else {
        configuredAt.set(name, written.saved.lastConfiguredAt ?? "");
        names.set(name, written.names);
      }
    } catch (error) {
      failed.set(name, error);
    }
  };
  const running = await runningOn(session, held, due);
  const undeployed = await deployingSet(session, connection, { declared: args, old, running }, () =>
    Promise.all(due.map(write)),
  );
  const known = new Map<string, Digests[string]>();
  for (const [name, digest] of Object.entries(args.customers)) {
    const current = failed.has(name) ? ownValue(old?.customers, name) : digest;
    if (current !== undefined) known.set(name, current);
    if (!failed.has(name)) continue;
    for (const [, time] of entryOf(old?.configuredAt, name)) configuredAt.set(name, time);
    if (current !== undefined) names.set(name, namesOf(old?.inputNames, name));
  }
  const reasons = [
    failed.size > 0 ? describeFailures("written", args, failed) : undefined,
    undeployed?.report,
  ];
  const customers: Digests = Object.fromEntries(known);
  return {
    state: {
      customers,
      configuredAt: Object.fromEntries(configuredAt),
      inputNames: inputNamesOf(names),
      ...counted(customers, skipped),
      ...(undeployed === undefined ? {} : { undeployedInstances: undeployed.ids }),
    },
    incomplete: reasons.filter((reason) => reason !== undefined).join(" ") || undefined,
  };
}

/** Removes the customers that are no longer declared. Those that cannot be removed stay in the state. */
async function removeUndeclared(
  { session, state }: ChangeContext,
  held: ReadonlyMap<string, TenantCredentials>,
  args: SetInputs,
  old: SetState | undefined,
): Promise<Sent> {
  const written = state as SetState;
  const failed = await removeAll(session, args.connection.stableKey, held, planSet(old, args).remove);
  if (failed.size === 0) return {};
  const stay = (map: Record<string, string> | undefined) =>
    Object.fromEntries([...failed.keys()].flatMap((name) => entryOf(map, name)));
  const customers = { ...written.customers, ...stay(old?.customers) };
  return {
    state: {
      customers,
      configuredAt: { ...written.configuredAt, ...stay(old?.configuredAt) },
      ...counted(customers, written.skipped ?? []),
    },
    incomplete: describeFailures("deleted", args, failed),
  };
}

async function removeSet({ session, id }: ChangeContext, old: SetState): Promise<void> {
  if ((await session.connections.byId(id)) === undefined) return;
  // After a refresh, customers that changed in the tenant are known by their time alone.
  const names = Object.keys({ ...old.customers, ...old.configuredAt });
  const held = await heldOfCustomers(session, id, names);
  const failed = await removeAll(session, old.connection.stableKey, held, names);
  if (failed.size === 0) return;
  throw new RefusedError([{ field: "__all__", messages: [describeFailures("deleted", old, failed)] }]);
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
  { args: declared, old }: { args: SetInputs; old: SetState | undefined },
  name: string,
): Promise<{ saved: TenantCredentials; names: string[] } | undefined> {
  const customer = await session.customers.find(name);
  if (customer === undefined) {
    if (declared.onMissingCustomer === "skip") return undefined;
    throw new RefusedError([{ field: "__all__", messages: [`${session.tenant} has no such customer`] }]);
  }
  const values = valuesOf(ownValue(declared.customers, name) ?? "");
  if (values === undefined) {
    throw new ConfigurationError(
      "its values did not reach this process, so they were not sent; run pulumi up again",
    );
  }
  const existing = held.get(customer.id);
  const names = declaredBy(values);
  const inputs = credentialExpressions(values, { held: existing, removed: removedInputs(old, name, names) });
  if (existing === undefined) {
    const saved = await session.credentials.create({
      scopedConfigVariable: connection.id,
      customer: customer.id,
      isTest: false,
      inputs,
    });
    return { saved, names };
  }
  const redeploy = redeploys(declared) ? { redeploy: true } : {};
  return { saved: await session.credentials.update({ id: existing.id, inputs, ...redeploy }), names };
}

/** Removes credentials that no resource of the program claims, after each had the time to claim its own. */
async function removeAll(
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

/** Numbers of a set's customers. */
export function counted(customers: Digests, skipped: string[]) {
  return {
    skipped: skipped.length > 0 ? skipped.sort() : undefined,
    counts: { customers: Object.keys(customers).length - skipped.length, skipped: skipped.length },
  };
}

function entryOf(map: Record<string, string> | undefined, name: string): [string, string][] {
  const value = ownValue(map, name);
  return value === undefined ? [] : [[name, value]];
}

/** Names the customers that failed, and the reasons, in one sentence. */
function describeFailures(
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
