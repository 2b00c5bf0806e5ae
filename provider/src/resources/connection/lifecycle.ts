import type { Lifecycle } from "../../dynamic/lifecycle.ts";
import { ConfigurationError, RefusedError, UnreachableError } from "../../tenant/errors.ts";
import type { TenantConnection } from "../../tenant/operation.ts";
import type { UpdateScopedConfigVariableInput } from "../../tenant/operations.generated.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { differencesFrom, existsAlready } from "./adoption.ts";
import type { ConnectionInputs } from "./arguments.ts";
import { checkConnection } from "./check.ts";
import { changedParts, diffConnection } from "./diff.ts";
import { toExpressions } from "./expressions.ts";
import type { ConnectionKind } from "./kind.ts";
import { resolveType, typeOf, type ResolvedType } from "./resolve.ts";
import {
  declaredValues,
  managesGlobalValues,
  outputsAfterWrite,
  outputsWithoutWrite,
  refreshed,
  type ConnectionOutputs,
} from "./state.ts";

/** Connections that this process took over instead of creating them, by id. */
const adopted = new WeakMap<TenantSession, Set<string>>();

/** The life of one kind of connection. */
export function connectionLifecycle(kind: ConnectionKind): Lifecycle {
  return {
    secretArguments: ["globalSecrets"],
    check: (session, olds, news) => checkConnection(kind, session, olds, news),
    diff: (olds, news) =>
      diffConnection(kind, olds as unknown as ConnectionOutputs, news as unknown as ConnectionInputs),

    async create(session, inputs) {
      const declared = inputs as unknown as ConnectionInputs;
      const resolved = await resolveForWrite(session, declared);
      const existing = await session.connections.byStableKey(declared.stableKey);
      const saved =
        existing === undefined
          ? await createOnce(kind, session, resolved, declared)
          : await adopt(kind, session, resolved, declared, existing);
      return {
        id: saved.id,
        outputs: { ...outputsAfterWrite(kind, declared, resolved.connectionType.key, saved) },
      };
    },

    async read(session, id, outputs) {
      const found = await session.connections.byId(id);
      if (found === undefined) return undefined;
      const type = await typeOf(session, found);
      const { inputs, outputs: current } = refreshed(
        kind,
        outputs as unknown as ConnectionOutputs,
        found,
        type,
      );
      return { inputs: { ...inputs }, outputs: { ...current } };
    },

    async update(session, id, olds, news) {
      const old = olds as unknown as ConnectionOutputs;
      const declared = news as unknown as ConnectionInputs;
      const changed = changedParts(old, declared);
      const input: UpdateScopedConfigVariableInput = { id };
      if (changed.name) input.key = declared.name;
      if (changed.description) input.description = declared.description ?? "";
      if (changed.inputs) input.inputs = await inputsToSend(kind, session, id, declared);
      if (Object.keys(input).length === 1) return { ...outputsWithoutWrite(old, declared) };
      const saved = await explaining(session, declared.stableKey, "updated", () =>
        session.connections.update(input),
      );
      return { ...outputsAfterWrite(kind, declared, saved.connection?.key ?? old.connectionType, saved) };
    },

    async delete(session, id, outputs) {
      // A resource that was renamed without an alias: its new name took this very connection over.
      if (adopted.get(session)?.has(id)) return;
      const { stableKey } = outputs as unknown as ConnectionOutputs;
      await explaining(session, stableKey, "deleted", () => deleteOnce(session, id, stableKey));
    },
  };
}

async function resolveForWrite(session: TenantSession, declared: ConnectionInputs): Promise<ResolvedType> {
  const { resolved, problem } = await resolveType(session, declared.component, declared.connectionType);
  if (resolved === undefined) {
    throw new ConfigurationError(
      `Connection "${declared.stableKey}" was not created, nothing was changed: ${problem?.path}: ${problem?.message}`,
    );
  }
  return resolved;
}

async function createOnce(
  kind: ConnectionKind,
  session: TenantSession,
  resolved: ResolvedType,
  declared: ConnectionInputs,
): Promise<TenantConnection> {
  const inputs = managesGlobalValues(declared)
    ? toExpressions(resolved.connectionType, kind, declaredValues(declared), undefined)
    : undefined;
  const create = () =>
    session.connections.create({
      key: declared.name,
      stableKey: declared.stableKey,
      description: declared.description ?? "",
      connection: resolved.connectionType.id,
      variableScope: kind.variableScope,
      managedBy: kind.managedBy,
      ...(inputs === undefined ? {} : { inputs }),
    });
  return explaining(session, declared.stableKey, "created", async () => {
    try {
      return await create();
    } catch (error) {
      if (!(error instanceof UnreachableError && error.outcomeUnknown)) throw error;
      const existing = await session.connections.findAgain(declared.stableKey);
      return existing === undefined ? create() : adopt(kind, session, resolved, declared, existing);
    }
  });
}

/** Takes over a connection that is there already, and makes it what is declared. */
async function adopt(
  kind: ConnectionKind,
  session: TenantSession,
  resolved: ResolvedType,
  declared: ConnectionInputs,
  existing: TenantConnection,
): Promise<TenantConnection> {
  const differences = differencesFrom(kind, resolved, declared, existing);
  if (differences.blocking.length > 0 || (differences.all.length > 0 && !session.settings.adoptExisting)) {
    throw new ConfigurationError(existsAlready(session, declared.stableKey, differences));
  }
  adopted.set(session, (adopted.get(session) ?? new Set()).add(existing.id));
  const input: UpdateScopedConfigVariableInput = { id: existing.id, key: declared.name };
  if (declared.description !== undefined) input.description = declared.description;
  if (managesGlobalValues(declared)) {
    input.inputs = toExpressions(resolved.connectionType, kind, declaredValues(declared), existing);
  }
  return explaining(session, declared.stableKey, "taken over", () => session.connections.update(input));
}

async function inputsToSend(
  kind: ConnectionKind,
  session: TenantSession,
  id: string,
  declared: ConnectionInputs,
) {
  const resolved = await resolveForWrite(session, declared);
  const held = await session.connections.byId(id);
  return toExpressions(resolved.connectionType, kind, declaredValues(declared), held);
}

async function deleteOnce(session: TenantSession, id: string, stableKey: string): Promise<void> {
  try {
    await session.connections.delete(id);
  } catch (error) {
    if (error instanceof RefusedError && error.notFound) return;
    if (!(error instanceof UnreachableError && error.outcomeUnknown)) throw error;
    const remaining = await session.connections.findAgain(stableKey);
    if (remaining?.id === id) await session.connections.delete(id);
  }
}

/** Says of a refusal which connection of which tenant it concerns. */
async function explaining<Result>(
  session: TenantSession,
  stableKey: string,
  done: "created" | "updated" | "deleted" | "taken over",
  write: () => Promise<Result>,
): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    throw new RefusedError(
      [
        {
          field: "__all__",
          messages: [
            `Connection "${stableKey}" was not ${done}: ${session.tenant} answered "${error.message}". It is as it was before.`,
          ],
        },
      ],
      { cause: error },
    );
  }
}
