import { dynamicProvider } from "./dynamic/provider.ts";
import { component as componentLifecycle } from "./resources/component.ts";
import { customerConnection as customerConnectionLifecycle } from "./resources/customerConnection.ts";
import { customerCredentials as customerCredentialsLifecycle } from "./resources/customerCredentials.ts";
import { customerCredentialsSet as customerCredentialsSetLifecycle } from "./resources/customerCredentialsSet.ts";
import { embeddedWorkflowFlag as embeddedWorkflowFlagLifecycle } from "./resources/embeddedWorkflowFlag.ts";
import { globalValues as globalValuesLifecycle } from "./resources/globalValues.ts";
import { integration as integrationLifecycle } from "./resources/integration.ts";
import { organizationCustomerConnection as organizationCustomerConnectionLifecycle } from "./resources/organizationCustomerConnection.ts";
import { organizationGlobalConnection as organizationGlobalConnectionLifecycle } from "./resources/organizationGlobalConnection.ts";
import { testCredentials as testCredentialsLifecycle } from "./resources/testCredentials.ts";
import { userConnection as userConnectionLifecycle } from "./resources/userConnection.ts";

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
