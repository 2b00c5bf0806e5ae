import { CONNECTION_CLASSES } from "pulumi-prismatic/vocabulary";
import { z } from "zod";
import { connectionOf, hasUnclearKey } from "../domain/connection.ts";
import { referencesOf } from "../domain/references.ts";
import { matchesAny } from "../domain/patterns.ts";
import { isGiven } from "../engine/properties.ts";
import { titleOf } from "../engine/resource.ts";
import { definePolicy } from "../policy.ts";

const configuration = z.strictObject({
  kinds: z
    .array(z.enum(CONNECTION_CLASSES))
    .default(["OrganizationGlobalConnection"])
    .describe("Kinds of connection that need test credentials."),
  stacks: z
    .array(z.string())
    .default(["*"])
    .describe(
      "Stacks in which they are needed, such as those where integrations are built; * stands for anything.",
    ),
  exempt: z
    .array(z.string())
    .default([])
    .describe("Stable keys that need no test credentials; * stands for anything."),
});

/**
 * Connections have test credentials, inline or by a `TestCredentials` resource. For an organization (global)
 * connection they keep test runs away from production credentials, which is why only those are asked by default.
 */
export const testCredentialsPresent = definePolicy({
  name: "test-credentials-present",
  description: "Test runs have credentials of their own.",
  enforcementLevel: "advisory",
  configuration,
  validateStack(resources, { configuration: { kinds, stacks, exempt }, stack }) {
    if (!matchesAny(stack, stacks)) return [];
    const separate = resources
      .filter(({ type }) => type === "TestCredentials")
      .map((resource) =>
        referencesOf(resource).map(({ stableKey }) => `${resource.tenant.identity} ${stableKey}`),
      );
    const supplied = new Set(separate.flat());
    const unclear = separate.some((places) => places.length === 0) || resources.some(hasUnclearKey);
    return resources.flatMap((resource) => {
      const declared = connectionOf(resource);
      if (declared?.stableKey === undefined || !kinds.includes(declared.kind)) return [];
      if (isGiven(resource.properties["testCredentials"]) || matchesAny(declared.stableKey, exempt))
        return [];
      if (unclear || supplied.has(`${resource.tenant.identity} ${declared.stableKey}`)) return [];
      const shield =
        declared.kind === "OrganizationGlobalConnection"
          ? ", so test runs use the production credentials"
          : "";
      const message =
        `${titleOf(resource)}: "${declared.stableKey}" has no test credentials${shield}. Type testCredentials: ` +
        "{ values: {...}, secrets: {...} }, or declare a TestCredentials resource for it.";
      return [{ message, urn: resource.urn }];
    });
  },
});
