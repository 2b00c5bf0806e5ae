import "./nodeVersion.ts";
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
export type { LookupOptions } from "./lookups/options.ts";
export {
  CodeNativeIntegration,
  type CodeNativeIntegrationArgs,
} from "./resources/codeNativeIntegration/class.ts";
export { Component, type ComponentArgs } from "./resources/component/class.ts";
export {
  CustomerConnection,
  type CustomerConnectionArgs,
  OrganizationCustomerConnection,
  type OrganizationCustomerConnectionArgs,
  OrganizationGlobalConnection,
  type OrganizationGlobalConnectionArgs,
  UserConnection,
  type UserConnectionArgs,
} from "./resources/connection/class.ts";
export { GlobalValues, type GlobalValuesArgs } from "./resources/globalValues/class.ts";
export {
  Integration,
  type IntegrationArgs,
  type IntegrationSpecificConnection,
} from "./resources/integration/class.ts";
export type { ConnectionResource, PublishedComponent } from "./resources/program/references.ts";
export { Tenant, type TenantArgs } from "./resources/tenant/class.ts";
export { CustomerCredentials, type CustomerCredentialsArgs } from "./resources/customerCredentials/class.ts";
export {
  CustomerEmbeddedAccess,
  type CustomerEmbeddedAccessArgs,
} from "./resources/customerEmbeddedAccess/class.ts";
export {
  EmbeddedWorkflowFlag,
  type EmbeddedWorkflowFlagArgs,
} from "./resources/embeddedWorkflowFlag/class.ts";
export { TestCredentials, type TestCredentialsArgs } from "./resources/testCredentials/class.ts";
export {
  CustomerCredentialsSet,
  type CustomerCredentialsSetArgs,
} from "./resources/customerCredentialsSet/class.ts";
