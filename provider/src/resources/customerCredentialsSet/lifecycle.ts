import type { Difference, Lifecycle } from "../../dynamic/lifecycle.ts";
import { isUnknown } from "../../dynamic/wire.ts";
import { RefusedError } from "../../tenant/errors.ts";
import { isOtherConnection, referredConnection } from "../reference/connection.ts";
import { undeployedStill } from "../redeploy/decision.ts";
import { remaining } from "../redeploy/deploying.ts";
import { checkSet } from "./check.ts";
import { OTHER_VALUES, type Digests } from "./digests.ts";
import { planSet, planSetStep, thingsOf } from "./plan.ts";
import { valuesOfSet } from "./redeploy.ts";
import { unnamedByCustomer, type SetInputs, type SetOutputs } from "./state.ts";
import { counted, describeFailures, removeAll, writeSet } from "./write.ts";

const NOT_WRITTEN = "its customers' credentials were not written";

/** The life of a `CustomerCredentialsSet`. Its id is the connection's. */
export const customerCredentialsSet: Lifecycle = {
  secretArguments: ["customers.*.secrets"],
  check: checkSet,
  diff: (olds, news) => diff(olds as unknown as SetOutputs, news as unknown as SetInputs),

  claims: (inputs) => thingsOf(inputs as unknown as SetOutputs),
  plan: planSetStep,

  async create(session, inputs) {
    const declared = inputs as unknown as SetInputs;
    const connection = await referredConnection(session, declared.connection, NOT_WRITTEN);
    const outputs = await writeSet(session, connection, declared, undefined);
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
    return writeSet(session, connection, declared, olds as unknown as SetOutputs);
  },

  async delete(session, id, outputs) {
    if ((await session.connections.byId(id)) === undefined) return;
    const old = outputs as unknown as SetOutputs;
    const held = unnamedByCustomer(await session.credentials.ofConnection(id));
    // Those that somebody else changed are known by their time alone after a refresh.
    const names = Object.keys({ ...old.customers, ...old.configuredAt });
    const failed = await removeAll(session, old.connection.stableKey, held, names);
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
