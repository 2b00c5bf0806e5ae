import "./nodeVersion.ts";
import type { Claim } from "./dynamic/claim.ts";
import type { Lifecycle, RestOfRun } from "./dynamic/lifecycle.ts";
import type { PlannedMutation, Properties, Step } from "./dynamic/step.ts";
import { UNKNOWN } from "./dynamic/wire.ts";
import { belongsTo } from "./resources/claims.ts";
import { classOf } from "./resources/names.ts";
import { LIFECYCLES } from "./resources/registry.ts";
import { ownValue } from "./tenant/ownValue.ts";

export type { PlannedMutation, Step } from "./dynamic/step.ts";

/** A step of a preview as the engine's events have it. */
export interface EngineStep {
  urn: string;
  /** A resource's type, such as `pulumi-nodejs:dynamic/prismatic:GlobalValues`; other types send nothing here. */
  type: string;
  /** `create`, `update`, `delete`, `same`, `create-replacement`, `delete-replaced`; any other sends nothing. */
  op: string;
  /** Outputs before. */
  olds?: Properties | undefined;
  /** Inputs now. */
  news?: Properties | undefined;
  /** Set where the old resource has this option: its object stays. */
  retainOnDelete?: boolean | undefined;
  /** Set where the old resource has this option: no delete is sent for it where that resource is deleted. */
  deletedWith?: string | undefined;
}

const OPERATIONS: Record<string, Step["op"]> = {
  create: "create",
  "create-replacement": "create",
  update: "update",
  delete: "delete",
  "delete-replaced": "delete",
};

/** A mutation with the URN of the resource whose step sends it. */
export interface MutationOfStep extends PlannedMutation {
  urn: string;
}

/**
 * Lists the mutations that a step of a preview sends to the tenant, provided that nothing is unknown, the tenant is as
 * the state says, and no object moves between resources: {@link plannedMutationsOf} knows of such moves.
 *
 * @param type a resource's type, such as `pulumi-nodejs:dynamic/prismatic:GlobalValues`
 * @throws Error for a type that is not one of this package
 *
 * ```ts
 * plannedMutations("pulumi-nodejs:dynamic/prismatic:CustomerConnection", { op: "update", olds, news });
 * // [{ field: "updateScopedConfigVariable", stableKey: "slack-oauth", carries: ["key"] }]
 * ```
 */
export function plannedMutations(type: string, step: Step): PlannedMutation[] {
  return lifecycleOf(type).plan(step, { held: () => undefined, isClaimed: () => false });
}

/**
 * Lists the mutations that all steps of a preview send together, for reports of what an update is about to do. An
 * object that moves from one resource to another, announced as created and deleted, is changed or left alone. Mutations
 * that depend on values that are not known yet are marked as `uncertain`.
 *
 * @param steps all steps of the preview in their order, those that change nothing included
 */
export function plannedMutationsOf(steps: readonly EngineStep[]): MutationOfStep[] {
  // The steps that follow begin with the state that a refresh reads.
  const ours = steps.filter(({ type, op }) => classOf(type) !== undefined && op !== "refresh");
  const deleted = new Set(
    ours.filter(({ op }) => ownValue(OPERATIONS, op) === "delete").map(({ urn }) => urn),
  );
  const claims = new MovingClaims();
  for (const { urn, type, op, olds } of ours) {
    if (olds !== undefined && ownValue(OPERATIONS, op) !== "create")
      claims.hold(urn, olds, claimsOf(type, olds));
  }
  return ours.flatMap((engineStep) => {
    const { urn, type, op, olds, news, retainOnDelete, deletedWith } = engineStep;
    const step = stepOf(engineStep);
    const goesSilently = retainOnDelete === true || (deletedWith !== undefined && deleted.has(deletedWith));
    if (step?.op === "delete" && goesSilently) return [];
    const mutations = step === undefined ? [] : lifecycleOf(type).plan(step, claims.around(step.op, urn));
    claims.leave(claimsOf(type, olds), claimsOf(type, news), step);
    if (op === "same" || step !== undefined) claims.claim(claimsOf(type, news));
    const uncertain = isUncertain(step) ? { uncertain: true as const } : {};
    return mutations.map((mutation) => ({ ...mutation, ...uncertain, urn }));
  });
}

/** Tells which resource has what while the steps go by. */
class MovingClaims {
  readonly #holders = new Map<Claim, { urn: string; olds: Properties }>();
  readonly #claimed = new Set<Claim>();

  hold(urn: string, olds: Properties, claims: readonly Claim[]): void {
    for (const claim of claims) this.#holders.set(claim, { urn, olds });
  }

  claim(claims: readonly Claim[]): void {
    for (const claim of claims) this.#claimed.add(claim);
  }

  /** The other resources as a step finds them; an update already has what is its own. */
  around(op: Step["op"], urn: string): RestOfRun {
    return {
      isClaimed: (claim) => this.#claimed.has(claim),
      held: (claim) => {
        const holder = this.#holders.get(claim);
        return op === "update" && holder?.urn === urn ? undefined : holder?.olds;
      },
    };
  }

  /**
   * Removes claims that a step gives up and that no resource takes over; those that belong to a connection go with it.
   */
  leave(before: readonly Claim[], after: readonly Claim[], step: Step | undefined): void {
    if (step === undefined || step.op === "create") return;
    const gone = before.filter((claim) => !after.includes(claim) && !this.#claimed.has(claim));
    for (const claim of this.#holders.keys()) {
      if (gone.some((whole) => belongsTo(claim, whole))) this.#holders.delete(claim);
    }
  }
}

/** @throws Error for a type that is not one of this package */
function lifecycleOf(type: string): Lifecycle {
  const name = classOf(type);
  if (name === undefined) throw new Error(`"${type}" is not a resource of pulumi-prismatic.`);
  return LIFECYCLES[name];
}

function claimsOf(type: string, properties: Properties | undefined): Claim[] {
  return properties === undefined ? [] : lifecycleOf(type).claims(properties);
}

function stepOf({ op, olds = {}, news = {} }: EngineStep): Step | undefined {
  const verb = ownValue(OPERATIONS, op);
  return verb === undefined ? undefined : { op: verb, olds, news };
}

/** True for an update that depends on a value that is not known yet. References are known as far as they matter. */
function isUncertain(step: Step | undefined): boolean {
  if (step?.op !== "update") return false;
  const { connection: _reference, ...values } = step.news;
  return JSON.stringify(values).includes(UNKNOWN);
}
