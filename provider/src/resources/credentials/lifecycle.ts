import { isDeepStrictEqual } from "node:util";
import type { z } from "zod";
import type { Difference, Lifecycle, Problem, Properties } from "../../dynamic/lifecycle.ts";
import { notice } from "../../dynamic/notice.ts";
import { isUnknown, type OrUnknown } from "../../dynamic/unknown.ts";
import { ConfigurationError, UnreachableError } from "../../tenant/errors.ts";
import type { TenantConnection, TenantCredentials } from "../../tenant/operation.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { isOtherConnection, referredConnection, type ConnectionReference } from "../connectionReference.ts";
import { isClaimed } from "../claims.ts";
import { explaining } from "../explain.ts";
import { problemsOf } from "../problems.ts";
import { nextRevisions, secretsChanged, type SecretRevisions } from "../secretRevisions.ts";
import { resolveTarget, type ManagedPart, type Target } from "../target.ts";
import type { CredentialsInputs } from "./arguments.ts";
import { redeployProblem } from "./redeploy.ts";
import { deleteCredentials } from "./test.ts";
import {
  checkCredentials,
  credentialExpressions,
  knownCredentials,
  refreshedCredentials,
  type CredentialValues,
} from "./values.ts";

/** Raised when the form of the outputs changes; a state of any earlier version must stay readable. */
const SCHEMA_VERSION = 1;

type CheckedCredentials = CredentialsInputs & { secretRevisions?: OrUnknown<SecretRevisions> | undefined };

interface CredentialsOutputs extends CredentialsInputs {
  connection: ConnectionReference;
  secretRevisions?: OrUnknown<SecretRevisions> | undefined;
  status?: string | undefined;
  authorizeUrl?: string | undefined;
  lastConfiguredAt?: string | undefined;
  driftedSecrets?: string[] | undefined;
  schemaVersion: number;
}

/** Whose credentials they are. */
export interface Place {
  isTest: boolean;
  customer: { id: string; name: string } | undefined;
}

/** What tells one resource of credentials from another. */
export interface CredentialsKind {
  schema: z.ZodObject;
  /** What the connection then must not manage itself. */
  part: ManagedPart | undefined;
  /** Why the connection cannot have such credentials. */
  refusal(owner: Target["owner"]): string | undefined;
  /** In the words of an error message: `the test credentials of connection "slack"`. */
  describe(stableKey: string, declared: CredentialsInputs): string;
  /** Whose they are; undefined while that is unknown. */
  place(session: TenantSession, declared: CredentialsInputs): Promise<{ place?: Place; problem?: Problem }>;
  /** The credentials of the same place that the tenant has. */
  existing(
    session: TenantSession,
    connection: TenantConnection,
    place: Place,
    declared: CredentialsInputs,
  ): Promise<TenantCredentials | undefined>;
}

/** The life of credentials: a test's or a customer's. Their id is the tenant's. */
export function credentialsLifecycle(kind: CredentialsKind): Lifecycle {
  return {
    secretArguments: ["secrets", "authorizeUrl"],
    check: (session, olds, news) => check(kind, session, olds, news),
    diff: (olds, news) => diff(olds as unknown as CredentialsOutputs, news as unknown as CredentialsInputs),

    plan(step) {
      const { connection } = (step.op === "delete" ? step.olds : step.news) as unknown as CredentialsOutputs;
      const { stableKey } = connection;
      if (step.op !== "update") return [{ field: `${step.op}CustomerConfigVariable`, stableKey }];
      const change = changedFields(
        step.olds as unknown as CredentialsOutputs,
        step.news as unknown as CredentialsInputs,
      );
      const carries = Object.keys(change);
      return carries.length === 0 ? [] : [{ field: "updateCustomerConfigVariable", stableKey, carries }];
    },

    async create(session, inputs) {
      const declared = inputs as unknown as CredentialsOutputs;
      const { stableKey } = declared.connection;
      const what = `${kind.describe(stableKey, declared)} were not created`;
      const connection = await referredConnection(session, declared.connection, what);
      const { place, problem } = await kind.place(session, declared);
      if (place === undefined)
        throw new ConfigurationError(`${what}, nothing was changed: ${problem?.message}`);
      const saved = await explaining(session, what, () =>
        createOrAdopt(kind, session, connection, place, declared),
      );
      tellWhoMustAuthorize(session, kind.describe(stableKey, declared), saved);
      return { id: saved.id, outputs: outputsOf(declared, saved) };
    },

    async read(session, id, outputs) {
      const found = await session.credentials.byId(id);
      if (found === undefined) return undefined;
      const old = outputs as unknown as CredentialsOutputs;
      const declared = { values: old.values, secrets: old.secrets } as CredentialValues;
      const current = refreshedCredentials(declared, old.driftedSecrets ?? [], old.lastConfiguredAt, found);
      const { values, secrets } = current.credentials;
      const name = old.name === undefined ? {} : { name: found.key ?? "" };
      const inputs = { ...argumentsOf(old), values, secrets, ...name };
      const driftedSecrets = current.drifted.length > 0 ? current.drifted : undefined;
      return { inputs, outputs: { ...inputs, ...serverFields(found), driftedSecrets } };
    },

    async update(session, id, olds, news) {
      const old = olds as unknown as CredentialsOutputs;
      const declared = news as unknown as CredentialsOutputs;
      const { status, authorizeUrl, lastConfiguredAt } = old;
      const change = changedFields(old, declared);
      if (Object.keys(change).length === 0) {
        return { ...declared, status, authorizeUrl, lastConfiguredAt, schemaVersion: SCHEMA_VERSION };
      }
      const what = `${kind.describe(declared.connection.stableKey, declared)} were not updated`;
      const redeploy = change.inputs !== undefined && declared.redeployInstances === "onChange";
      const saved = await explaining(session, what, () =>
        session.credentials.update({ id, ...change, ...(redeploy ? { redeploy } : {}) }),
      );
      return outputsOf(declared, saved);
    },

    async delete(session, id, outputs) {
      const found = await session.credentials.byId(id);
      const old = outputs as unknown as CredentialsOutputs;
      if (found === undefined || isClaimedPart(kind, session, old.connection.stableKey)) return;
      const what = `${kind.describe(old.connection.stableKey, old)} were not deleted`;
      await explaining(session, what, () => deleteCredentials(session, found));
    },
  };
}

async function check(
  kind: CredentialsKind,
  session: TenantSession,
  olds: Properties | undefined,
  news: Properties,
): Promise<{ inputs: Properties; problems: Problem[] }> {
  const { secretRevisions: givenRevisions, ...given } = news;
  const parsed = kind.schema.safeParse(given, { reportInput: true });
  if (!parsed.success) {
    return { inputs: news, problems: problemsOf(parsed.error, Object.keys(kind.schema.shape)) };
  }
  const declared = parsed.data as unknown as CredentialsInputs;
  const old = olds as CredentialsOutputs | undefined;
  const secretRevisions = nextRevisions(
    {
      secrets: old?.secrets,
      revisions: old?.secretRevisions ?? (givenRevisions as CredentialsOutputs["secretRevisions"]),
    },
    declared.secrets,
  );
  const inputs = { ...declared, secretRevisions };
  if (old !== undefined && isDeepStrictEqual(argumentsOf(old, false), argumentsOf(declared, false))) {
    return { inputs, problems: [] };
  }
  if (isUnknown(declared.connection)) return { inputs, problems: [] };

  const { target, problem } = await resolveTarget(session, declared.connection, kind.part);
  const { place, problem: misplaced } = await kind.place(session, declared);
  const problems = [problem, misplaced].filter((found) => found !== undefined);
  if (problems.length > 0 || target === undefined) return { inputs, problems };
  const refusal = kind.refusal(target.owner);
  if (refusal !== undefined) return { inputs, problems: [{ path: "connection", message: refusal }] };
  problems.push(...valueProblems(target, declared));
  if (problems.length === 0 && place !== undefined && target.existing !== undefined) {
    problems.push(...(await existingProblems(kind, session, target.existing, place, old, inputs)));
  }
  return { inputs, problems };
}

function valueProblems(target: Target, declared: CredentialsInputs): Problem[] {
  const { values, secrets, plainInputs } = declared;
  const named = { values, secrets, plainInputs, valuesArgument: "values", secretsArgument: "secrets" };
  const all = target.type.connectionType.inputs.nodes.map(({ key }) => key);
  // What is not known yet can be supplied by anybody.
  return checkCredentials(target.type.connectionType, named, target.globalInputs ?? all);
}

async function existingProblems(
  kind: CredentialsKind,
  session: TenantSession,
  connection: TenantConnection,
  place: Place,
  old: CredentialsOutputs | undefined,
  declared: CheckedCredentials,
): Promise<Problem[]> {
  const existing = await kind.existing(session, connection, place, declared);
  if (existing === undefined) return [];
  if (old === undefined) {
    const refusal = adoptionRefusal(kind, session, connection, existing, declared);
    return refusal === undefined ? [] : [{ path: "", message: refusal }];
  }
  const change = changedFields(old, declared);
  if (change.inputs === undefined || !existing.hasDeployedInstances) return [];
  const problem = await redeployProblem(
    session,
    existing,
    kind.describe(connection.stableKey, declared),
    declared,
  );
  return problem === undefined ? [] : [problem];
}

function diff(olds: CredentialsOutputs, news: CheckedCredentials): Difference {
  const replaces = [
    ...(isOtherConnection(olds.connection, news.connection) ? ["connection"] : []),
    ...(olds.customer === news.customer ? [] : ["customer"]),
  ];
  return { changes: replaces.length > 0 || Object.keys(changedFields(olds, news)).length > 0, replaces };
}

/** The fields that an update sends. */
function changedFields(olds: CredentialsOutputs, news: CheckedCredentials) {
  const { values } = knownCredentials(olds);
  const same = isDeepStrictEqual(values, knownCredentials(news).values);
  const unknown = isUnknown(news.values) || isUnknown(news.secrets);
  return {
    ...(olds.name === news.name ? {} : { key: news.name ?? "" }),
    ...(same && !unknown && !secretsChanged(olds, news) ? {} : { inputs: credentialExpressions(news) }),
  };
}

async function createOrAdopt(
  kind: CredentialsKind,
  session: TenantSession,
  connection: TenantConnection,
  place: Place,
  declared: CredentialsInputs,
): Promise<TenantCredentials> {
  const inputs = credentialExpressions(declared);
  const adopt = (existing: TenantCredentials) => {
    const refusal = adoptionRefusal(kind, session, connection, existing, declared);
    if (refusal !== undefined) throw new ConfigurationError(refusal);
    return session.credentials.update({ id: existing.id, inputs });
  };
  const existing = await kind.existing(session, connection, place, declared);
  if (existing !== undefined) return adopt(existing);
  const create = () =>
    session.credentials.create({
      scopedConfigVariable: connection.id,
      isTest: place.isTest,
      inputs,
      ...(place.customer === undefined ? {} : { customer: place.customer.id }),
      ...(declared.name === undefined ? {} : { key: declared.name }),
    });
  try {
    return await create();
  } catch (error) {
    if (!(error instanceof UnreachableError && error.outcomeUnknown)) throw error;
    const again = (await session.connections.findAgain(connection.stableKey)) ?? connection;
    const left = await kind.existing(session, again, place, declared);
    return left === undefined ? create() : adopt(left);
  }
}

function adoptionRefusal(
  kind: CredentialsKind,
  session: TenantSession,
  connection: TenantConnection,
  existing: TenantCredentials,
  declared: CredentialsInputs,
): string | undefined {
  if (session.settings.adoptExisting) return undefined;
  const wanted = {
    ...knownCredentials(declared).values,
    ...knownCredentials(declared).secrets,
  };
  const current = refreshedCredentials({ values: wanted }, [], undefined, existing).credentials;
  const writeOnly = (existing.inputs?.nodes ?? []).filter(({ hasValue, value }) => !hasValue || value === "");
  const differing = Object.keys(wanted).filter(
    (name) =>
      !writeOnly.some((input) => input.name === name) &&
      !isUnknown(wanted[name]) &&
      !isDeepStrictEqual(knownCredentials(current).values[name], wanted[name]),
  );
  if (differing.length === 0) return undefined;
  return (
    `${session.tenant} already has ${kind.describe(connection.stableKey, declared)}, and they differ in ` +
    `${differing.join(", ")}. Nothing was changed. To take them over: pulumi config set prismatic:adoptExisting true`
  );
}

function argumentsOf(
  properties: CredentialsInputs & { secretRevisions?: unknown },
  computed = true,
): Properties {
  const { connection, customer, name, values, secrets, plainInputs, redeployInstances, secretRevisions } =
    properties;
  const all = { connection, customer, name, values, secrets, plainInputs, redeployInstances };
  const entries = Object.entries(computed ? { ...all, secretRevisions } : all);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function outputsOf(declared: CredentialsOutputs, saved: TenantCredentials): Properties {
  return { ...declared, ...serverFields(saved) };
}

function serverFields(found: TenantCredentials) {
  return {
    status: found.status ?? undefined,
    authorizeUrl: found.authorizeUrl ?? undefined,
    lastConfiguredAt: found.lastConfiguredAt ?? undefined,
    schemaVersion: SCHEMA_VERSION,
  };
}

function isClaimedPart({ part }: CredentialsKind, session: TenantSession, stableKey: string): boolean {
  return part !== undefined && isClaimed(session, part, stableKey);
}

function tellWhoMustAuthorize(session: TenantSession, what: string, saved: TenantCredentials): void {
  if (saved.status !== "PENDING" || !saved.authorizeUrl) return;
  notice(
    `${what} in ${session.tenant} must be authorized once by a person, who opens: ${saved.authorizeUrl}`,
  );
}
