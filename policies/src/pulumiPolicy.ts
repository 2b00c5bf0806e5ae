import type { PolicyConfigJSONSchemaType } from "@pulumi/policy/schema.js";
import type {
  EnforcementLevel,
  PolicyConfigSchema,
  ReportViolation,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";
import { z } from "zod";
import { plainError } from "./engine/errors.ts";
import { isLeftOut, placeOf, viewOf } from "./engine/resource.ts";
import type { PrismaticPolicy, StackViolation } from "./policy.ts";
import type { RegistrySource } from "./registry/file.ts";

/** What a pack says about one of its policies. */
export interface PolicySettings {
  level?: EnforcementLevel | undefined;
  configuration?: object | undefined;
}

type PulumiPolicy = ResourceValidationPolicy | StackValidationPolicy;

/**
 * A policy as Pulumi takes it, with a pack's own level and defaults.
 *
 * @throws Error that names the property where the pack's configuration is wrong
 */
export function pulumiPolicy<Schema extends z.ZodObject>(
  policy: PrismaticPolicy<Schema>,
  registry: RegistrySource,
  { level, configuration: defaults = {} }: PolicySettings = {},
): PulumiPolicy {
  const configured = (given: object) => parseConfiguration(policy, { ...defaults, ...given });
  configured({});
  const { name, description, validateResource, validateStack, completeResource } = policy;
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
        const configuration = configured(args.getConfig());
        const resources = args.resources.flatMap((resource) => viewOf(resource) ?? []);
        const place = placeOf(args.resources[0]?.urn ?? "");
        const context = { configuration, registry, ...place, partial: resources.some(isLeftOut) };
        for (const violation of validateStack(resources, context)) report(violation, policy, reportViolation);
      },
    };
  }
  return {
    ...common,
    ...(completeResource && {
      remediateResource(args) {
        const resource = viewOf(args);
        if (resource === undefined) return undefined;
        const missing = completeResource(resource, { configuration: configured(args.getConfig()), registry });
        if (Object.keys(missing).length === 0) return undefined;
        // The properties that Pulumi hands in keep their secrets marked; a copy would not.
        return Object.assign(args.props as object, missing);
      },
    }),
    validateResource(args, reportViolation) {
      const configuration = configured(args.getConfig());
      const resource = viewOf(args);
      if (resource === undefined || isLeftOut(resource)) return;
      for (const message of validateResource?.(resource, { configuration, registry }) ?? [])
        reportViolation(message);
    },
  };
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

type StructuredViolation = { message: string; urn?: string | undefined; enforcementLevel: EnforcementLevel };

function report(
  { message, urn, advice }: StackViolation,
  { description }: { description: string },
  reportViolation: ReportViolation,
): void {
  if (advice !== true) return reportViolation(message, urn);
  // The SDK takes an object as well, which its types do not tell: the only way to a level for a single violation.
  const structured = reportViolation as unknown as (violation: StructuredViolation) => void;
  structured({ message: `${description}\n${message}`, urn, enforcementLevel: "advisory" });
}
