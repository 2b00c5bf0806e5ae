import { ConfigurationError } from "../../tenant/errors.ts";
import type { TenantConnection } from "../../tenant/operation.ts";
import type { CreateScopedConfigVariableInput } from "../../tenant/operations.generated.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { explaining, notice, sendOnce } from "../../dynamic/writing.ts";
import type { Undeployed } from "../redeploy/deploying.ts";
import { updateConnection } from "../redeploy/update.ts";
import { differencesFrom, existsAlready } from "./takingOver.ts";
import { FIELDS, payloadOf, takenOver } from "./fields.ts";
import type { ConnectionKind } from "../reference/kinds.ts";
import { asHeldBy, resolveType, type ResolvedType } from "../reference/connectionType.ts";
import type { CheckedConnection } from "./state.ts";

type Declared = CheckedConnection & { stableKey: string };

/** A connection that is there now; one that was taken over may leave instances on old values. */
interface Made {
  saved: TenantConnection;
  undeployed?: Undeployed | undefined;
}

/**
 * Creates the connection, or takes over one that has the stable key already: one that an interrupted run left, which
 * equals the declared one, or any other where `prismatic:adoptExisting` allows it.
 */
export async function createOrAdopt(
  kind: ConnectionKind,
  session: TenantSession,
  declared: Declared,
): Promise<Made> {
  const resolved = await resolveForWrite(session, declared);
  const existing = await session.connections.byStableKey(declared.stableKey);
  if (existing !== undefined) {
    return adopt(kind, session, await asHeldBy(session, existing, resolved), declared, existing);
  }
  return explaining(session, `Connection "${declared.stableKey}" was not created`, () =>
    sendOnce<Made>(
      async () => ({ saved: await create(kind, session, resolved, declared) }),
      async () => {
        const left = await session.connections.findAgain(declared.stableKey);
        return left && adopt(kind, session, resolved, declared, left);
      },
    ),
  );
}

/** The connection type in this tenant. @throws ConfigurationError where it is no longer there */
export async function resolveForWrite(session: TenantSession, declared: Declared): Promise<ResolvedType> {
  const { resolved, problem } = await resolveType(session, declared.component, declared.connectionType);
  if (resolved !== undefined) return resolved;
  throw new ConfigurationError(
    `Connection "${declared.stableKey}" was not written: ${problem?.path}: ${problem?.message}`,
  );
}

async function create(
  kind: ConnectionKind,
  session: TenantSession,
  { connectionType }: ResolvedType,
  declared: Declared,
): Promise<TenantConnection> {
  const fields = FIELDS.filter((field) => field.onCreate === "sent" && field.differs(undefined, declared));
  const payload = await payloadOf(fields, declared, {
    owner: kind,
    held: undefined,
    type: () => connectionType,
    old: undefined,
  });
  return session.connections.create({
    key: String(declared.name),
    stableKey: declared.stableKey,
    connection: connectionType.id,
    variableScope: kind.variableScope,
    managedBy: kind.managedBy,
    ...payload,
  } as CreateScopedConfigVariableInput);
}

async function adopt(
  kind: ConnectionKind,
  session: TenantSession,
  resolved: ResolvedType,
  declared: Declared,
  existing: TenantConnection,
): Promise<Made> {
  const differences = differencesFrom(kind, resolved, declared, existing);
  if (differences.blocking.length > 0 || (differences.all.length > 0 && !session.settings.adoptExisting)) {
    throw new ConfigurationError(existsAlready(session, declared.stableKey, differences));
  }
  const payload = await payloadOf(takenOver(declared), declared, {
    owner: kind,
    held: existing,
    type: () => resolved.connectionType,
    old: undefined,
  });
  notice(
    `${session.tenant} has connection "${declared.stableKey}" already; it was taken over, not created again.`,
  );
  const what = `Connection "${declared.stableKey}" was not taken over`;
  return updateConnection(session, existing, { id: existing.id, ...payload }, { decided: declared, what });
}
