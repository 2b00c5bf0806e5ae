export { CustomerConnection, type CustomerConnectionArgs } from "./resources/customerConnection.ts";
export { GlobalValues, type GlobalValuesArgs } from "./resources/globalValues.ts";
export {
  OrganizationCustomerConnection,
  type OrganizationCustomerConnectionArgs,
} from "./resources/organizationCustomerConnection.ts";
export {
  OrganizationGlobalConnection,
  type OrganizationGlobalConnectionArgs,
} from "./resources/organizationGlobalConnection.ts";
export { UserConnection, type UserConnectionArgs } from "./resources/userConnection.ts";
