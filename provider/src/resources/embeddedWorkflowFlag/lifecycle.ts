import { z } from "zod";
import type { Change, ChangeContext, Sent } from "../../dynamic/change.ts";
import { lifecycleOf } from "../../dynamic/lifecycleOf.ts";
import { isUnknown } from "../../dynamic/wire.ts";
import { orUnknown } from "../arguments.ts";
import type { TenantConnection } from "../../tenant/operation.ts";
import type { TenantSession } from "../../tenant/session.ts";
import {
  connectionReference,
  isOtherConnection,
  referredConnection,
  type ConnectionReference,
} from "../reference/connection.ts";
import { explaining, sendAgain } from "../../dynamic/writing.ts";
import { resolveTarget } from "../reference/target.ts";
import { partClaim } from "../claims.ts";
import { requirePermission } from "../permitted.ts";

/** The arguments of `EmbeddedWorkflowFlag` as its class registers them. */
export const flagArguments = z.strictObject({
  connection: orUnknown(connectionReference),
  enabled: orUnknown(z.boolean()),
});

type FlagInputs = z.output<typeof flagArguments>;

/** The arguments of a step that is carried out. */
interface KnownFlag extends FlagInputs {
  connection: ConnectionReference;
  enabled: boolean;
}

interface FlagState extends KnownFlag {
  /** True where this resource switched it on, and so switches it off again. */
  setByUs: boolean;
}

const flagOf = ({ stableKey }: ConnectionReference) => partClaim("embeddedWorkflows", stableKey);

/** The life-cycle of an `EmbeddedWorkflowFlag`. Its id is the connection's. */
export const embeddedWorkflowFlag = lifecycleOf<FlagInputs, FlagState>({
  arguments: flagArguments,
  secretPaths: [],

  async judge(session, old, { connection }) {
    const before = old === undefined || isUnknown(old.connection) ? undefined : old.connection.stableKey;
    if (isUnknown(connection) || connection.stableKey === before) return { problems: [] };
    const { problem } = await resolveTarget(session, connection, "embeddedWorkflows");
    return { problems: problem === undefined ? [] : [problem] };
  },

  claims: ({ connection }) => (isUnknown(connection) ? [] : [flagOf(connection)]),
  replaces: (old, args) => ({
    because: isOtherConnection(old.connection, args.connection) ? ["connection"] : [],
  }),

  // A step that refers to an unknown connection is a creation or a replacement, which a preview does not ask about.
  changes: (old, args) => changes(old, args as KnownFlag | undefined),

  async read(session, id, old) {
    const found = await session.connections.byId(id);
    if (found === undefined) return undefined;
    const args = { connection: old.connection, enabled: found.defaultForComponent };
    return { args, state: { ...old, ...args } };
  },
});

function changes(old: FlagState | undefined, args: KnownFlag | undefined): Change[] {
  if (args === undefined) {
    if (old === undefined || !old.enabled || !old.setByUs) return [];
    return [change(old, { releases: [flagOf(old.connection)], send: (context) => switchOff(context) })];
  }
  if (old?.enabled === args.enabled) return [];
  return [change(args, { send: (context) => set(context, old, args) })];
}

function change({ connection: { stableKey } }: KnownFlag, more: Pick<Change, "releases" | "send">): Change {
  const announced = { field: "updateScopedConfigVariable", stableKey, carries: ["defaultForComponent"] };
  return { announced: [announced], settles: ["enabled", "setByUs"], ...more };
}

async function set(
  { session, id }: ChangeContext,
  old: FlagState | undefined,
  { connection, enabled }: KnownFlag,
): Promise<Sent> {
  const reference = { ...connection, ...(id === "" ? {} : { id }) };
  const found = await referredConnection(session, reference, "its flag was not set");
  const setByUs = enabled && (old?.setByUs === true || !found.defaultForComponent);
  // A creation always sends it: a preview does not know what an unmanaged flag is.
  if (old === undefined || found.defaultForComponent !== enabled) await send(session, found, enabled);
  return { id: found.id, state: { setByUs } };
}

async function switchOff({ session, id }: ChangeContext): Promise<void> {
  const found = await session.connections.byId(id);
  if (found?.defaultForComponent !== true) return;
  requirePermission(session, found.allowUpdate, {
    mutation: "updateScopedConfigVariable",
    what: `The flag for embedded workflows of connection "${found.stableKey}" was not switched off`,
  });
  await send(session, found, false);
}

async function send(session: TenantSession, connection: TenantConnection, enabled: boolean): Promise<void> {
  const what = `The flag for embedded workflows of connection "${connection.stableKey}" was not changed`;
  // The next run could not tell any more who set it.
  await explaining(session, what, () =>
    sendAgain(() => session.connections.update({ id: connection.id, defaultForComponent: enabled })),
  );
}
