import type { PolicyConfigSchema } from "@pulumi/policy";
import type { PolicyConfigJSONSchemaType } from "@pulumi/policy/schema.js";
import { z } from "zod";
import { plainError } from "./engine/errors.ts";
import { isLeftOut, placeOf, viewOf, type EngineResource, type ResourceView } from "./engine/resource.ts";
import type { PolicyContext, PrismaticPolicy, StackViolation } from "./policy.ts";
import type { RegistrySource } from "./registry/file.ts";

/** What a policy says about a single resource; nothing where the run leaves it out. */
export function messagesAbout<Configuration extends z.ZodObject>(
  policy: PrismaticPolicy<Configuration>,
  resource: ResourceView,
  context: PolicyContext<z.output<Configuration>>,
): string[] {
  return isLeftOut(resource) ? [] : (policy.validateResource?.(resource, context) ?? []);
}

/** Views of those resources that are ours. */
export function viewsOf(resources: readonly EngineResource[]): ResourceView[] {
  return resources.flatMap((resource) => viewOf(resource) ?? []);
}

/** What a policy says about a whole stack, of which any resource names stack and project. */
export function violationsIn<Configuration extends z.ZodObject>(
  policy: PrismaticPolicy<Configuration>,
  resources: readonly ResourceView[],
  anyUrn: string,
  context: PolicyContext<z.output<Configuration>>,
): StackViolation[] {
  const partial = resources.some(isLeftOut);
  return policy.validateStack?.(resources, { ...context, ...placeOf(anyUrn), partial }) ?? [];
}

/** The part of JSON Schema that Pulumi checks a configuration with, with the pack's own defaults in it. */
export function configSchema(
  { configuration }: Pick<PrismaticPolicy, "configuration">,
  defaults: object,
): PolicyConfigSchema {
  const schema = z.toJSONSchema(configuration, { io: "input", target: "draft-7" });
  const properties = (schema.properties ?? {}) as PolicyConfigSchema["properties"];
  for (const [name, value] of Object.entries(defaults) as [string, PolicyConfigJSONSchemaType][]) {
    const property = properties[name];
    if (property !== undefined) property.default = value;
  }
  return { properties };
}

/** What a policy judges with, once its configuration is given. @throws Error that names the property that is wrong */
export function settledContext<Schema extends z.ZodObject>(
  policy: PrismaticPolicy<Schema>,
  given: object,
  registry: RegistrySource,
): PolicyContext<z.output<Schema>> {
  const context = { configuration: parseConfiguration(policy, given), registry };
  policy.settle?.(context);
  return context;
}

function parseConfiguration<Schema extends z.ZodObject>(
  policy: PrismaticPolicy<Schema>,
  given: object,
): z.output<Schema> {
  const parsed = policy.configuration.safeParse(given);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) =>
    issue.code === "unrecognized_keys"
      ? `it has no property ${issue.keys.join(", ")}`
      : `${issue.path.join(".")}: ${issue.message}`,
  );
  throw plainError(`The configuration of ${policy.name} is wrong: ${problems.join("; ")}.`);
}
