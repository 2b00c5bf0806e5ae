import type {
  EnforcementLevel,
  PolicyConfigSchema,
  ReportViolation,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";
import type { PolicyConfigJSONSchemaType } from "@pulumi/policy/schema.js";
import { z } from "zod";
import { plainError } from "./engine/errors.ts";
import { isLeftOut, placeOf, viewOf, type SharedViews } from "./engine/resource.ts";
import type { PolicyContext, PolicySettings, PrismaticPolicy, StackViolation } from "./policy.ts";
import type { RegistrySource } from "./registry/file.ts";
import { ownValue, visibleLine } from "pulumi-prismatic/vocabulary";

/** The things that the policies of a pack have in common. */
export interface Pack {
  registry: RegistrySource;
  views: SharedViews;
}

/**
 * A policy in the form that Pulumi's `PolicyPack` takes, with a pack's own level and defaults.
 *
 * @throws Error that names the property that is wrong in the pack's configuration
 */
export function pulumiPolicy<Schema extends z.ZodObject>(
  policy: PrismaticPolicy<Schema>,
  { registry, views }: Pack,
  { level, configuration: defaults = {} }: PolicySettings = {},
): ResourceValidationPolicy | StackValidationPolicy {
  const { name, description, completeResource, validateResource, validateStack } = policy;
  const contextOf = contextsOf(policy, registry, defaults);
  contextOf({});
  const common = {
    name,
    description,
    enforcementLevel: level ?? policy.enforcementLevel,
    configSchema: configSchema(policy, defaults),
  };
  if (validateStack) {
    return {
      ...common,
      validateStack(args, reportViolation) {
        const context = contextOf(args.getConfig());
        const resources = views.ofStack(policy, args.resources);
        const place = placeOf(args.resources[0]?.urn ?? "");
        const partial = resources.some(isLeftOut);
        for (const violation of validateStack(resources, { ...context, ...place, partial }))
          report(violation, description, reportViolation);
      },
    };
  }
  return {
    ...common,
    ...(completeResource && {
      remediateResource(args) {
        const resource = viewOf(args);
        if (resource === undefined) return undefined;
        const missing = completeResource(resource, contextOf(args.getConfig()));
        if (Object.keys(missing).length === 0) return undefined;
        // The properties that Pulumi hands in keep their secrets marked; a copy would not.
        return Object.assign(args.props as object, missing);
      },
    }),
    validateResource(args, reportViolation) {
      const context = contextOf(args.getConfig());
      const resource = views.ofResource(policy, args);
      if (resource === undefined || isLeftOut(resource)) return;
      for (const message of validateResource?.(resource, context) ?? [])
        reportViolation(visibleLine(message));
    },
  };
}

/**
 * Settles the configuration that Pulumi gives to a policy, once for each configuration: it gives the same one with
 * every resource.
 */
export function contextsOf<Schema extends z.ZodObject>(
  policy: PrismaticPolicy<Schema>,
  registry: RegistrySource,
  defaults: object,
): (given: object) => PolicyContext<z.output<Schema>> {
  let settled: { given: string; context: PolicyContext<z.output<Schema>> } | undefined;
  return (given) => {
    const text = JSON.stringify(given);
    if (settled?.given !== text) {
      const configuration = parseConfiguration(policy, { ...defaults, ...given });
      settled = { given: text, context: { configuration, registry } };
      policy.settle?.(settled.context);
    }
    return settled.context;
  };
}

function parseConfiguration<Schema extends z.ZodObject>(
  { name, configuration }: PrismaticPolicy<Schema>,
  given: object,
): z.output<Schema> {
  const parsed = configuration.safeParse(given);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) =>
    issue.code === "unrecognized_keys"
      ? `it has no property ${issue.keys.join(", ")}`
      : `${issue.path.join(".")}: ${issue.message}`,
  );
  throw plainError(`The configuration of ${name} is wrong: ${problems.join("; ")}.`);
}

/** The part of JSON Schema that Pulumi checks a configuration with, with the pack's own defaults in it. */
function configSchema(
  { configuration }: { configuration: z.ZodObject },
  defaults: object,
): PolicyConfigSchema {
  const schema = z.toJSONSchema(configuration, { io: "input", target: "draft-7" });
  const properties = (schema.properties ?? {}) as PolicyConfigSchema["properties"];
  for (const [name, value] of Object.entries(defaults) as [string, PolicyConfigJSONSchemaType][]) {
    const property = ownValue(properties, name);
    if (property !== undefined) property.default = value;
  }
  return { properties };
}

type StructuredViolation = { message: string; urn?: string | undefined; enforcementLevel: EnforcementLevel };

function report(
  { message, urn, advice }: StackViolation,
  description: string,
  reportViolation: ReportViolation,
): void {
  if (advice !== true) return reportViolation(visibleLine(message), urn);
  // The SDK takes an object as well, which its types do not tell: the only way to a level for a single violation.
  const structured = reportViolation as (violation: string | StructuredViolation) => void;
  structured({ message: `${description}\n${visibleLine(message)}`, urn, enforcementLevel: "advisory" });
}
