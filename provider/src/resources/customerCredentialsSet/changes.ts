import type { Change, ChangeContext, Sent } from "../../dynamic/change.ts";
import type { RestOfRun } from "../../dynamic/lifecycle.ts";
import { listed } from "../../dynamic/suggest.ts";
import { sendAgain, sendOnce } from "../../dynamic/writing.ts";
import { ConfigurationError, isOutcomeUnknown, PrismaticError, RefusedError } from "../../tenant/errors.ts";
import type { TenantConnection, TenantCredentials } from "../../tenant/operation.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { credentialExpressions } from "../credentials/values.ts";
import { deleteCredentials } from "../credentials/write.ts";
import { redeploys, undeployedStill } from "../redeploy/decision.ts";
import { referredConnection } from "../reference/connection.ts";
import { OTHER_VALUES, valuesOf, type Digests } from "./digests.ts";
import { heldOfCustomers } from "./held.ts";
import { declaredBy, inputNamesOf, namesOf } from "./inputNames.ts";
import { removedInputs } from "./losses.ts";
import { announced, goingOf, isNamed, planSet } from "./plan.ts";
import { deployingSet } from "./redeploy.ts";
import type { SetInputs, SetState } from "./state.ts";
import { announceStaying, movesHere, takeOverProblem } from "./takingOver.ts";
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
        const ofSet = { id: connection.id, total: sizeOf(old, args) };
        held = await heldOfCustomers(session, ofSet, [...create, ...update, ...remove]);
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

/** Number of the set's customers, before or after the step. */
function sizeOf(old: SetState | undefined, args: SetInputs): number {
  return Math.max(Object.keys(old?.customers ?? {}).length, Object.keys(args.customers).length);
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
  // The decision to adopt covers those that an earlier run took over.
  const before = session.settings.adoptExisting ? [] : (old?.takenOver ?? []);
  const takenOver = new Set(before.filter((name) => Object.hasOwn(args.customers, name)));
  const failed = new Map<string, unknown>();
  const write = async (name: string) => {
    try {
      const written = await writeOne(session, connection, held, { args, old }, name);
      if (written === undefined) skipped.push(name);
      else {
        configuredAt.set(name, written.saved.lastConfiguredAt ?? "");
        names.set(name, written.names);
        if (written.isTakenOver) takenOver.add(name);
        else if (written.isNew) takenOver.delete(name);
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
    const current = failed.has(name) ? leftOf(failed.get(name), ownValue(old?.customers, name)) : digest;
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
      takenOver: takenOver.size > 0 ? [...takenOver].sort() : undefined,
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
  const { stableKey } = args.connection;
  const { remove } = planSet(old, args);
  announceStaying(session, stableKey, stayingOf(old, remove));
  const failed = await removeAll(session, stableKey, held, goingOf(old, remove));
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
  const { stableKey } = old.connection;
  announceStaying(session, stableKey, stayingOf(old, names));
  const going = goingOf(old, names);
  const held = await heldOfCustomers(session, { id, total: names.length }, going);
  const failed = await removeAll(session, stableKey, held, going);
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

/** The digest of a customer that failed. Where the answer was lost, the tenant may have the credentials by now. */
function leftOf(error: unknown, before: Digests[string] | undefined): Digests[string] | undefined {
  return before ?? (isOutcomeUnknown(error) ? OTHER_VALUES : undefined);
}

/** Credentials of one customer that were written. */
interface Written {
  saved: TenantCredentials;
  names: string[];
  /** They were created here. */
  isNew: boolean;
  /** Somebody else made them, and nobody decided to adopt them. */
  isTakenOver: boolean;
}

async function writeOne(
  session: TenantSession,
  connection: TenantConnection,
  held: ReadonlyMap<string, TenantCredentials>,
  { args: declared, old }: { args: SetInputs; old: SetState | undefined },
  name: string,
): Promise<Written | undefined> {
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
    const input = { scopedConfigVariable: connection.id, customer: customer.id, isTest: false, inputs };
    const ofSet = { id: connection.id, total: sizeOf(old, declared) };
    const saved = await sendOnce(
      () => session.credentials.create(input),
      async () => (await heldOfCustomers(session, ofSet, [name])).get(customer.id),
    );
    return { saved, names, isNew: true, isTakenOver: false };
  }
  const isUndecided = !Object.hasOwn(old?.customers ?? {}, name) && !session.settings.adoptExisting;
  const problem = isUndecided && takeOverProblem(session, declared, new Map([[name, existing]]));
  if (problem) throw new ConfigurationError(problem);
  const redeploy = redeploys(declared) ? { redeploy: true } : {};
  const saved = await sendAgain(() => session.credentials.update({ id: existing.id, inputs, ...redeploy }));
  const isTakenOver = isUndecided && !movesHere(session, connection.stableKey, name);
  return { saved, names, isNew: false, isTakenOver };
}

/** Of some customers, those whose credentials stay. */
function stayingOf(old: SetState | undefined, names: readonly string[]): string[] {
  return names.filter((name) => old?.takenOver?.includes(name));
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
