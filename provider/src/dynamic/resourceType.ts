import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { problemsOf } from "./problems.ts";
import { nextRevisions, type SecretRevisions, type Secrets } from "./secretRevisions.ts";
import type { TenantSession } from "../tenant/session.ts";
import type { Change, Outcome, Sent } from "./change.ts";
import { hold, letGo, restOf } from "./claims.ts";
import { HalfMadeError, type Lifecycle, type Problem, type Properties, type RestOfRun } from "./lifecycle.ts";
import type { Thing } from "./thing.ts";
import { isUnknown, UNKNOWN, type OrUnknown } from "./unknown.ts";

/** Raised when the form of any outputs changes; a state of any earlier version must stay readable. */
export const SCHEMA_VERSION = 1;

/** Secrets of one argument, under the names that their counters have. */
export interface SecretGroup {
  /** The argument that a change settles together with their counters. */
  argument: string;
  /** What the names of their counters begin with. */
  prefix: string;
  /** Undefined where the argument is left out. */
  secrets: OrUnknown<Secrets> | undefined;
}

/** What `check` computes besides what the tenant determines. */
export interface Revisions {
  secretRevisions?: OrUnknown<SecretRevisions> | undefined;
}

/** What a resource type says of itself. Everything that Pulumi asks follows from it. */
export interface ResourceType<Args extends object, State extends Args> {
  arguments: z.ZodObject;
  /** Paths of what must never be seen, `*` standing for every member. */
  secretPaths: readonly string[];
  secrets?(args: Args): SecretGroup[];
  /** Arguments that may be left out because the tenant determines them. */
  determined?: readonly (keyof Args & string)[];
  /** Unchanged arguments have to be judged again, because what they are judged by is about to change. */
  isToBeJudgedAgain?(session: TenantSession, args: Args): boolean;
  /** What the tenant says of arguments. `old` are the old arguments, `rest` what other resources hold. */
  judge(
    session: TenantSession,
    old: (Args & Revisions) | undefined,
    args: Args,
    rest: RestOfRun,
  ): Promise<{ problems: Problem[]; determined?: Partial<Args> }>;
  /** What other resources could manage as well; pure. */
  keeps(args: Args): Thing[];
  /** The arguments whose change needs another object, judged by the state; pure. */
  replaces(old: State, args: Args): { because: string[]; deleteFirst?: boolean };
  /** What a step does, in its order: `old` is undefined for a creation, `args` for a deletion; pure. */
  changes(old: State | undefined, args: Args | undefined, rest: RestOfRun): Change[];
  /** What the tenant adds to the arguments, after something was sent. */
  settled?(session: TenantSession, id: string, args: Args): Promise<Partial<State>>;
  /** Arguments and state as they are in the tenant now; undefined when the object is gone. */
  read(
    session: TenantSession,
    id: string,
    old: State,
  ): Promise<{ args: Args & Revisions; state: Omit<State, "schemaVersion"> } | undefined>;
}

const NOTHING_ELSE: RestOfRun = { held: () => undefined, keeps: () => false };

/** Derives all verbs of a resource. */
export function lifecycleOf<Args extends object, State extends Args>(
  type: ResourceType<Args, State>,
): Lifecycle {
  const asArgs = (properties: Properties) => properties as unknown as Args;
  const asState = (properties: Properties) => properties as unknown as State;

  /** The mutations of a step and what it sends: what another resource keeps does not leave. */
  function changes(old: Properties | undefined, news: Properties | undefined, rest: RestOfRun): Change[] {
    const all = type.changes(old && asState(old), news && asArgs(news), rest);
    return all.filter(({ releases = [] }) => !releases.some(rest.keeps));
  }

  async function outputs(
    session: TenantSession,
    old: Properties | undefined,
    news: Properties,
    { id, state, unsettled, failures, incomplete }: Outcome,
  ): Promise<Properties> {
    const settled = await type.settled?.(session, id, asArgs(news)).catch((error: unknown) => {
      throw failures[0] ?? error;
    });
    const complete = { ...news, ...settled, ...state, schemaVersion: SCHEMA_VERSION };
    if (failures.length === 0 && incomplete.length === 0) return complete;
    const half = restored(complete, { ...old }, state, unsettled, type.secrets?.(asArgs(news)) ?? []);
    const causes = failures.length > 0 ? failures : incomplete.map((reason) => new Error(reason));
    throw new HalfMadeError(id, half, ...causes);
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
      const old = olds as (Args & Revisions) | undefined;
      if (old !== undefined) hold(session, type.keeps(old), olds ?? {});
      const inputs = {
        ...args,
        ...left(type.determined ?? [], args, old),
        ...(type.secrets === undefined
          ? {}
          : { secretRevisions: revisionsOf(type.secrets, old, args, given as Revisions["secretRevisions"]) }),
      };
      const mayRely = type.isToBeJudgedAgain?.(session, args) !== true;
      if (old !== undefined && mayRely && isSame(type.determined ?? [], old, args)) {
        return { inputs, problems: [] };
      }
      const { problems, determined } = await type.judge(session, old, args, restOf(session));
      return { inputs: { ...inputs, ...determined }, problems };
    },

    diff(olds, news) {
      const { because, deleteFirst = false } = type.replaces(asState(olds), asArgs(news));
      return {
        changes: because.length > 0 || changes(olds, news, NOTHING_ELSE).length > 0,
        replaces: because,
        deleteBeforeReplace: deleteFirst,
      };
    },

    keeps: (inputs) => type.keeps(asArgs(inputs)),

    plan(step, rest) {
      const old = step.op === "create" ? undefined : step.olds;
      const news = step.op === "delete" ? undefined : step.news;
      return changes(old, news, rest).flatMap(({ announced }) => announced);
    },

    async create(session, inputs) {
      const outcome = await send(session, "", changes(undefined, inputs, restOf(session)));
      if (outcome.id === "") throw outcome.failures[0] ?? new Error("Nothing was created.");
      return { id: outcome.id, outputs: await outputs(session, undefined, inputs, outcome) };
    },

    async read(session, id, old) {
      const found = await type.read(session, id, asState(old));
      if (found === undefined) return undefined;
      return {
        inputs: { ...found.args } as Properties,
        outputs: { ...found.state, schemaVersion: SCHEMA_VERSION } as Properties,
      };
    },

    async update(session, id, olds, news) {
      const outcome = await send(session, id, changes(olds, news, restOf(session)));
      if (outcome.failures[0] !== undefined && !outcome.worked) throw outcome.failures[0];
      return outputs(session, olds, news, outcome);
    },

    async delete(session, id, old) {
      const { failures } = await send(session, id, changes(old, undefined, restOf(session)));
      if (failures[0] !== undefined) throw failures[0];
    },
  };
}

/** Sends the changes; those that wait for nothing at the same moment. */
async function send(session: TenantSession, id: string, changes: readonly Change[]): Promise<Outcome> {
  const outcome: Outcome = { id, state: {}, unsettled: [], worked: false, failures: [], incomplete: [] };
  const rest = [...changes];
  while (rest.length > 0) {
    const next = rest.findIndex(({ waits }, index) => index > 0 && waits === true);
    const together = rest.splice(0, next < 0 ? rest.length : next);
    if (outcome.failures.length > 0) {
      outcome.unsettled.push(...together);
      continue;
    }
    const context = { session, id: outcome.id, state: outcome.state };
    const results = await Promise.allSettled(
      together.map((change) =>
        letGo(
          session,
          change.releases ?? [],
          async (): Promise<Sent> => (await change.send?.(context)) ?? {},
        ),
      ),
    );
    for (const [index, result] of results.entries()) {
      const change = together[index] as Change;
      if (result.status === "rejected") {
        const error = result.reason as Error;
        outcome.unsettled.push(change);
        if (!outcome.failures.some(({ message }) => message === error.message)) outcome.failures.push(error);
      } else if (typeof result.value !== "symbol") {
        if (change.send !== undefined) outcome.worked = true;
        outcome.id = result.value.id ?? outcome.id;
        Object.assign(outcome.state, result.value.state);
        if (result.value.incomplete !== undefined) outcome.incomplete.push(result.value.incomplete);
      }
    }
  }
  return outcome;
}

/** The state in which the next comparison finds what is still missing. */
function restored(
  complete: Properties,
  old: Properties,
  sent: object,
  unsettled: readonly Change[],
  groups: readonly SecretGroup[],
): Properties {
  const half: Properties & Revisions = { ...complete };
  for (const name of unsettled.flatMap(({ settles }) => settles)) {
    // What an earlier change of the same step said is newer than what was.
    half[name] = name in sent ? (sent as Properties)[name] : old[name];
    const group = groups.find(({ argument }) => argument === name);
    if (group === undefined) continue;
    const others = groups.filter(({ prefix }) => prefix.length > group.prefix.length);
    const isOfGroup = (counter: string) =>
      counter.startsWith(group.prefix) && !others.some(({ prefix }) => counter.startsWith(prefix));
    half.secretRevisions = {
      ...picked(half.secretRevisions, (counter) => !isOfGroup(counter)),
      ...picked((old as Revisions).secretRevisions, isOfGroup),
    };
  }
  return half;
}

function picked(revisions: Revisions["secretRevisions"], isWanted: (counter: string) => boolean) {
  const known = revisions === undefined || isUnknown(revisions) ? {} : revisions;
  return Object.fromEntries(Object.entries(known).filter(([counter]) => isWanted(counter)));
}

/** All secrets under the names of their counters; undefined where no argument has any. */
export function allSecrets(groups: readonly SecretGroup[]): OrUnknown<Secrets> | undefined {
  if (groups.some(({ secrets }) => isUnknown(secrets))) return UNKNOWN;
  const declared = groups.filter(({ secrets }) => secrets !== undefined);
  if (declared.length === 0) return undefined;
  return Object.fromEntries(
    declared.flatMap(({ prefix, secrets }) =>
      Object.entries(secrets as Secrets).map(([name, secret]) => [`${prefix}${name}`, secret]),
    ),
  );
}

function revisionsOf<Args>(
  secretsOf: (args: Args) => SecretGroup[],
  old: (Args & Revisions) | undefined,
  args: Args,
  given: Revisions["secretRevisions"],
) {
  const before = {
    secrets: old && allSecrets(secretsOf(old)),
    revisions: old?.secretRevisions ?? given,
  };
  return nextRevisions(before, allSecrets(secretsOf(args)));
}

/** What is left out and determined by the tenant stays what it was. */
function left<Args extends object>(names: readonly (keyof Args)[], args: Args, old: Args | undefined) {
  return Object.fromEntries(names.map((name) => [name, args[name] ?? old?.[name]]));
}

function isSame<Args extends object>(
  determined: readonly (keyof Args)[],
  { secretRevisions: _revisions, ...old }: Args & Revisions,
  args: Args,
): boolean {
  const before: Partial<Args> = { ...(old as unknown as Args) };
  for (const name of determined) if (args[name] === undefined) delete before[name];
  const known = Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined));
  return isDeepStrictEqual(before, known);
}
