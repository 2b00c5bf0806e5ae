/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type ActionDefinitionInput = {
  allowsBranching?: boolean | null | undefined;
  authorization?: AuthorizationDefinition | null | undefined;
  breakLoop?: boolean | null | undefined;
  canCallComponentFunctions?: boolean | null | undefined;
  display: ActionDisplayDefinition;
  dynamicBranchInput?: string | null | undefined;
  examplePayload?: string | null | undefined;
  examplePerformSafety?: ActionPerformSafety | null | undefined;
  inputs: Array<InputFieldDefinition | null | undefined>;
  key: string;
  outputSchema?: ActionOutputSchemaInput | null | undefined;
  performSafety?: ActionPerformSafety | null | undefined;
  staticBranchNames?: Array<string | null | undefined> | null | undefined;
  terminateExecution?: boolean | null | undefined;
};

export type ActionDisplayDefinition = {
  category?: string | null | undefined;
  description: string;
  directions?: string | null | undefined;
  important?: boolean | null | undefined;
  label: string;
};

export type ActionOutputSchemaInput = {
  branchSchemas?: Array<BranchOutputSchemaInput | null | undefined> | null | undefined;
  schema?: string | null | undefined;
  type: string;
};

export type ActionPerformSafety =
  | 'NOT_ALLOWED'
  | 'SAFE';

export type AttachmentInput = {
  name: string;
  url: string;
};

export type AttachmentRenameInput = {
  name: string;
  oldName: string;
  url: string;
};

export type AuthorizationDefinition = {
  methods: Array<string | null | undefined>;
  required: boolean;
};

export type BranchOutputSchemaInput = {
  name: string;
  schema: string;
};

export type BulkUpdateInstancesToLatestIntegrationVersionInput = {
  clientMutationId?: string | null | undefined;
  id?: string | null | undefined;
};

export type ComponentDefinitionInput = {
  authorization?: AuthorizationDefinition | null | undefined;
  configurationInit?: ConfigurationInitDefinitionInput | null | undefined;
  display: ComponentDisplayDefinition;
  documentationUrl?: string | null | undefined;
  forCodeNativeIntegration?: boolean | null | undefined;
  hasConfigurationInit?: boolean | null | undefined;
  key: string;
  public?: boolean | null | undefined;
  version?: string | null | undefined;
};

export type ComponentDisplayDefinition = {
  category?: string | null | undefined;
  description: string;
  iconPath?: string | null | undefined;
  label: string;
};

export type ComponentSelector = {
  isPublic: boolean;
  key: string;
  version?: string | null | undefined;
};

export type ConfigurationInitDefinitionInput = {
  connections?: Array<string | null | undefined> | null | undefined;
};

export type ConnectionDefinitionInput = {
  avatarIconPath?: string | null | undefined;
  comments?: string | null | undefined;
  iconPath?: string | null | undefined;
  inputs?: Array<ConnectionInputFieldDefinition | null | undefined> | null | undefined;
  key: string;
  label: string;
  oauth2Config?: ConnectionOAuth2Configuration | null | undefined;
  oauth2PkceMethod?: string | null | undefined;
  oauth2Type?: string | null | undefined;
};

export type ConnectionInputFieldDefinition = {
  collection?: string | null | undefined;
  comments?: string | null | undefined;
  dataSource?: string | null | undefined;
  default?: string | null | undefined;
  example?: string | null | undefined;
  inputs?: Array<InputFieldDefinition | null | undefined> | null | undefined;
  key: string;
  keyLabel?: string | null | undefined;
  label: string;
  language?: string | null | undefined;
  model?: Array<InputFieldChoice | null | undefined> | null | undefined;
  onPremiseControlled?: boolean | null | undefined;
  placeholder?: string | null | undefined;
  required?: boolean | null | undefined;
  scope?: InputFieldScope | null | undefined;
  shown?: boolean | null | undefined;
  type: string;
};

export type ConnectionOAuth2Configuration = {
  allowedTokenParams?: Array<string | null | undefined> | null | undefined;
  overrideGrantType?: string | null | undefined;
};

export type ConnectionOauth2Type =
  | 'AUTHORIZATION_CODE'
  | 'CLIENT_CREDENTIALS';

export type CreateCustomerConfigVariableInput = {
  clientMutationId?: string | null | undefined;
  customer?: string | null | undefined;
  inputs?: Array<InputExpression | null | undefined> | null | undefined;
  isTest?: boolean | null | undefined;
  key?: string | null | undefined;
  scopedConfigVariable: string;
};

export type CreateScopedConfigVariableInput = {
  buildOnly?: boolean | null | undefined;
  clientMutationId?: string | null | undefined;
  connection?: string | null | undefined;
  customer?: string | null | undefined;
  description?: string | null | undefined;
  inputs?: Array<InputExpression | null | undefined> | null | undefined;
  key: string;
  managedBy?: string | null | undefined;
  oAuthRedirectConfig?: OAuthRedirectConfigInput | null | undefined;
  parent?: string | null | undefined;
  stableKey: string;
  variableScope: string;
};

export type CustomerConfigVariableStatus =
  | 'ACTIVE'
  | 'ERROR'
  | 'FAILED'
  | 'PENDING';

export type DataSourceDefinitionInput = {
  authorization?: AuthorizationDefinition | null | undefined;
  canCallComponentFunctions?: boolean | null | undefined;
  dataSourceType: string;
  detailDataSource?: string | null | undefined;
  display: ActionDisplayDefinition;
  examplePayload?: string | null | undefined;
  inputs: Array<InputFieldDefinition | null | undefined>;
  key: string;
};

export type DeleteComponentInput = {
  clientMutationId?: string | null | undefined;
  id?: string | null | undefined;
};

export type DeleteCustomerConfigVariableInput = {
  clientMutationId?: string | null | undefined;
  id?: string | null | undefined;
};

export type DeleteIntegrationInput = {
  clientMutationId?: string | null | undefined;
  id?: string | null | undefined;
};

export type DeleteScopedConfigVariableInput = {
  clientMutationId?: string | null | undefined;
  id?: string | null | undefined;
};

export type DeployInstanceInput = {
  clientMutationId?: string | null | undefined;
  force?: boolean | null | undefined;
  id?: string | null | undefined;
};

export type ExpressionType =
  | 'COMPLEX'
  | 'CONFIGVAR'
  | 'REFERENCE'
  | 'TEMPLATE'
  | 'VALUE';

export type ImportIntegrationInput = {
  clientMutationId?: string | null | undefined;
  customer?: string | null | undefined;
  definition: string;
  integrationId?: string | null | undefined;
  replace?: boolean | null | undefined;
};

export type InputExpression = {
  meta?: string | null | undefined;
  name: string;
  type?: string | null | undefined;
  value?: string | null | undefined;
};

export type InputFieldChoice = {
  label: string;
  value: string;
};

export type InputFieldCollection =
  | 'KEYVALUELIST'
  | 'VALUELIST';

export type InputFieldDefinition = {
  collection?: string | null | undefined;
  comments?: string | null | undefined;
  dataSource?: string | null | undefined;
  default?: string | null | undefined;
  example?: string | null | undefined;
  inputs?: Array<InputFieldDefinition | null | undefined> | null | undefined;
  key: string;
  keyLabel?: string | null | undefined;
  label: string;
  language?: string | null | undefined;
  model?: Array<InputFieldChoice | null | undefined> | null | undefined;
  placeholder?: string | null | undefined;
  required?: boolean | null | undefined;
  scope?: InputFieldScope | null | undefined;
  type: string;
};

export type InputFieldScope =
  | 'ON_DEPLOY';

export type InputFieldType =
  | 'BOOLEAN'
  | 'CODE'
  | 'CONDITIONAL'
  | 'CONNECTION'
  | 'DATA'
  | 'DATE'
  | 'DYNAMICFIELDSELECTION'
  | 'DYNAMICOBJECT'
  | 'DYNAMICOBJECTSELECTION'
  | 'FLOW'
  | 'JSONFORM'
  | 'OBJECTFIELDMAP'
  | 'OBJECTSELECTION'
  | 'PASSWORD'
  | 'STRING'
  | 'STRUCTUREDOBJECT'
  | 'TEMPLATE'
  | 'TEXT'
  | 'TIMESTAMP';

export type InputInstanceConfigVariable = {
  customerConfigVariableId?: string | null | undefined;
  key: string;
  onPremiseResourceId?: string | null | undefined;
  scheduleType?: string | null | undefined;
  timeZone?: string | null | undefined;
  value?: string | null | undefined;
  values?: string | null | undefined;
};

export type InputInstanceFlowConfig = {
  apiKeys?: Array<string | null | undefined> | null | undefined;
  flowId: string;
  testContentType?: string | null | undefined;
  testHeaders?: string | null | undefined;
  testPayload?: string | null | undefined;
  usesLre?: boolean | null | undefined;
};

export type InputIntegrationFlow = {
  id: string;
  organizationApiKeys?: Array<string | null | undefined> | null | undefined;
  testContentType?: string | null | undefined;
  testHeaders?: string | null | undefined;
  testPayload?: string | null | undefined;
};

export type InstanceConfigState =
  | 'FULLY_CONFIGURED'
  | 'NEEDS_INSTANCE_CONFIGURATION'
  | 'NEEDS_USER_LEVEL_CONFIGURATION';

export type MarketplaceConfiguration =
  | 'AVAILABLE_AND_DEPLOYABLE'
  | 'AVAILABLE_NOT_DEPLOYABLE'
  | 'NOT_AVAILABLE_IN_MARKETPLACE';

export type OAuthRedirectConfigInput = {
  oAuthFailureRedirectUri?: string | null | undefined;
  oAuthSuccessRedirectUri?: string | null | undefined;
};

export type PublishComponentInput = {
  actions?: Array<ActionDefinitionInput | null | undefined> | null | undefined;
  attributes?: string | null | undefined;
  clientMutationId?: string | null | undefined;
  comment?: string | null | undefined;
  connections?: Array<ConnectionDefinitionInput | null | undefined> | null | undefined;
  customer?: string | null | undefined;
  dataSources?: Array<DataSourceDefinitionInput | null | undefined> | null | undefined;
  definition: ComponentDefinitionInput;
  serverFunctions?: Array<ServerFunctionDefinitionInput | null | undefined> | null | undefined;
  triggers?: Array<TriggerDefinitionInput | null | undefined> | null | undefined;
};

export type PublishIntegrationInput = {
  attributes?: string | null | undefined;
  clientMutationId?: string | null | undefined;
  comment?: string | null | undefined;
  id?: string | null | undefined;
};

export type ScopedConfigVariableManagedBy =
  | 'CUSTOMER'
  | 'ORG'
  | 'SYSTEM'
  | 'USER';

export type ScopedConfigVariableStatus =
  | 'ACTIVE'
  | 'ERROR'
  | 'FAILED'
  | 'PENDING';

export type ScopedConfigVariableVariableScope =
  | 'CUSTOMER'
  | 'ORG'
  | 'USER';

export type ServerFunctionDefinitionInput = {
  connections?: Array<string | null | undefined> | null | undefined;
  display: ActionDisplayDefinition;
  inputSchema?: string | null | undefined;
  key: string;
  outputSchema?: string | null | undefined;
};

export type TreeLocation =
  | 'LEAF'
  | 'ROOT';

export type TriggerDefinitionInput = {
  allowsBranching?: boolean | null | undefined;
  authorization?: AuthorizationDefinition | null | undefined;
  breakLoop?: boolean | null | undefined;
  canCallComponentFunctions?: boolean | null | undefined;
  display: ActionDisplayDefinition;
  dynamicBranchInput?: string | null | undefined;
  examplePayload?: string | null | undefined;
  examplePerformSafety?: ActionPerformSafety | null | undefined;
  hasGetNextDiscoveryState?: boolean | null | undefined;
  hasGetOnDeployNextDiscoveryState?: boolean | null | undefined;
  hasOnDeployPerform?: boolean | null | undefined;
  hasOnInstanceDelete?: boolean | null | undefined;
  hasOnInstanceDeploy?: boolean | null | undefined;
  hasResolveOnDeployItems?: boolean | null | undefined;
  hasResolveTriggerItems?: boolean | null | undefined;
  hasWebhookCreateFunction?: boolean | null | undefined;
  hasWebhookDeleteFunction?: boolean | null | undefined;
  inputs: Array<InputFieldDefinition | null | undefined>;
  isCommonTrigger?: boolean | null | undefined;
  isPollingTrigger?: boolean | null | undefined;
  key: string;
  outputSchema?: ActionOutputSchemaInput | null | undefined;
  performSafety?: ActionPerformSafety | null | undefined;
  scheduleSupport?: string | null | undefined;
  staticBranchNames?: Array<string | null | undefined> | null | undefined;
  synchronousResponseSupport?: string | null | undefined;
  terminateExecution?: boolean | null | undefined;
  triggerResolverDefaultBatchSize?: number | null | undefined;
  triggerResolverDefaultConcurrentBatchLimit?: number | null | undefined;
  triggerResolverSupport?: string | null | undefined;
};

export type UpdateCustomerConfigVariableInput = {
  clientMutationId?: string | null | undefined;
  customer?: string | null | undefined;
  id?: string | null | undefined;
  inputs?: Array<InputExpression | null | undefined> | null | undefined;
  isTest?: boolean | null | undefined;
  key?: string | null | undefined;
  redeploy?: boolean | null | undefined;
};

export type UpdateCustomerInput = {
  addAttachment?: AttachmentInput | null | undefined;
  allowEmbeddedDesigner?: boolean | null | undefined;
  allowWorkflowCopilot?: boolean | null | undefined;
  avatarUrl?: string | null | undefined;
  clientMutationId?: string | null | undefined;
  concurrentExecutionLimit?: number | null | undefined;
  description?: string | null | undefined;
  externalId?: string | null | undefined;
  id?: string | null | undefined;
  labels?: Array<string | null | undefined> | null | undefined;
  name?: string | null | undefined;
  removeAttachment?: AttachmentInput | null | undefined;
  renameAttachment?: AttachmentRenameInput | null | undefined;
  starred?: boolean | null | undefined;
};

export type UpdateCustomerOAuth2ConnectionInput = {
  accessToken?: string | null | undefined;
  additionalTokenFields?: string | null | undefined;
  clientMutationId?: string | null | undefined;
  context?: string | null | undefined;
  expiresIn?: number | null | undefined;
  id?: string | null | undefined;
  refreshAt?: string | null | undefined;
  refreshToken?: string | null | undefined;
  status?: string | null | undefined;
  tokenType?: string | null | undefined;
};

export type UpdateInstanceInput = {
  clientMutationId?: string | null | undefined;
  configMode?: string | null | undefined;
  configVariables?: Array<InputInstanceConfigVariable | null | undefined> | null | undefined;
  description?: string | null | undefined;
  enabled?: boolean | null | undefined;
  flowConfigs?: Array<InputInstanceFlowConfig | null | undefined> | null | undefined;
  globalDebug?: boolean | null | undefined;
  id?: string | null | undefined;
  integration?: string | null | undefined;
  labels?: Array<string | null | undefined> | null | undefined;
  logsDisabled?: boolean | null | undefined;
  name?: string | null | undefined;
  preserveDeployState?: boolean | null | undefined;
  starred?: boolean | null | undefined;
  stepResultsDisabled?: boolean | null | undefined;
};

export type UpdateIntegrationInput = {
  addAttachment?: AttachmentInput | null | undefined;
  allowMultipleMarketplaceInstances?: boolean | null | undefined;
  avatarUrl?: string | null | undefined;
  category?: string | null | undefined;
  clientMutationId?: string | null | undefined;
  customer?: string | null | undefined;
  definition?: string | null | undefined;
  description?: string | null | undefined;
  endpointConfigTestContentType?: string | null | undefined;
  endpointConfigTestHeaders?: string | null | undefined;
  endpointConfigTestPayload?: string | null | undefined;
  flows?: Array<InputIntegrationFlow | null | undefined> | null | undefined;
  id?: string | null | undefined;
  labels?: Array<string | null | undefined> | null | undefined;
  metadata?: string | null | undefined;
  name?: string | null | undefined;
  removeAttachment?: AttachmentInput | null | undefined;
  renameAttachment?: AttachmentRenameInput | null | undefined;
  starred?: boolean | null | undefined;
  templateConfiguration?: string | null | undefined;
  testConfigVariables?: Array<InputInstanceConfigVariable | null | undefined> | null | undefined;
  useAsTemplate?: boolean | null | undefined;
};

export type UpdateIntegrationMarketplaceConfigurationInput = {
  allowMultipleMarketplaceInstances?: boolean | null | undefined;
  clientMutationId?: string | null | undefined;
  id?: string | null | undefined;
  marketplaceConfiguration?: string | null | undefined;
  marketplaceTabConfiguration?: string | null | undefined;
  overview?: string | null | undefined;
};

export type UpdateIntegrationVersionAvailabilityInput = {
  available: boolean;
  clientMutationId?: string | null | undefined;
  id?: string | null | undefined;
};

export type UpdateScopedConfigVariableInput = {
  clientMutationId?: string | null | undefined;
  defaultForComponent?: boolean | null | undefined;
  description?: string | null | undefined;
  id?: string | null | undefined;
  inputs?: Array<InputExpression | null | undefined> | null | undefined;
  key?: string | null | undefined;
  oAuthRedirectConfig?: OAuthRedirectConfigInput | null | undefined;
  redeploy?: boolean | null | undefined;
  unsetOAuthRedirectConfig?: boolean | null | undefined;
};

export type UpdateScopedOAuth2ConnectionInput = {
  accessToken?: string | null | undefined;
  additionalTokenFields?: string | null | undefined;
  clientMutationId?: string | null | undefined;
  context?: string | null | undefined;
  expiresIn?: number | null | undefined;
  id?: string | null | undefined;
  refreshAt?: string | null | undefined;
  refreshToken?: string | null | undefined;
  status?: string | null | undefined;
  tokenType?: string | null | undefined;
};

export type ValidateIntegrationSchemaInput = {
  clientMutationId?: string | null | undefined;
  definition: string;
};

export type ReadCodeNativeIntegrationQueryVariables = Exact<{
  id: string;
}>;


export type ReadCodeNativeIntegrationQuery = { integration: { definition: string | null, avatarUrl: string | null, id: string, name: string, versionNumber: number, allowUpdate: boolean, allowRemove: boolean, isCodeNative: boolean, hasUnpublishedChanges: boolean, systemInstance: { id: string, flowConfigs: { nodes: Array<{ apiKeys: Array<string | null> | null, flow: { id: string, name: string } } | null> } }, newestVersions: { nodes: Array<{ definition: string | null } | null> }, customer: { id: string } | null, versionSequence: { nodes: Array<{ id: string, versionNumber: number, versionCreatedAt: string | null, versionIsAvailable: boolean, marketplaceConfiguration: MarketplaceConfiguration, overview: string | null, allowMultipleMarketplaceInstances: boolean } | null> } } | null };

export type FindCodeComponentsQueryVariables = Exact<{
  keys?: Array<string | null | undefined> | string | null | undefined;
  first: number;
  after?: string | null | undefined;
}>;


export type FindCodeComponentsQuery = { components: { nodes: Array<{ id: string, key: string, signature: string, forCodeNativeIntegration: boolean } | null>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type ReadComponentAvailabilityQueryVariables = Exact<{
  id: string;
}>;


export type ReadComponentAvailabilityQuery = { component: { versionIsAvailable: boolean } | null };

export type PrepareAvatarQueryVariables = Exact<{
  id: string;
  fileName: string;
}>;


export type PrepareAvatarQuery = { uploadMedia: { uploadUrl: string | null, objectUrl: string | null, error: string | null } };

export type SetAvatarMutationVariables = Exact<{
  input: UpdateIntegrationInput;
}>;


export type SetAvatarMutation = { updateIntegration: { errors: Array<{ field: string, messages: Array<string> }> } | null };

export type SetTestApiKeysMutationVariables = Exact<{
  input: UpdateInstanceInput;
}>;


export type SetTestApiKeysMutation = { updateInstance: { instance: { flowConfigs: { nodes: Array<{ apiKeys: Array<string | null> | null, flow: { id: string, name: string } } | null> } } | null, errors: Array<{ field: string, messages: Array<string> }> } | null };

export type ListComponentsQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type ListComponentsQuery = { components: { nodes: Array<{ id: string, key: string, label: string, public: boolean, versionNumber: number, signature: string, connections: { nodes: Array<{ id: string, key: string, label: string, oauth2Type: ConnectionOauth2Type | null, default: boolean, inputs: { nodes: Array<{ key: string, label: string, type: InputFieldType, required: boolean, shown: boolean, default: string | null, collection: InputFieldCollection | null, model: string | null } | null> } } | null> } } | null>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type FindComponentsQueryVariables = Exact<{
  keys?: Array<string | null | undefined> | string | null | undefined;
}>;


export type FindComponentsQuery = { components: { nodes: Array<{ id: string, key: string, label: string, public: boolean, versionNumber: number, signature: string, connections: { nodes: Array<{ id: string, key: string, label: string, oauth2Type: ConnectionOauth2Type | null, default: boolean, inputs: { nodes: Array<{ key: string, label: string, type: InputFieldType, required: boolean, shown: boolean, default: string | null, collection: InputFieldCollection | null, model: string | null } | null> } } | null> } } | null> } };

export type ListComponentKeysQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type ListComponentKeysQuery = { components: { nodes: Array<{ id: string, key: string, label: string, public: boolean, versionNumber: number } | null>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type ConnectionTypeFieldsFragment = { id: string, key: string, label: string, oauth2Type: ConnectionOauth2Type | null, default: boolean, inputs: { nodes: Array<{ key: string, label: string, type: InputFieldType, required: boolean, shown: boolean, default: string | null, collection: InputFieldCollection | null, model: string | null } | null> } };

export type ListConnectionsQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type ListConnectionsQuery = { scopedConfigVariables: { nodes: Array<{ id: string, key: string, stableKey: string, description: string | null, allowUpdate: boolean, allowRemove: boolean, managedBy: ScopedConfigVariableManagedBy, variableScope: ScopedConfigVariableVariableScope, treeLocation: TreeLocation | null, defaultForComponent: boolean, hasDeployedInstances: boolean, status: ScopedConfigVariableStatus | null, authorizeUrl: string | null, lastConfiguredAt: string | null, customer: { name: string } | null, oAuthRedirectConfig: { oAuthSuccessRedirectUri: string | null, oAuthFailureRedirectUri: string | null } | null, connection: { id: string, key: string, component: { key: string, public: boolean, versionNumber: number } } | null, inputs: { nodes: Array<{ name: string, type: ExpressionType, value: string, hasValue: boolean, meta: string | null } | null> } | null, customerConfigVariables: { nodes: Array<{ id: string, key: string | null, isTest: boolean, status: CustomerConfigVariableStatus | null, authorizeUrl: string | null, lastConfiguredAt: string | null, hasDeployedInstances: boolean, allowRemove: boolean, customer: { id: string, externalId: string | null } | null, scopedConfigVariable: { id: string }, inputs: { nodes: Array<{ name: string, type: ExpressionType, value: string, hasValue: boolean, meta: string | null } | null> } | null } | null> } } | null>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type FindConnectionsQueryVariables = Exact<{
  stableKeys: Array<string> | string;
}>;


export type FindConnectionsQuery = { scopedConfigVariables: { nodes: Array<{ id: string, key: string, stableKey: string, description: string | null, allowUpdate: boolean, allowRemove: boolean, managedBy: ScopedConfigVariableManagedBy, variableScope: ScopedConfigVariableVariableScope, treeLocation: TreeLocation | null, defaultForComponent: boolean, hasDeployedInstances: boolean, status: ScopedConfigVariableStatus | null, authorizeUrl: string | null, lastConfiguredAt: string | null, customer: { name: string } | null, oAuthRedirectConfig: { oAuthSuccessRedirectUri: string | null, oAuthFailureRedirectUri: string | null } | null, connection: { id: string, key: string, component: { key: string, public: boolean, versionNumber: number } } | null, inputs: { nodes: Array<{ name: string, type: ExpressionType, value: string, hasValue: boolean, meta: string | null } | null> } | null, customerConfigVariables: { nodes: Array<{ id: string, key: string | null, isTest: boolean, status: CustomerConfigVariableStatus | null, authorizeUrl: string | null, lastConfiguredAt: string | null, hasDeployedInstances: boolean, allowRemove: boolean, customer: { id: string, externalId: string | null } | null, scopedConfigVariable: { id: string }, inputs: { nodes: Array<{ name: string, type: ExpressionType, value: string, hasValue: boolean, meta: string | null } | null> } | null } | null> } } | null> } };

export type ReadConnectionsQueryVariables = Exact<{
  ids: Array<string> | string;
}>;


export type ReadConnectionsQuery = { scopedConfigVariables: { nodes: Array<{ id: string, key: string, stableKey: string, description: string | null, allowUpdate: boolean, allowRemove: boolean, managedBy: ScopedConfigVariableManagedBy, variableScope: ScopedConfigVariableVariableScope, treeLocation: TreeLocation | null, defaultForComponent: boolean, hasDeployedInstances: boolean, status: ScopedConfigVariableStatus | null, authorizeUrl: string | null, lastConfiguredAt: string | null, customer: { name: string } | null, oAuthRedirectConfig: { oAuthSuccessRedirectUri: string | null, oAuthFailureRedirectUri: string | null } | null, connection: { id: string, key: string, component: { key: string, public: boolean, versionNumber: number } } | null, inputs: { nodes: Array<{ name: string, type: ExpressionType, value: string, hasValue: boolean, meta: string | null } | null> } | null, customerConfigVariables: { nodes: Array<{ id: string, key: string | null, isTest: boolean, status: CustomerConfigVariableStatus | null, authorizeUrl: string | null, lastConfiguredAt: string | null, hasDeployedInstances: boolean, allowRemove: boolean, customer: { id: string, externalId: string | null } | null, scopedConfigVariable: { id: string }, inputs: { nodes: Array<{ name: string, type: ExpressionType, value: string, hasValue: boolean, meta: string | null } | null> } | null } | null> } } | null> } };

export type ListConnectionUsesQueryVariables = Exact<{
  ids: Array<string> | string;
  after?: string | null | undefined;
}>;


export type ListConnectionUsesQuery = { scopedConfigVariables: { nodes: Array<{ id: string, allowRemove: boolean, instances: { nodes: Array<{ id: string, isSystem: boolean } | null>, pageInfo: { hasNextPage: boolean, endCursor: string | null } }, integrations: { totalCount: number }, workflows: { totalCount: number }, customerConfigVariables: { totalCount: number } } | null> } };

export type ListTypesOfConnectionsQueryVariables = Exact<{
  ids: Array<string> | string;
}>;


export type ListTypesOfConnectionsQuery = { scopedConfigVariables: { nodes: Array<{ id: string, connection: { id: string, key: string, label: string, oauth2Type: ConnectionOauth2Type | null, default: boolean, inputs: { nodes: Array<{ key: string, label: string, type: InputFieldType, required: boolean, shown: boolean, default: string | null, collection: InputFieldCollection | null, model: string | null } | null> } } | null } | null> } };

export type CreateConnectionMutationVariables = Exact<{
  input: CreateScopedConfigVariableInput;
}>;


export type CreateConnectionMutation = { createScopedConfigVariable: { scopedConfigVariable: { id: string, key: string, stableKey: string, description: string | null, allowUpdate: boolean, allowRemove: boolean, managedBy: ScopedConfigVariableManagedBy, variableScope: ScopedConfigVariableVariableScope, treeLocation: TreeLocation | null, defaultForComponent: boolean, hasDeployedInstances: boolean, status: ScopedConfigVariableStatus | null, authorizeUrl: string | null, lastConfiguredAt: string | null, customer: { name: string } | null, oAuthRedirectConfig: { oAuthSuccessRedirectUri: string | null, oAuthFailureRedirectUri: string | null } | null, connection: { id: string, key: string, component: { key: string, public: boolean, versionNumber: number } } | null, inputs: { nodes: Array<{ name: string, type: ExpressionType, value: string, hasValue: boolean, meta: string | null } | null> } | null, customerConfigVariables: { nodes: Array<{ id: string, key: string | null, isTest: boolean, status: CustomerConfigVariableStatus | null, authorizeUrl: string | null, lastConfiguredAt: string | null, hasDeployedInstances: boolean, allowRemove: boolean, customer: { id: string, externalId: string | null } | null, scopedConfigVariable: { id: string }, inputs: { nodes: Array<{ name: string, type: ExpressionType, value: string, hasValue: boolean, meta: string | null } | null> } | null } | null> } } | null, errors: Array<{ field: string, messages: Array<string> }> } | null };

export type UpdateConnectionMutationVariables = Exact<{
  input: UpdateScopedConfigVariableInput;
}>;


export type UpdateConnectionMutation = { updateScopedConfigVariable: { scopedConfigVariable: { id: string, key: string, stableKey: string, description: string | null, allowUpdate: boolean, allowRemove: boolean, managedBy: ScopedConfigVariableManagedBy, variableScope: ScopedConfigVariableVariableScope, treeLocation: TreeLocation | null, defaultForComponent: boolean, hasDeployedInstances: boolean, status: ScopedConfigVariableStatus | null, authorizeUrl: string | null, lastConfiguredAt: string | null, customer: { name: string } | null, oAuthRedirectConfig: { oAuthSuccessRedirectUri: string | null, oAuthFailureRedirectUri: string | null } | null, connection: { id: string, key: string, component: { key: string, public: boolean, versionNumber: number } } | null, inputs: { nodes: Array<{ name: string, type: ExpressionType, value: string, hasValue: boolean, meta: string | null } | null> } | null, customerConfigVariables: { nodes: Array<{ id: string, key: string | null, isTest: boolean, status: CustomerConfigVariableStatus | null, authorizeUrl: string | null, lastConfiguredAt: string | null, hasDeployedInstances: boolean, allowRemove: boolean, customer: { id: string, externalId: string | null } | null, scopedConfigVariable: { id: string }, inputs: { nodes: Array<{ name: string, type: ExpressionType, value: string, hasValue: boolean, meta: string | null } | null> } | null } | null> } } | null, errors: Array<{ field: string, messages: Array<string> }> } | null };

export type SetConnectionTokensMutationVariables = Exact<{
  input: UpdateScopedOAuth2ConnectionInput;
}>;


export type SetConnectionTokensMutation = { updateScopedOAuth2Connection: { scopedConfigVariable: { id: string, key: string, stableKey: string, description: string | null, allowUpdate: boolean, allowRemove: boolean, managedBy: ScopedConfigVariableManagedBy, variableScope: ScopedConfigVariableVariableScope, treeLocation: TreeLocation | null, defaultForComponent: boolean, hasDeployedInstances: boolean, status: ScopedConfigVariableStatus | null, authorizeUrl: string | null, lastConfiguredAt: string | null, customer: { name: string } | null, oAuthRedirectConfig: { oAuthSuccessRedirectUri: string | null, oAuthFailureRedirectUri: string | null } | null, connection: { id: string, key: string, component: { key: string, public: boolean, versionNumber: number } } | null, inputs: { nodes: Array<{ name: string, type: ExpressionType, value: string, hasValue: boolean, meta: string | null } | null> } | null, customerConfigVariables: { nodes: Array<{ id: string, key: string | null, isTest: boolean, status: CustomerConfigVariableStatus | null, authorizeUrl: string | null, lastConfiguredAt: string | null, hasDeployedInstances: boolean, allowRemove: boolean, customer: { id: string, externalId: string | null } | null, scopedConfigVariable: { id: string }, inputs: { nodes: Array<{ name: string, type: ExpressionType, value: string, hasValue: boolean, meta: string | null } | null> } | null } | null> } } | null, errors: Array<{ field: string, messages: Array<string> }> } | null };

export type DeleteConnectionMutationVariables = Exact<{
  input: DeleteScopedConfigVariableInput;
}>;


export type DeleteConnectionMutation = { deleteScopedConfigVariable: { errors: Array<{ field: string, messages: Array<string> }> } | null };

export type ConnectionFieldsFragment = { id: string, key: string, stableKey: string, description: string | null, allowUpdate: boolean, allowRemove: boolean, managedBy: ScopedConfigVariableManagedBy, variableScope: ScopedConfigVariableVariableScope, treeLocation: TreeLocation | null, defaultForComponent: boolean, hasDeployedInstances: boolean, status: ScopedConfigVariableStatus | null, authorizeUrl: string | null, lastConfiguredAt: string | null, customer: { name: string } | null, oAuthRedirectConfig: { oAuthSuccessRedirectUri: string | null, oAuthFailureRedirectUri: string | null } | null, connection: { id: string, key: string, component: { key: string, public: boolean, versionNumber: number } } | null, inputs: { nodes: Array<{ name: string, type: ExpressionType, value: string, hasValue: boolean, meta: string | null } | null> } | null, customerConfigVariables: { nodes: Array<{ id: string, key: string | null, isTest: boolean, status: CustomerConfigVariableStatus | null, authorizeUrl: string | null, lastConfiguredAt: string | null, hasDeployedInstances: boolean, allowRemove: boolean, customer: { id: string, externalId: string | null } | null, scopedConfigVariable: { id: string }, inputs: { nodes: Array<{ name: string, type: ExpressionType, value: string, hasValue: boolean, meta: string | null } | null> } | null } | null> } };

export type ExpressionFieldsFragment = { name: string, type: ExpressionType, value: string, hasValue: boolean, meta: string | null };

export type FindCustomerCredentialsQueryVariables = Exact<{
  connection: string;
  customer?: string | null | undefined;
  first: number;
  after?: string | null | undefined;
}>;


export type FindCustomerCredentialsQuery = { customerConfigVariables: { nodes: Array<{ id: string, key: string | null, isTest: boolean, status: CustomerConfigVariableStatus | null, authorizeUrl: string | null, lastConfiguredAt: string | null, hasDeployedInstances: boolean, allowRemove: boolean, customer: { id: string, externalId: string | null } | null, scopedConfigVariable: { id: string }, inputs: { nodes: Array<{ name: string, type: ExpressionType, value: string, hasValue: boolean, meta: string | null } | null> } | null } | null>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type ListCredentialsQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type ListCredentialsQuery = { customerConfigVariables: { nodes: Array<{ id: string, key: string | null, isTest: boolean, status: CustomerConfigVariableStatus | null, authorizeUrl: string | null, lastConfiguredAt: string | null, hasDeployedInstances: boolean, allowRemove: boolean, customer: { id: string, externalId: string | null } | null, scopedConfigVariable: { id: string }, inputs: { nodes: Array<{ name: string, type: ExpressionType, value: string, hasValue: boolean, meta: string | null } | null> } | null } | null>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type ReadCredentialsQueryVariables = Exact<{
  ids: Array<string> | string;
}>;


export type ReadCredentialsQuery = { customerConfigVariables: { nodes: Array<{ id: string, key: string | null, isTest: boolean, status: CustomerConfigVariableStatus | null, authorizeUrl: string | null, lastConfiguredAt: string | null, hasDeployedInstances: boolean, allowRemove: boolean, customer: { id: string, externalId: string | null } | null, scopedConfigVariable: { id: string }, inputs: { nodes: Array<{ name: string, type: ExpressionType, value: string, hasValue: boolean, meta: string | null } | null> } | null } | null> } };

export type ListCredentialsUsesQueryVariables = Exact<{
  ids: Array<string> | string;
  after?: string | null | undefined;
}>;


export type ListCredentialsUsesQuery = { customerConfigVariables: { nodes: Array<{ id: string, instances: { nodes: Array<{ id: string, isSystem: boolean } | null>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null> } };

export type CreateCredentialsMutationVariables = Exact<{
  input: CreateCustomerConfigVariableInput;
}>;


export type CreateCredentialsMutation = { createCustomerConfigVariable: { customerConfigVariable: { id: string, key: string | null, isTest: boolean, status: CustomerConfigVariableStatus | null, authorizeUrl: string | null, lastConfiguredAt: string | null, hasDeployedInstances: boolean, allowRemove: boolean, customer: { id: string, externalId: string | null } | null, scopedConfigVariable: { id: string }, inputs: { nodes: Array<{ name: string, type: ExpressionType, value: string, hasValue: boolean, meta: string | null } | null> } | null } | null, errors: Array<{ field: string, messages: Array<string> }> } | null };

export type UpdateCredentialsMutationVariables = Exact<{
  input: UpdateCustomerConfigVariableInput;
}>;


export type UpdateCredentialsMutation = { updateCustomerConfigVariable: { customerConfigVariable: { id: string, key: string | null, isTest: boolean, status: CustomerConfigVariableStatus | null, authorizeUrl: string | null, lastConfiguredAt: string | null, hasDeployedInstances: boolean, allowRemove: boolean, customer: { id: string, externalId: string | null } | null, scopedConfigVariable: { id: string }, inputs: { nodes: Array<{ name: string, type: ExpressionType, value: string, hasValue: boolean, meta: string | null } | null> } | null } | null, errors: Array<{ field: string, messages: Array<string> }> } | null };

export type SetCredentialsTokensMutationVariables = Exact<{
  input: UpdateCustomerOAuth2ConnectionInput;
}>;


export type SetCredentialsTokensMutation = { updateCustomerOAuth2Connection: { customerConfigVariable: { id: string, key: string | null, isTest: boolean, status: CustomerConfigVariableStatus | null, authorizeUrl: string | null, lastConfiguredAt: string | null, hasDeployedInstances: boolean, allowRemove: boolean, customer: { id: string, externalId: string | null } | null, scopedConfigVariable: { id: string }, inputs: { nodes: Array<{ name: string, type: ExpressionType, value: string, hasValue: boolean, meta: string | null } | null> } | null } | null, errors: Array<{ field: string, messages: Array<string> }> } | null };

export type DeleteCredentialsMutationVariables = Exact<{
  input: DeleteCustomerConfigVariableInput;
}>;


export type DeleteCredentialsMutation = { deleteCustomerConfigVariable: { errors: Array<{ field: string, messages: Array<string> }> } | null };

export type CredentialsFieldsFragment = { id: string, key: string | null, isTest: boolean, status: CustomerConfigVariableStatus | null, authorizeUrl: string | null, lastConfiguredAt: string | null, hasDeployedInstances: boolean, allowRemove: boolean, customer: { id: string, externalId: string | null } | null, scopedConfigVariable: { id: string }, inputs: { nodes: Array<{ name: string, type: ExpressionType, value: string, hasValue: boolean, meta: string | null } | null> } | null };

export type ListCustomersQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type ListCustomersQuery = { customers: { nodes: Array<{ id: string, name: string, externalId: string | null, allowUpdate: boolean, allowEmbeddedDesigner: boolean } | null>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type FindCustomerQueryVariables = Exact<{
  externalId: string;
}>;


export type FindCustomerQuery = { customers: { nodes: Array<{ id: string, name: string, externalId: string | null, allowUpdate: boolean, allowEmbeddedDesigner: boolean } | null> } };

export type ReadCustomerQueryVariables = Exact<{
  id: string;
}>;


export type ReadCustomerQuery = { customer: { id: string, name: string, externalId: string | null, allowUpdate: boolean, allowEmbeddedDesigner: boolean } | null };

export type UpdateCustomerMutationVariables = Exact<{
  input: UpdateCustomerInput;
}>;


export type UpdateCustomerMutation = { updateCustomer: { customer: { id: string, name: string, externalId: string | null, allowUpdate: boolean, allowEmbeddedDesigner: boolean } | null, errors: Array<{ field: string, messages: Array<string> }> } | null };

export type CustomerFieldsFragment = { id: string, name: string, externalId: string | null, allowUpdate: boolean, allowEmbeddedDesigner: boolean };

export type WhoAmIQueryVariables = Exact<{ [key: string]: never; }>;


export type WhoAmIQuery = { authenticatedUser: { tenantId: string, org: { id: string, name: string } | null } };

export type ReadPermissionsQueryVariables = Exact<{ [key: string]: never; }>;


export type ReadPermissionsQuery = { authenticatedUser: { role: { permissions: { nodes: Array<{ name: string } | null> } } } };

export type ReadOrganizationQueryVariables = Exact<{ [key: string]: never; }>;


export type ReadOrganizationQuery = { organization: { allowUserLevelConfig: boolean, allowEmbeddedDesigner: boolean, allowEmbeddedWorkflowBuilder: boolean } | null };

export type ListReachableTenantsQueryVariables = Exact<{ [key: string]: never; }>;


export type ListReachableTenantsQuery = { listUserTenants: { nodes: Array<{ tenantId: string, orgName: string, systemSuspended: boolean | null }> } };

export type ListConnectionInstancesQueryVariables = Exact<{
  ids: Array<string> | string;
  after?: string | null | undefined;
}>;


export type ListConnectionInstancesQuery = { scopedConfigVariables: { nodes: Array<{ id: string, instances: { nodes: Array<{ id: string, isSystem: boolean, name: string, needsDeploy: boolean, lastDeployedAt: string | null, customer: { name: string, externalId: string | null } } | null>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null> } };

export type ListCredentialsInstancesQueryVariables = Exact<{
  ids: Array<string> | string;
  after?: string | null | undefined;
}>;


export type ListCredentialsInstancesQuery = { customerConfigVariables: { nodes: Array<{ id: string, instances: { nodes: Array<{ id: string, isSystem: boolean, name: string, needsDeploy: boolean, lastDeployedAt: string | null, customer: { name: string, externalId: string | null } } | null>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null> } };

export type ReadInstancesQueryVariables = Exact<{
  ids?: Array<string | null | undefined> | string | null | undefined;
}>;


export type ReadInstancesQuery = { instances: { nodes: Array<{ id: string, isSystem: boolean, name: string, needsDeploy: boolean, lastDeployedAt: string | null, customer: { name: string, externalId: string | null } } | null> } };

export type DeployInstanceMutationVariables = Exact<{
  input: DeployInstanceInput;
}>;


export type DeployInstanceMutation = { deployInstance: { errors: Array<{ field: string, messages: Array<string> }> } | null };

export type InstancePageFragment = { nodes: Array<{ id: string, isSystem: boolean, name: string, needsDeploy: boolean, lastDeployedAt: string | null, customer: { name: string, externalId: string | null } } | null>, pageInfo: { hasNextPage: boolean, endCursor: string | null } };

export type InstanceCountPageFragment = { nodes: Array<{ id: string, isSystem: boolean } | null>, pageInfo: { hasNextPage: boolean, endCursor: string | null } };

export type InstanceFieldsFragment = { id: string, isSystem: boolean, name: string, needsDeploy: boolean, lastDeployedAt: string | null, customer: { name: string, externalId: string | null } };

export type ListIntegrationsQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type ListIntegrationsQuery = { integrations: { nodes: Array<{ id: string, name: string, versionNumber: number, allowUpdate: boolean, allowRemove: boolean, isCodeNative: boolean, hasUnpublishedChanges: boolean, customer: { id: string } | null, versionSequence: { nodes: Array<{ id: string, versionNumber: number, versionCreatedAt: string | null, versionIsAvailable: boolean, marketplaceConfiguration: MarketplaceConfiguration, overview: string | null, allowMultipleMarketplaceInstances: boolean } | null> } } | null>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type FindIntegrationsQueryVariables = Exact<{
  name: string;
}>;


export type FindIntegrationsQuery = { integrations: { nodes: Array<{ id: string, name: string, versionNumber: number, allowUpdate: boolean, allowRemove: boolean, isCodeNative: boolean, hasUnpublishedChanges: boolean, customer: { id: string } | null, versionSequence: { nodes: Array<{ id: string, versionNumber: number, versionCreatedAt: string | null, versionIsAvailable: boolean, marketplaceConfiguration: MarketplaceConfiguration, overview: string | null, allowMultipleMarketplaceInstances: boolean } | null> } } | null> } };

export type ReadIntegrationQueryVariables = Exact<{
  id: string;
}>;


export type ReadIntegrationQuery = { integration: { definition: string | null, id: string, name: string, versionNumber: number, allowUpdate: boolean, allowRemove: boolean, isCodeNative: boolean, hasUnpublishedChanges: boolean, customer: { id: string } | null, versionSequence: { nodes: Array<{ id: string, versionNumber: number, versionCreatedAt: string | null, versionIsAvailable: boolean, marketplaceConfiguration: MarketplaceConfiguration, overview: string | null, allowMultipleMarketplaceInstances: boolean } | null> } } | null };

export type ListHeldInputsQueryVariables = Exact<{
  id: string;
  after?: string | null | undefined;
}>;


export type ListHeldInputsQuery = { integration: { requiredConfigVariables: { nodes: Array<{ id: string, key: string, inputs: { nodes: Array<{ name: string, hasValue: boolean } | null> } | null } | null>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type ReadIntegrationVersionsQueryVariables = Exact<{
  id: string;
}>;


export type ReadIntegrationVersionsQuery = { integration: { id: string, name: string, versionNumber: number, allowUpdate: boolean, allowRemove: boolean, isCodeNative: boolean, hasUnpublishedChanges: boolean, customer: { id: string } | null, versionSequence: { nodes: Array<{ id: string, versionNumber: number, versionCreatedAt: string | null, versionIsAvailable: boolean, marketplaceConfiguration: MarketplaceConfiguration, overview: string | null, allowMultipleMarketplaceInstances: boolean } | null> } } | null };

export type FindAvailableVersionQueryVariables = Exact<{
  id: string;
  versionNumber: number;
}>;


export type FindAvailableVersionQuery = { integration: { versionSequence: { nodes: Array<{ id: string } | null> } } | null };

export type ListMarketplaceVersionsQueryVariables = Exact<{
  id: string;
  after?: string | null | undefined;
}>;


export type ListMarketplaceVersionsQuery = { integration: { versionSequence: { nodes: Array<{ id: string, marketplaceConfiguration: MarketplaceConfiguration, overview: string | null } | null>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type ListIntegrationInstancesQueryVariables = Exact<{
  id: string;
  after?: string | null | undefined;
}>;


export type ListIntegrationInstancesQuery = { integration: { instances: { nodes: Array<{ configState: InstanceConfigState | null, id: string, isSystem: boolean, name: string, needsDeploy: boolean, lastDeployedAt: string | null, integration: { versionNumber: number }, customer: { name: string, externalId: string | null } } | null>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type ReadIntegrationInstancesQueryVariables = Exact<{
  ids?: Array<string | null | undefined> | string | null | undefined;
}>;


export type ReadIntegrationInstancesQuery = { instances: { nodes: Array<{ configState: InstanceConfigState | null, id: string, isSystem: boolean, name: string, needsDeploy: boolean, lastDeployedAt: string | null, integration: { versionNumber: number }, customer: { name: string, externalId: string | null } } | null> } };

export type ValidateIntegrationSchemaMutationVariables = Exact<{
  input: ValidateIntegrationSchemaInput;
}>;


export type ValidateIntegrationSchemaMutation = { validateIntegrationSchema: { result: { isValid: boolean | null } | null, errors: Array<{ field: string, messages: Array<string> }> } | null };

export type ImportIntegrationMutationVariables = Exact<{
  input: ImportIntegrationInput;
}>;


export type ImportIntegrationMutation = { importIntegration: { integration: { definition: string | null, id: string, name: string, versionNumber: number, allowUpdate: boolean, allowRemove: boolean, isCodeNative: boolean, hasUnpublishedChanges: boolean, customer: { id: string } | null, versionSequence: { nodes: Array<{ id: string, versionNumber: number, versionCreatedAt: string | null, versionIsAvailable: boolean, marketplaceConfiguration: MarketplaceConfiguration, overview: string | null, allowMultipleMarketplaceInstances: boolean } | null> } } | null, errors: Array<{ field: string, messages: Array<string> }> } | null };

export type PublishIntegrationMutationVariables = Exact<{
  input: PublishIntegrationInput;
}>;


export type PublishIntegrationMutation = { publishIntegration: { errors: Array<{ field: string, messages: Array<string> }> } | null };

export type UpdateMarketplaceMutationVariables = Exact<{
  input: UpdateIntegrationMarketplaceConfigurationInput;
}>;


export type UpdateMarketplaceMutation = { updateIntegrationMarketplaceConfiguration: { integration: { id: string, overview: string | null } | null, errors: Array<{ field: string, messages: Array<string> }> } | null };

export type UpdateVersionAvailabilityMutationVariables = Exact<{
  input: UpdateIntegrationVersionAvailabilityInput;
}>;


export type UpdateVersionAvailabilityMutation = { updateIntegrationVersionAvailability: { errors: Array<{ field: string, messages: Array<string> }> } | null };

export type MoveInstanceMutationVariables = Exact<{
  input: UpdateInstanceInput;
}>;


export type MoveInstanceMutation = { updateInstance: { errors: Array<{ field: string, messages: Array<string> }> } | null };

export type UpgradeInstancesMutationVariables = Exact<{
  input: BulkUpdateInstancesToLatestIntegrationVersionInput;
}>;


export type UpgradeInstancesMutation = { bulkUpdateInstancesToLatestIntegrationVersion: { errors: Array<{ field: string, messages: Array<string> }> } | null };

export type DeleteIntegrationMutationVariables = Exact<{
  input: DeleteIntegrationInput;
}>;


export type DeleteIntegrationMutation = { deleteIntegration: { errors: Array<{ field: string, messages: Array<string> }> } | null };

export type IntegrationFieldsFragment = { id: string, name: string, versionNumber: number, allowUpdate: boolean, allowRemove: boolean, isCodeNative: boolean, hasUnpublishedChanges: boolean, customer: { id: string } | null, versionSequence: { nodes: Array<{ id: string, versionNumber: number, versionCreatedAt: string | null, versionIsAvailable: boolean, marketplaceConfiguration: MarketplaceConfiguration, overview: string | null, allowMultipleMarketplaceInstances: boolean } | null> } };

export type ListStatesOfCredentialsQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type ListStatesOfCredentialsQuery = { customerConfigVariables: { nodes: Array<{ id: string, key: string | null, status: CustomerConfigVariableStatus | null, authorizeUrl: string | null, customer: { name: string, externalId: string | null } | null, scopedConfigVariable: { id: string, stableKey: string } } | null>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type ListIntegrationsOfConnectionsQueryVariables = Exact<{
  ids: Array<string> | string;
}>;


export type ListIntegrationsOfConnectionsQuery = { scopedConfigVariables: { nodes: Array<{ id: string, integrations: { totalCount: number, nodes: Array<{ id: string, name: string, versionNumber: number, versionCreatedAt: string | null } | null> } } | null> } };

export type FindPublishedComponentsQueryVariables = Exact<{
  keys?: Array<string | null | undefined> | string | null | undefined;
  first: number;
  after?: string | null | undefined;
}>;


export type FindPublishedComponentsQuery = { components: { nodes: Array<{ id: string, key: string, label: string, public: boolean, versionNumber: number, versionSequenceId: string | null, versionIsAvailable: boolean, allowRemove: boolean, signature: string, customer: { id: string, externalId: string | null } | null, connections: { nodes: Array<{ id: string, key: string, label: string, oauth2Type: ConnectionOauth2Type | null, default: boolean, inputs: { nodes: Array<{ key: string, label: string, type: InputFieldType, required: boolean, shown: boolean, default: string | null, collection: InputFieldCollection | null, model: string | null } | null> } } | null> } } | null>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type FindComponentVersionQueryVariables = Exact<{
  key: string;
  public: boolean;
  versionNumber: number;
}>;


export type FindComponentVersionQuery = { components: { nodes: Array<{ id: string, key: string, label: string, public: boolean, versionNumber: number, versionSequenceId: string | null, versionIsAvailable: boolean, allowRemove: boolean, signature: string, customer: { id: string, externalId: string | null } | null, connections: { nodes: Array<{ id: string, key: string, label: string, oauth2Type: ConnectionOauth2Type | null, default: boolean, inputs: { nodes: Array<{ key: string, label: string, type: InputFieldType, required: boolean, shown: boolean, default: string | null, collection: InputFieldCollection | null, model: string | null } | null> } } | null> } } | null> } };

export type ListIntegrationsWithComponentQueryVariables = Exact<{
  key: string;
  public: boolean;
  first: number;
  after?: string | null | undefined;
}>;


export type ListIntegrationsWithComponentQuery = { integrations: { nodes: Array<{ id: string, name: string, components: { totalCount: number } } | null>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type ListConnectionsOfComponentQueryVariables = Exact<{
  component?: Array<ComponentSelector | null | undefined> | ComponentSelector | null | undefined;
  first: number;
  after?: string | null | undefined;
}>;


export type ListConnectionsOfComponentQuery = { scopedConfigVariables: { nodes: Array<{ id: string, stableKey: string, managedBy: ScopedConfigVariableManagedBy, variableScope: ScopedConfigVariableVariableScope, treeLocation: TreeLocation | null, customer: { name: string } | null } | null>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type DescribePublishingQueryVariables = Exact<{ [key: string]: never; }>;


export type DescribePublishingQuery = { publish: { name: string | null, inputFields: Array<{ name: string, type: { name: string | null, ofType: { name: string | null, ofType: { name: string | null, ofType: { name: string | null } | null } | null } | null } }> | null } | null, definition: { name: string | null, inputFields: Array<{ name: string, type: { name: string | null, ofType: { name: string | null, ofType: { name: string | null, ofType: { name: string | null } | null } | null } | null } }> | null } | null, display: { name: string | null, inputFields: Array<{ name: string, type: { name: string | null, ofType: { name: string | null, ofType: { name: string | null, ofType: { name: string | null } | null } | null } | null } }> | null } | null, authorization: { name: string | null, inputFields: Array<{ name: string, type: { name: string | null, ofType: { name: string | null, ofType: { name: string | null, ofType: { name: string | null } | null } | null } | null } }> | null } | null, action: { name: string | null, inputFields: Array<{ name: string, type: { name: string | null, ofType: { name: string | null, ofType: { name: string | null, ofType: { name: string | null } | null } | null } | null } }> | null } | null, actionDisplay: { name: string | null, inputFields: Array<{ name: string, type: { name: string | null, ofType: { name: string | null, ofType: { name: string | null, ofType: { name: string | null } | null } | null } | null } }> | null } | null, trigger: { name: string | null, inputFields: Array<{ name: string, type: { name: string | null, ofType: { name: string | null, ofType: { name: string | null, ofType: { name: string | null } | null } | null } | null } }> | null } | null, dataSource: { name: string | null, inputFields: Array<{ name: string, type: { name: string | null, ofType: { name: string | null, ofType: { name: string | null, ofType: { name: string | null } | null } | null } | null } }> | null } | null, input: { name: string | null, inputFields: Array<{ name: string, type: { name: string | null, ofType: { name: string | null, ofType: { name: string | null, ofType: { name: string | null } | null } | null } | null } }> | null } | null, choice: { name: string | null, inputFields: Array<{ name: string, type: { name: string | null, ofType: { name: string | null, ofType: { name: string | null, ofType: { name: string | null } | null } | null } | null } }> | null } | null, connection: { name: string | null, inputFields: Array<{ name: string, type: { name: string | null, ofType: { name: string | null, ofType: { name: string | null, ofType: { name: string | null } | null } | null } | null } }> | null } | null, connectionInput: { name: string | null, inputFields: Array<{ name: string, type: { name: string | null, ofType: { name: string | null, ofType: { name: string | null, ofType: { name: string | null } | null } | null } | null } }> | null } | null, oauth2Config: { name: string | null, inputFields: Array<{ name: string, type: { name: string | null, ofType: { name: string | null, ofType: { name: string | null, ofType: { name: string | null } | null } | null } | null } }> | null } | null };

export type PublishComponentMutationVariables = Exact<{
  input: PublishComponentInput;
}>;


export type PublishComponentMutation = { publishComponent: { publishResult: { packageUploadUrl: string | null, iconUploadUrl: string | null, component: { id: string, versionNumber: number, versionSequenceId: string | null } | null, connectionIconUploadUrls: Array<{ connectionKey: string | null, iconUploadUrl: string | null } | null> | null, connectionAvatarIconUploadUrls: Array<{ connectionKey: string | null, iconUploadUrl: string | null } | null> | null } | null, errors: Array<{ field: string, messages: Array<string> }> } | null };

export type DeleteComponentMutationVariables = Exact<{
  input: DeleteComponentInput;
}>;


export type DeleteComponentMutation = { deleteComponent: { errors: Array<{ field: string, messages: Array<string> }> } | null };

export type PublishedComponentFieldsFragment = { id: string, key: string, label: string, public: boolean, versionNumber: number, versionSequenceId: string | null, versionIsAvailable: boolean, allowRemove: boolean, signature: string, customer: { id: string, externalId: string | null } | null, connections: { nodes: Array<{ id: string, key: string, label: string, oauth2Type: ConnectionOauth2Type | null, default: boolean, inputs: { nodes: Array<{ key: string, label: string, type: InputFieldType, required: boolean, shown: boolean, default: string | null, collection: InputFieldCollection | null, model: string | null } | null> } } | null> } };

export type InputTypeFieldsFragment = { name: string | null, inputFields: Array<{ name: string, type: { name: string | null, ofType: { name: string | null, ofType: { name: string | null, ofType: { name: string | null } | null } | null } | null } }> | null };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const ExpressionFieldsFragmentDoc = new TypedDocumentString(`
    fragment ExpressionFields on Expression {
  name
  type
  value
  hasValue
  meta
}
    `, {"fragmentName":"ExpressionFields"}) as unknown as TypedDocumentString<ExpressionFieldsFragment, unknown>;
export const CredentialsFieldsFragmentDoc = new TypedDocumentString(`
    fragment CredentialsFields on CustomerConfigVariable {
  id
  key
  isTest
  status
  authorizeUrl
  lastConfiguredAt
  hasDeployedInstances
  allowRemove
  customer {
    id
    externalId
  }
  scopedConfigVariable {
    id
  }
  inputs(first: 100) {
    nodes {
      ...ExpressionFields
    }
  }
}
    fragment ExpressionFields on Expression {
  name
  type
  value
  hasValue
  meta
}`, {"fragmentName":"CredentialsFields"}) as unknown as TypedDocumentString<CredentialsFieldsFragment, unknown>;
export const ConnectionFieldsFragmentDoc = new TypedDocumentString(`
    fragment ConnectionFields on ScopedConfigVariable {
  id
  key
  stableKey
  description
  allowUpdate
  allowRemove
  managedBy
  variableScope
  treeLocation
  customer {
    name
  }
  defaultForComponent
  hasDeployedInstances
  status
  authorizeUrl
  lastConfiguredAt
  oAuthRedirectConfig {
    oAuthSuccessRedirectUri
    oAuthFailureRedirectUri
  }
  connection {
    id
    key
    component {
      key
      public
      versionNumber
    }
  }
  inputs(first: 100) {
    nodes {
      ...ExpressionFields
    }
  }
  customerConfigVariables(
    isTest: true
    first: 1
    sortBy: [{field: CREATED_AT, direction: ASC}]
  ) {
    nodes {
      ...CredentialsFields
    }
  }
}
    fragment ExpressionFields on Expression {
  name
  type
  value
  hasValue
  meta
}
fragment CredentialsFields on CustomerConfigVariable {
  id
  key
  isTest
  status
  authorizeUrl
  lastConfiguredAt
  hasDeployedInstances
  allowRemove
  customer {
    id
    externalId
  }
  scopedConfigVariable {
    id
  }
  inputs(first: 100) {
    nodes {
      ...ExpressionFields
    }
  }
}`, {"fragmentName":"ConnectionFields"}) as unknown as TypedDocumentString<ConnectionFieldsFragment, unknown>;
export const CustomerFieldsFragmentDoc = new TypedDocumentString(`
    fragment CustomerFields on Customer {
  id
  name
  externalId
  allowUpdate
  allowEmbeddedDesigner
}
    `, {"fragmentName":"CustomerFields"}) as unknown as TypedDocumentString<CustomerFieldsFragment, unknown>;
export const InstanceFieldsFragmentDoc = new TypedDocumentString(`
    fragment InstanceFields on Instance {
  id
  isSystem
  name
  needsDeploy
  lastDeployedAt
  customer {
    name
    externalId
  }
}
    `, {"fragmentName":"InstanceFields"}) as unknown as TypedDocumentString<InstanceFieldsFragment, unknown>;
export const InstancePageFragmentDoc = new TypedDocumentString(`
    fragment InstancePage on InstanceConnection {
  nodes {
    ...InstanceFields
  }
  pageInfo {
    hasNextPage
    endCursor
  }
}
    fragment InstanceFields on Instance {
  id
  isSystem
  name
  needsDeploy
  lastDeployedAt
  customer {
    name
    externalId
  }
}`, {"fragmentName":"InstancePage"}) as unknown as TypedDocumentString<InstancePageFragment, unknown>;
export const InstanceCountPageFragmentDoc = new TypedDocumentString(`
    fragment InstanceCountPage on InstanceConnection {
  nodes {
    id
    isSystem
  }
  pageInfo {
    hasNextPage
    endCursor
  }
}
    `, {"fragmentName":"InstanceCountPage"}) as unknown as TypedDocumentString<InstanceCountPageFragment, unknown>;
export const IntegrationFieldsFragmentDoc = new TypedDocumentString(`
    fragment IntegrationFields on Integration {
  id
  name
  versionNumber
  allowUpdate
  allowRemove
  isCodeNative
  hasUnpublishedChanges
  customer {
    id
  }
  versionSequence(sortBy: [{field: VERSION_NUMBER, direction: DESC}], first: 2) {
    nodes {
      id
      versionNumber
      versionCreatedAt
      versionIsAvailable
      marketplaceConfiguration
      overview
      allowMultipleMarketplaceInstances
    }
  }
}
    `, {"fragmentName":"IntegrationFields"}) as unknown as TypedDocumentString<IntegrationFieldsFragment, unknown>;
export const ConnectionTypeFieldsFragmentDoc = new TypedDocumentString(`
    fragment ConnectionTypeFields on Connection {
  id
  key
  label
  oauth2Type
  default
  inputs(first: 100) {
    nodes {
      key
      label
      type
      required
      shown
      default
      collection
      model
    }
  }
}
    `, {"fragmentName":"ConnectionTypeFields"}) as unknown as TypedDocumentString<ConnectionTypeFieldsFragment, unknown>;
export const PublishedComponentFieldsFragmentDoc = new TypedDocumentString(`
    fragment PublishedComponentFields on Component {
  id
  key
  label
  public
  versionNumber
  versionSequenceId
  versionIsAvailable
  allowRemove
  signature
  customer {
    id
    externalId
  }
  connections(first: 100) {
    nodes {
      ...ConnectionTypeFields
    }
  }
}
    fragment ConnectionTypeFields on Connection {
  id
  key
  label
  oauth2Type
  default
  inputs(first: 100) {
    nodes {
      key
      label
      type
      required
      shown
      default
      collection
      model
    }
  }
}`, {"fragmentName":"PublishedComponentFields"}) as unknown as TypedDocumentString<PublishedComponentFieldsFragment, unknown>;
export const InputTypeFieldsFragmentDoc = new TypedDocumentString(`
    fragment InputTypeFields on __Type {
  name
  inputFields {
    name
    type {
      name
      ofType {
        name
        ofType {
          name
          ofType {
            name
          }
        }
      }
    }
  }
}
    `, {"fragmentName":"InputTypeFields"}) as unknown as TypedDocumentString<InputTypeFieldsFragment, unknown>;
export const ReadCodeNativeIntegrationDocument = new TypedDocumentString(`
    query ReadCodeNativeIntegration($id: ID!) {
  integration(id: $id) {
    ...IntegrationFields
    definition(version: 7)
    avatarUrl
    systemInstance {
      id
      flowConfigs(first: 100) {
        nodes {
          apiKeys
          flow {
            id
            name
          }
        }
      }
    }
    newestVersions: versionSequence(
      sortBy: [{field: VERSION_NUMBER, direction: DESC}]
      first: 1
    ) {
      nodes {
        definition(version: 7)
      }
    }
  }
}
    fragment IntegrationFields on Integration {
  id
  name
  versionNumber
  allowUpdate
  allowRemove
  isCodeNative
  hasUnpublishedChanges
  customer {
    id
  }
  versionSequence(sortBy: [{field: VERSION_NUMBER, direction: DESC}], first: 2) {
    nodes {
      id
      versionNumber
      versionCreatedAt
      versionIsAvailable
      marketplaceConfiguration
      overview
      allowMultipleMarketplaceInstances
    }
  }
}`) as unknown as TypedDocumentString<ReadCodeNativeIntegrationQuery, ReadCodeNativeIntegrationQueryVariables>;
export const FindCodeComponentsDocument = new TypedDocumentString(`
    query FindCodeComponents($keys: [String], $first: Int!, $after: String) {
  components(
    key_In: $keys
    public: false
    includeComponentsForCodeNativeIntegrations: true
    first: $first
    after: $after
    sortBy: [{field: VERSION_CREATED_AT, direction: ASC}]
  ) {
    nodes {
      id
      key
      signature
      forCodeNativeIntegration
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<FindCodeComponentsQuery, FindCodeComponentsQueryVariables>;
export const ReadComponentAvailabilityDocument = new TypedDocumentString(`
    query ReadComponentAvailability($id: ID!) {
  component(id: $id) {
    versionIsAvailable
  }
}
    `) as unknown as TypedDocumentString<ReadComponentAvailabilityQuery, ReadComponentAvailabilityQueryVariables>;
export const PrepareAvatarDocument = new TypedDocumentString(`
    query PrepareAvatar($id: ID!, $fileName: String!) {
  uploadMedia(objectId: $id, fileName: $fileName, mediaType: AVATAR) {
    uploadUrl
    objectUrl
    error
  }
}
    `) as unknown as TypedDocumentString<PrepareAvatarQuery, PrepareAvatarQueryVariables>;
export const SetAvatarDocument = new TypedDocumentString(`
    mutation SetAvatar($input: UpdateIntegrationInput!) {
  updateIntegration(input: $input) {
    errors {
      field
      messages
    }
  }
}
    `) as unknown as TypedDocumentString<SetAvatarMutation, SetAvatarMutationVariables>;
export const SetTestApiKeysDocument = new TypedDocumentString(`
    mutation SetTestApiKeys($input: UpdateInstanceInput!) {
  updateInstance(input: $input) {
    instance {
      flowConfigs(first: 100) {
        nodes {
          apiKeys
          flow {
            id
            name
          }
        }
      }
    }
    errors {
      field
      messages
    }
  }
}
    `) as unknown as TypedDocumentString<SetTestApiKeysMutation, SetTestApiKeysMutationVariables>;
export const ListComponentsDocument = new TypedDocumentString(`
    query ListComponents($first: Int!, $after: String) {
  components(
    hasConnections: true
    first: $first
    after: $after
    sortBy: [{field: VERSION_CREATED_AT, direction: ASC}]
  ) {
    nodes {
      id
      key
      label
      public
      versionNumber
      signature
      connections(first: 100) {
        nodes {
          ...ConnectionTypeFields
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment ConnectionTypeFields on Connection {
  id
  key
  label
  oauth2Type
  default
  inputs(first: 100) {
    nodes {
      key
      label
      type
      required
      shown
      default
      collection
      model
    }
  }
}`) as unknown as TypedDocumentString<ListComponentsQuery, ListComponentsQueryVariables>;
export const FindComponentsDocument = new TypedDocumentString(`
    query FindComponents($keys: [String]) {
  components(
    key_In: $keys
    first: 100
    sortBy: [{field: VERSION_CREATED_AT, direction: ASC}]
  ) {
    nodes {
      id
      key
      label
      public
      versionNumber
      signature
      connections(first: 100) {
        nodes {
          ...ConnectionTypeFields
        }
      }
    }
  }
}
    fragment ConnectionTypeFields on Connection {
  id
  key
  label
  oauth2Type
  default
  inputs(first: 100) {
    nodes {
      key
      label
      type
      required
      shown
      default
      collection
      model
    }
  }
}`) as unknown as TypedDocumentString<FindComponentsQuery, FindComponentsQueryVariables>;
export const ListComponentKeysDocument = new TypedDocumentString(`
    query ListComponentKeys($first: Int!, $after: String) {
  components(
    first: $first
    after: $after
    sortBy: [{field: VERSION_CREATED_AT, direction: ASC}]
  ) {
    nodes {
      id
      key
      label
      public
      versionNumber
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<ListComponentKeysQuery, ListComponentKeysQueryVariables>;
export const ListConnectionsDocument = new TypedDocumentString(`
    query ListConnections($first: Int!, $after: String) {
  scopedConfigVariables(
    includeCustomer: true
    first: $first
    after: $after
    sortBy: [{field: CREATED_AT, direction: ASC}]
  ) {
    nodes {
      ...ConnectionFields
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment ConnectionFields on ScopedConfigVariable {
  id
  key
  stableKey
  description
  allowUpdate
  allowRemove
  managedBy
  variableScope
  treeLocation
  customer {
    name
  }
  defaultForComponent
  hasDeployedInstances
  status
  authorizeUrl
  lastConfiguredAt
  oAuthRedirectConfig {
    oAuthSuccessRedirectUri
    oAuthFailureRedirectUri
  }
  connection {
    id
    key
    component {
      key
      public
      versionNumber
    }
  }
  inputs(first: 100) {
    nodes {
      ...ExpressionFields
    }
  }
  customerConfigVariables(
    isTest: true
    first: 1
    sortBy: [{field: CREATED_AT, direction: ASC}]
  ) {
    nodes {
      ...CredentialsFields
    }
  }
}
fragment ExpressionFields on Expression {
  name
  type
  value
  hasValue
  meta
}
fragment CredentialsFields on CustomerConfigVariable {
  id
  key
  isTest
  status
  authorizeUrl
  lastConfiguredAt
  hasDeployedInstances
  allowRemove
  customer {
    id
    externalId
  }
  scopedConfigVariable {
    id
  }
  inputs(first: 100) {
    nodes {
      ...ExpressionFields
    }
  }
}`) as unknown as TypedDocumentString<ListConnectionsQuery, ListConnectionsQueryVariables>;
export const FindConnectionsDocument = new TypedDocumentString(`
    query FindConnections($stableKeys: [String!]!) {
  scopedConfigVariables(
    stableKey_In: $stableKeys
    includeCustomer: true
    first: 100
    sortBy: [{field: CREATED_AT, direction: ASC}]
  ) {
    nodes {
      ...ConnectionFields
    }
  }
}
    fragment ConnectionFields on ScopedConfigVariable {
  id
  key
  stableKey
  description
  allowUpdate
  allowRemove
  managedBy
  variableScope
  treeLocation
  customer {
    name
  }
  defaultForComponent
  hasDeployedInstances
  status
  authorizeUrl
  lastConfiguredAt
  oAuthRedirectConfig {
    oAuthSuccessRedirectUri
    oAuthFailureRedirectUri
  }
  connection {
    id
    key
    component {
      key
      public
      versionNumber
    }
  }
  inputs(first: 100) {
    nodes {
      ...ExpressionFields
    }
  }
  customerConfigVariables(
    isTest: true
    first: 1
    sortBy: [{field: CREATED_AT, direction: ASC}]
  ) {
    nodes {
      ...CredentialsFields
    }
  }
}
fragment ExpressionFields on Expression {
  name
  type
  value
  hasValue
  meta
}
fragment CredentialsFields on CustomerConfigVariable {
  id
  key
  isTest
  status
  authorizeUrl
  lastConfiguredAt
  hasDeployedInstances
  allowRemove
  customer {
    id
    externalId
  }
  scopedConfigVariable {
    id
  }
  inputs(first: 100) {
    nodes {
      ...ExpressionFields
    }
  }
}`) as unknown as TypedDocumentString<FindConnectionsQuery, FindConnectionsQueryVariables>;
export const ReadConnectionsDocument = new TypedDocumentString(`
    query ReadConnections($ids: [ID!]!) {
  scopedConfigVariables(
    id_In: $ids
    includeCustomer: true
    first: 100
    sortBy: [{field: CREATED_AT, direction: ASC}]
  ) {
    nodes {
      ...ConnectionFields
    }
  }
}
    fragment ConnectionFields on ScopedConfigVariable {
  id
  key
  stableKey
  description
  allowUpdate
  allowRemove
  managedBy
  variableScope
  treeLocation
  customer {
    name
  }
  defaultForComponent
  hasDeployedInstances
  status
  authorizeUrl
  lastConfiguredAt
  oAuthRedirectConfig {
    oAuthSuccessRedirectUri
    oAuthFailureRedirectUri
  }
  connection {
    id
    key
    component {
      key
      public
      versionNumber
    }
  }
  inputs(first: 100) {
    nodes {
      ...ExpressionFields
    }
  }
  customerConfigVariables(
    isTest: true
    first: 1
    sortBy: [{field: CREATED_AT, direction: ASC}]
  ) {
    nodes {
      ...CredentialsFields
    }
  }
}
fragment ExpressionFields on Expression {
  name
  type
  value
  hasValue
  meta
}
fragment CredentialsFields on CustomerConfigVariable {
  id
  key
  isTest
  status
  authorizeUrl
  lastConfiguredAt
  hasDeployedInstances
  allowRemove
  customer {
    id
    externalId
  }
  scopedConfigVariable {
    id
  }
  inputs(first: 100) {
    nodes {
      ...ExpressionFields
    }
  }
}`) as unknown as TypedDocumentString<ReadConnectionsQuery, ReadConnectionsQueryVariables>;
export const ListConnectionUsesDocument = new TypedDocumentString(`
    query ListConnectionUses($ids: [ID!]!, $after: String) {
  scopedConfigVariables(
    id_In: $ids
    first: 100
    sortBy: [{field: CREATED_AT, direction: ASC}]
  ) {
    nodes {
      id
      allowRemove
      instances(
        sortBy: [{field: CREATED_AT, direction: ASC}]
        first: 100
        after: $after
      ) {
        ...InstanceCountPage
      }
      integrations(allVersions: true, first: 1) {
        totalCount
      }
      workflows(first: 1) {
        totalCount
      }
      customerConfigVariables(isTest: false, first: 1) {
        totalCount
      }
    }
  }
}
    fragment InstanceCountPage on InstanceConnection {
  nodes {
    id
    isSystem
  }
  pageInfo {
    hasNextPage
    endCursor
  }
}`) as unknown as TypedDocumentString<ListConnectionUsesQuery, ListConnectionUsesQueryVariables>;
export const ListTypesOfConnectionsDocument = new TypedDocumentString(`
    query ListTypesOfConnections($ids: [ID!]!) {
  scopedConfigVariables(
    id_In: $ids
    first: 100
    sortBy: [{field: CREATED_AT, direction: ASC}]
  ) {
    nodes {
      id
      connection {
        ...ConnectionTypeFields
      }
    }
  }
}
    fragment ConnectionTypeFields on Connection {
  id
  key
  label
  oauth2Type
  default
  inputs(first: 100) {
    nodes {
      key
      label
      type
      required
      shown
      default
      collection
      model
    }
  }
}`) as unknown as TypedDocumentString<ListTypesOfConnectionsQuery, ListTypesOfConnectionsQueryVariables>;
export const CreateConnectionDocument = new TypedDocumentString(`
    mutation CreateConnection($input: CreateScopedConfigVariableInput!) {
  createScopedConfigVariable(input: $input) {
    scopedConfigVariable {
      ...ConnectionFields
    }
    errors {
      field
      messages
    }
  }
}
    fragment ConnectionFields on ScopedConfigVariable {
  id
  key
  stableKey
  description
  allowUpdate
  allowRemove
  managedBy
  variableScope
  treeLocation
  customer {
    name
  }
  defaultForComponent
  hasDeployedInstances
  status
  authorizeUrl
  lastConfiguredAt
  oAuthRedirectConfig {
    oAuthSuccessRedirectUri
    oAuthFailureRedirectUri
  }
  connection {
    id
    key
    component {
      key
      public
      versionNumber
    }
  }
  inputs(first: 100) {
    nodes {
      ...ExpressionFields
    }
  }
  customerConfigVariables(
    isTest: true
    first: 1
    sortBy: [{field: CREATED_AT, direction: ASC}]
  ) {
    nodes {
      ...CredentialsFields
    }
  }
}
fragment ExpressionFields on Expression {
  name
  type
  value
  hasValue
  meta
}
fragment CredentialsFields on CustomerConfigVariable {
  id
  key
  isTest
  status
  authorizeUrl
  lastConfiguredAt
  hasDeployedInstances
  allowRemove
  customer {
    id
    externalId
  }
  scopedConfigVariable {
    id
  }
  inputs(first: 100) {
    nodes {
      ...ExpressionFields
    }
  }
}`) as unknown as TypedDocumentString<CreateConnectionMutation, CreateConnectionMutationVariables>;
export const UpdateConnectionDocument = new TypedDocumentString(`
    mutation UpdateConnection($input: UpdateScopedConfigVariableInput!) {
  updateScopedConfigVariable(input: $input) {
    scopedConfigVariable {
      ...ConnectionFields
    }
    errors {
      field
      messages
    }
  }
}
    fragment ConnectionFields on ScopedConfigVariable {
  id
  key
  stableKey
  description
  allowUpdate
  allowRemove
  managedBy
  variableScope
  treeLocation
  customer {
    name
  }
  defaultForComponent
  hasDeployedInstances
  status
  authorizeUrl
  lastConfiguredAt
  oAuthRedirectConfig {
    oAuthSuccessRedirectUri
    oAuthFailureRedirectUri
  }
  connection {
    id
    key
    component {
      key
      public
      versionNumber
    }
  }
  inputs(first: 100) {
    nodes {
      ...ExpressionFields
    }
  }
  customerConfigVariables(
    isTest: true
    first: 1
    sortBy: [{field: CREATED_AT, direction: ASC}]
  ) {
    nodes {
      ...CredentialsFields
    }
  }
}
fragment ExpressionFields on Expression {
  name
  type
  value
  hasValue
  meta
}
fragment CredentialsFields on CustomerConfigVariable {
  id
  key
  isTest
  status
  authorizeUrl
  lastConfiguredAt
  hasDeployedInstances
  allowRemove
  customer {
    id
    externalId
  }
  scopedConfigVariable {
    id
  }
  inputs(first: 100) {
    nodes {
      ...ExpressionFields
    }
  }
}`) as unknown as TypedDocumentString<UpdateConnectionMutation, UpdateConnectionMutationVariables>;
export const SetConnectionTokensDocument = new TypedDocumentString(`
    mutation SetConnectionTokens($input: UpdateScopedOAuth2ConnectionInput!) {
  updateScopedOAuth2Connection(input: $input) {
    scopedConfigVariable {
      ...ConnectionFields
    }
    errors {
      field
      messages
    }
  }
}
    fragment ConnectionFields on ScopedConfigVariable {
  id
  key
  stableKey
  description
  allowUpdate
  allowRemove
  managedBy
  variableScope
  treeLocation
  customer {
    name
  }
  defaultForComponent
  hasDeployedInstances
  status
  authorizeUrl
  lastConfiguredAt
  oAuthRedirectConfig {
    oAuthSuccessRedirectUri
    oAuthFailureRedirectUri
  }
  connection {
    id
    key
    component {
      key
      public
      versionNumber
    }
  }
  inputs(first: 100) {
    nodes {
      ...ExpressionFields
    }
  }
  customerConfigVariables(
    isTest: true
    first: 1
    sortBy: [{field: CREATED_AT, direction: ASC}]
  ) {
    nodes {
      ...CredentialsFields
    }
  }
}
fragment ExpressionFields on Expression {
  name
  type
  value
  hasValue
  meta
}
fragment CredentialsFields on CustomerConfigVariable {
  id
  key
  isTest
  status
  authorizeUrl
  lastConfiguredAt
  hasDeployedInstances
  allowRemove
  customer {
    id
    externalId
  }
  scopedConfigVariable {
    id
  }
  inputs(first: 100) {
    nodes {
      ...ExpressionFields
    }
  }
}`) as unknown as TypedDocumentString<SetConnectionTokensMutation, SetConnectionTokensMutationVariables>;
export const DeleteConnectionDocument = new TypedDocumentString(`
    mutation DeleteConnection($input: DeleteScopedConfigVariableInput!) {
  deleteScopedConfigVariable(input: $input) {
    errors {
      field
      messages
    }
  }
}
    `) as unknown as TypedDocumentString<DeleteConnectionMutation, DeleteConnectionMutationVariables>;
export const FindCustomerCredentialsDocument = new TypedDocumentString(`
    query FindCustomerCredentials($connection: ID!, $customer: ID, $first: Int!, $after: String) {
  customerConfigVariables(
    scopedConfigVariable: $connection
    customer: $customer
    isTest: false
    first: $first
    after: $after
    sortBy: [{field: CREATED_AT, direction: ASC}]
  ) {
    nodes {
      ...CredentialsFields
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment ExpressionFields on Expression {
  name
  type
  value
  hasValue
  meta
}
fragment CredentialsFields on CustomerConfigVariable {
  id
  key
  isTest
  status
  authorizeUrl
  lastConfiguredAt
  hasDeployedInstances
  allowRemove
  customer {
    id
    externalId
  }
  scopedConfigVariable {
    id
  }
  inputs(first: 100) {
    nodes {
      ...ExpressionFields
    }
  }
}`) as unknown as TypedDocumentString<FindCustomerCredentialsQuery, FindCustomerCredentialsQueryVariables>;
export const ListCredentialsDocument = new TypedDocumentString(`
    query ListCredentials($first: Int!, $after: String) {
  customerConfigVariables(
    isTest: false
    first: $first
    after: $after
    sortBy: [{field: CREATED_AT, direction: ASC}]
  ) {
    nodes {
      ...CredentialsFields
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment ExpressionFields on Expression {
  name
  type
  value
  hasValue
  meta
}
fragment CredentialsFields on CustomerConfigVariable {
  id
  key
  isTest
  status
  authorizeUrl
  lastConfiguredAt
  hasDeployedInstances
  allowRemove
  customer {
    id
    externalId
  }
  scopedConfigVariable {
    id
  }
  inputs(first: 100) {
    nodes {
      ...ExpressionFields
    }
  }
}`) as unknown as TypedDocumentString<ListCredentialsQuery, ListCredentialsQueryVariables>;
export const ReadCredentialsDocument = new TypedDocumentString(`
    query ReadCredentials($ids: [ID!]!) {
  customerConfigVariables(
    id_In: $ids
    first: 100
    sortBy: [{field: CREATED_AT, direction: ASC}]
  ) {
    nodes {
      ...CredentialsFields
    }
  }
}
    fragment ExpressionFields on Expression {
  name
  type
  value
  hasValue
  meta
}
fragment CredentialsFields on CustomerConfigVariable {
  id
  key
  isTest
  status
  authorizeUrl
  lastConfiguredAt
  hasDeployedInstances
  allowRemove
  customer {
    id
    externalId
  }
  scopedConfigVariable {
    id
  }
  inputs(first: 100) {
    nodes {
      ...ExpressionFields
    }
  }
}`) as unknown as TypedDocumentString<ReadCredentialsQuery, ReadCredentialsQueryVariables>;
export const ListCredentialsUsesDocument = new TypedDocumentString(`
    query ListCredentialsUses($ids: [ID!]!, $after: String) {
  customerConfigVariables(
    id_In: $ids
    first: 100
    sortBy: [{field: CREATED_AT, direction: ASC}]
  ) {
    nodes {
      id
      instances(
        sortBy: [{field: CREATED_AT, direction: ASC}]
        first: 100
        after: $after
      ) {
        ...InstanceCountPage
      }
    }
  }
}
    fragment InstanceCountPage on InstanceConnection {
  nodes {
    id
    isSystem
  }
  pageInfo {
    hasNextPage
    endCursor
  }
}`) as unknown as TypedDocumentString<ListCredentialsUsesQuery, ListCredentialsUsesQueryVariables>;
export const CreateCredentialsDocument = new TypedDocumentString(`
    mutation CreateCredentials($input: CreateCustomerConfigVariableInput!) {
  createCustomerConfigVariable(input: $input) {
    customerConfigVariable {
      ...CredentialsFields
    }
    errors {
      field
      messages
    }
  }
}
    fragment ExpressionFields on Expression {
  name
  type
  value
  hasValue
  meta
}
fragment CredentialsFields on CustomerConfigVariable {
  id
  key
  isTest
  status
  authorizeUrl
  lastConfiguredAt
  hasDeployedInstances
  allowRemove
  customer {
    id
    externalId
  }
  scopedConfigVariable {
    id
  }
  inputs(first: 100) {
    nodes {
      ...ExpressionFields
    }
  }
}`) as unknown as TypedDocumentString<CreateCredentialsMutation, CreateCredentialsMutationVariables>;
export const UpdateCredentialsDocument = new TypedDocumentString(`
    mutation UpdateCredentials($input: UpdateCustomerConfigVariableInput!) {
  updateCustomerConfigVariable(input: $input) {
    customerConfigVariable {
      ...CredentialsFields
    }
    errors {
      field
      messages
    }
  }
}
    fragment ExpressionFields on Expression {
  name
  type
  value
  hasValue
  meta
}
fragment CredentialsFields on CustomerConfigVariable {
  id
  key
  isTest
  status
  authorizeUrl
  lastConfiguredAt
  hasDeployedInstances
  allowRemove
  customer {
    id
    externalId
  }
  scopedConfigVariable {
    id
  }
  inputs(first: 100) {
    nodes {
      ...ExpressionFields
    }
  }
}`) as unknown as TypedDocumentString<UpdateCredentialsMutation, UpdateCredentialsMutationVariables>;
export const SetCredentialsTokensDocument = new TypedDocumentString(`
    mutation SetCredentialsTokens($input: UpdateCustomerOAuth2ConnectionInput!) {
  updateCustomerOAuth2Connection(input: $input) {
    customerConfigVariable {
      ...CredentialsFields
    }
    errors {
      field
      messages
    }
  }
}
    fragment ExpressionFields on Expression {
  name
  type
  value
  hasValue
  meta
}
fragment CredentialsFields on CustomerConfigVariable {
  id
  key
  isTest
  status
  authorizeUrl
  lastConfiguredAt
  hasDeployedInstances
  allowRemove
  customer {
    id
    externalId
  }
  scopedConfigVariable {
    id
  }
  inputs(first: 100) {
    nodes {
      ...ExpressionFields
    }
  }
}`) as unknown as TypedDocumentString<SetCredentialsTokensMutation, SetCredentialsTokensMutationVariables>;
export const DeleteCredentialsDocument = new TypedDocumentString(`
    mutation DeleteCredentials($input: DeleteCustomerConfigVariableInput!) {
  deleteCustomerConfigVariable(input: $input) {
    errors {
      field
      messages
    }
  }
}
    `) as unknown as TypedDocumentString<DeleteCredentialsMutation, DeleteCredentialsMutationVariables>;
export const ListCustomersDocument = new TypedDocumentString(`
    query ListCustomers($first: Int!, $after: String) {
  customers(
    isSystem: false
    first: $first
    after: $after
    sortBy: [{field: CREATED_AT, direction: ASC}]
  ) {
    nodes {
      ...CustomerFields
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment CustomerFields on Customer {
  id
  name
  externalId
  allowUpdate
  allowEmbeddedDesigner
}`) as unknown as TypedDocumentString<ListCustomersQuery, ListCustomersQueryVariables>;
export const FindCustomerDocument = new TypedDocumentString(`
    query FindCustomer($externalId: String!) {
  customers(
    externalId: $externalId
    isSystem: false
    first: 1
    sortBy: [{field: CREATED_AT, direction: ASC}]
  ) {
    nodes {
      ...CustomerFields
    }
  }
}
    fragment CustomerFields on Customer {
  id
  name
  externalId
  allowUpdate
  allowEmbeddedDesigner
}`) as unknown as TypedDocumentString<FindCustomerQuery, FindCustomerQueryVariables>;
export const ReadCustomerDocument = new TypedDocumentString(`
    query ReadCustomer($id: ID!) {
  customer(id: $id) {
    ...CustomerFields
  }
}
    fragment CustomerFields on Customer {
  id
  name
  externalId
  allowUpdate
  allowEmbeddedDesigner
}`) as unknown as TypedDocumentString<ReadCustomerQuery, ReadCustomerQueryVariables>;
export const UpdateCustomerDocument = new TypedDocumentString(`
    mutation UpdateCustomer($input: UpdateCustomerInput!) {
  updateCustomer(input: $input) {
    customer {
      ...CustomerFields
    }
    errors {
      field
      messages
    }
  }
}
    fragment CustomerFields on Customer {
  id
  name
  externalId
  allowUpdate
  allowEmbeddedDesigner
}`) as unknown as TypedDocumentString<UpdateCustomerMutation, UpdateCustomerMutationVariables>;
export const WhoAmIDocument = new TypedDocumentString(`
    query WhoAmI {
  authenticatedUser {
    tenantId
    org {
      id
      name
    }
  }
}
    `) as unknown as TypedDocumentString<WhoAmIQuery, WhoAmIQueryVariables>;
export const ReadPermissionsDocument = new TypedDocumentString(`
    query ReadPermissions {
  authenticatedUser {
    role {
      permissions {
        nodes {
          name
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ReadPermissionsQuery, ReadPermissionsQueryVariables>;
export const ReadOrganizationDocument = new TypedDocumentString(`
    query ReadOrganization {
  organization {
    allowUserLevelConfig
    allowEmbeddedDesigner
    allowEmbeddedWorkflowBuilder
  }
}
    `) as unknown as TypedDocumentString<ReadOrganizationQuery, ReadOrganizationQueryVariables>;
export const ListReachableTenantsDocument = new TypedDocumentString(`
    query ListReachableTenants {
  listUserTenants {
    nodes {
      tenantId
      orgName
      systemSuspended
    }
  }
}
    `) as unknown as TypedDocumentString<ListReachableTenantsQuery, ListReachableTenantsQueryVariables>;
export const ListConnectionInstancesDocument = new TypedDocumentString(`
    query ListConnectionInstances($ids: [ID!]!, $after: String) {
  scopedConfigVariables(
    id_In: $ids
    first: 100
    sortBy: [{field: CREATED_AT, direction: ASC}]
  ) {
    nodes {
      id
      instances(
        sortBy: [{field: CREATED_AT, direction: ASC}]
        first: 100
        after: $after
      ) {
        ...InstancePage
      }
    }
  }
}
    fragment InstancePage on InstanceConnection {
  nodes {
    ...InstanceFields
  }
  pageInfo {
    hasNextPage
    endCursor
  }
}
fragment InstanceFields on Instance {
  id
  isSystem
  name
  needsDeploy
  lastDeployedAt
  customer {
    name
    externalId
  }
}`) as unknown as TypedDocumentString<ListConnectionInstancesQuery, ListConnectionInstancesQueryVariables>;
export const ListCredentialsInstancesDocument = new TypedDocumentString(`
    query ListCredentialsInstances($ids: [ID!]!, $after: String) {
  customerConfigVariables(
    id_In: $ids
    first: 100
    sortBy: [{field: CREATED_AT, direction: ASC}]
  ) {
    nodes {
      id
      instances(
        sortBy: [{field: CREATED_AT, direction: ASC}]
        first: 100
        after: $after
      ) {
        ...InstancePage
      }
    }
  }
}
    fragment InstancePage on InstanceConnection {
  nodes {
    ...InstanceFields
  }
  pageInfo {
    hasNextPage
    endCursor
  }
}
fragment InstanceFields on Instance {
  id
  isSystem
  name
  needsDeploy
  lastDeployedAt
  customer {
    name
    externalId
  }
}`) as unknown as TypedDocumentString<ListCredentialsInstancesQuery, ListCredentialsInstancesQueryVariables>;
export const ReadInstancesDocument = new TypedDocumentString(`
    query ReadInstances($ids: [ID]) {
  instances(
    id_In: $ids
    first: 100
    sortBy: [{field: CREATED_AT, direction: ASC}]
  ) {
    nodes {
      ...InstanceFields
    }
  }
}
    fragment InstanceFields on Instance {
  id
  isSystem
  name
  needsDeploy
  lastDeployedAt
  customer {
    name
    externalId
  }
}`) as unknown as TypedDocumentString<ReadInstancesQuery, ReadInstancesQueryVariables>;
export const DeployInstanceDocument = new TypedDocumentString(`
    mutation DeployInstance($input: DeployInstanceInput!) {
  deployInstance(input: $input) {
    errors {
      field
      messages
    }
  }
}
    `) as unknown as TypedDocumentString<DeployInstanceMutation, DeployInstanceMutationVariables>;
export const ListIntegrationsDocument = new TypedDocumentString(`
    query ListIntegrations($first: Int!, $after: String) {
  integrations(
    first: $first
    after: $after
    sortBy: [{field: CREATED_AT, direction: ASC}]
  ) {
    nodes {
      ...IntegrationFields
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment IntegrationFields on Integration {
  id
  name
  versionNumber
  allowUpdate
  allowRemove
  isCodeNative
  hasUnpublishedChanges
  customer {
    id
  }
  versionSequence(sortBy: [{field: VERSION_NUMBER, direction: DESC}], first: 2) {
    nodes {
      id
      versionNumber
      versionCreatedAt
      versionIsAvailable
      marketplaceConfiguration
      overview
      allowMultipleMarketplaceInstances
    }
  }
}`) as unknown as TypedDocumentString<ListIntegrationsQuery, ListIntegrationsQueryVariables>;
export const FindIntegrationsDocument = new TypedDocumentString(`
    query FindIntegrations($name: String!) {
  integrations(
    name: $name
    first: 100
    sortBy: [{field: CREATED_AT, direction: ASC}]
  ) {
    nodes {
      ...IntegrationFields
    }
  }
}
    fragment IntegrationFields on Integration {
  id
  name
  versionNumber
  allowUpdate
  allowRemove
  isCodeNative
  hasUnpublishedChanges
  customer {
    id
  }
  versionSequence(sortBy: [{field: VERSION_NUMBER, direction: DESC}], first: 2) {
    nodes {
      id
      versionNumber
      versionCreatedAt
      versionIsAvailable
      marketplaceConfiguration
      overview
      allowMultipleMarketplaceInstances
    }
  }
}`) as unknown as TypedDocumentString<FindIntegrationsQuery, FindIntegrationsQueryVariables>;
export const ReadIntegrationDocument = new TypedDocumentString(`
    query ReadIntegration($id: ID!) {
  integration(id: $id) {
    ...IntegrationFields
    definition(version: 7)
  }
}
    fragment IntegrationFields on Integration {
  id
  name
  versionNumber
  allowUpdate
  allowRemove
  isCodeNative
  hasUnpublishedChanges
  customer {
    id
  }
  versionSequence(sortBy: [{field: VERSION_NUMBER, direction: DESC}], first: 2) {
    nodes {
      id
      versionNumber
      versionCreatedAt
      versionIsAvailable
      marketplaceConfiguration
      overview
      allowMultipleMarketplaceInstances
    }
  }
}`) as unknown as TypedDocumentString<ReadIntegrationQuery, ReadIntegrationQueryVariables>;
export const ListHeldInputsDocument = new TypedDocumentString(`
    query ListHeldInputs($id: ID!, $after: String) {
  integration(id: $id) {
    requiredConfigVariables(first: 100, after: $after) {
      nodes {
        id
        key
        inputs(first: 100) {
          nodes {
            name
            hasValue
          }
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ListHeldInputsQuery, ListHeldInputsQueryVariables>;
export const ReadIntegrationVersionsDocument = new TypedDocumentString(`
    query ReadIntegrationVersions($id: ID!) {
  integration(id: $id) {
    ...IntegrationFields
  }
}
    fragment IntegrationFields on Integration {
  id
  name
  versionNumber
  allowUpdate
  allowRemove
  isCodeNative
  hasUnpublishedChanges
  customer {
    id
  }
  versionSequence(sortBy: [{field: VERSION_NUMBER, direction: DESC}], first: 2) {
    nodes {
      id
      versionNumber
      versionCreatedAt
      versionIsAvailable
      marketplaceConfiguration
      overview
      allowMultipleMarketplaceInstances
    }
  }
}`) as unknown as TypedDocumentString<ReadIntegrationVersionsQuery, ReadIntegrationVersionsQueryVariables>;
export const FindAvailableVersionDocument = new TypedDocumentString(`
    query FindAvailableVersion($id: ID!, $versionNumber: Int!) {
  integration(id: $id) {
    versionSequence(
      versionNumber: $versionNumber
      versionIsAvailable: true
      first: 1
    ) {
      nodes {
        id
      }
    }
  }
}
    `) as unknown as TypedDocumentString<FindAvailableVersionQuery, FindAvailableVersionQueryVariables>;
export const ListMarketplaceVersionsDocument = new TypedDocumentString(`
    query ListMarketplaceVersions($id: ID!, $after: String) {
  integration(id: $id) {
    versionSequence(
      sortBy: [{field: VERSION_NUMBER, direction: DESC}]
      first: 100
      after: $after
    ) {
      nodes {
        id
        marketplaceConfiguration
        overview
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ListMarketplaceVersionsQuery, ListMarketplaceVersionsQueryVariables>;
export const ListIntegrationInstancesDocument = new TypedDocumentString(`
    query ListIntegrationInstances($id: ID!, $after: String) {
  integration(id: $id) {
    instances(
      isSystem: false
      sortBy: [{field: CREATED_AT, direction: ASC}]
      first: 100
      after: $after
    ) {
      nodes {
        ...InstanceFields
        configState
        integration {
          versionNumber
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    fragment InstanceFields on Instance {
  id
  isSystem
  name
  needsDeploy
  lastDeployedAt
  customer {
    name
    externalId
  }
}`) as unknown as TypedDocumentString<ListIntegrationInstancesQuery, ListIntegrationInstancesQueryVariables>;
export const ReadIntegrationInstancesDocument = new TypedDocumentString(`
    query ReadIntegrationInstances($ids: [ID]) {
  instances(
    id_In: $ids
    isSystem: false
    first: 100
    sortBy: [{field: CREATED_AT, direction: ASC}]
  ) {
    nodes {
      ...InstanceFields
      configState
      integration {
        versionNumber
      }
    }
  }
}
    fragment InstanceFields on Instance {
  id
  isSystem
  name
  needsDeploy
  lastDeployedAt
  customer {
    name
    externalId
  }
}`) as unknown as TypedDocumentString<ReadIntegrationInstancesQuery, ReadIntegrationInstancesQueryVariables>;
export const ValidateIntegrationSchemaDocument = new TypedDocumentString(`
    mutation ValidateIntegrationSchema($input: ValidateIntegrationSchemaInput!) {
  validateIntegrationSchema(input: $input) {
    result {
      isValid
    }
    errors {
      field
      messages
    }
  }
}
    `) as unknown as TypedDocumentString<ValidateIntegrationSchemaMutation, ValidateIntegrationSchemaMutationVariables>;
export const ImportIntegrationDocument = new TypedDocumentString(`
    mutation ImportIntegration($input: ImportIntegrationInput!) {
  importIntegration(input: $input) {
    integration {
      ...IntegrationFields
      definition(version: 7)
    }
    errors {
      field
      messages
    }
  }
}
    fragment IntegrationFields on Integration {
  id
  name
  versionNumber
  allowUpdate
  allowRemove
  isCodeNative
  hasUnpublishedChanges
  customer {
    id
  }
  versionSequence(sortBy: [{field: VERSION_NUMBER, direction: DESC}], first: 2) {
    nodes {
      id
      versionNumber
      versionCreatedAt
      versionIsAvailable
      marketplaceConfiguration
      overview
      allowMultipleMarketplaceInstances
    }
  }
}`) as unknown as TypedDocumentString<ImportIntegrationMutation, ImportIntegrationMutationVariables>;
export const PublishIntegrationDocument = new TypedDocumentString(`
    mutation PublishIntegration($input: PublishIntegrationInput!) {
  publishIntegration(input: $input) {
    errors {
      field
      messages
    }
  }
}
    `) as unknown as TypedDocumentString<PublishIntegrationMutation, PublishIntegrationMutationVariables>;
export const UpdateMarketplaceDocument = new TypedDocumentString(`
    mutation UpdateMarketplace($input: UpdateIntegrationMarketplaceConfigurationInput!) {
  updateIntegrationMarketplaceConfiguration(input: $input) {
    integration {
      id
      overview
    }
    errors {
      field
      messages
    }
  }
}
    `) as unknown as TypedDocumentString<UpdateMarketplaceMutation, UpdateMarketplaceMutationVariables>;
export const UpdateVersionAvailabilityDocument = new TypedDocumentString(`
    mutation UpdateVersionAvailability($input: UpdateIntegrationVersionAvailabilityInput!) {
  updateIntegrationVersionAvailability(input: $input) {
    errors {
      field
      messages
    }
  }
}
    `) as unknown as TypedDocumentString<UpdateVersionAvailabilityMutation, UpdateVersionAvailabilityMutationVariables>;
export const MoveInstanceDocument = new TypedDocumentString(`
    mutation MoveInstance($input: UpdateInstanceInput!) {
  updateInstance(input: $input) {
    errors {
      field
      messages
    }
  }
}
    `) as unknown as TypedDocumentString<MoveInstanceMutation, MoveInstanceMutationVariables>;
export const UpgradeInstancesDocument = new TypedDocumentString(`
    mutation UpgradeInstances($input: BulkUpdateInstancesToLatestIntegrationVersionInput!) {
  bulkUpdateInstancesToLatestIntegrationVersion(input: $input) {
    errors {
      field
      messages
    }
  }
}
    `) as unknown as TypedDocumentString<UpgradeInstancesMutation, UpgradeInstancesMutationVariables>;
export const DeleteIntegrationDocument = new TypedDocumentString(`
    mutation DeleteIntegration($input: DeleteIntegrationInput!) {
  deleteIntegration(input: $input) {
    errors {
      field
      messages
    }
  }
}
    `) as unknown as TypedDocumentString<DeleteIntegrationMutation, DeleteIntegrationMutationVariables>;
export const ListStatesOfCredentialsDocument = new TypedDocumentString(`
    query ListStatesOfCredentials($first: Int!, $after: String) {
  customerConfigVariables(
    isTest: false
    first: $first
    after: $after
    sortBy: [{field: CREATED_AT, direction: ASC}]
  ) {
    nodes {
      id
      key
      status
      authorizeUrl
      customer {
        name
        externalId
      }
      scopedConfigVariable {
        id
        stableKey
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<ListStatesOfCredentialsQuery, ListStatesOfCredentialsQueryVariables>;
export const ListIntegrationsOfConnectionsDocument = new TypedDocumentString(`
    query ListIntegrationsOfConnections($ids: [ID!]!) {
  scopedConfigVariables(
    id_In: $ids
    first: 100
    sortBy: [{field: CREATED_AT, direction: ASC}]
  ) {
    nodes {
      id
      integrations(
        allVersions: true
        first: 100
        sortBy: [{field: VERSION_NUMBER, direction: DESC}]
      ) {
        nodes {
          id
          name
          versionNumber
          versionCreatedAt
        }
        totalCount
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ListIntegrationsOfConnectionsQuery, ListIntegrationsOfConnectionsQueryVariables>;
export const FindPublishedComponentsDocument = new TypedDocumentString(`
    query FindPublishedComponents($keys: [String], $first: Int!, $after: String) {
  components(
    key_In: $keys
    first: $first
    after: $after
    sortBy: [{field: VERSION_CREATED_AT, direction: ASC}]
  ) {
    nodes {
      ...PublishedComponentFields
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment ConnectionTypeFields on Connection {
  id
  key
  label
  oauth2Type
  default
  inputs(first: 100) {
    nodes {
      key
      label
      type
      required
      shown
      default
      collection
      model
    }
  }
}
fragment PublishedComponentFields on Component {
  id
  key
  label
  public
  versionNumber
  versionSequenceId
  versionIsAvailable
  allowRemove
  signature
  customer {
    id
    externalId
  }
  connections(first: 100) {
    nodes {
      ...ConnectionTypeFields
    }
  }
}`) as unknown as TypedDocumentString<FindPublishedComponentsQuery, FindPublishedComponentsQueryVariables>;
export const FindComponentVersionDocument = new TypedDocumentString(`
    query FindComponentVersion($key: String!, $public: Boolean!, $versionNumber: Int!) {
  components(
    key: $key
    public: $public
    versionNumber: $versionNumber
    allVersions: true
    first: 1
    sortBy: [{field: VERSION_CREATED_AT, direction: ASC}]
  ) {
    nodes {
      ...PublishedComponentFields
    }
  }
}
    fragment ConnectionTypeFields on Connection {
  id
  key
  label
  oauth2Type
  default
  inputs(first: 100) {
    nodes {
      key
      label
      type
      required
      shown
      default
      collection
      model
    }
  }
}
fragment PublishedComponentFields on Component {
  id
  key
  label
  public
  versionNumber
  versionSequenceId
  versionIsAvailable
  allowRemove
  signature
  customer {
    id
    externalId
  }
  connections(first: 100) {
    nodes {
      ...ConnectionTypeFields
    }
  }
}`) as unknown as TypedDocumentString<FindComponentVersionQuery, FindComponentVersionQueryVariables>;
export const ListIntegrationsWithComponentDocument = new TypedDocumentString(`
    query ListIntegrationsWithComponent($key: String!, $public: Boolean!, $first: Int!, $after: String) {
  integrations(
    allVersions: true
    first: $first
    after: $after
    sortBy: [{field: CREATED_AT, direction: ASC}]
  ) {
    nodes {
      id
      name
      components(key: $key, public: $public, first: 1) {
        totalCount
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<ListIntegrationsWithComponentQuery, ListIntegrationsWithComponentQueryVariables>;
export const ListConnectionsOfComponentDocument = new TypedDocumentString(`
    query ListConnectionsOfComponent($component: [ComponentSelector], $first: Int!, $after: String) {
  scopedConfigVariables(
    connection_Component_In: $component
    includeCustomer: true
    first: $first
    after: $after
    sortBy: [{field: CREATED_AT, direction: ASC}]
  ) {
    nodes {
      id
      stableKey
      managedBy
      variableScope
      treeLocation
      customer {
        name
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<ListConnectionsOfComponentQuery, ListConnectionsOfComponentQueryVariables>;
export const DescribePublishingDocument = new TypedDocumentString(`
    query DescribePublishing {
  publish: __type(name: "PublishComponentInput") {
    ...InputTypeFields
  }
  definition: __type(name: "ComponentDefinitionInput") {
    ...InputTypeFields
  }
  display: __type(name: "ComponentDisplayDefinition") {
    ...InputTypeFields
  }
  authorization: __type(name: "AuthorizationDefinition") {
    ...InputTypeFields
  }
  action: __type(name: "ActionDefinitionInput") {
    ...InputTypeFields
  }
  actionDisplay: __type(name: "ActionDisplayDefinition") {
    ...InputTypeFields
  }
  trigger: __type(name: "TriggerDefinitionInput") {
    ...InputTypeFields
  }
  dataSource: __type(name: "DataSourceDefinitionInput") {
    ...InputTypeFields
  }
  input: __type(name: "InputFieldDefinition") {
    ...InputTypeFields
  }
  choice: __type(name: "InputFieldChoice") {
    ...InputTypeFields
  }
  connection: __type(name: "ConnectionDefinitionInput") {
    ...InputTypeFields
  }
  connectionInput: __type(name: "ConnectionInputFieldDefinition") {
    ...InputTypeFields
  }
  oauth2Config: __type(name: "ConnectionOAuth2Configuration") {
    ...InputTypeFields
  }
}
    fragment InputTypeFields on __Type {
  name
  inputFields {
    name
    type {
      name
      ofType {
        name
        ofType {
          name
          ofType {
            name
          }
        }
      }
    }
  }
}`) as unknown as TypedDocumentString<DescribePublishingQuery, DescribePublishingQueryVariables>;
export const PublishComponentDocument = new TypedDocumentString(`
    mutation PublishComponent($input: PublishComponentInput!) {
  publishComponent(input: $input) {
    publishResult {
      component {
        id
        versionNumber
        versionSequenceId
      }
      packageUploadUrl
      iconUploadUrl
      connectionIconUploadUrls {
        connectionKey
        iconUploadUrl
      }
      connectionAvatarIconUploadUrls {
        connectionKey
        iconUploadUrl
      }
    }
    errors {
      field
      messages
    }
  }
}
    `) as unknown as TypedDocumentString<PublishComponentMutation, PublishComponentMutationVariables>;
export const DeleteComponentDocument = new TypedDocumentString(`
    mutation DeleteComponent($input: DeleteComponentInput!) {
  deleteComponent(input: $input) {
    errors {
      field
      messages
    }
  }
}
    `) as unknown as TypedDocumentString<DeleteComponentMutation, DeleteComponentMutationVariables>;