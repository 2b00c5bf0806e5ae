import { z } from "zod";
import { connectionOf } from "../domain/connection.ts";
import { titleOf } from "../engine/resource.ts";
import { definePolicy } from "../policy.ts";

/**
 * A tenant has each stable key once. Two tenants in one stack may carry the same key, which is what stable keys are
 * for. Tenants are told apart by address and id if both are known, else by provider.
 */
export const stableKeyUnique = definePolicy({
  name: "stable-key-unique",
  description: "A stable key names one connection of a tenant.",
  enforcementLevel: "mandatory",
  configuration: z.strictObject({}),
  validateStack(resources) {
    const first = new Map<string, string>();
    return resources.flatMap((resource) => {
      const stableKey = connectionOf(resource)?.stableKey;
      if (stableKey === undefined) return [];
      const place = `${resource.tenant.identity} ${stableKey}`;
      const earlier = first.get(place);
      if (earlier === undefined) {
        first.set(place, titleOf(resource));
        return [];
      }
      const message =
        `${titleOf(resource)}: the stable key "${stableKey}" is taken by ${earlier} in the same tenant. Remove one ` +
        "of the two, or type another stable key; for a second tenant, give the resource that tenant's provider.";
      return [{ message, urn: resource.urn }];
    });
  },
});
