import type { EnforcementLevel } from "@pulumi/policy";
import type { z } from "zod";
import type { ResourceView } from "./engine/resource.ts";
import type { RegistrySource } from "./registry/file.ts";

/** What a policy judges with, besides the resources. */
export interface PolicyContext<Configuration> {
  configuration: Configuration;
  registry: RegistrySource;
}

/** What a policy that looks at the whole stack judges with. */
export interface StackContext<Configuration> extends PolicyContext<Configuration> {
  /** Name of the stack. */
  stack: string;
  project: string;
  /** Whether the run leaves resources of the program out, as with `--target`. */
  partial: boolean;
}

/** What is wrong with a stack. */
export interface StackViolation {
  message: string;
  /** The resource at fault, where it is one. */
  urn?: string | undefined;
  /** Never stops the run, whatever level the policy has. */
  advice?: boolean;
}

/**
 * A policy as a plain object: which rule, how it is configured, and pure functions from what is declared to what is
 * wrong, in sentences that say what to type instead. No sentence holds a value of a secret.
 */
export interface PrismaticPolicy<Schema extends z.ZodObject = z.ZodObject> {
  name: string;
  /** The rule in one sentence, which Pulumi prints before each violation. */
  description: string;
  /** The level where nobody configures another. */
  enforcementLevel: EnforcementLevel;
  /** The form of the configuration; every member has a default or may be left out. */
  configuration: Schema;
  /** Makes a configuration count for all policies of the pack, before anything is judged. */
  settle?(this: void, context: PolicyContext<z.output<Schema>>): void;
  /** What is wrong with a single resource, before anything is done with it. */
  validateResource?(this: void, resource: ResourceView, context: PolicyContext<z.output<Schema>>): string[];
  /** What is wrong with all resources together. */
  validateStack?(
    this: void,
    resources: readonly ResourceView[],
    context: StackContext<z.output<Schema>>,
  ): StackViolation[];
  /** The arguments to add where the level is `remediate`; never a key, never a value. */
  completeResource?(
    this: void,
    resource: ResourceView,
    context: PolicyContext<z.output<Schema>>,
  ): { description?: string };
}

/** Declares a policy; the configuration's type follows from its schema. */
export function definePolicy<Schema extends z.ZodObject>(
  policy: PrismaticPolicy<Schema>,
): PrismaticPolicy<Schema> {
  return policy;
}

/** What a pack says about one of its policies. */
export interface PolicySettings {
  level?: EnforcementLevel | undefined;
  configuration?: object | undefined;
}
