/** Parts of an overview that cost requests of their own. */
export interface OverviewParts {
  /** Numbers of what uses each connection, and the states of customers' credentials. */
  uses?: boolean;
  /** Plain values, names of the secrets that are set, and versions of integrations. */
  values?: boolean;
}

/** A connection of a tenant. It holds no value of a secret. */
export interface OverviewConnection {
  stableKey: string;
  name: string;
  /** Class of the connection; undefined for a kind that this version does not know. */
  kind: string | undefined;
  component: string | undefined;
  /** Connection type of the component. */
  type: string | undefined;
  /** True where it is the one that embedded workflows use. */
  embeddedWorkflows: boolean;
  state: AuthorizationState;
  /** State of the test credentials; undefined where there are none. */
  testState?: AuthorizationState | undefined;
  /** With `uses`. */
  uses?: { instances: number; integrations: number; workflows: number; customers: number };
  /** With `values`: global values that hold no secret, as text, by the name of the input. */
  values?: ReadonlyMap<string, string>;
  /** With `values`: names of secrets, and of values that cannot be read back, that are set for all customers. */
  secrets?: readonly string[];
  /** With `values`: the newest published version of each integration that uses it, 0 for a draft alone; undefined where more than a page do. */
  integrations?: ReadonlyMap<string, number> | undefined;
}

/** State of an authorization: `status` as the tenant says it, in capitals. */
export interface AuthorizationState {
  status: string | undefined;
  /** True where a person can authorize it at an address that the tenant offers. */
  isAuthorizable: boolean;
}

/** Credentials of a customer. */
export interface OverviewCredentials {
  stableKey: string;
  /** External id of the customer, else the name; undefined for credentials that belong to no customer. */
  customer: string | undefined;
  /** Name of the credentials, where the customer has several. */
  name: string | undefined;
  state: AuthorizationState;
}

/** A tenant's connections of the organization's own, by stable key. */
export interface TenantOverview {
  connections: OverviewConnection[];
  /** With `uses`. */
  credentials: OverviewCredentials[];
}
