import { z } from "zod";
import { connectionOf } from "../domain/connection.ts";
import { matchesAny } from "../domain/patterns.ts";
import { titleOf } from "../engine/resource.ts";
import { definePolicy } from "../policy.ts";

const configuration = z.strictObject({
  stacks: z
    .array(z.string())
    .default(["prod", "prod-*", "*-prod", "production", "production-*", "*-production"])
    .describe("Stacks of production tenants; * stands for anything."),
});

/**
 * In production, connections have Pulumi's `protect`: a policy pack sees neither `pulumi destroy` nor a resource that
 * is removed from the program, and `protect` refuses both.
 */
export const productionProtected = definePolicy({
  name: "production-protected",
  description: "Connections of production tenants are protected.",
  enforcementLevel: "mandatory",
  configuration,
  validateResource(resource, { configuration: { stacks } }) {
    if (connectionOf(resource) === undefined || resource.protect) return [];
    if (!matchesAny(resource.stack, stacks)) return [];
    return [
      `${titleOf(resource)}: stack ${resource.stack} is production, and nothing keeps this connection from being ` +
        "deleted. Type { protect: true } in its options.",
    ];
  },
});
