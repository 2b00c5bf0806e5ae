import { CONNECTION_CLASSES, ownValue } from "pulumi-prismatic/vocabulary";
import { z } from "zod";
import { isGiven } from "../engine/properties.ts";
import { titleOf } from "../engine/resource.ts";
import { definePolicy } from "../policy.ts";

const DECISIONS = ["never", "onChange"] as const;

/** The arguments whose changes reach instances only by a redeployment, by type of resource. */
const DEPLOYED_ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(CONNECTION_CLASSES.map((name) => [name, ["globalValues", "globalSecrets"]])),
  GlobalValues: ["values", "secrets"],
  CustomerCredentials: ["values", "secrets"],
  CustomerCredentialsSet: ["customers"],
};

const configuration = z.strictObject({
  decision: z
    .enum([...DECISIONS, "either"])
    .default("either")
    .describe('What the decision has to be: "never", "onChange", or "either" of them.'),
});

/**
 * A program says whether new values reach running instances. Instances keep what they were deployed with, so a secret
 * that is rotated without a redeployment is not rotated at all. The provider asks only once instances exist, which may
 * be in the middle of an incident.
 */
export const redeployDecided = definePolicy({
  name: "redeploy-decided",
  description: "It is decided whether new values reach running instances.",
  enforcementLevel: "advisory",
  configuration,
  validateResource(resource, { configuration: { decision } }) {
    const deployed = (ownValue(DEPLOYED_ARGUMENTS, resource.type) ?? []).filter((argument) =>
      isGiven(ownValue(resource.properties, argument)),
    );
    if (deployed.length === 0) return [];
    const { redeployInstances } = resource.properties;
    if (!isGiven(redeployInstances)) {
      const type = decision === "either" ? '"onChange" or redeployInstances: "never"' : `"${decision}"`;
      return [
        `${titleOf(resource)}: nothing says whether changed ${deployed.join(" and ")} reach running instances. ` +
          `Type redeployInstances: ${type}.`,
      ];
    }
    const isOther = DECISIONS.some((other) => other === redeployInstances && other !== decision);
    if (decision === "either" || !isOther) return [];
    return [
      `${titleOf(resource)}: redeployInstances must be "${decision}". Type redeployInstances: "${decision}".`,
    ];
  },
});
