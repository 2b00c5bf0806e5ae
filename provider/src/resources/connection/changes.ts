import type { Change } from "../../dynamic/change.ts";
import type { RestOfRun } from "../../dynamic/lifecycle.ts";
import { ConfigurationError } from "../../tenant/errors.ts";
import type { TenantConnection } from "../../tenant/operation.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { deleteOnce, explaining } from "../../dynamic/writing.ts";
import { addsInputs } from "../inputs/newInputs.ts";
import { undeployedStill } from "../redeploy/decision.ts";
import { deploymentChange, sentUndeployed } from "../redeploy/deploying.ts";
import { updateConnection, valuesOfConnection } from "../redeploy/update.ts";
import { connectionClaim, partClaim } from "../claims.ts";
import { createOrAdopt, resolveForWrite } from "./create.ts";
import { FIELDS, payloadOf, takenOver } from "./fields.ts";
import type { Field } from "./row.ts";
import type { ConnectionKind } from "../reference/kinds.ts";
import { asHeldBy } from "../reference/connectionType.ts";
import type { CheckedConnection, ConnectionState } from "./state.ts";
import { releasesTokens, tokensChanges } from "./oauthTokens.ts";
import { testCredentialsChange } from "./testCredentials.ts";
import { requireUnused } from "../reference/uses.ts";

type Declared = CheckedConnection & { stableKey: string };

/** Lists the changes that a step makes to a connection. */
export function connectionChanges(
  kind: ConnectionKind,
  old: (ConnectionState & { stableKey: string }) | undefined,
  args: Declared | undefined,
  rest: RestOfRun,
): Change[] {
  if (args === undefined) return old === undefined ? [] : [deletion(old)];
  const fields = FIELDS.filter(
    (field) => (old !== undefined || field.onCreate === "follows") && field.differs(old, args),
  ).filter((field) => !released([field], args).some(rest.isClaimed));
  const changes = [...update(kind, fields, old, args), ...testCredentialsChange(kind, old, args, rest)];
  const tokens = tokensChanges(kind, old, args);
  if (old === undefined) {
    const [next, ...others] = [...changes, ...tokens];
    return [creation(kind, args, rest), ...(next ? [{ ...next, waits: true as const }] : []), ...others];
  }
  const sendsInputs = fields.some(({ sentAs }) => sentAs === "inputs");
  return [
    ...changes,
    ...(sendsInputs ? [] : deployment(old, args)),
    ...tokens,
    // Three changes send nothing by themselves: new inputs that a refresh found or that this run adds, what is left to
    // the tenant from now on, and numbers that a later delete has to know.
    ...(old.newInputs !== undefined ||
    addsInputs(old, args) ||
    FIELDS.some((field) => field.isReleased(old, args)) ||
    releasesTokens(old, args) ||
    isOther(old.replaceInUse, args.replaceInUse)
      ? [{ announced: [], settles: [] }]
      : []),
  ];
}

function creation(kind: ConnectionKind, args: Declared, rest: RestOfRun): Change {
  const { stableKey } = args;
  const carries = [...new Set(takenOver(args).map(({ sentAs }) => sentAs))];
  const isThere = rest.held(connectionClaim(stableKey)) !== undefined;
  return {
    announced: [
      isThere
        ? { field: "updateScopedConfigVariable", stableKey, carries }
        : { field: "createScopedConfigVariable", stableKey },
    ],
    settles: [],
    send: async ({ session }) => {
      const { saved, undeployed } = await createOrAdopt(kind, session, args);
      return { id: saved.id, ...sentUndeployed(undeployed) };
    },
  };
}

/** The update that carries some fields. */
function update(
  kind: ConnectionKind,
  fields: readonly Field[],
  old: ConnectionState | undefined,
  args: Declared,
): Change[] {
  if (fields.length === 0) return [];
  const { stableKey } = args;
  const carries = [...new Set(fields.map(({ sentAs }) => sentAs))];
  return [
    {
      announced: [{ field: "updateScopedConfigVariable", stableKey, carries }],
      settles: fields.flatMap(({ settles }) => settles),
      releases: released(fields, args),
      send: async ({ session, id }) => {
        const held = await heldConnection(session, id, stableKey);
        const type = async () =>
          (await asHeldBy(session, held, await resolveForWrite(session, args))).connectionType;
        const input = { id, ...(await payloadOf(fields, args, { owner: kind, held, type, old })) };
        const what = `Connection "${stableKey}" was not updated`;
        const { undeployed } = await updateConnection(session, held, input, { decided: args, what });
        return sentUndeployed(undeployed);
      },
    },
  ];
}

/** Deploys the instances that an earlier update could not; an update that sends inputs deploys all of them anyway. */
function deployment(old: ConnectionState, args: Declared): Change[] {
  return deploymentChange(undeployedStill(old, args), args.stableKey, async ({ session, id }) =>
    valuesOfConnection(session, await heldConnection(session, id, args.stableKey)),
  );
}

function deletion({ stableKey, replaceInUse }: ConnectionState & { stableKey: string }): Change {
  return {
    announced: [{ field: "deleteScopedConfigVariable", stableKey }],
    settles: [],
    releases: [connectionClaim(stableKey)],
    send: async ({ session, id }) => {
      await requireUnused(session, id, stableKey, replaceInUse);
      const what = `Connection "${stableKey}" was not deleted`;
      await explaining(session, what, () =>
        deleteOnce(
          () => session.connections.delete(id),
          async () => (await session.connections.findAgain(stableKey))?.id === id,
        ),
      );
    },
  };
}

/** The claims on fields that are no longer declared: those are unset, unless another resource claims them. */
function released(fields: readonly Field[], args: Declared) {
  return fields.flatMap((field) =>
    field.part === undefined || field.isDeclared(args) ? [] : [partClaim(field.part, args.stableKey)],
  );
}

/** The connection in the tenant. @throws ConfigurationError where it is gone */
export async function heldConnection(
  session: TenantSession,
  id: string,
  stableKey: string,
): Promise<TenantConnection> {
  const held = await session.connections.byId(id);
  if (held !== undefined) return held;
  throw new ConfigurationError(
    `${session.tenant} no longer has connection "${stableKey}", or does not show it yet. ${session.journal.unchanged} ` +
      "Run: pulumi up --refresh",
  );
}

function isOther(one: unknown, other: unknown): boolean {
  return JSON.stringify(one ?? {}) !== JSON.stringify(other ?? {});
}
