import type { Change, ChangeContext, Sent } from "../../dynamic/change.ts";
import { lifecycleOf } from "../../dynamic/lifecycleOf.ts";
import { isUnknown, knownMap } from "../../dynamic/wire.ts";
import { ConfigurationError } from "../../tenant/errors.ts";
import type { ConnectionType, TenantConnection } from "../../tenant/operation.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { partClaim } from "../claims.ts";
import { globalValues as row, writeOnly as marks } from "../connection/fields.ts";
import { markedInputs, removedNames, requireNoLoss, valueNames } from "../connection/inputs.ts";
import { decidedOwner, defaultOwner } from "../inputs/owners.ts";
import { declaredValues } from "../connection/state.ts";
import { heldValues, ownerOf, toExpressions } from "../inputs/expressions.ts";
import { knownInputs, refreshedInputs } from "../inputs/newInputs.ts";
import { requirePermission } from "../permitted.ts";
import { undeployedStill } from "../redeploy/decision.ts";
import { deploymentChange, remaining, sentUndeployed } from "../redeploy/deploying.ts";
import { updateConnection, valuesOfConnection } from "../redeploy/update.ts";
import { isOfChanged, isOtherConnection, referredConnection } from "../reference/connection.ts";
import { typeOf } from "../reference/connectionType.ts";
import { globalValuesArguments } from "./arguments.ts";
import { isToBeSent, judgeGlobalValues, refusal } from "./judge.ts";
import { asInline, type CheckedValues, type GlobalValuesState, type KnownGlobalValues } from "./state.ts";

const NOT_SET = "its global values were not set";

/** The life-cycle of `GlobalValues`. Its id is the connection's. */
export const globalValues = lifecycleOf<CheckedValues, GlobalValuesState>({
  arguments: globalValuesArguments,
  secretPaths: ["secrets"],
  secrets: ({ secrets }) => [{ argument: "secrets", prefix: "", secrets }],
  determined: ["addedInputs"],
  isToBeJudgedAgain: (session, { connection }) => isOfChanged(session, connection),
  judge: judgeGlobalValues,
  claims: ({ connection }) =>
    isUnknown(connection) ? [] : [partClaim("globalValues", connection.stableKey)],
  replaces: (old, args) => ({
    because: isOtherConnection(old.connection, args.connection) ? ["connection"] : [],
  }),
  // A step that refers to an unknown connection is a creation or a replacement, which a preview does not ask about.
  changes: (old, args) => changes(old, args as KnownGlobalValues | undefined),

  async settled(session, id, args) {
    const { connection } = args as KnownGlobalValues;
    const saved = await referredConnection(session, { ...connection, id }, NOT_SET);
    return {
      lastConfiguredAt: saved.lastConfiguredAt ?? undefined,
      ...knownInputs(await typeOf(session, saved)),
    };
  },

  cameBack: found,

  async heldBefore(session, id, old) {
    const now = session.connections.isWritten(id) ? undefined : await found(session, id, old);
    if (now === undefined) return undefined;
    const held = await heldNames(session, id, old);
    // What is gone already cannot be lost.
    const driftedSecrets = now.state.driftedSecrets?.filter((name) => held.includes(name));
    const what = `the global values of connection "${old.connection.stableKey}"`;
    return { ...now, state: { ...now.state, driftedSecrets }, what };
  },

  async read(session, id, old) {
    const now = await found(session, id, old);
    if (now === undefined) return undefined;
    const values = valuesOfConnection(session, { id, stableKey: old.connection.stableKey });
    const undeployedInstances = await remaining(values, old.undeployedInstances);
    return { ...now, state: { ...now.state, undeployedInstances } };
  },
});

/** The global values as the connection has them now; undefined where it is gone. */
async function found(session: TenantSession, id: string, old: GlobalValuesState) {
  const connection = await session.connections.byId(id);
  if (connection === undefined) return undefined;
  const type = await typeOf(session, connection);
  const now = row.refreshed(asInline(old), connection, ownerOf(connection), type);
  const { componentInputs, newInputs } = refreshedInputs(old, type);
  const { connection: reference, plainInputs, redeployInstances, secretRevisions, addedInputs } = old;
  const { writeOnlyInputs } = marks.refreshed(asInline(old), connection, ownerOf(connection), type);
  const { globalValues: values, globalSecrets: secrets, driftedSecrets, undeclaredInputs } = now;
  const args = {
    ...{ connection: reference, values, secrets, plainInputs, writeOnlyInputs },
    ...{ redeployInstances, secretRevisions, newInputs, addedInputs },
  };
  const lastConfiguredAt = connection.lastConfiguredAt ?? undefined;
  return { args, state: { ...args, driftedSecrets, undeclaredInputs, componentInputs, lastConfiguredAt } };
}

function changes(old: GlobalValuesState | undefined, args: KnownGlobalValues | undefined): Change[] {
  if (args === undefined) return old === undefined ? [] : deletion(old);
  const { stableKey } = args.connection;
  if (old !== undefined && !isToBeSent(old, args)) {
    return deploymentChange(undeployedStill(old, args), stableKey, async ({ session, id }) =>
      valuesOfConnection(session, await referredConnection(session, { ...args.connection, id }, NOT_SET)),
    );
  }
  return [
    update(stableKey, {
      settles: ["values", "secrets", "writeOnlyInputs", "addedInputs"],
      send: (context) => write(context, old, args),
    }),
  ];
}

function deletion(old: GlobalValuesState): Change[] {
  const { stableKey } = old.connection;
  const names = [...Object.keys(knownMap(old.values)), ...Object.keys(knownMap(old.secretRevisions))];
  if (names.length === 0) return [];
  const releases = [partClaim("globalValues", stableKey)];
  return [update(stableKey, { settles: [], releases, send: (context) => remove(context, old) })];
}

function update(stableKey: string, change: Pick<Change, "settles" | "send" | "releases">): Change {
  return {
    announced: [{ field: "updateScopedConfigVariable", stableKey, carries: ["inputs"] }],
    ...change,
  };
}

async function write(
  { session, id }: ChangeContext,
  old: GlobalValuesState | undefined,
  args: KnownGlobalValues,
): Promise<Sent> {
  const reference = { ...args.connection, ...(id === "" ? {} : { id }) };
  const connection = await referredConnection(session, reference, NOT_SET);
  const type = await typeForWrite(session, connection);
  if (old === undefined && !session.settings.adoptExisting) {
    const names = row.overwritten?.(asInline(args), connection, ownerOf(connection), type) ?? [];
    if (names.length > 0) throw new ConfigurationError(refusal(session, connection.stableKey, names));
  }
  const removed = removedNames(old && asInline(old), asInline(args));
  return { id: connection.id, ...(await send(session, connection, type, args, removed)) };
}

async function remove({ session, id }: ChangeContext, old: GlobalValuesState): Promise<Sent> {
  const found = await session.connections.byId(id);
  if (found === undefined) return {};
  const ours = valueNames(asInline(old));
  if ((await heldNames(session, id, old)).length === 0) return {};
  requirePermission(session, found.allowUpdate, {
    mutation: "updateScopedConfigVariable",
    what: `The global values of connection "${found.stableKey}" were not cleared`,
  });
  return send(session, found, await typeForWrite(session, found), {}, ours);
}

/** Names of the inputs that the resource has set and that still have a value. */
async function heldNames(session: TenantSession, id: string, old: GlobalValuesState): Promise<string[]> {
  const connection = await session.connections.byId(id);
  if (connection === undefined) return [];
  const ours = valueNames(asInline(old));
  const type = await typeForWrite(session, connection);
  const held = heldValues(connection, ownerOf(connection), { type, declared: ours });
  return [...Object.keys(held.readable), ...held.writeOnly].filter((name) => ours.includes(name));
}

async function send(
  session: TenantSession,
  held: TenantConnection,
  type: ConnectionType,
  args: Pick<CheckedValues, "values" | "secrets" | "writeOnlyInputs" | "redeployInstances">,
  removed: readonly string[],
): Promise<Sent> {
  const declared = declaredValues(asInline(args));
  requireNoLoss(held, Object.keys(declared), removed);
  // The connection decides about the owners of all other inputs.
  const owner = ownerOf(held);
  const sent = {
    ...{ declared, removed },
    decided: () => undefined,
    byDefault: (input: string) => decidedOwner(owner, type, { valued: [] })(input) ?? defaultOwner(owner),
    writeOnly: markedInputs(asInline(args)),
  };
  const what = `The global values of connection "${held.stableKey}" were not changed`;
  const input = { id: held.id, inputs: toExpressions(type, owner, sent, held) };
  const { undeployed } = await updateConnection(session, held, input, { decided: args, what });
  return sentUndeployed(undeployed);
}

async function typeForWrite(session: TenantSession, connection: TenantConnection): Promise<ConnectionType> {
  const type = await typeOf(session, connection);
  if (type !== undefined) return type;
  throw new ConfigurationError(
    `The global values of "${connection.stableKey}" were not set: ` +
      `${session.tenant} no longer has the component of this connection.`,
  );
}
