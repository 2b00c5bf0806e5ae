export { guardDeletes } from "./guardDeletes.ts";
export {
  getComponent,
  getComponentOutput,
  type ComponentName,
  type FoundComponent,
  type FoundConnectionType,
} from "./lookups/getComponent.ts";
export { getConnection, getConnectionOutput, type FoundConnection } from "./lookups/getConnection.ts";
export { getCustomer, getCustomerOutput, type FoundCustomer } from "./lookups/getCustomer.ts";
export type { LookupOptions } from "./lookups/lookup.ts";
export { Component, type ComponentArgs } from "./resources/component.ts";
export { CustomerConnection, type CustomerConnectionArgs } from "./resources/customerConnection.ts";
export { GlobalValues, type GlobalValuesArgs } from "./resources/globalValues.ts";
export {
  Integration,
  type IntegrationArgs,
  type IntegrationSpecificConnection,
} from "./resources/integration.ts";
export {
  OrganizationCustomerConnection,
  type OrganizationCustomerConnectionArgs,
} from "./resources/organizationCustomerConnection.ts";
export {
  OrganizationGlobalConnection,
  type OrganizationGlobalConnectionArgs,
} from "./resources/organizationGlobalConnection.ts";
export { Tenant, type TenantArgs } from "./resources/tenant.ts";
export { UserConnection, type UserConnectionArgs } from "./resources/userConnection.ts";
export { CustomerCredentials, type CustomerCredentialsArgs } from "./resources/customerCredentials.ts";
export { EmbeddedWorkflowFlag, type EmbeddedWorkflowFlagArgs } from "./resources/embeddedWorkflowFlag.ts";
export { TestCredentials, type TestCredentialsArgs } from "./resources/testCredentials.ts";
export {
  CustomerCredentialsSet,
  type CustomerCredentialsSetArgs,
} from "./resources/customerCredentialsSet.ts";
export {
  plannedMutations,
  plannedMutationsOf,
  type EngineStep,
  type PlannedMutation,
  type Step,
} from "./plannedMutations.ts";
