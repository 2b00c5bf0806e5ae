import type { z } from "zod";
import type { TenantSession } from "../tenant/session.ts";
import type { Change } from "./change.ts";
import type { Claim } from "./claim.ts";
import type { Problem, RestOfRun } from "./lifecycle.ts";
import type { SecretGroup, SecretRevisions } from "./secretRevisions.ts";
import type { OrUnknown } from "./wire.ts";

/** Raised when the form of any outputs changes; a state of any earlier version must stay readable. */
export const SCHEMA_VERSION = 1;

/** Member that `check` adds to the arguments of every type that has secrets. */
export interface Revisions {
  secretRevisions?: OrUnknown<SecretRevisions> | undefined;
}

/**
 * Description of a resource type. `lifecycleOf` derives from it all verbs that Pulumi calls.
 *
 * `Args` are the arguments after the schema has read them, `State` is the engine's state.
 */
export interface ResourceType<Args extends object, State extends Args> {
  arguments: z.ZodObject;
  /** Paths of secret values, in which `*` stands for every member. */
  secretPaths: readonly string[];
  /** The secrets that have a counter in `secretRevisions`. */
  secrets?: (args: Args) => SecretGroup[];
  /** Arguments that the tenant determines where the program leaves them out. */
  determined?: readonly (keyof Args & string)[];
  /** True where unchanged arguments have to be judged again, because the basis of the judgement is about to change. */
  isToBeJudgedAgain?(session: TenantSession, args: Args): boolean;
  /**
   * Judges arguments against the tenant. Called only where they differ from the old ones.
   *
   * @param old the old arguments; undefined for a new resource and on a replacement
   * @param rest the claims of other resources until now
   */
  judge(
    session: TenantSession,
    old: (Args & Revisions) | undefined,
    args: Args,
    rest: RestOfRun,
  ): Promise<{ problems: Problem[]; determined?: Partial<Args> }>;
  /** Claims on everything that other resources could manage as well; pure. */
  claims(args: Args): Claim[];
  /** The arguments whose change needs another object, judged by the state; pure. */
  replaces(old: State, args: Args): { because: string[]; deleteFirst?: boolean };
  /**
   * Lists the changes of a step in their order; pure.
   *
   * @param old undefined for a creation
   * @param args undefined for a deletion
   */
  changes(old: State | undefined, args: Args | undefined, rest: RestOfRun): Change[];
  /**
   * Reads the tenant's additions to the arguments after the changes were sent.
   *
   * @param old the state until now; undefined for a creation
   */
  settled?(session: TenantSession, id: string, args: Args, old?: State): Promise<Partial<State>>;
  /**
   * Reads what came back of the object right after it was written, without a request: what the tenant stores in another
   * form is then told from what others change. Left out where every argument is stored as it was sent.
   */
  cameBack?(session: TenantSession, id: string, sent: State): Promise<Found<Args, State> | undefined>;
  /**
   * Reads an object that a step is about to change or delete, so that it does not undo unseen what others changed since
   * the plan. Undefined where it is gone, or where this run has written it. Left out where a step undoes nothing of
   * others.
   */
  heldBefore?(session: TenantSession, id: string, old: State): Promise<HeldBefore<Args, State> | undefined>;
  /** Arguments and state as the tenant has them now; undefined where the object is gone. */
  read(session: TenantSession, id: string, old: State): Promise<Found<Args, State> | undefined>;
}

/** An object as the tenant has it: the arguments, and the whole state. */
export interface Found<Args extends object, State extends Args> {
  args: Args & Revisions;
  state: Omit<State, "schemaVersion">;
}

/** An object before a step changes or deletes it. */
export interface HeldBefore<Args extends object, State extends Args> extends Found<Args, State> {
  /** The object in the words of an error message: `the test credentials of connection "slack"`. */
  what: string;
}
