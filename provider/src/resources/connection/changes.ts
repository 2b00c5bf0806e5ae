import type { Change, Sent } from "../../dynamic/change.ts";
import type { RestOfRun } from "../../dynamic/lifecycle.ts";
import { ConfigurationError } from "../../tenant/errors.ts";
import type { TenantConnection } from "../../tenant/operation.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { explaining } from "../../dynamic/writing.ts";
import { undeployedStill } from "../redeploy/decision.ts";
import { deployRemaining, type Undeployed } from "../redeploy/deploying.ts";
import { updateConnection, valuesOfConnection } from "../redeploy/updateConnection.ts";
import { connectionClaim, partClaim } from "../claims.ts";
import { createOrAdopt, deleteOnce, resolveForWrite } from "./create.ts";
import { FIELDS, payloadOf, takenOver, type Field } from "./fields.ts";
import type { ConnectionKind } from "../reference/kind.ts";
import { asHeldBy } from "../reference/connectionType.ts";
import type { CheckedConnection, ConnectionOutputs } from "./state.ts";
import { testCredentialsChange } from "./testCredentials.ts";
import { refuseDeleteInUse } from "../reference/uses.ts";

type Declared = CheckedConnection & { stableKey: string };

/** What a step does with a connection. */
export function connectionChanges(
  kind: ConnectionKind,
  old: (ConnectionOutputs & { stableKey: string }) | undefined,
  args: Declared | undefined,
  rest: RestOfRun,
): Change[] {
  if (args === undefined) return old === undefined ? [] : [deletion(old)];
  const fields = FIELDS.filter(
    (field) => (old !== undefined || field.onCreate === "follows") && field.differs(old, args),
  ).filter((field) => !released([field], args).some(rest.isClaimed));
  const changes = [...update(kind, fields, args), ...testCredentialsChange(old, args, rest)];
  if (old === undefined) {
    const [next, ...others] = changes;
    return [creation(kind, args, rest), ...(next ? [{ ...next, waits: true as const }] : []), ...others];
  }
  const sendsInputs = fields.some(({ sentAs }) => sentAs === "inputs");
  return [
    ...changes,
    ...(sendsInputs ? [] : deployment(undeployedStill(old, args), args)),
    // What sends nothing by itself: new inputs that a refresh found, what is left to the tenant from now on, and what a
    // later delete has to know.
    ...(old.newInputs !== undefined ||
    FIELDS.some((field) => field.isLeftAlone(old, args)) ||
    isOther(old.replaceInUse, args.replaceInUse)
      ? [{ announced: [], settles: [] }]
      : []),
  ];
}

function creation(kind: ConnectionKind, args: Declared, rest: RestOfRun): Change {
  const { stableKey } = args;
  const carries = takenOver(args).map(({ sentAs }) => sentAs);
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
      return { id: saved.id, ...sent(undeployed) };
    },
  };
}

/** The update that carries some fields. */
function update(kind: ConnectionKind, fields: readonly Field[], args: Declared): Change[] {
  if (fields.length === 0) return [];
  const { stableKey } = args;
  const carries = fields.map(({ sentAs }) => sentAs);
  return [
    {
      announced: [{ field: "updateScopedConfigVariable", stableKey, carries }],
      settles: fields.flatMap(({ settles }) => settles),
      releases: released(fields, args),
      send: async ({ session, id }) => {
        const held = await heldConnection(session, id, stableKey);
        const type = async () =>
          (await asHeldBy(session, held, await resolveForWrite(session, args))).connectionType;
        const input = { id, ...(await payloadOf(fields, args, { owner: kind, held, type })) };
        const what = `Connection "${stableKey}" was not updated`;
        return sent((await updateConnection(session, held, input, { decided: args, what })).undeployed);
      },
    },
  ];
}

/** Instances that an earlier update could not deploy. One that sends inputs deploys all instances anyway. */
export function deployment(ids: readonly string[], { stableKey }: { stableKey: string }): Change[] {
  if (ids.length === 0) return [];
  return [
    {
      announced: ids.map(() => ({ field: "deployInstance", stableKey })),
      settles: ["undeployedInstances"],
      send: async ({ session, id }) => {
        const held = await heldConnection(session, id, stableKey);
        return sent(await deployRemaining(session, valuesOfConnection(session, held), ids));
      },
    },
  ];
}

function deletion({ stableKey, replaceInUse }: ConnectionOutputs & { stableKey: string }): Change {
  return {
    announced: [{ field: "deleteScopedConfigVariable", stableKey }],
    settles: [],
    releases: [connectionClaim(stableKey)],
    send: async ({ session, id }) => {
      await refuseDeleteInUse(session, id, stableKey, replaceInUse);
      const what = `Connection "${stableKey}" was not deleted`;
      await explaining(session, what, () => deleteOnce(session, id, stableKey));
    },
  };
}

/** What is no longer declared and goes, unless another resource keeps it. */
function released(fields: readonly Field[], args: Declared) {
  return fields.flatMap((field) =>
    field.part === undefined || field.isDeclared(args) ? [] : [partClaim(field.part, args.stableKey)],
  );
}

export function sent(undeployed: Undeployed | undefined): Sent {
  if (undeployed === undefined) return {};
  return { state: { undeployedInstances: undeployed.ids }, incomplete: undeployed.report };
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
    `${session.tenant} no longer has connection "${stableKey}". Run: pulumi up --refresh`,
  );
}

function isOther(one: unknown, other: unknown): boolean {
  return JSON.stringify(one ?? {}) !== JSON.stringify(other ?? {});
}
