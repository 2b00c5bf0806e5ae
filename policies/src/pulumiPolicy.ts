import type {
  EnforcementLevel,
  ReportViolation,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";
import type { z } from "zod";
import { viewOf } from "./engine/resource.ts";
import { configSchema, messagesAbout, settledContext, viewsOf, violationsIn } from "./judging.ts";
import type { PolicySettings, PrismaticPolicy, StackViolation } from "./policy.ts";
import type { RegistrySource } from "./registry/file.ts";

type PulumiPolicy = ResourceValidationPolicy | StackValidationPolicy;

/**
 * A policy as Pulumi's own `PolicyPack` takes it, with a pack's own level and defaults.
 *
 * @throws Error that names the property where the pack's configuration is wrong
 */
export function pulumiPolicy<Schema extends z.ZodObject>(
  policy: PrismaticPolicy<Schema>,
  registry: RegistrySource,
  { level, configuration: defaults = {} }: PolicySettings = {},
): PulumiPolicy {
  const contextOf = (given: object) => settledContext(policy, { ...defaults, ...given }, registry);
  contextOf({});
  const { name, description, completeResource } = policy;
  const common = {
    name,
    description,
    enforcementLevel: level ?? policy.enforcementLevel,
    configSchema: configSchema(policy, defaults),
  };
  if (policy.validateStack) {
    return {
      ...common,
      validateStack(args, reportViolation) {
        const context = contextOf(args.getConfig());
        const views = viewsOf(args.resources);
        for (const violation of violationsIn(policy, views, args.resources[0]?.urn ?? "", context))
          report(violation, policy, reportViolation);
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
      const resource = viewOf(args);
      if (resource === undefined) return;
      for (const message of messagesAbout(policy, resource, context)) reportViolation(message);
    },
  };
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
