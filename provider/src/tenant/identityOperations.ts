import { z } from "zod";
import { operation } from "./operation.ts";
import {
  ListReachableTenantsDocument,
  ReadOrganizationDocument,
  ReadPermissionsDocument,
  WhoAmIDocument,
} from "./operations.generated.ts";

/** The operations that tell whose the token is, and what the organization may do. */
export const identityOperations = {
  whoAmI: operation(
    "WhoAmI",
    WhoAmIDocument,
    z.object({
      authenticatedUser: z.object({
        tenantId: z.string(),
        org: z.object({ id: z.string(), name: z.string() }).nullable(),
      }),
    }),
  ),
  readPermissions: operation(
    "ReadPermissions",
    ReadPermissionsDocument,
    z.object({
      authenticatedUser: z.object({
        role: z.object({
          permissions: z.object({ nodes: z.array(z.object({ name: z.string() }).nullable()) }),
        }),
      }),
    }),
  ),
  readOrganization: operation(
    "ReadOrganization",
    ReadOrganizationDocument,
    z.object({
      organization: z
        .object({
          allowUserLevelConfig: z.boolean(),
          allowEmbeddedDesigner: z.boolean(),
          allowEmbeddedWorkflowBuilder: z.boolean(),
        })
        .nullable(),
    }),
  ),
  listReachableTenants: operation(
    "ListReachableTenants",
    ListReachableTenantsDocument,
    z.object({
      listUserTenants: z.object({
        nodes: z.array(
          z.object({ tenantId: z.string(), orgName: z.string(), systemSuspended: z.boolean().nullable() }),
        ),
      }),
    }),
  ),
};
