import { dynamicProvider } from "./dynamic/provider.ts";
import { componentLifecycle } from "./resources/component/lifecycle.ts";
import {
  customerConnection as customerConnectionLifecycle,
  organizationCustomerConnection as organizationCustomerConnectionLifecycle,
  organizationGlobalConnection as organizationGlobalConnectionLifecycle,
  userConnection as userConnectionLifecycle,
} from "./resources/connection/lifecycles.ts";
import { customerCredentials as customerCredentialsLifecycle } from "./resources/customerCredentials/lifecycle.ts";
import { customerCredentialsSet as customerCredentialsSetLifecycle } from "./resources/customerCredentialsSet/lifecycle.ts";
import { embeddedWorkflowFlag as embeddedWorkflowFlagLifecycle } from "./resources/embeddedWorkflowFlag/lifecycle.ts";
import { globalValues as globalValuesLifecycle } from "./resources/globalValues/lifecycle.ts";
import { integrationLifecycle } from "./resources/integration/lifecycle.ts";
import { testCredentials as testCredentialsLifecycle } from "./resources/testCredentials/lifecycle.ts";

// The names below are in the state of every user: see dynamic/constant.ts.
export const customerConnection = dynamicProvider(customerConnectionLifecycle);
export const organizationCustomerConnection = dynamicProvider(organizationCustomerConnectionLifecycle);
export const organizationGlobalConnection = dynamicProvider(organizationGlobalConnectionLifecycle);
export const globalValues = dynamicProvider(globalValuesLifecycle);
export const userConnection = dynamicProvider(userConnectionLifecycle);
export const testCredentials = dynamicProvider(testCredentialsLifecycle);
export const customerCredentials = dynamicProvider(customerCredentialsLifecycle);
export const embeddedWorkflowFlag = dynamicProvider(embeddedWorkflowFlagLifecycle);
export const customerCredentialsSet = dynamicProvider(customerCredentialsSetLifecycle);
export const component = dynamicProvider(componentLifecycle);
export const integration = dynamicProvider(integrationLifecycle);
