import { filtered, type ListArguments } from "../filters.ts";
import type { PersonRecord } from "../model.ts";
import { page } from "../paging.ts";
import type { ApiRequest, View } from "../request.ts";
import type { Tenant } from "../tenant.ts";
import { listComponents } from "./components.ts";
import { listCustomers } from "./customers.ts";
import { listIntegrations } from "./integrations.ts";

/** The organization that a tenant is of. */
export function organizationView(tenant: Tenant): View {
  return {
    id: tenant.derivedId("Organization", ""),
    name: tenant.name,
    components: (args: ListArguments) => listComponents(tenant, args),
    customers: (args: ListArguments) => listCustomers(tenant, args),
    integrations: (args: ListArguments) => listIntegrations(tenant, args),
    overdue: false,
    systemSuspended: false,
  };
}

/** A person as a user of the tenant. */
export function userView(tenant: Tenant, person: PersonRecord): View {
  return {
    id: tenant.derivedId("User", person.id),
    name: person.name,
    email: person.email,
    externalId: null,
    tenantId: tenant.id,
    org: () => organizationView(tenant),
    customer: null,
  };
}

/** Who asks, and what they reach. */
export const userQueries = {
  authenticatedUser: (_args: unknown, { tenant, person }: ApiRequest) => userView(tenant, person),

  organization: (_args: unknown, { tenant }: ApiRequest) => organizationView(tenant),

  listUserTenants: (_args: unknown, { stack, person }: ApiRequest) => ({
    nodes: person.tenants.map((id) => ({
      tenantId: id,
      orgName: stack.tenant(id)?.name,
      url: stack.url,
      awsRegion: `local-${stack.name}`,
      isCurrentStack: true,
      systemSuspended: false,
    })),
  }),

  users: (args: ListArguments, { stack, tenant }: ApiRequest) => {
    const people = stack.people.all().filter((person) => person.tenants.includes(tenant.id));
    return page(filtered(people, args, {}), args, (person) => userView(tenant, person));
  },
};
