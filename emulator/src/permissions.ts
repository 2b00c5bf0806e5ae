import type { ConnectionRecord } from "./model.ts";
import { mayOneOf, type Permission } from "./roles.ts";
import type { ApiRequest } from "./request.ts";

const users: Permission[] = ["org_admin_users"];
const components: Permission[] = ["org_manage_components"];
const integrations: Permission[] = ["org_manage_integrations"];
const instances: Permission[] = ["org_manage_instances"];
const customers: Permission[] = ["org_manage_customers", "org_crud_customers"];
const connections: Permission[] = ["org_manage_integrations", "org_manage_customers"];
const viewComponents: Permission[] = [
  "org_view_components",
  "org_manage_components",
  "org_admin_component_permissions",
];
const viewIntegrations: Permission[] = [
  "org_view_integrations",
  "org_manage_integrations",
  "org_admin_integration_permissions",
];

/** The permissions for each mutation, of which one is enough; none are needed where the list is empty. */
export const mutationPermissions: Readonly<Record<string, readonly Permission[]>> = {
  publishComponent: components,
  deleteComponent: components,
  createScopedConfigVariable: connections,
  updateScopedConfigVariable: connections,
  deleteScopedConfigVariable: connections,
  updateScopedOAuth2Connection: connections,
  createCustomerConfigVariable: connections,
  updateCustomerConfigVariable: connections,
  deleteCustomerConfigVariable: connections,
  updateCustomerOAuth2Connection: connections,
  updateInstancesUsingCustomerConfigVariable: connections,
  createCustomer: customers,
  updateCustomer: customers,
  deleteCustomer: customers,
  createInstance: instances,
  updateInstance: instances,
  updateInstanceConfigVariables: instances,
  deployInstance: instances,
  deleteInstance: instances,
  updateOAuth2Connection: instances,
  bulkUpdateInstancesToLatestIntegrationVersion: viewIntegrations,
  createIntegration: integrations,
  updateIntegration: integrations,
  deleteIntegration: integrations,
  forkIntegration: integrations,
  importIntegration: integrations,
  validateIntegrationSchema: [],
  publishIntegration: integrations,
  updateIntegrationVersionAvailability: integrations,
  updateIntegrationMarketplaceConfiguration: integrations,
};

/** The permissions to change an object, by its type. */
const objectPermissions: Readonly<Record<string, readonly Permission[]>> = {
  Component: components,
  Customer: customers,
  CustomerConfigVariable: connections,
  Instance: instances,
  InstanceConfigVariable: instances,
  InstanceFlowConfig: instances,
  Integration: integrations,
  IntegrationAction: integrations,
  IntegrationFlow: integrations,
  Organization: users,
  Role: users,
  ScopedConfigVariable: connections,
  User: users,
  Workflow: integrations,
};

/** The permissions that single fields tell about, beside `allowUpdate` and the like of an object. */
const fieldPermissions: Readonly<Record<string, readonly Permission[]>> = {
  allowAddComponent: components,
  allowAddConnectionTemplate: integrations,
  allowAddCustomer: customers,
  allowAddCustomerConfigVariable: connections,
  allowAddInstance: instances,
  allowAddIntegration: integrations,
  allowAddScopedConfigVariable: connections,
  allowAddSigningKey: users,
  allowAddUser: users,
  allowConfigureEmbedded: users,
  allowPublishComponent: components,
};

const objectFields = new Set([
  "allowDeploy",
  "allowFork",
  "allowPublish",
  "allowRemove",
  "allowUpdate",
  "allowUpdateConfigVariables",
]);

/** Tells a mutation that the caller may run. */
export const mayMutate = (request: ApiRequest, mutation: string): boolean =>
  mayOneOf(request.person, mutationPermissions[mutation] ?? []);

/** The value of a field such as `allowUpdate`; what has nothing to do with roles is allowed. */
export function allowed(request: ApiRequest, typeName: string, fieldName: string): boolean {
  const needed =
    fieldPermissions[fieldName] ?? (objectFields.has(fieldName) ? objectPermissions[typeName] : undefined);
  return mayOneOf(request.person, needed ?? []);
}

/** Tells a connection that the caller may see. */
export const maySeeConnection = (connection: ConnectionRecord, { person }: ApiRequest): boolean =>
  connection.defaultForComponent ||
  (connection.managedBy === "CUSTOMER" &&
    connection.variableScope === "CUSTOMER" &&
    connection.customer === null) ||
  mayOneOf(person, connections);

/** Tells a caller who may see customers' and test credentials: whoever may change them. */
export const maySeeCredentials = (_credentials: unknown, { person }: ApiRequest): boolean =>
  mayOneOf(person, connections);

/** Tells a component that the caller may see. */
export const maySeeComponent = (
  { definition }: { definition: { public: boolean } },
  { person }: ApiRequest,
): boolean => definition.public || mayOneOf(person, viewComponents);

/** Tells a caller who may see integrations. */
export const maySeeIntegration = (_revision: unknown, { person }: ApiRequest): boolean =>
  mayOneOf(person, viewIntegrations);
