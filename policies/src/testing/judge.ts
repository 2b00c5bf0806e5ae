import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { TYPE_PREFIX } from "pulumi-prismatic/vocabulary";
import type { z } from "zod";
import type { ResourceView } from "../engine/resource.ts";
import type { PrismaticPolicy, StackViolation } from "../policy.ts";
import { contextsOf } from "../pulumiPolicy.ts";
import { RegistrySource } from "../registry/file.ts";

export { UNKNOWN } from "pulumi-prismatic/vocabulary";

/** The setting in which a policy judges. */
export interface Setting<Schema extends z.ZodObject> {
  configuration?: z.input<Schema>;
  /** Entries of the registry; without them there is none. */
  stableKeys?: Record<string, object>;
  stack?: string;
  project?: string;
  partial?: boolean;
}

/** A resource of stack `us` in project `shop`, in the tenant of the stack. */
export function resource(
  type: string,
  properties: Record<string, unknown>,
  {
    tenant,
    ...rest
  }: Partial<Omit<ResourceView, "tenant">> & { tenant?: Partial<ResourceView["tenant"]> } = {},
): ResourceView {
  return {
    urn: `urn:pulumi:us::shop::${TYPE_PREFIX}${type}::it`,
    name: "it",
    type,
    stack: "us",
    project: "shop",
    protect: false,
    properties,
    tenant: { identity: "one", name: undefined, tenantId: undefined, pinned: true, ...tenant },
    ...rest,
  };
}

/** Lets a policy judge one resource. */
export function judgeOne<Schema extends z.ZodObject>(
  policy: PrismaticPolicy<Schema>,
  one: ResourceView,
  setting: Setting<Schema> = {},
): string[] {
  return policy.validateResource?.(one, context(policy, setting)) ?? [];
}

/** Lets a policy judge a whole stack. */
export function judgeAll<Schema extends z.ZodObject>(
  policy: PrismaticPolicy<Schema>,
  all: ResourceView[],
  setting: Setting<Schema> = {},
): StackViolation[] {
  const { stack = "us", project = "shop", partial = false } = setting;
  return policy.validateStack?.(all, { ...context(policy, setting), stack, project, partial }) ?? [];
}

/** Lets a policy complete a resource. */
export function completed<Schema extends z.ZodObject>(
  policy: PrismaticPolicy<Schema>,
  one: ResourceView,
  setting: Setting<Schema> = {},
): object {
  return policy.completeResource?.(one, context(policy, setting)) ?? {};
}

/** A folder that is gone when the test is over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "policies-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function context<Schema extends z.ZodObject>(
  policy: PrismaticPolicy<Schema>,
  { configuration = {} as z.input<Schema>, stableKeys }: Setting<Schema>,
) {
  const folder = temporaryFolder();
  if (stableKeys) writeFileSync(join(folder, "stable-keys.json"), JSON.stringify({ stableKeys }));
  return contextsOf(policy, new RegistrySource({ folder }, "stable-keys.json"), {})(configuration);
}
