import type { EnforcementLevel } from "@pulumi/policy";
import { viewOf, type EngineResource } from "../engine/resource.ts";
import { messagesAbout, settledContext, viewsOf, violationsIn } from "../judging.ts";
import type { PolicyContext, PolicySettings, PrismaticPolicy, StackViolation } from "../policy.ts";
import type { RegistrySource } from "../registry/file.ts";

/** A policy, with the pack's own settings and what `--policy-pack-config` makes of them. */
export interface Judge {
  readonly policy: PrismaticPolicy;
  /** The pack's own configuration. */
  readonly defaults: object;
  readonly level: EnforcementLevel;
  readonly context: PolicyContext<Record<string, unknown>>;
}

/** What a policy found, with the level that this has. */
export interface Verdict extends StackViolation {
  policy: PrismaticPolicy;
  level: EnforcementLevel;
}

/** What a policy adds to the arguments of a resource. */
export interface Completion {
  policy: PrismaticPolicy;
  missing: Record<string, string>;
}

/** The policies of a pack, which look at the same view of a resource. */
export class Judges {
  readonly #registry: RegistrySource;
  readonly #judges: Judge[] = [];

  constructor(registry: RegistrySource) {
    this.#registry = registry;
  }

  get all(): readonly Judge[] {
    return this.#judges;
  }

  /** Those that may add to resources: usually none. */
  get completing(): readonly Judge[] {
    return this.#judges.filter(({ level, policy }) => level === "remediate" && !policy.validateStack);
  }

  /** Adds a policy. @throws Error that names the property where the pack's configuration is wrong */
  add(policy: PrismaticPolicy, { level, configuration: defaults = {} }: PolicySettings): void {
    const context = settledContext(policy, defaults, this.#registry);
    this.#judges.push({ policy, defaults, level: level ?? policy.enforcementLevel, context });
  }

  /** Takes what the engine says about a policy. @throws Error that names the property that is wrong */
  configure(name: string, level: EnforcementLevel, given: object): void {
    const at = this.#judges.findIndex(({ policy }) => policy.name === name);
    const judge = this.#judges[at];
    if (judge === undefined) return;
    const context = settledContext(judge.policy, { ...judge.defaults, ...given }, this.#registry);
    this.#judges[at] = { ...judge, level, context };
  }

  /** What is wrong with a single resource. */
  aboutResource(resource: EngineResource): Verdict[] {
    const view = viewOf(resource);
    if (view === undefined) return [];
    return this.#verdicts(({ policy, context }) =>
      messagesAbout(policy, view, context).map((message) => ({ message })),
    );
  }

  /** What is wrong with all resources together. */
  aboutStack(resources: readonly EngineResource[]): Verdict[] {
    const views = viewsOf(resources);
    const anyUrn = resources[0]?.urn ?? "";
    return this.#verdicts(({ policy, context }) => violationsIn(policy, views, anyUrn, context));
  }

  /** What may be added to a resource. */
  completionsOf(resource: EngineResource): Completion[] {
    const view = viewOf(resource);
    if (view === undefined) return [];
    return this.completing.flatMap(({ policy, context }) => {
      const missing = policy.completeResource?.(view, context) ?? {};
      return Object.keys(missing).length === 0 ? [] : [{ policy, missing }];
    });
  }

  #verdicts(found: (judge: Judge) => StackViolation[]): Verdict[] {
    return this.#judges.flatMap((judge) => {
      const { policy, level } = judge;
      if (level === "disabled") return [];
      return found(judge).map((violation) => ({ ...violation, policy, level: levelOf(violation, level) }));
    });
  }
}

/** What a policy was to mend and could not is mandatory. */
function levelOf({ advice }: StackViolation, level: EnforcementLevel): EnforcementLevel {
  if (advice === true) return "advisory";
  return level === "remediate" ? "mandatory" : level;
}
