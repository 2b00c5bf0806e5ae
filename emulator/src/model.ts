import type { Stored } from "./database.ts";

/** The owner of the credentials that a connection holds. */
export type VariableScope = "CUSTOMER" | "ORG" | "USER";

/** The supplier of the credentials; SYSTEM marks the containers of build-only connections, USER a person's own. */
export type ManagedBy = "CUSTOMER" | "ORG" | "SYSTEM" | "USER";

/** The state of a connection's or of credentials' authorization. */
export type Status = "ACTIVE" | "ERROR" | "FAILED" | "PENDING";

/** The kinds of values that an input takes. */
export type ExpressionType = "COMPLEX" | "CONFIGVAR" | "REFERENCE" | "TEMPLATE" | "VALUE";

/** The supplier and the scope of an input, with any other keys that a client put there. */
export interface InputMeta {
  managedBy: "org" | "customer";
  inputScope: "org" | "customer";
  [other: string]: unknown;
}

/** The value of an input with any meta. */
export interface ShownInput {
  name: string;
  type: ExpressionType;
  value: string;
  meta: Record<string, unknown>;
}

/** The value of one input of a reusable connection. */
export interface InputValue extends ShownInput {
  meta: InputMeta;
}

/** The place of a connection type in the catalog. */
export interface ConnectionTypeReference {
  component: string;
  isPublic: boolean;
  version: number;
  connectionType: string;
}

/** The pages that follow an authorization. */
export interface OAuthRedirect {
  oAuthSuccessRedirectUri: string | null;
  oAuthFailureRedirectUri: string | null;
}

/** A token that a client set, so that no person has to authorize anything. */
export interface HeldToken {
  /** The fields of an OAuth 2.0 answer: `access_token` and so on. */
  token: Record<string, unknown>;
  refreshAt: string | null;
  context: string | null;
}

/** A connection: the API's `ScopedConfigVariable`. */
export interface ConnectionRecord extends Stored {
  key: string;
  stableKey: string;
  description: string | null;
  variableScope: VariableScope;
  managedBy: ManagedBy;
  type: ConnectionTypeReference | null;
  customer: string | null;
  /** The container: of a user connection, or of a build-only one. */
  parent: string | null;
  /** The person whose own credentials it holds; left out by older data folders. */
  user?: string | null;
  inputs: InputValue[];
  defaultForComponent: boolean;
  oAuthRedirectConfig: OAuthRedirect | null;
  status: Status | null;
  oauth?: HeldToken;
  createdAt: string;
  updatedAt: string;
  lastConfiguredAt: string | null;
}

/** Credentials saved for a connection by or for a customer, or for test runs: `CustomerConfigVariable`. */
export interface CredentialsRecord extends Stored {
  connection: string;
  customer: string | null;
  isTest: boolean;
  key: string | null;
  inputs: InputValue[];
  status: Status;
  oauth?: HeldToken;
  createdAt: string;
  updatedAt: string;
  lastConfiguredAt: string | null;
}

/** A customer of the tenant's organization. */
export interface CustomerRecord extends Stored {
  name: string;
  externalId: string | null;
  description: string;
  labels: string[];
  allowEmbeddedDesigner: boolean;
  createdAt: string;
  updatedAt: string;
}

/** A published version of an integration. */
export interface IntegrationVersion {
  number: number;
  definition: string;
  /** The draft's text as it came; left out where there is none. */
  sent?: string;
  comment: string | null;
  /** JSON: commit, repository, pull request. */
  attributes: string | null;
  /** A person's id; null for those of the seed. */
  createdBy: string | null;
  /** False for a version that was withdrawn. */
  isAvailable: boolean;
  /** The end of its publication; left out: it was available at once. */
  availableAt?: string;
  /** Left out: the marketplace does not show it. */
  marketplace?: MarketplaceListing;
  createdAt: string;
}

/** The ways in which the marketplace shows a version. */
export const marketplaceConfigurations = [
  "AVAILABLE_AND_DEPLOYABLE",
  "AVAILABLE_NOT_DEPLOYABLE",
  "NOT_AVAILABLE_IN_MARKETPLACE",
] as const;

/** The place of a version in the marketplace. */
export interface MarketplaceListing {
  configuration: (typeof marketplaceConfigurations)[number];
  overview: string;
  allowMultipleInstances: boolean;
}

/** An integration: its draft and its published versions. */
export interface IntegrationRecord extends Stored {
  /** The name in the draft's definition, repeated for lists and look-ups. */
  name: string;
  labels: string[];
  customer: string | null;
  /** The integration that it was forked from. */
  parent: string | null;
  /** Normalised, as all stored definitions are. */
  definition: string;
  /** The text as it came; left out where it was changed since, or no client sent it. */
  sent?: string;
  versions: IntegrationVersion[];
  /** The values with which the draft is tested. */
  testConfigVariables: ConfigValue[];
  /** The keys of its flows for tests; left out: none. */
  testFlowKeys?: FlowKeys[];
  avatarUrl: string | null;
  createdAt: string;
  updatedAt: string;
}

/** The entry for one config variable. */
export interface ConfigValue {
  key: string;
  value: string | null;
  /** Of a connection of the integration's own. */
  inputs: ShownInput[];
  /** Of such a connection that a person must authorize. */
  status: Status | null;
  oauth?: HeldToken;
  scheduleType: string | null;
  timeZone: string | null;
  /** The customer's saved credentials that were chosen for a reusable connection. */
  credentials: string | null;
}

/** The keys that callers of a flow may send. */
export interface FlowKeys {
  /** The flow's name. */
  flow: string;
  apiKeys: string[];
}

/** An integration that runs for a customer, or in which its designer tests it. */
export interface InstanceRecord extends Stored {
  /** The designer's; left out: a customer's. */
  isSystem?: true;
  name: string;
  description: string;
  labels: string[];
  customer: string;
  integration: string;
  /** The version that the next deploy brings; 0 is the draft of an integration without versions. */
  integrationVersion: number;
  configVariables: ConfigValue[];
  /** Left out: none. */
  flowKeys?: FlowKeys[];
  /** The version that runs; 0 before the first deploy. */
  deployedVersion: number;
  enabled: boolean;
  needsDeploy: boolean;
  lastDeployedAt: string | null;
  createdAt: string;
  updatedAt: string;
}

/** An embedded workflow, as far as it uses connections. */
export interface WorkflowRecord extends Stored {
  name: string;
  stableKeys: string[];
}

/** A stable key that was used once; kept for tenants that never take it again. */
export interface SpentStableKey extends Stored {
  stableKey: string;
}

/** A tenant; its secret makes the ids of its catalog. */
export interface TenantRecord extends Stored {
  name: string;
  secret: string;
  /** True for a tenant that Prismatic has suspended; left out: it was not. */
  suspended?: boolean;
  /** True where users may configure instances for themselves, and where an older data folder leaves it out. */
  allowUserLevelConfig?: boolean;
  /** True where the plan has the embedded designer, or the embedded workflow builder; likewise. */
  allowEmbeddedDesigner?: boolean;
  allowEmbeddedWorkflowBuilder?: boolean;
}

/** A person with a refresh token, and the tenants that it reaches, the first being the default. */
export interface PersonRecord extends Stored {
  name: string;
  email: string;
  refreshToken: string;
  revoked: boolean;
  /** The name of the role in every tenant that the person reaches; left out: that of an owner. */
  role?: string;
  tenants: string[];
}

/** A file that was uploaded and is shown again: icons and sources; packages are only examined. */
export interface UploadedFile extends Stored {
  contentType: string;
  /** Base64. */
  content: string;
}
