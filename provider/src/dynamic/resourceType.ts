import type { z } from "zod";
import type { TenantSession } from "../tenant/session.ts";
import type { Change } from "./change.ts";
import type { Claim } from "./claims.ts";
import type { Problem, RestOfRun } from "./lifecycle.ts";
import type { SecretGroup, SecretRevisions } from "./secretRevisions.ts";
import type { OrUnknown } from "./wire.ts";

/** Raised when the form of any outputs changes; a state of any earlier version must stay readable. */
export const SCHEMA_VERSION = 1;

/** What `check` adds to the arguments of every type that has secrets. */
export interface Revisions {
  secretRevisions?: OrUnknown<SecretRevisions> | undefined;
}

/**
 * What a resource type says about itself. All verbs that Pulumi calls are derived from it by `lifecycleOf`.
 *
 * `Args` are the arguments after the schema has read them, `State` is what the engine keeps.
 */
export interface ResourceType<Args extends object, State extends Args> {
  arguments: z.ZodObject;
  /** Paths of secret values, in which `*` stands for every member. */
  secretPaths: readonly string[];
  /** The secrets that have a counter in `secretRevisions`. */
  secrets?(args: Args): SecretGroup[];
  /** Arguments that the tenant determines where the program leaves them out. */
  determined?: readonly (keyof Args & string)[];
  /** True where unchanged arguments have to be judged again, because what they are judged by is about to change. */
  isToBeJudgedAgain?(session: TenantSession, args: Args): boolean;
  /**
   * Judges arguments by what the tenant has. Called only where they differ from the old ones.
   *
   * @param old the old arguments; undefined for a new resource and on a replacement
   * @param rest what other resources have until now
   */
  judge(
    session: TenantSession,
    old: (Args & Revisions) | undefined,
    args: Args,
    rest: RestOfRun,
  ): Promise<{ problems: Problem[]; determined?: Partial<Args> }>;
  /** What other resources could manage as well; pure. */
  claims(args: Args): Claim[];
  /** The arguments whose change needs another object, judged by the state; pure. */
  replaces(old: State, args: Args): { because: string[]; deleteFirst?: boolean };
  /**
   * The ordered list of what a step does; pure.
   *
   * @param old undefined for a creation
   * @param args undefined for a deletion
   */
  changes(old: State | undefined, args: Args | undefined, rest: RestOfRun): Change[];
  /** What the tenant adds to the arguments, read after the changes were sent. */
  settled?(session: TenantSession, id: string, args: Args): Promise<Partial<State>>;
  /** Arguments and state as the tenant has them now; undefined where the object is gone. */
  read(
    session: TenantSession,
    id: string,
    old: State,
  ): Promise<{ args: Args & Revisions; state: Omit<State, "schemaVersion"> } | undefined>;
}
