import { isDeepStrictEqual } from "node:util";
import type { Difference, Lifecycle, Problem, Properties } from "../../dynamic/lifecycle.ts";
import { isUnknown, type OrUnknown } from "../../dynamic/unknown.ts";
import { ConfigurationError } from "../../tenant/errors.ts";
import type { ConnectionType, TenantConnection } from "../../tenant/operation.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { isAdopted, markAdopted } from "../adopted.ts";
import { isClaimed } from "../claims.ts";
import { heldValues, ownerOf, toExpressions, type KnownValues } from "../connection/expressions.ts";
import { lostSecrets } from "../connection/lostSecrets.ts";
import { refreshedValues } from "../connection/refreshedValues.ts";
import { typeOf } from "../connection/resolve.ts";
import { checkValues, declaredNames, knownMap } from "../connection/values.ts";
import { explaining } from "../explain.ts";
import { problemsOf } from "../problems.ts";
import { nextRevisions, secretsChanged, type SecretRevisions } from "../secretRevisions.ts";
import { isOtherConnection, referredConnection, type ConnectionReference } from "../connectionReference.ts";
import { globalValuesArguments, type GlobalValuesInputs } from "./arguments.ts";
import { resolveTarget, type Target } from "../target.ts";

/** Raised when the form of the outputs changes; a state of any earlier version must stay readable. */
const SCHEMA_VERSION = 1;

const NOT_SET = "its global values were not set";

type CheckedValues = GlobalValuesInputs & { secretRevisions?: OrUnknown<SecretRevisions> | undefined };

interface GlobalValuesOutputs extends GlobalValuesInputs {
  connection: ConnectionReference;
  secretRevisions?: OrUnknown<SecretRevisions> | undefined;
  lastConfiguredAt?: string | undefined;
  driftedSecrets?: string[] | undefined;
  undeclaredSecrets?: string[] | undefined;
  schemaVersion: number;
}

/** The life of `GlobalValues`. Its id is the connection's. */
export const globalValues: Lifecycle = {
  secretArguments: ["secrets"],
  check,
  diff: (olds, news) => diff(olds as unknown as GlobalValuesOutputs, news as unknown as GlobalValuesInputs),

  plan(step) {
    const { connection } = (step.op === "delete" ? step.olds : step.news) as unknown as GlobalValuesOutputs;
    const update = {
      field: "updateScopedConfigVariable",
      stableKey: connection.stableKey,
      carries: ["inputs"],
    };
    if (step.op === "create") return [update];
    const old = step.olds as unknown as GlobalValuesOutputs;
    const names = [...Object.keys(knownMap(old.values)), ...Object.keys(knownMap(old.secretRevisions))];
    if (step.op === "delete") return names.length > 0 ? [update] : [];
    return valuesDiffer(old, step.news as unknown as GlobalValuesInputs) ? [update] : [];
  },

  async create(session, inputs) {
    const declared = inputs as unknown as GlobalValuesOutputs;
    const connection = await referredConnection(session, declared.connection, NOT_SET);
    const differences = differingInputs(declared, connection, await typeOf(session, connection));
    if (differences.length > 0 && !session.settings.adoptExisting) {
      throw new ConfigurationError(holdsOtherValues(session, connection.stableKey, differences));
    }
    markAdopted(session, adoptionKey(connection.id));
    return { id: connection.id, outputs: await write(session, connection, declared) };
  },

  async read(session, id, outputs) {
    const found = await session.connections.byId(id);
    if (found === undefined) return undefined;
    const old = outputs as unknown as GlobalValuesOutputs;
    const { values, secrets, drifted, undeclared } = refreshedValues(
      ownerOf(found),
      old,
      old.lastConfiguredAt,
      found,
      await typeOf(session, found),
    );
    const { connection, plainInputs, secretRevisions } = old;
    const inputs = { connection, values, secrets, plainInputs, secretRevisions };
    return {
      inputs,
      outputs: {
        ...inputs,
        driftedSecrets: drifted,
        undeclaredSecrets: undeclared,
        lastConfiguredAt: found.lastConfiguredAt ?? undefined,
        schemaVersion: SCHEMA_VERSION,
      },
    };
  },

  async update(session, id, olds, news) {
    const old = olds as unknown as GlobalValuesOutputs;
    const declared = news as unknown as GlobalValuesOutputs;
    if (!valuesDiffer(old, declared)) {
      return { ...declared, lastConfiguredAt: old.lastConfiguredAt, schemaVersion: SCHEMA_VERSION };
    }
    const connection = await referredConnection(session, { ...declared.connection, id }, NOT_SET);
    return write(session, connection, declared);
  },

  async delete(session, id, outputs) {
    const found = await session.connections.byId(id);
    if (found === undefined || isAdopted(session, adoptionKey(id))) return;
    if (isClaimed(session, "globalValues", found.stableKey)) return;
    const { values, secrets } = outputs as unknown as GlobalValuesOutputs;
    const ours = declaredNames({ values, secrets });
    const held = heldValues(found, ownerOf(found), { type: await typeOf(session, found), declared: ours });
    if (![...Object.keys(held.readable), ...held.writeOnly].some((name) => ours.includes(name))) return;
    await send(session, found, {});
  },
};

async function check(
  session: TenantSession,
  olds: Properties | undefined,
  news: Properties,
): Promise<{ inputs: Properties; problems: Problem[] }> {
  const { secretRevisions: givenRevisions, ...given } = news;
  const parsed = globalValuesArguments.safeParse(given, { reportInput: true });
  if (!parsed.success) {
    return { inputs: news, problems: problemsOf(parsed.error, Object.keys(globalValuesArguments.shape)) };
  }
  const declared = parsed.data;
  const old = olds as GlobalValuesOutputs | undefined;
  const secretRevisions = nextRevisions(
    { secrets: old?.secrets, revisions: (old?.secretRevisions ?? givenRevisions) as never },
    declared.secrets,
  );
  const inputs = { ...declared, secretRevisions };
  if (old !== undefined && sameArguments(old, declared)) return { inputs, problems: [] };
  if (isUnknown(declared.connection)) return { inputs, problems: [] };

  const { target, problem } = await resolveTarget(session, declared.connection, "globalValues");
  if (problem !== undefined) return { inputs, problems: [problem] };
  const problems = target === undefined ? [] : judgeValues(session, target, old, declared);
  return { inputs, problems };
}

function judgeValues(
  session: TenantSession,
  target: Target,
  old: GlobalValuesOutputs | undefined,
  declared: GlobalValuesInputs,
): Problem[] {
  const problems = checkValues(
    target.type.connectionType,
    { ...declared, valuesArgument: "values", secretsArgument: "secrets" },
    { needsEveryInput: target.needsEveryInput },
  );
  if (target.existing === undefined || problems.length > 0) return problems;
  const before = old === undefined ? [] : declaredNames(old);
  const lost = lostSecrets(
    target.existing,
    { globalValues: declared.values, globalSecrets: declared.secrets },
    before,
  );
  if (lost.length > 0)
    return lost.map(({ path, message }) => ({ path: path.replace("globalSecrets", "secrets"), message }));
  const differences =
    old === undefined ? differingInputs(declared, target.existing, target.type.connectionType) : [];
  if (differences.length === 0 || session.settings.adoptExisting) return [];
  return [{ path: "values", message: holdsOtherValues(session, target.existing.stableKey, differences) }];
}

function sameArguments(old: GlobalValuesOutputs, declared: GlobalValuesInputs): boolean {
  const { secretRevisions: _revisions, ...oldArguments } = old;
  return isDeepStrictEqual(withoutUndefined(oldArguments), withoutUndefined(declared));
}

/** The values have no id of their own. */
function adoptionKey(connectionId: string): string {
  return `globalValues ${connectionId}`;
}

function diff(olds: GlobalValuesOutputs, news: CheckedValues): Difference {
  const replaces = isOtherConnection(olds.connection, news.connection) ? ["connection"] : [];
  return { changes: replaces.length > 0 || valuesDiffer(olds, news), replaces };
}

function valuesDiffer(olds: GlobalValuesOutputs, news: CheckedValues): boolean {
  return (
    olds.undeclaredSecrets !== undefined ||
    !isDeepStrictEqual(olds.values ?? {}, news.values ?? {}) ||
    isUnknown(news.secrets) ||
    secretsChanged(olds, news)
  );
}

/** Names of readable values that the tenant holds and that are not the declared ones. */
function differingInputs(
  declared: GlobalValuesInputs,
  existing: TenantConnection,
  type: ConnectionType | undefined,
): string[] {
  const wanted = { ...knownMap(declared.values), ...knownMap(declared.secrets) };
  const { readable } = heldValues(existing, ownerOf(existing), { type, declared: Object.keys(wanted) });
  return Object.keys(readable).filter(
    (name) => !isUnknown(wanted[name]) && !isDeepStrictEqual(readable[name], wanted[name]),
  );
}

function holdsOtherValues(session: TenantSession, stableKey: string, names: string[]): string {
  return (
    `Connection "${stableKey}" of ${session.tenant} already holds other global values for ${names.join(", ")}. Nothing ` +
    "was changed. To overwrite them: pulumi config set prismatic:adoptExisting true"
  );
}

async function write(
  session: TenantSession,
  connection: TenantConnection,
  declared: GlobalValuesOutputs,
): Promise<Properties> {
  const wanted = { ...knownMap(declared.values), ...knownMap(declared.secrets) };
  const saved = await send(session, connection, wanted);
  return {
    ...declared,
    lastConfiguredAt: saved.lastConfiguredAt ?? undefined,
    schemaVersion: SCHEMA_VERSION,
  };
}

async function send(
  session: TenantSession,
  connection: TenantConnection,
  wanted: KnownValues,
): Promise<TenantConnection> {
  const type = await typeOf(session, connection);
  if (type === undefined) {
    throw new ConfigurationError(
      `The global values of "${connection.stableKey}" were not set, nothing was changed: ` +
        `${session.tenant} no longer has the component of this connection.`,
    );
  }
  const inputs = toExpressions(type, ownerOf(connection), wanted, connection);
  const what = `The global values of connection "${connection.stableKey}" were not changed`;
  return explaining(session, what, () => session.connections.update({ id: connection.id, inputs }));
}

function withoutUndefined(properties: object): object {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined));
}
