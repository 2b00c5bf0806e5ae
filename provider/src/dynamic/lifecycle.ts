import type { Claim } from "./claim.ts";
import type { TenantSession } from "../tenant/session.ts";
import type { PlannedMutation, Properties, Step } from "./step.ts";

export type { PlannedMutation, Properties, Step } from "./step.ts";

/** A mistake in a resource's arguments, and what to type instead. */
export interface Problem {
  /** Path of the argument, such as `globalValues.clientId`; empty for the resource as a whole. */
  path: string;
  message: string;
}

/** Consequence of changed arguments for the object in the tenant. */
export interface Difference {
  changes: boolean;
  /** The arguments whose change needs a new object. */
  replaces?: string[];
  deleteBeforeReplace?: boolean;
}

/** The rest of a run, as far as the mutations of a step depend on it. */
export interface RestOfRun {
  /** Properties of the other resource that has the claim until now; undefined where none has it. */
  held: (claim: Claim) => Properties | undefined;
  /** True where another resource of an earlier step has the claim. */
  isClaimed: (claim: Claim) => boolean;
}

/** The verbs of one resource type. Every verb but `diff` may talk to the tenant. */
export interface Lifecycle {
  /** The arguments whose values are secret, as paths in which `*` stands for every member. */
  secretArguments: readonly string[];
  /** Permissions of which one shows the object; left out where everybody sees it. */
  seenWith?: readonly string[];
  /** Judges new arguments and adds the computed ones. `olds` is undefined for a new resource and on a replacement. */
  check(
    session: TenantSession,
    olds: Properties | undefined,
    news: Properties,
  ): Promise<{ inputs: Properties; problems: Problem[] }>;
  /** Compares old outputs with new inputs; pure. */
  diff(olds: Properties, news: Properties): Difference;
  /**
   * Refuses a change that `diff` found, because of what the tenant has by now; unlike `check`, it knows the outputs.
   * Called in previews and updates, and in a refresh as well, in which it must refuse nothing.
   *
   * @throws ConfigurationError with the reason
   */
  refuse?(session: TenantSession, id: string, olds: Properties, news: Properties): Promise<void>;
  /** Claims on everything that a resource with these arguments manages and that other resources could manage; pure. */
  claims(inputs: Properties): Claim[];
  /**
   * Lists the mutations that a step sends, provided that nothing is unknown and the tenant is as the state says; pure.
   */
  plan(step: Step, rest: RestOfRun): PlannedMutation[];
  create(session: TenantSession, inputs: Properties): Promise<{ id: string; outputs: Properties }>;
  /** The object as it is now, or undefined when it is gone. */
  read(
    session: TenantSession,
    id: string,
    outputs: Properties,
  ): Promise<{ inputs: Properties; outputs: Properties } | undefined>;
  /** Brings the object from `olds` (outputs) to `news` (inputs) and returns its outputs. */
  update(session: TenantSession, id: string, olds: Properties, news: Properties): Promise<Properties>;
  /** Deletes the object through `release`, where it can be claimed; one that is gone already counts as deleted. */
  delete(session: TenantSession, id: string, outputs: Properties): Promise<void>;
}

/** The object exists but is not complete: Pulumi keeps it with these properties and updates it next time. */
export class HalfMadeError extends Error {
  readonly id: string;
  readonly properties: Properties;

  /** @param causes why it is not complete: one for each part that is missing */
  constructor(id: string, properties: Properties, ...causes: unknown[]) {
    const reasons = causes.map((cause) => (cause instanceof Error ? cause.message : String(cause)));
    super(reasons.join(" "), { cause: causes[0] });
    this.id = id;
    this.properties = properties;
  }
}
