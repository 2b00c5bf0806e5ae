import { mutate } from "./contents.ts";
import type { TenantOptions, TestTenant } from "./tenant.ts";

const CUSTOMERS = ["globex", "initech", "hooli"];

const definition = (name: string, stableKey: string): string => `
definitionVersion: 7
name: ${name}
requiredConfigVars:
  - { key: Connection, dataType: connection, useScopedConfigVar: ${stableKey} }
flows: []
`;

/**
 * A tenant whose integrations, instances and workflows name connections that a test creates: `busy` has all of them,
 * `versions` only two versions of an integration, `postgres` two running instances.
 */
export const namesConnections: NonNullable<TenantOptions["holds"]> = {
  customers: CUSTOMERS.map((externalId) => ({ externalId, name: externalId })),
  integrations: [
    { definition: definition("Alerts", "busy"), versions: 2 },
    { definition: definition("Nobody deployed it", "versions"), versions: 2 },
    { definition: definition("Reports", "postgres"), versions: 1 },
  ],
  instances: [
    { name: "Alerts of Globex", customer: "globex", integration: "Alerts" },
    { name: "Alerts of Initech", customer: "initech", integration: "Alerts" },
    { name: "Reports of Globex", customer: "globex", integration: "Reports" },
    { name: "Reports of Initech", customer: "initech", integration: "Reports" },
  ],
  workflows: [{ name: "Nightly", stableKeys: ["busy"] }],
};

/** Every customer of {@link namesConnections} saves credentials for a connection, as in the web app. */
export async function saveCredentials(
  tenant: TestTenant,
  stableKey: string,
  inputs: Record<string, string>,
): Promise<void> {
  const { customers } = await tenant.query<{ customers: { nodes: { id: string }[] } }>(
    "query { customers { nodes { id } } }",
  );
  const { id: scopedConfigVariable } = await tenant.connection(stableKey);
  const expressions = Object.entries(inputs).map(([name, value]) => ({ name, type: "value", value }));
  for (const { id: customer } of customers.nodes) {
    const input = { scopedConfigVariable, customer, inputs: expressions };
    await mutate(tenant, "createCustomerConfigVariable", input);
  }
}

/** Visible facts of an instance's deployment. */
export interface Deployment {
  needsDeploy: boolean;
  lastDeployedAt: string;
}

/** The deployments of all instances, by name. */
export async function deployments(tenant: TestTenant): Promise<Record<string, Deployment>> {
  const { instances } = await tenant.query<{ instances: { nodes: (Deployment & { name: string })[] } }>(
    "query { instances { nodes { name needsDeploy lastDeployedAt } } }",
  );
  return Object.fromEntries(instances.nodes.map(({ name, ...deployment }) => [name, deployment]));
}
