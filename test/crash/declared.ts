import type { Declared } from "../support/declaration.ts";
import type { TenantOptions } from "../support/tenant.ts";

/** External ids of the tenant's customers. */
const CUSTOMERS = Array.from({ length: 8 }, (_, index) => `customer-${index}`);

/** Contents of the tenant before the first run. */
export const holds: NonNullable<TenantOptions["holds"]> = {
  customers: CUSTOMERS.map((externalId) => ({ externalId, name: externalId })),
};

const definition = (description: string): string => `
definitionVersion: 7
name: Orders
description: ${description}
requiredConfigVars:
  - { key: Connection, dataType: connection, useScopedConfigVar: acme-0 }
flows: []
`;

/** All kinds of resources, with an end to each of their values, so that another end is a change of all. */
export function declaredWith(end: string): Declared[] {
  const connections = Array.from({ length: 4 }, (_, index): Declared => {
    const stableKey = `acme-${index}`;
    const secrets = { api_key: `test-${end}-${index}` };
    return {
      type: "OrganizationCustomerConnection",
      name: stableKey,
      args: {
        ...{ component: "acme", stableKey, name: `Acme ${index} ${end}`, embeddedWorkflows: index === 0 },
        ...(index < 2 ? { testCredentials: { secrets } } : {}),
      },
    };
  });
  return [
    ...connections,
    {
      type: "OrganizationGlobalConnection",
      name: "http",
      args: {
        ...{ component: "http", connectionType: "basic", stableKey: "http", name: `HTTP ${end}` },
        separateGlobalValues: true,
      },
    },
    {
      type: "GlobalValues",
      name: "values",
      args: {
        connection: { $resource: "http" },
        values: { username: `user-${end}` },
        secrets: { password: `password-${end}` },
      },
    },
    {
      type: "TestCredentials",
      name: "test",
      args: { connection: { $resource: "acme-2" }, secrets: { api_key: `separate-${end}` } },
    },
    {
      type: "CustomerCredentials",
      name: "single",
      args: {
        ...{ connection: { $resource: "acme-1" }, customer: CUSTOMERS[0] },
        secrets: { api_key: `single-${end}` },
      },
    },
    {
      type: "CustomerCredentialsSet",
      name: "set",
      args: {
        connection: { $resource: "acme-3" },
        customers: Object.fromEntries(
          CUSTOMERS.map((customer) => [customer, { secrets: { api_key: `set-${end}-${customer}` } }]),
        ),
      },
    },
    {
      type: "Integration",
      name: "orders",
      args: { definition: definition(end), publish: true, deleteOnDestroy: true },
      dependsOn: ["acme-0"],
    },
  ];
}
