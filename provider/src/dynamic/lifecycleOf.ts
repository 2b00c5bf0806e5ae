import { isDeepStrictEqual } from "node:util";
import { ownValue } from "../tenant/ownValue.ts";
import { ConfigurationError } from "../tenant/errors.ts";
import type { TenantSession } from "../tenant/session.ts";
import { sendChanges, type Change, type Outcome } from "./change.ts";
import { hold, restOf } from "./claims.ts";
import { HalfMadeError, type Lifecycle, type Properties, type RestOfRun } from "./lifecycle.ts";
import { changedByOthers } from "./othersChanges.ts";
import { problemsOf } from "./problems.ts";
import { SCHEMA_VERSION, type ResourceType, type Revisions } from "./resourceType.ts";
import { allSecrets, isOfGroup, nextRevisions, type SecretGroup } from "./secretRevisions.ts";
import { asSent, storedForms, type StoredForm } from "./storedForm.ts";
import { listed } from "./suggest.ts";
import { knownMap, type OrUnknown } from "./wire.ts";

const NOTHING_ELSE: RestOfRun = { held: () => undefined, isClaimed: () => false };

/** Derives all verbs of a resource type. */
export function lifecycleOf<Args extends object, State extends Args>(
  type: ResourceType<Args, State>,
): Lifecycle {
  const { secrets: secretsOf, determined = [] } = type;
  // Properties come from `check` and from outputs of ours, so that they have these types.
  const asArgs = (properties: object) => properties as Args & Revisions;
  const asState = (properties: object) => properties as State;
  const asProperties = (args: object): Properties => ({ ...args });

  /** The changes of a step, without those that release what another resource claims. */
  function changes(old: Properties | undefined, news: Properties | undefined, rest: RestOfRun): Change[] {
    const all = type.changes(old && asState(old), news && asArgs(news), rest);
    return all.filter(({ releases = [] }) => !releases.some((claim) => rest.isClaimed(claim)));
  }

  /** Carries out a step. A step that has nothing to send must not accept another tenant either. */
  async function carryOut(
    session: TenantSession,
    id: string,
    old: Properties | undefined,
    news: Properties | undefined,
  ): Promise<Outcome> {
    const due = changes(old, news, restOf(session));
    if (due.length === 0) await session.verify();
    if (old !== undefined) await requireUnchanged(session, id, old, news, due);
    return sendChanges(session, id, due);
  }

  /** @throws ConfigurationError where others changed the object since its state was written */
  async function requireUnchanged(
    session: TenantSession,
    id: string,
    old: Properties,
    news: Properties | undefined,
    due: readonly Change[],
  ): Promise<void> {
    const mutations = due.flatMap(({ announced }) => announced);
    if (session.settings.overwriteDrift || mutations.length === 0) return;
    const held = await type.heldBefore?.(session, id, asState(old));
    if (held === undefined) return;
    const { driftedSecrets } = held.state as { driftedSecrets?: string[] };
    const now = { args: asProperties(held.args), driftedSecrets };
    const concernsValues = mutations.some(({ carries }) => carries?.includes("inputs") ?? true);
    const changed = changedByOthers({ old, news: news ?? {}, concernsValues }, now, type.secretPaths);
    if (changed.length > 0)
      throw new ConfigurationError(explainChanged(session, held.what, changed, news === undefined));
  }

  async function outputs(
    session: TenantSession,
    old: Properties | undefined,
    news: Properties,
    { id, state, unsettled, failures, incomplete }: Outcome,
  ): Promise<Properties> {
    const settled = await type
      .settled?.(session, id, asArgs(news), old && asState(old))
      .catch((error: unknown) => {
        throw failures[0] ?? error;
      });
    const written = { ...news, ...settled, ...state };
    const isWritten = failures.length === 0;
    const forms = await (isWritten ? formsOf(session, id, old, written) : keptForms(old));
    const complete = { ...written, ...forms, schemaVersion: SCHEMA_VERSION };
    if (failures.length === 0 && incomplete.length === 0) return complete;
    const half = restored(complete, { ...old }, state, unsettled, secretsOf?.(asArgs(news)) ?? []);
    const causes = failures.length > 0 ? failures : incomplete.map((reason) => new Error(reason));
    throw new HalfMadeError(id, half, ...causes);
  }

  /** The forms in which the tenant stores what was written. */
  async function formsOf(
    session: TenantSession,
    id: string,
    old: Properties | undefined,
    written: Properties,
  ): Promise<StoredForm> {
    const before: (Properties & StoredForm & Revisions) | undefined = old;
    const back = await type.cameBack?.(session, id, asState(written));
    if (back === undefined) return keptForms(old);
    const counters = knownMap((written as Revisions).secretRevisions);
    const { driftedSecrets = [] } = back.state as { driftedSecrets?: string[] };
    const driftedBefore = (before as { driftedSecrets?: string[] } | undefined)?.driftedSecrets ?? [];
    const wasSent = (name: string) =>
      driftedBefore.some((each) => name === each || name.startsWith(`${each}.`)) ||
      ownValue(knownMap(before?.secretRevisions), name) !== ownValue(counters, name);
    const secrets = Object.keys(counters).filter((name) =>
      wasSent(name) ? driftedSecrets.includes(name) : before?.reformedSecrets?.includes(name),
    );
    return {
      storedAs: storedForms(before, written, asProperties(back.args), type.secretPaths),
      reformedSecrets: secrets.length > 0 ? secrets : undefined,
    };
  }

  return {
    secretArguments: type.secretPaths,

    async check(session, olds, news) {
      const { secretRevisions: given, ...declared } = news;
      const parsed = type.arguments.safeParse(declared, { reportInput: true });
      if (!parsed.success) {
        return { inputs: news, problems: problemsOf(parsed.error, Object.keys(type.arguments.shape)) };
      }
      const args = parsed.data as Args;
      const old = olds && asArgs(olds);
      if (old !== undefined) hold(session, type.claims(old), olds ?? {});
      const revisions = secretsOf && {
        secretRevisions: nextRevisions(
          {
            secrets: old && allSecrets(secretsOf(old)),
            revisions: old?.secretRevisions ?? (given as Revisions["secretRevisions"]),
          },
          allSecrets(secretsOf(args)),
        ),
      };
      const inputs = { ...args, ...keptFrom(old, args, determined), ...revisions };
      const mayRely = type.isToBeJudgedAgain?.(session, args) !== true;
      if (old !== undefined && mayRely && isSame(old, args, determined)) return { inputs, problems: [] };
      const judged = await type.judge(session, old, args, restOf(session));
      return { inputs: { ...inputs, ...judged.determined }, problems: judged.problems };
    },

    diff(olds, news) {
      const { because, deleteFirst = false } = type.replaces(asState(olds), asArgs(news));
      return {
        changes: because.length > 0 || changes(olds, news, NOTHING_ELSE).length > 0,
        replaces: because,
        deleteBeforeReplace: deleteFirst,
      };
    },

    claims: (inputs) => type.claims(asArgs(inputs)),

    plan(step, rest) {
      const old = step.op === "create" ? undefined : step.olds;
      const news = step.op === "delete" ? undefined : step.news;
      return changes(old, news, rest).flatMap(({ announced }) => announced);
    },

    async create(session, inputs) {
      const outcome = await carryOut(session, "", undefined, inputs);
      if (outcome.id === "") throw outcome.failures[0] ?? new Error("Nothing was created.");
      return { id: outcome.id, outputs: await outputs(session, undefined, inputs, outcome) };
    },

    async read(session, id, { schemaVersion: _version, ...old }) {
      const found = await type.read(session, id, asState(old));
      if (found === undefined) return undefined;
      const { storedAs } = old as StoredForm;
      const outputs = asSent({ ...found.state }, old, storedAs);
      return {
        inputs: asSent(asProperties(found.args), old, storedAs),
        outputs: { ...outputs, ...keptForms(old), schemaVersion: SCHEMA_VERSION },
      };
    },

    async update(session, id, olds, news) {
      const outcome = await carryOut(session, id, olds, news);
      if (outcome.failures[0] !== undefined && !outcome.worked) throw outcome.failures[0];
      return outputs(session, olds, news, outcome);
    },

    async delete(session, id, old) {
      const { failures } = await carryOut(session, id, old, undefined);
      if (failures[0] !== undefined) throw failures[0];
    },
  };
}

function explainChanged(
  session: TenantSession,
  what: string,
  changed: readonly string[],
  isDeletion: boolean,
): string {
  const next = isDeletion
    ? "pulumi refresh takes note of what is there now; then delete it again."
    : "pulumi preview --refresh --diff shows what is there now; pulumi up --refresh goes on from there.";
  return (
    `Somebody changed ${listed(changed, 10)} of ${what} in ${session.tenant} since the state was written, which the plan does ` +
    `not take into account, so it was not ${isDeletion ? "deleted" : "updated"}. ${session.journal.unchanged} Next: ${next} ` +
    "To overwrite what others change, always: pulumi config set prismatic:overwriteDrift true"
  );
}

/** The state in which the next comparison finds what is still missing. */
function restored(
  complete: Properties,
  old: Properties,
  sent: object,
  unsettled: readonly Change[],
  groups: readonly SecretGroup[],
): Properties {
  const names = unsettled.flatMap(({ settles }) => settles);
  // An earlier change of the same step knows more than the old state.
  const known: Properties = { ...old, ...sent };
  const half: Properties & Revisions = {
    ...complete,
    ...Object.fromEntries(names.map((name) => [name, ownValue(known, name)])),
  };
  const before: Properties & Revisions = old;
  for (const name of names) {
    const group = groups.find(({ argument }) => argument === name);
    if (group === undefined) continue;
    const concerns = (counter: string) => isOfGroup(counter, group, groups);
    half.secretRevisions = {
      ...counters(half.secretRevisions, (counter) => !concerns(counter)),
      ...counters(before.secretRevisions, concerns),
    };
  }
  return half;
}

function keptForms(old: (Properties & StoredForm) | undefined): StoredForm {
  const { storedAs, reformedSecrets } = old ?? {};
  return { storedAs, reformedSecrets };
}

function counters(revisions: Revisions["secretRevisions"], isWanted: (counter: string) => boolean) {
  const all: [string, OrUnknown<number>][] = Object.entries(knownMap(revisions));
  return Object.fromEntries(all.filter(([counter]) => isWanted(counter)));
}

/** The arguments that the program leaves out and the tenant determines, as they were. */
function keptFrom<Args extends object>(
  old: Args | undefined,
  args: Args,
  determined: readonly (keyof Args)[],
): Partial<Args> {
  const kept: Partial<Args> = {};
  for (const name of determined) kept[name] = args[name] ?? old?.[name];
  return kept;
}

function isSame<Args extends object>(
  { secretRevisions: _revisions, ...old }: Args & Revisions,
  args: Args,
  determined: readonly (keyof Args)[],
): boolean {
  const declared = Object.entries(args).filter(([, value]) => value !== undefined);
  const names = new Set(declared.map(([name]) => name));
  const before = Object.entries(old).filter(
    ([name]) => names.has(name) || !determined.includes(name as keyof Args),
  );
  return isDeepStrictEqual(Object.fromEntries(before), Object.fromEntries(declared));
}
