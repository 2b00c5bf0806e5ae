import { z } from "zod";
import type { Sent } from "../../dynamic/change.ts";
import { lifecycleOf } from "../../dynamic/lifecycleOf.ts";
import { isUnknown } from "../../dynamic/wire.ts";
import { orUnknown } from "../arguments.ts";
import { UnreachableError } from "../../tenant/errors.ts";
import type { TenantConnection } from "../../tenant/operation.ts";
import type { TenantSession } from "../../tenant/session.ts";
import {
  connectionReference,
  isOtherConnection,
  referredConnection,
  type ConnectionReference,
} from "../reference/connection.ts";
import { explaining } from "../../dynamic/writing.ts";
import { resolveTarget } from "../reference/target.ts";
import { partClaim } from "../claims.ts";

const flagArguments = z.strictObject({
  connection: orUnknown(connectionReference),
  /** Whether embedded workflows use the connection for its component. */
  enabled: orUnknown(z.boolean()),
});

type FlagInputs = z.output<typeof flagArguments>;

type FlagState = {
  connection: ConnectionReference;
  enabled: boolean;
  /** Whether this resource switched it on, and so switches it off again. */
  setByUs: boolean;
};

const flagOf = ({ stableKey }: ConnectionReference) => partClaim("embeddedWorkflows", stableKey);

/** The life of an `EmbeddedWorkflowFlag`. Its id is the connection's. */
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

  changes(old, args) {
    const declared = args as FlagState | undefined;
    const connection = (declared ?? (old as FlagState)).connection;
    if (declared === undefined ? !old?.enabled || !old.setByUs : old?.enabled === declared.enabled) return [];
    return [
      {
        announced: [
          {
            field: "updateScopedConfigVariable",
            stableKey: connection.stableKey,
            carries: ["defaultForComponent"],
          },
        ],
        settles: ["enabled", "setByUs"],
        ...(declared === undefined ? { releases: [flagOf(connection)] } : {}),
        send: ({ session, id }) => sendFlag(session, id, old, declared),
      },
    ];
  },

  async read(session, id, old) {
    const found = await session.connections.byId(id);
    if (found === undefined) return undefined;
    const args = { connection: old.connection, enabled: found.defaultForComponent };
    return { args, state: { ...old, ...args } };
  },
});

async function sendFlag(
  session: TenantSession,
  id: string,
  old: FlagState | undefined,
  declared: FlagState | undefined,
): Promise<Sent> {
  const enabled = declared?.enabled === true;
  const found =
    declared === undefined
      ? await session.connections.byId(id)
      : await referredConnection(
          session,
          { ...declared.connection, ...(id === "" ? {} : { id }) },
          "its flag was not set",
        );
  if (found === undefined) return {};
  const setByUs = enabled && (old?.setByUs === true || !found.defaultForComponent);
  // Created, it is sent even where it is so already: a preview cannot know what nobody managed before.
  if (old === undefined || found.defaultForComponent !== enabled) await send(session, found, enabled);
  return { id: found.id, state: { setByUs } };
}

async function send(session: TenantSession, connection: TenantConnection, enabled: boolean): Promise<void> {
  const what = `The flag for embedded workflows of connection "${connection.stableKey}" was not changed`;
  const update = () => session.connections.update({ id: connection.id, defaultForComponent: enabled });
  await explaining(session, what, () =>
    update().catch((error: unknown) => {
      if (!(error instanceof UnreachableError && error.outcomeUnknown)) throw error;
      // Setting it twice does no harm, while the next run could not tell any more who set it.
      return update();
    }),
  );
}
