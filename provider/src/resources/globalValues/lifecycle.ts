import type { Change, ChangeContext, Sent } from "../../dynamic/change.ts";
import { lifecycleOf } from "../../dynamic/lifecycleOf.ts";
import { knownMap, isUnknown } from "../../dynamic/wire.ts";
import { ConfigurationError } from "../../tenant/errors.ts";
import type { ConnectionType, TenantConnection } from "../../tenant/operation.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { deployment, sent } from "../connection/changes.ts";
import { heldValues, ownerOf } from "../inputs/expressions.ts";
import { globalValues as field } from "../connection/fields.ts";
import { knownInputs, refreshedInputs } from "../inputs/newInputs.ts";
import { typeOf } from "../reference/connectionType.ts";
import { declaredNames } from "../inputs/values.ts";
import { isOtherConnection, referredConnection } from "../reference/connection.ts";
import { undeployedStill } from "../redeploy/decision.ts";
import { remaining } from "../redeploy/deploying.ts";
import { updateConnection, valuesOfConnection } from "../redeploy/updateConnection.ts";
import { partClaim } from "../claims.ts";
import { globalValuesArguments } from "./arguments.ts";
import { judgeGlobalValues } from "./check.ts";
import {
  asInline,
  holdsOtherValues,
  overwritten,
  type CheckedValues,
  type GlobalValuesOutputs,
} from "./state.ts";

const NOT_SET = "its global values were not set";

/** The life of `GlobalValues`. Its id is the connection's. */
export const globalValues = lifecycleOf<CheckedValues, GlobalValuesOutputs>({
  arguments: globalValuesArguments,
  secretPaths: ["secrets"],
  secrets: ({ secrets }) => [{ argument: "secrets", prefix: "", secrets }],
  judge: judgeGlobalValues,
  claims: ({ connection }) =>
    isUnknown(connection) ? [] : [partClaim("globalValues", connection.stableKey)],
  replaces: (old, args) => ({
    because: isOtherConnection(old.connection, args.connection) ? ["connection"] : [],
  }),

  changes(old, args) {
    const declared = args as GlobalValuesOutputs | undefined;
    const { stableKey } = (declared ?? (old as GlobalValuesOutputs)).connection;
    const update = (more: Pick<Change, "settles" | "send" | "releases">): Change => ({
      announced: [{ field: "updateScopedConfigVariable", stableKey, carries: ["inputs"] }],
      ...more,
    });
    if (declared === undefined) {
      const names = [...Object.keys(knownMap(old?.values)), ...Object.keys(knownMap(old?.secretRevisions))];
      if (old === undefined || names.length === 0) return [];
      const send = (context: ChangeContext) => remove(context, old);
      return [update({ settles: [], releases: [partClaim("globalValues", stableKey)], send })];
    }
    if (old !== undefined && !field.differs(asInline(old), asInline(declared))) {
      return deployment(undeployedStill(old, declared), { ...declared, stableKey });
    }
    return [update({ settles: ["values", "secrets"], send: (context) => write(context, old, declared) })];
  },

  async settled(session, id, args) {
    const saved = await referredConnection(
      session,
      { ...(args as GlobalValuesOutputs).connection, id },
      NOT_SET,
    );
    return {
      lastConfiguredAt: saved.lastConfiguredAt ?? undefined,
      ...knownInputs(await typeOf(session, saved)),
    };
  },

  async read(session, id, old) {
    const found = await session.connections.byId(id);
    if (found === undefined) return undefined;
    const type = await typeOf(session, found);
    const now = field.refreshed(asInline(old), found, ownerOf(found), type);
    const { componentInputs, newInputs } = refreshedInputs(old, type);
    const { connection, plainInputs, redeployInstances, secretRevisions } = old;
    const { globalValues: values, globalSecrets: secrets, driftedSecrets, undeclaredSecrets } = now;
    const args = { connection, values, secrets, plainInputs, redeployInstances, secretRevisions, newInputs };
    const undeployedInstances = await remaining(valuesOfConnection(session, found), old.undeployedInstances);
    const lastConfiguredAt = found.lastConfiguredAt ?? undefined;
    const known = { driftedSecrets, undeclaredSecrets, undeployedInstances, componentInputs };
    return { args, state: { ...args, ...known, lastConfiguredAt } };
  },
});

async function write(
  { session, id }: ChangeContext,
  old: GlobalValuesOutputs | undefined,
  declared: GlobalValuesOutputs,
): Promise<Sent> {
  const reference = { ...declared.connection, ...(id === "" ? {} : { id }) };
  const connection = await referredConnection(session, reference, NOT_SET);
  const type = await typeForWrite(session, connection);
  const others = old === undefined ? overwritten(declared, connection, type) : [];
  if (others.length > 0 && !session.settings.adoptExisting) {
    throw new ConfigurationError(holdsOtherValues(session, connection.stableKey, others));
  }
  return { id: connection.id, ...(await send(session, connection, type, declared)) };
}

async function remove({ session, id }: ChangeContext, old: GlobalValuesOutputs): Promise<Sent> {
  const found = await session.connections.byId(id);
  if (found === undefined) return {};
  const ours = declaredNames(old);
  const type = await typeForWrite(session, found);
  const held = heldValues(found, ownerOf(found), { type, declared: ours });
  const isHeld = [...Object.keys(held.readable), ...held.writeOnly].some((name) => ours.includes(name));
  return isHeld ? send(session, found, type, {}) : {};
}

async function send(
  session: TenantSession,
  held: TenantConnection,
  type: ConnectionType,
  declared: Pick<GlobalValuesOutputs, "values" | "secrets" | "redeployInstances">,
): Promise<Sent> {
  const payload = await field.send(asInline(declared), { owner: ownerOf(held), held, type: () => type });
  const what = `The global values of connection "${held.stableKey}" were not changed`;
  const input = { id: held.id, ...payload };
  return sent((await updateConnection(session, held, input, { decided: declared, what })).undeployed);
}

async function typeForWrite(session: TenantSession, connection: TenantConnection): Promise<ConnectionType> {
  const type = await typeOf(session, connection);
  if (type !== undefined) return type;
  throw new ConfigurationError(
    `The global values of "${connection.stableKey}" were not set, nothing was changed: ` +
      `${session.tenant} no longer has the component of this connection.`,
  );
}
