import { ownValue } from "pulumi-prismatic/vocabulary";
import { z } from "zod";
import { titleOf } from "../engine/resource.ts";
import { definePolicy } from "../policy.ts";

const configuration = z.strictObject({
  tenants: z
    .record(z.string(), z.string())
    .default({})
    .describe("Id of the tenant that each stack belongs to, by stack; of an explicit Tenant by stack/name."),
});

/**
 * A stack says which tenant it is for, by `prismatic:tenantId` or `prismatic:organizationId`, and an explicit
 * `Tenant` by `tenantId`: then a token of another tenant is refused before the first write. With `tenants`, the pack
 * also says which one it has to be.
 */
export const tenantPinned = definePolicy({
  name: "tenant-pinned",
  description: "A stack is pinned to its tenant.",
  enforcementLevel: "mandatory",
  configuration,
  validateResource(resource, { configuration: { tenants } }) {
    const { name, tenantId, pinned } = resource.tenant;
    const place = name === undefined ? resource.stack : `${resource.stack}/${name}`;
    const expected = ownValue(tenants, place);
    const type = (id: string) =>
      name === undefined
        ? `Type: pulumi config set prismatic:tenantId ${id} --stack ${resource.stack}`
        : `Type tenantId: "${id}" at Tenant "${name}".`;
    if (!pinned) {
      return [
        `${titleOf(resource)}: nothing says which tenant it is for, so any token that works decides. ` +
          type(expected ?? "<the tenant's id, as `prism me` prints it>"),
      ];
    }
    if (expected === undefined || tenantId === undefined) return [];
    if (tenantId.toLowerCase() === expected.toLowerCase()) return [];
    return [
      `${titleOf(resource)}: ${place} belongs to tenant ${expected}, not ${shown(tenantId)}. ${type(expected)}`,
    ];
  },
});

/** An id in a message; anything else may be a token in a wrong place. */
function shown(tenantId: string): string {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(tenantId)
    ? tenantId
    : "what prismatic:tenantId holds";
}
