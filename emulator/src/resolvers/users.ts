import type { PersonRecord } from "../model.ts";
import { page, type PageArguments } from "../paging.ts";
import type { ApiRequest, View } from "../request.ts";
import type { Tenant } from "../tenant.ts";
import { listComponents, type ComponentFilters } from "./components.ts";
import { listCustomers, type CustomerFilters } from "./customers.ts";
import { listIntegrations, type IntegrationFilters } from "./integrations.ts";

/** The organization that a tenant is of. */
export function organizationView(tenant: Tenant): View {
  return {
    id: tenant.derivedId("Organization", ""),
    name: tenant.name,
    components: (args: ComponentFilters) => listComponents(tenant, args),
    customers: (args: CustomerFilters) => listCustomers(tenant, args),
    integrations: (args: IntegrationFilters) => listIntegrations(tenant, args),
    overdue: false,
    systemSuspended: false,
  };
}

function userView(tenant: Tenant, person: PersonRecord): View {
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

  users: (args: PageArguments, { stack, tenant }: ApiRequest) =>
    page(
      stack.people.all().filter((person) => person.tenants.includes(tenant.id)),
      args,
      (person) => userView(tenant, person),
    ),
};
