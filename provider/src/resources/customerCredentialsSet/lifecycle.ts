import { HalfMadeError, type Difference, type Lifecycle, type Properties } from "../../dynamic/lifecycle.ts";
import { isUnknown } from "../../dynamic/unknown.ts";
import { PrismaticError, RefusedError } from "../../tenant/errors.ts";
import type { TenantConnection, TenantCredentials } from "../../tenant/operation.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { isOtherConnection, referredConnection } from "../connectionReference.ts";
import { knownMap } from "../connection/values.ts";
import { deleteCredentials } from "../credentials/test.ts";
import { credentialExpressions } from "../credentials/values.ts";
import { redeploys, undeployedStill } from "../redeploy/decision.ts";
import { deployedOrHalfMade, remaining } from "../redeploy/deploying.ts";
import { listed } from "../suggest.ts";
import { customerThing } from "../things.ts";
import { checkSet } from "./check.ts";
import { OTHER_VALUES, valuesOf, type Digests } from "./digests.ts";
import { countSet, planSet } from "./plan.ts";
import { deployingSet, valuesOfSet } from "./redeploy.ts";
import { SCHEMA_VERSION, unnamedByCustomer, type SetInputs, type SetOutputs } from "./state.ts";

const NOT_WRITTEN = "its customers' credentials were not written";

/** The life of a `CustomerCredentialsSet`. Its id is the connection's. */
export const customerCredentialsSet: Lifecycle = {
  secretArguments: ["customers.*.secrets"],
  check: checkSet,
  diff: (olds, news) => diff(olds as unknown as SetOutputs, news as unknown as SetInputs),

  keeps(inputs) {
    const { connection, customers } = inputs as unknown as SetInputs;
    if (isUnknown(connection)) return [];
    return Object.keys(knownMap(customers)).map((name) =>
      customerThing(connection.stableKey, name, undefined),
    );
  },

  plan(step) {
    const { connection } = (step.op === "delete" ? step.olds : step.news) as unknown as SetInputs;
    const olds = step.op === "create" ? undefined : (step.olds as unknown as SetOutputs);
    const news = step.op === "delete" ? undefined : (step.news as unknown as SetInputs);
    const { create, update, remove } = countSet(olds, news);
    const each = (verb: string, count: number) => {
      const mutation = { field: `${verb}CustomerConfigVariable`, stableKey: connection.stableKey };
      return Array.from({ length: count }, () => mutation);
    };
    const still = step.op === "update" ? undeployedStill(step.olds, step.news) : [];
    const deploy = still.map(() => ({ field: "deployInstance", stableKey: connection.stableKey }));
    return [...each("create", create), ...each("update", update), ...each("delete", remove), ...deploy];
  },

  async create(session, inputs) {
    const declared = inputs as unknown as SetInputs;
    const connection = await referredConnection(session, declared.connection, NOT_WRITTEN);
    const outputs = await write(session, connection, declared, undefined);
    return { id: connection.id, outputs };
  },

  async read(session, id, outputs) {
    const connection = await session.connections.byId(id);
    if (connection === undefined) return undefined;
    const old = outputs as unknown as SetOutputs;
    const held = unnamedByCustomer(await session.credentials.ofConnection(id));
    const customers: Digests = {};
    const configuredAt: Record<string, string> = {};
    const skipped: string[] = [];
    // What is gone is in no other list of the state any more.
    const drifted = (old.drifted ?? []).filter((each) => each.startsWith("-"));
    for (const name of new Set([...Object.keys(old.customers), ...Object.keys(old.configuredAt)])) {
      const digest = old.customers[name];
      const customer = await session.customers.find(name);
      const current = customer && held.get(customer.id)?.lastConfiguredAt;
      if (current) configuredAt[name] = current;
      if (digest === undefined) continue;
      if (customer === undefined && old.skipped?.includes(name)) {
        customers[name] = digest;
        skipped.push(name);
      } else if (!current) {
        drifted.push(`-${name}`);
      } else if (current === old.configuredAt[name] && digest !== OTHER_VALUES) {
        customers[name] = digest;
      } else {
        customers[name] = OTHER_VALUES;
        drifted.push(`~${name}`);
      }
    }
    const {
      connection: reference,
      onMissingCustomer,
      plainInputs,
      redeployInstances,
      change,
      schemaVersion,
    } = old;
    const arguments_ = {
      connection: reference,
      onMissingCustomer,
      plainInputs,
      redeployInstances,
      change,
      customers,
    };
    return {
      inputs: arguments_,
      outputs: {
        ...arguments_,
        configuredAt,
        schemaVersion,
        drifted: drifted.length > 0 ? drifted : undefined,
        undeployedInstances: await remaining(valuesOfSet(session, connection), old.undeployedInstances),
        ...counted(customers, skipped),
      },
    };
  },

  async update(session, id, olds, news) {
    const declared = news as unknown as SetInputs;
    const connection = await referredConnection(session, { ...declared.connection, id }, NOT_WRITTEN);
    return write(session, connection, declared, olds as unknown as SetOutputs);
  },

  async delete(session, id, outputs) {
    if ((await session.connections.byId(id)) === undefined) return;
    const old = outputs as unknown as SetOutputs;
    const held = unnamedByCustomer(await session.credentials.ofConnection(id));
    const failed = await removeAll(session, old.connection.stableKey, held, Object.keys(old.customers));
    if (failed.size === 0) return;
    throw new RefusedError([{ field: "__all__", messages: [describeFailures("deleted", old, failed)] }]);
  },
};

function diff(olds: SetOutputs, news: SetInputs): Difference {
  const replaces = isOtherConnection(olds.connection, news.connection) ? ["connection"] : [];
  if (isUnknown(news.customers)) return { changes: true, replaces };
  const { create, update, remove } = planSet(olds, news);
  const due = [...create, ...update, ...remove, ...undeployedStill(olds, news)];
  return { changes: replaces.length + due.length > 0, replaces };
}

/** Writes what differs; one bad customer fails alone, and the error names it while the state keeps the others. */
async function write(
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
async function removeAll(
  session: TenantSession,
  stableKey: string,
  held: ReadonlyMap<string, TenantCredentials>,
  names: readonly string[],
): Promise<Map<string, unknown>> {
  const failed = new Map<string, unknown>();
  if (names.length > 0) await session.calls.wait();
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

function counted(customers: Digests, skipped: string[]) {
  return {
    skipped: skipped.length > 0 ? skipped.sort() : undefined,
    counts: { customers: Object.keys(customers).length - skipped.length, skipped: skipped.length },
  };
}

function entryOf(map: Record<string, string> | undefined, name: string): [string, string][] {
  const value = map?.[name];
  return value === undefined ? [] : [[name, value]];
}

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
