import { z } from "zod";
import { placed } from "./connectionTree.ts";
import {
  CreateConnectionDocument,
  CreateCredentialsDocument,
  DeleteConnectionDocument,
  DeleteCredentialsDocument,
  DeployInstanceDocument,
  FindComponentsDocument,
  FindConnectionsDocument,
  FindCustomerCredentialsDocument,
  ListConnectionInstancesDocument,
  ListConnectionUsesDocument,
  ListCredentialsDocument,
  ListCredentialsInstancesDocument,
  ListCredentialsUsesDocument,
  ReadCredentialsDocument,
  ReadInstancesDocument,
  UpdateCredentialsDocument,
  ListComponentKeysDocument,
  ListComponentsDocument,
  ListConnectionsDocument,
  ListTypesOfConnectionsDocument,
  ReadConnectionsDocument,
  UpdateConnectionDocument,
  type TypedDocumentString,
} from "./operations.generated.ts";

/** A GraphQL operation: its document, checked against Prismatic's schema, and the form of its answer. */
export interface Operation<Variables, Answer> {
  name: string;
  document: string;
  answer: z.ZodType<Answer>;
  /** Carries the type of the variables; never set. */
  variables?: Variables;
}

/** Ties a document to its answer's schema; does not compile where the schema refuses what the document can return. */
export function operation<Result, Variables, Answer, Accepted>(
  name: string,
  document: TypedDocumentString<Result, Variables>,
  answer: z.ZodType<Answer, Accepted> & (Result extends Accepted ? unknown : never),
): Operation<Variables, Answer> {
  return { name, document: document.toString(), answer };
}

/** The end of a page of a list. */
export const pageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() });

/** The complaints in a mutation's payload. */
export const fieldErrors = z.array(z.object({ field: z.string(), messages: z.array(z.string()) }));

/** GraphQL lists may hold null; a null is no object of ours. */
export function nodes<Schema extends z.ZodType>(schema: Schema) {
  return z
    .array(schema.nullable())
    .transform((list) => list.filter((node): node is NonNullable<typeof node> => node !== null));
}

const inputField = z.object({
  key: z.string(),
  label: z.string(),
  type: z.string(),
  required: z.boolean(),
  shown: z.boolean(),
  default: z.string().nullable(),
  collection: z.string().nullable(),
  model: z.string().nullable(),
});

const connectionType = z.object({
  id: z.string(),
  key: z.string(),
  label: z.string(),
  oauth2Type: z.string().nullable(),
  /** True for the one that the component offers first. */
  default: z.boolean(),
  inputs: z.object({ nodes: nodes(inputField) }),
});

const componentSummary = z.object({
  id: z.string(),
  key: z.string(),
  label: z.string(),
  public: z.boolean(),
  versionNumber: z.number(),
});

/** A component with its connection types. */
export const component = componentSummary.extend({
  signature: z.string(),
  connections: z.object({ nodes: nodes(connectionType) }),
});

const expression = z.object({
  name: z.string(),
  type: z.string(),
  value: z.string(),
  hasValue: z.boolean(),
  meta: z.string().nullable(),
});

const expressions = z.object({ nodes: nodes(expression) }).nullable();

const credentials = z.object({
  id: z.string(),
  key: z.string().nullable(),
  isTest: z.boolean(),
  status: z.string().nullable(),
  authorizeUrl: z.string().nullable(),
  lastConfiguredAt: z.string().nullable(),
  hasDeployedInstances: z.boolean(),
  allowRemove: z.boolean(),
  customer: z.object({ id: z.string(), externalId: z.string().nullable() }).nullable(),
  scopedConfigVariable: z.object({ id: z.string() }),
  inputs: expressions,
});

const connection = placed.extend({
  id: z.string(),
  key: z.string(),
  stableKey: z.string(),
  description: z.string().nullable(),
  /** True where the token's owner may change it, and may delete it. */
  allowUpdate: z.boolean(),
  allowRemove: z.boolean(),
  defaultForComponent: z.boolean(),
  hasDeployedInstances: z.boolean(),
  status: z.string().nullable(),
  authorizeUrl: z.string().nullable(),
  lastConfiguredAt: z.string().nullable(),
  oAuthRedirectConfig: z
    .object({
      oAuthSuccessRedirectUri: z.string().nullable(),
      oAuthFailureRedirectUri: z.string().nullable(),
    })
    .nullable(),
  connection: z
    .object({
      id: z.string(),
      key: z.string(),
      component: z.object({ key: z.string(), public: z.boolean(), versionNumber: z.number() }),
    })
    .nullable(),
  inputs: expressions,
  /** The test credentials: one at most. */
  customerConfigVariables: z.object({ nodes: nodes(credentials) }),
});

const count = z.object({ totalCount: z.number() });

const countedInstances = z.object({
  nodes: nodes(z.object({ id: z.string(), isSystem: z.boolean() })),
  pageInfo,
});

const uses = z.object({
  id: z.string(),
  allowRemove: z.boolean(),
  instances: countedInstances,
  integrations: count,
  workflows: count,
  customerConfigVariables: count,
});

/** An instance and its last deployment. */
export const instance = z.object({
  id: z.string(),
  isSystem: z.boolean(),
  name: z.string(),
  needsDeploy: z.boolean(),
  lastDeployedAt: z.string().nullable(),
  customer: z.object({ name: z.string(), externalId: z.string().nullable() }),
});

const instancesOf = z.object({
  id: z.string(),
  instances: z.object({ nodes: nodes(instance), pageInfo }),
});

/** An object with the number of its customers' instances in place of a page of them. */
export type Counted<Listed> = Omit<Listed, "instances"> & { instances: number };

/** An input of a connection type, as its component declares it. */
export type InputField = z.output<typeof inputField>;
/** A connection type of a component (in the API: `Connection`). */
export type ConnectionType = z.output<typeof connectionType>;
/** A component as a list of all of them has it. */
export type ComponentSummary = z.output<typeof componentSummary>;
/** A component with its connection types. */
export type Component = z.output<typeof component>;
/** The value of one input. `value` is empty where it is write-only; `hasValue` tells whether there is one. */
export type InputValue = z.output<typeof expression>;
/** The objects that depend on a connection: one page of the instances, numbers of the others. */
export type PageOfUses = z.output<typeof uses>;
/** Credentials of one customer for a connection, or its test credentials (in the API: `CustomerConfigVariable`). */
export type TenantCredentials = z.output<typeof credentials> & {
  /** Set for test credentials of a user connection, which are a connection below it. */
  isConnection?: true;
};
/** A reusable connection of a tenant (in the API: `ScopedConfigVariable`), with its test credentials. */
export type TenantConnection = Omit<z.output<typeof connection>, "customerConfigVariables"> & {
  customerConfigVariables: { nodes: TenantCredentials[] };
};
/** Numbers of the objects that depend on a connection, and whether it may be deleted. */
export type ConnectionUses = Counted<PageOfUses>;
/** An integration that runs for a customer. */
export type Instance = z.output<typeof instance>;
/** The instances of one connection, or of credentials: one page of them. */
export type InstancesOf = z.output<typeof instancesOf>;

const outcome = z.object({ errors: fieldErrors }).nullable();

/** The answer to a mutation of credentials. */
export const savedCredentials = z
  .object({ customerConfigVariable: credentials.nullable(), errors: fieldErrors })
  .nullable();

/** The answer to a mutation of a connection. */
export const savedConnection = z
  .object({ scopedConfigVariable: connection.nullable(), errors: fieldErrors })
  .nullable();

/** Every operation that the provider can send. */
export const operations = {
  listComponents: operation(
    "ListComponents",
    ListComponentsDocument,
    z.object({ components: z.object({ nodes: nodes(component), pageInfo }) }),
  ),
  findComponents: operation(
    "FindComponents",
    FindComponentsDocument,
    z.object({ components: z.object({ nodes: nodes(component) }) }),
  ),
  listComponentKeys: operation(
    "ListComponentKeys",
    ListComponentKeysDocument,
    z.object({
      components: z.object({
        nodes: nodes(componentSummary),
        pageInfo,
      }),
    }),
  ),
  listConnections: operation(
    "ListConnections",
    ListConnectionsDocument,
    z.object({ scopedConfigVariables: z.object({ nodes: nodes(connection), pageInfo }) }),
  ),
  findConnections: operation(
    "FindConnections",
    FindConnectionsDocument,
    z.object({ scopedConfigVariables: z.object({ nodes: nodes(connection) }) }),
  ),
  readConnections: operation(
    "ReadConnections",
    ReadConnectionsDocument,
    z.object({ scopedConfigVariables: z.object({ nodes: nodes(connection) }) }),
  ),
  createConnection: operation(
    "CreateConnection",
    CreateConnectionDocument,
    z.object({ createScopedConfigVariable: savedConnection }),
  ),
  updateConnection: operation(
    "UpdateConnection",
    UpdateConnectionDocument,
    z.object({ updateScopedConfigVariable: savedConnection }),
  ),
  deleteConnection: operation(
    "DeleteConnection",
    DeleteConnectionDocument,
    z.object({ deleteScopedConfigVariable: outcome }),
  ),
  listConnectionUses: operation(
    "ListConnectionUses",
    ListConnectionUsesDocument,
    z.object({ scopedConfigVariables: z.object({ nodes: nodes(uses) }) }),
  ),
  findCustomerCredentials: operation(
    "FindCustomerCredentials",
    FindCustomerCredentialsDocument,
    z.object({ customerConfigVariables: z.object({ nodes: nodes(credentials), pageInfo }) }),
  ),
  listCredentials: operation(
    "ListCredentials",
    ListCredentialsDocument,
    z.object({ customerConfigVariables: z.object({ nodes: nodes(credentials), pageInfo }) }),
  ),
  readCredentials: operation(
    "ReadCredentials",
    ReadCredentialsDocument,
    z.object({ customerConfigVariables: z.object({ nodes: nodes(credentials) }) }),
  ),
  listTypesOfConnections: operation(
    "ListTypesOfConnections",
    ListTypesOfConnectionsDocument,
    z.object({
      scopedConfigVariables: z.object({
        nodes: nodes(z.object({ id: z.string(), connection: connectionType.nullable() })),
      }),
    }),
  ),
  listCredentialsUses: operation(
    "ListCredentialsUses",
    ListCredentialsUsesDocument,
    z.object({
      customerConfigVariables: z.object({
        nodes: nodes(z.object({ id: z.string(), instances: countedInstances })),
      }),
    }),
  ),
  createCredentials: operation(
    "CreateCredentials",
    CreateCredentialsDocument,
    z.object({ createCustomerConfigVariable: savedCredentials }),
  ),
  updateCredentials: operation(
    "UpdateCredentials",
    UpdateCredentialsDocument,
    z.object({ updateCustomerConfigVariable: savedCredentials }),
  ),
  deleteCredentials: operation(
    "DeleteCredentials",
    DeleteCredentialsDocument,
    z.object({ deleteCustomerConfigVariable: outcome }),
  ),
  listConnectionInstances: operation(
    "ListConnectionInstances",
    ListConnectionInstancesDocument,
    z.object({ scopedConfigVariables: z.object({ nodes: nodes(instancesOf) }) }),
  ),
  listCredentialsInstances: operation(
    "ListCredentialsInstances",
    ListCredentialsInstancesDocument,
    z.object({ customerConfigVariables: z.object({ nodes: nodes(instancesOf) }) }),
  ),
  readInstances: operation(
    "ReadInstances",
    ReadInstancesDocument,
    z.object({ instances: z.object({ nodes: nodes(instance) }) }),
  ),
  deployInstance: operation("DeployInstance", DeployInstanceDocument, z.object({ deployInstance: outcome })),
};
