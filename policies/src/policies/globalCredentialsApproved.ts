import { z } from "zod";
import { connectionOf } from "../domain/connection.ts";
import { matchesAny } from "../domain/patterns.ts";
import { titleOf } from "../engine/resource.ts";
import { definePolicy } from "../policy.ts";

const configuration = z.strictObject({
  allow: z
    .array(z.string())
    .default([])
    .describe(
      'Stable keys that are approved besides those with `globalCredentials: "approved"` in the registry; * stands ' +
        "for anything.",
    ),
});

/**
 * An organization (global) connection lends the organization's own credentials to the instances of all customers.
 * Each one is approved by `globalCredentials: "approved"` in the registry, where a reviewer sees it.
 */
export const globalCredentialsApproved = definePolicy({
  name: "global-credentials-approved",
  description: "The organization's own credentials are lent to customers with approval only.",
  enforcementLevel: "mandatory",
  configuration,
  validateResource(resource, { configuration: { allow }, registry }) {
    const declared = connectionOf(resource);
    if (declared?.kind !== "OrganizationGlobalConnection" || declared.stableKey === undefined) return [];
    const { stableKey } = declared;
    if (registry.entry(stableKey)?.globalCredentials === "approved" || matchesAny(stableKey, allow))
      return [];
    return [
      `${titleOf(resource)}: "${stableKey}" gives all customers the organization's credentials, and nobody approved ` +
        'that. Have `"globalCredentials": "approved"` added to its entry in the registry, or type new ' +
        "CustomerConnection(...) or new OrganizationCustomerConnection(...) for credentials of each customer's own.",
    ];
  },
});
