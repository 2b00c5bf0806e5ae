import { letGo } from "../../dynamic/kept.ts";
import type { Difference, Lifecycle, Properties } from "../../dynamic/lifecycle.ts";
import { isUnknown } from "../../dynamic/unknown.ts";
import { ConfigurationError } from "../../tenant/errors.ts";
import type { TenantConnection } from "../../tenant/operation.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { heldValues, ownerOf, toExpressions, type KnownValues } from "../connection/expressions.ts";
import { knownInputs, refreshedInputs } from "../connection/newInputs.ts";
import { refreshedValues } from "../connection/refreshedValues.ts";
import { typeOf } from "../connection/resolve.ts";
import { declaredNames, knownMap } from "../connection/values.ts";
import { isOtherConnection, referredConnection } from "../connectionReference.ts";
import { undeployedStill, type Redeploying } from "../redeploy/decision.ts";
import { deployedOrHalfMade, deployRemaining, remaining } from "../redeploy/deploying.ts";
import { updateConnection, valuesOfConnection } from "../redeploy/updateConnection.ts";
import { partThing } from "../things.ts";
import type { GlobalValuesInputs } from "./arguments.ts";
import { checkGlobalValues } from "./check.ts";
import {
  differingInputs,
  holdsOtherValues,
  SCHEMA_VERSION,
  valuesDiffer,
  type CheckedValues,
  type GlobalValuesOutputs,
} from "./state.ts";

const NOT_SET = "its global values were not set";

/** The life of `GlobalValues`. Its id is the connection's. */
export const globalValues: Lifecycle = {
  secretArguments: ["secrets"],
  check: checkGlobalValues,
  diff: (olds, news) => diff(olds as unknown as GlobalValuesOutputs, news as unknown as GlobalValuesInputs),

  keeps(inputs) {
    const { connection } = inputs as unknown as GlobalValuesInputs;
    return isUnknown(connection) ? [] : [partThing("globalValues", connection.stableKey)];
  },

  plan(step, { keeps }) {
    const { connection } = (step.op === "delete" ? step.olds : step.news) as unknown as GlobalValuesOutputs;
    const update = {
      field: "updateScopedConfigVariable",
      stableKey: connection.stableKey,
      carries: ["inputs"],
    };
    if (step.op === "create") return [update];
    const old = step.olds as unknown as GlobalValuesOutputs;
    const names = [...Object.keys(knownMap(old.values)), ...Object.keys(knownMap(old.secretRevisions))];
    const isKept = keeps(partThing("globalValues", connection.stableKey));
    if (step.op === "delete") return names.length > 0 && !isKept ? [update] : [];
    if (valuesDiffer(old, step.news as unknown as GlobalValuesInputs)) return [update];
    const { stableKey } = connection;
    return undeployedStill(old, step.news).map(() => ({ field: "deployInstance", stableKey }));
  },

  async create(session, inputs) {
    const declared = inputs as unknown as GlobalValuesOutputs;
    const connection = await referredConnection(session, declared.connection, NOT_SET);
    const differences = differingInputs(declared, connection, await typeOf(session, connection));
    if (differences.length > 0 && !session.settings.adoptExisting) {
      throw new ConfigurationError(holdsOtherValues(session, connection.stableKey, differences));
    }
    return { id: connection.id, outputs: await write(session, connection, declared) };
  },

  async read(session, id, outputs) {
    const found = await session.connections.byId(id);
    if (found === undefined) return undefined;
    const old = outputs as unknown as GlobalValuesOutputs;
    const type = await typeOf(session, found);
    const { values, secrets, drifted, undeclared } = refreshedValues(
      ownerOf(found),
      old,
      old.lastConfiguredAt,
      found,
      type,
    );
    const { componentInputs, newInputs } = refreshedInputs(old, type);
    const { connection, plainInputs, redeployInstances, secretRevisions } = old;
    const inputs = {
      connection,
      values,
      secrets,
      plainInputs,
      redeployInstances,
      secretRevisions,
      newInputs,
    };
    const undeployedInstances = await remaining(valuesOfConnection(session, found), old.undeployedInstances);
    return {
      inputs,
      outputs: {
        ...inputs,
        driftedSecrets: drifted,
        undeclaredSecrets: undeclared,
        undeployedInstances,
        componentInputs,
        lastConfiguredAt: found.lastConfiguredAt ?? undefined,
        schemaVersion: SCHEMA_VERSION,
      },
    };
  },

  async update(session, id, olds, news) {
    const old = olds as unknown as GlobalValuesOutputs;
    const declared = news as unknown as GlobalValuesOutputs;
    const still = undeployedStill(old, declared);
    const { lastConfiguredAt, componentInputs } = old;
    const outputs = { ...declared, lastConfiguredAt, componentInputs, schemaVersion: SCHEMA_VERSION };
    if (!valuesDiffer(old, declared) && still.length === 0) return outputs;
    const connection = await referredConnection(session, { ...declared.connection, id }, NOT_SET);
    if (valuesDiffer(old, declared)) return write(session, connection, declared);
    const values = valuesOfConnection(session, connection);
    return deployedOrHalfMade(id, outputs, await deployRemaining(session, values, still));
  },

  async delete(session, id, outputs) {
    const found = await session.connections.byId(id);
    if (found === undefined) return;
    const { values, secrets } = outputs as unknown as GlobalValuesOutputs;
    const ours = declaredNames({ values, secrets });
    const held = heldValues(found, ownerOf(found), { type: await typeOf(session, found), declared: ours });
    if (![...Object.keys(held.readable), ...held.writeOnly].some((name) => ours.includes(name))) return;
    await letGo(session, [partThing("globalValues", found.stableKey)], () => send(session, found, {}, {}));
  },
};

function diff(olds: GlobalValuesOutputs, news: CheckedValues): Difference {
  const replaces = isOtherConnection(olds.connection, news.connection) ? ["connection"] : [];
  const changes = replaces.length > 0 || valuesDiffer(olds, news) || undeployedStill(olds, news).length > 0;
  return { changes, replaces };
}

async function write(
  session: TenantSession,
  connection: TenantConnection,
  declared: GlobalValuesOutputs,
): Promise<Properties> {
  const wanted = { ...knownMap(declared.values), ...knownMap(declared.secrets) };
  const { saved, undeployed } = await send(session, connection, wanted, declared);
  const lastConfiguredAt = saved.lastConfiguredAt ?? undefined;
  const known = knownInputs(await typeOf(session, saved));
  const outputs = { ...declared, lastConfiguredAt, ...known, schemaVersion: SCHEMA_VERSION };
  return deployedOrHalfMade(connection.id, outputs, undeployed);
}

async function send(
  session: TenantSession,
  connection: TenantConnection,
  wanted: KnownValues,
  decided: Redeploying,
) {
  const type = await typeOf(session, connection);
  if (type === undefined) {
    throw new ConfigurationError(
      `The global values of "${connection.stableKey}" were not set, nothing was changed: ` +
        `${session.tenant} no longer has the component of this connection.`,
    );
  }
  const inputs = toExpressions(type, ownerOf(connection), wanted, connection);
  const what = `The global values of connection "${connection.stableKey}" were not changed`;
  return updateConnection(session, connection, { id: connection.id, inputs }, { decided, what });
}
