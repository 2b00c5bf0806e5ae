import { describeClaim } from "pulumi-prismatic/vocabulary";
import { z } from "zod";
import { connectionOf } from "../domain/connection.ts";
import { ownedBy } from "../domain/owned.ts";
import { titleOf, type ResourceView } from "../engine/resource.ts";
import { definePolicy } from "../policy.ts";

/**
 * A tenant has each stable key once, and each object of a tenant has one resource: a part of a connection, a customer's
 * credentials of one name, a component, an integration. Two tenants in one stack may carry the same key, which is what
 * stable keys are for. Tenants are told apart by address and id if both are known, else by provider.
 */
export const stableKeyUnique = definePolicy({
  name: "stable-key-unique",
  description: "A stable key names one connection of a tenant, and one resource manages each object.",
  enforcementLevel: "mandatory",
  configuration: z.strictObject({}),
  validateStack(resources) {
    const first = new Map<string, ResourceView>();
    return resources.flatMap((resource) => {
      for (const claim of ownedBy(resource)) {
        const place = `${resource.tenant.identity} ${claim}`;
        const earlier = first.get(place);
        if (earlier !== undefined) return [{ message: explain(resource, earlier, claim), urn: resource.urn }];
        first.set(place, resource);
      }
      return [];
    });
  },
});

function explain(resource: ResourceView, earlier: ResourceView, claim: string): string {
  const [one, other] = [connectionOf(resource)?.stableKey, connectionOf(earlier)?.stableKey];
  const tenants = "for a second tenant, give the resource that tenant's provider.";
  if (one !== undefined && one === other) {
    return (
      `${titleOf(resource)}: the stable key "${one}" is taken by ${titleOf(earlier)} in the same tenant. Remove one of the ` +
      `two, or type another stable key; ${tenants}`
    );
  }
  return (
    `${titleOf(resource)}: ${describeClaim(claim)} has ${titleOf(earlier)} already, in the same tenant. Remove one of the ` +
    `two; ${tenants}`
  );
}
