import type { EnforcementLevel } from "@pulumi/policy";
import type { z } from "zod";
import type { ResourceView } from "./engine/resource.ts";
import type { RegistrySource } from "./registry/file.ts";

/** The configuration and the registry that a policy judges with. */
export interface PolicyContext<Configuration> {
  configuration: Configuration;
  registry: RegistrySource;
}

/** The context of a policy that judges the whole stack. */
export interface StackContext<Configuration> extends PolicyContext<Configuration> {
  /** Name of the stack. */
  stack: string;
  project: string;
  /** True if the run leaves resources of the program out, as with `--target`. */
  partial: boolean;
}

/** Something that is wrong with a stack. */
export interface StackViolation {
  message: string;
  /** The resource at fault, if it is a single one. */
  urn?: string | undefined;
  /** Never stops the run, whatever level the policy has. */
  advice?: boolean;
}

/**
 * A policy as a plain object: its rule, its configuration, and pure functions that turn resources into sentences. Each
 * sentence says what is wrong and what to type instead. None holds a secret.
 */
export interface PrismaticPolicy<Schema extends z.ZodObject = z.ZodObject> {
  name: string;
  /** The rule in one sentence, which Pulumi prints before each violation. */
  description: string;
  /** The level unless the configuration says another. */
  enforcementLevel: EnforcementLevel;
  /** The form of the configuration; every member has a default or may be left out. */
  configuration: Schema;
  /** Makes a configuration count for all policies of the pack, before anything is judged. */
  settle?(this: void, context: PolicyContext<z.output<Schema>>): void;
  /** Judges a single resource, before anything is done with it. */
  validateResource?(this: void, resource: ResourceView, context: PolicyContext<z.output<Schema>>): string[];
  /** Judges all resources together. */
  validateStack?(
    this: void,
    resources: readonly ResourceView[],
    context: StackContext<z.output<Schema>>,
  ): StackViolation[];
  /** Adds arguments that are missing, at level `remediate`; never a key, never a value. */
  completeResource?(
    this: void,
    resource: ResourceView,
    context: PolicyContext<z.output<Schema>>,
  ): { description?: string };
}

/** Declares a policy. The configuration's type follows from its schema. */
export function definePolicy<Schema extends z.ZodObject>(
  policy: PrismaticPolicy<Schema>,
): PrismaticPolicy<Schema> {
  return policy;
}

/** A pack's own settings for one of its policies. */
export interface PolicySettings {
  level?: EnforcementLevel | undefined;
  configuration?: object | undefined;
}
