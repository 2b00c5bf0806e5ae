/** The fields of answers that tests read, so that a misspelt one is found by the compiler. */
type FieldName =
  | "a"
  | "a1"
  | "access_token"
  | "actions"
  | "args"
  | "authenticatedUser"
  | "authorizeUrl"
  | "component"
  | "components"
  | "connection"
  | "connections"
  | "createCustomer"
  | "createdAt"
  | "customer"
  | "customerConfigVariable"
  | "customerConfigVariables"
  | "customers"
  | "data"
  | "dataSources"
  | "default"
  | "deployedVersion"
  | "endCursor"
  | "enumValues"
  | "errors"
  | "field"
  | "fields"
  | "hasNextPage"
  | "hasValue"
  | "id"
  | "inputFields"
  | "inputs"
  | "instance"
  | "instances"
  | "integration"
  | "integrations"
  | "isInUse"
  | "join"
  | "key"
  | "lastConfiguredAt"
  | "lastDeployedAt"
  | "listUserTenants"
  | "message"
  | "messages"
  | "meta"
  | "name"
  | "nodes"
  | "now"
  | "oAuthRedirectConfig"
  | "operationName"
  | "org"
  | "pageInfo"
  | "path"
  | "requiredConfigVariables"
  | "result"
  | "root"
  | "scopedConfigVariable"
  | "scopedConfigVariables"
  | "scopes"
  | "stableKey"
  | "status"
  | "tenantId"
  | "totalCount"
  | "trigger"
  | "versionNumber"
  | "versionSequence"
  | "workflows";

interface JsonList extends Iterable<Json> {
  readonly 0: Json;
  readonly 1: Json;
  readonly length: number;
  at(index: number): Json;
  every(test: (item: Json) => boolean): boolean;
  filter(test: (item: Json) => boolean): Json[];
  find(test: (item: Json) => boolean): Json;
  flatMap<T>(read: (item: Json) => T | T[]): T[];
  map<T>(read: (item: Json) => T): T[];
}

/**
 * An answer of the API: every field may be read as an object, a list or a text. Tests compare what they
 * read, so that a wrong shape fails there.
 */
export type Json = { readonly [Name in FieldName]: Json } & JsonList & string;
