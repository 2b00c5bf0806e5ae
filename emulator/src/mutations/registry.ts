import type { ApiRequest } from "../request.ts";
import { deleteComponent, publishComponent } from "./components.ts";
import { createConnection, deleteConnection, updateConnection } from "./connections.ts";
import { createCredentials, deleteCredentials, redeployInstances, updateCredentials } from "./credentials.ts";
import { createCustomer, deleteCustomer, updateCustomer } from "./customers.ts";
import {
  createInstance,
  deleteInstance,
  deployInstance,
  updateInstance,
  updateInstanceConfigVariables,
} from "./instances.ts";
import { updateInstancesToLatest } from "./instanceUpgrade.ts";
import { importIntegration, validateIntegrationSchema } from "./integrationImport.ts";
import { publishIntegration } from "./integrationPublish.ts";
import { createIntegration, deleteIntegration, forkIntegration, updateIntegration } from "./integrations.ts";
import { updateMarketplace, updateVersionAvailability } from "./integrationVersion.ts";
import { setConfigVariableToken, setConnectionToken, setCredentialsToken } from "./oauthTokens.ts";

/** Runs a mutation and answers its payload: values, and records of the types that the payload's fields name. */
export type Mutation = (input: never, request: ApiRequest) => object;

/** Every mutation that the emulator runs. */
export const mutations: Readonly<Record<string, Mutation>> = {
  publishComponent,
  deleteComponent,
  createScopedConfigVariable: createConnection,
  updateScopedConfigVariable: updateConnection,
  deleteScopedConfigVariable: deleteConnection,
  createCustomerConfigVariable: createCredentials,
  updateCustomerConfigVariable: updateCredentials,
  deleteCustomerConfigVariable: deleteCredentials,
  updateInstancesUsingCustomerConfigVariable: redeployInstances,
  updateScopedOAuth2Connection: setConnectionToken,
  updateCustomerOAuth2Connection: setCredentialsToken,
  updateOAuth2Connection: setConfigVariableToken,
  createCustomer,
  updateCustomer,
  deleteCustomer,
  createInstance,
  updateInstance,
  updateInstanceConfigVariables,
  deployInstance,
  deleteInstance,
  bulkUpdateInstancesToLatestIntegrationVersion: updateInstancesToLatest,
  createIntegration,
  updateIntegration,
  deleteIntegration,
  forkIntegration,
  importIntegration,
  validateIntegrationSchema,
  publishIntegration,
  updateIntegrationVersionAvailability: updateVersionAvailability,
  updateIntegrationMarketplaceConfiguration: updateMarketplace,
};
