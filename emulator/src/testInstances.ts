import type {
  ConnectionRecord,
  CredentialsRecord,
  CustomerRecord,
  InstanceRecord,
  IntegrationRecord,
} from "./model.ts";
import { draftOf, revisionNumber } from "./revisions.ts";
import { builtInSince, type Tenant } from "./tenant.ts";
import { instancesUsingCredentials, runsOn } from "./usage.ts";

const systemCustomerId = (tenant: Tenant): string => tenant.derivedId("Customer", "system");

/** The customer of the instances in which integrations are tested; no list has it. */
const systemCustomer = (tenant: Tenant): CustomerRecord => ({
  id: systemCustomerId(tenant),
  name: "System",
  externalId: null,
  description: "",
  labels: [],
  allowEmbeddedDesigner: false,
  createdAt: builtInSince,
  updatedAt: builtInSince,
});

/** The customer of an instance. */
export const customerOf = (tenant: Tenant, { customer }: InstanceRecord): CustomerRecord | undefined =>
  customer === systemCustomerId(tenant) ? systemCustomer(tenant) : tenant.customers.get(customer);

/**
 * The instance in which the designer tests an integration. It has no row: it is made from the draft, which it always
 * runs.
 */
export function testInstance(tenant: Tenant, integration: IntegrationRecord): InstanceRecord {
  const number = revisionNumber(draftOf(integration));
  return {
    id: tenant.derivedId("Instance", `${integration.id}/system`),
    isSystem: true,
    name: integration.name,
    description: "",
    labels: [],
    customer: systemCustomerId(tenant),
    integration: integration.id,
    integrationVersion: number,
    configVariables: integration.testConfigVariables,
    flowKeys: integration.testFlowKeys ?? [],
    deployedVersion: number,
    enabled: true,
    needsDeploy: false,
    lastDeployedAt: integration.updatedAt,
    createdAt: integration.createdAt,
    updatedAt: integration.updatedAt,
  };
}

/** The instances in which the integrations are tested, each integration having one. */
export const testInstances = (tenant: Tenant): InstanceRecord[] =>
  tenant.integrations.all().map((integration) => testInstance(tenant, integration));

/** The integration that is tested in the instance with that id. */
export const testedIn = (tenant: Tenant, id: string): IntegrationRecord | undefined =>
  tenant.integrations.all().find((integration) => testInstance(tenant, integration).id === id);

/** The instances whose tests use a connection. */
export const testInstancesUsing = (tenant: Tenant, connection: ConnectionRecord): InstanceRecord[] =>
  testInstances(tenant).filter((instance) => runsOn(tenant, instance, connection));

/** The instances that credentials serve: those for tests serve the test instances. */
export function instancesWith(tenant: Tenant, credentials: CredentialsRecord): InstanceRecord[] {
  const connection = tenant.connections.get(credentials.connection);
  return credentials.isTest && connection
    ? testInstancesUsing(tenant, connection)
    : instancesUsingCredentials(tenant, credentials);
}
