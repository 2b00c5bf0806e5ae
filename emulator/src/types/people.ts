import { anything } from "../graph/filters.ts";
import { columns, type ObjectType } from "../graph/objectType.ts";
import { all } from "../graph/relations.ts";
import type { PersonRecord } from "../model.ts";
import { allRevisions } from "../revisions.ts";
import { roleOf } from "../roles.ts";
import type { Tenant } from "../tenant.ts";

/** `Organization`, of which each tenant has one. */
export const organization: ObjectType<Tenant> = {
  fields: {
    ...columns("name", "allowUserLevelConfig", "allowEmbeddedDesigner", "allowEmbeddedWorkflowBuilder"),
    id: (tenant) => tenant.derivedId("Organization", ""),
    components: ({ catalog }) => catalog.all(),
    customers: all("customers"),
    integrations: allRevisions,
    overdue: false,
    systemSuspended: ({ suspended }) => suspended,
  },
};

/** `User`: a person, in one of the tenants that the person reaches. */
export const user: ObjectType<PersonRecord> = {
  fields: {
    ...columns("name", "email"),
    id: ({ id }, { tenant }) => tenant.derivedId("User", id),
    externalId: null,
    tenantId: (_person, { tenant }) => tenant.id,
    org: (_person, { tenant }) => tenant,
    customer: null,
    role: roleOf,
  },
  orders: { NAME: "name", EMAIL: "email" },
};

/** `UserTenantAccess`: a tenant that a person reaches, made from its id. */
export const tenantAccess: ObjectType<string> = {
  fields: {
    tenantId: (id) => id,
    orgName: (id, { stack }) => stack.tenant(id)?.name,
    url: (_id, { stack }) => stack.url,
    awsRegion: (_id, { stack }) => `local-${stack.name}`,
    isCurrentStack: true,
    systemSuspended: (id, { stack }) => stack.tenant(id)?.suspended,
  },
  filters: { includeAllStacks: anything },
};
