import { authorizeUrl } from "../authorization.ts";
import type { CatalogConnectionType } from "../catalogComponent.ts";
import { componentLabel, hasStableKey, isOfComponent } from "../connectionFilters.ts";
import { found } from "../errors.ts";
import { contains, equals, equalsAnyCase, isNull, oneOf, oneOfAnyCase, through } from "../graph/filters.ts";
import { columns, type Filter, type ObjectType, type Read } from "../graph/objectType.ts";
import { related, row } from "../graph/relations.ts";
import { placedInputs } from "../inputs.ts";
import type { ConnectionRecord, CredentialsRecord, InputValue } from "../model.ts";
import { maySeeCredentials } from "../permissions.ts";
import { reusableMeta } from "../oauthTokens.ts";
import type { Tenant } from "../tenant.ts";
import { instancesWith } from "../testInstances.ts";
import { instancesUsingCredentials, revisionsUsing, workflowsUsing } from "../usage.ts";

/** Finds the connection of credentials, which exists as long as they do. */
const connectionOf: Read<CredentialsRecord, ConnectionRecord> = (record, { tenant }) =>
  found(tenant.connections.get(record.connection));

const typeOf: Read<CredentialsRecord, CatalogConnectionType | undefined> = (record, request) =>
  request.tenant.connectionTypeOf(connectionOf(record, request));

const ofConnection = (filter: Filter<ConnectionRecord>): Filter<CredentialsRecord> =>
  through(connectionOf, filter);

/** The inputs of credentials, with the connection's global values where they are inherited. */
function effectiveInputs(
  tenant: Tenant,
  connection: ConnectionRecord,
  record: CredentialsRecord,
): InputValue[] {
  const inherits =
    connection.variableScope !== "ORG" && tenant.switches["omitted-customer-inputs"] === "inherited";
  if (!inherits) return record.inputs;
  const own = new Set(record.inputs.map(({ name }) => name));
  const inherited = connection.inputs.filter(({ name, meta }) => meta.inputScope === "org" && !own.has(name));
  return [...inherited, ...record.inputs];
}

/** `CustomerConfigVariable`: the credentials of a customer, or those for test runs. */
export const credentials: ObjectType<CredentialsRecord> = {
  fields: {
    ...columns("id", "key", "isTest", "status", "lastConfiguredAt"),
    customer: row("customers", "customer"),
    scopedConfigVariable: connectionOf,
    inputs: (record, request) => {
      const inputs = effectiveInputs(request.tenant, connectionOf(record, request), record);
      return placedInputs(record.id, inputs, typeOf(record, request));
    },
    authorizeUrl: (record, request) => authorizeUrl(request.tenant, record, typeOf(record, request)),
    lastSuccessfulRefreshAt: null,
    refreshAt: ({ oauth }) => oauth?.refreshAt,
    meta: related(reusableMeta),
    isInUse: (record, { tenant }) => instancesUsingCredentials(tenant, record).length > 0,
    hasDeployedInstances: (record, { tenant }) =>
      instancesUsingCredentials(tenant, record).some(({ lastDeployedAt }) => lastDeployedAt !== null),
    instances: related(instancesWith),
    integrations: (record, request) => {
      const instances = instancesUsingCredentials(request.tenant, record);
      const used = new Set(instances.map(({ integration }) => integration));
      return revisionsUsing(request.tenant, connectionOf(record, request)).filter(({ integration }) =>
        used.has(integration.id),
      );
    },
    workflows: (record, request) => workflowsUsing(request.tenant, connectionOf(record, request)),
  },
  visible: maySeeCredentials,
  filters: {
    customer: equals("customer"),
    isTest: equals("isTest"),
    key: equals("key"),
    key_Icontains: contains("key"),
    key_Isnull: isNull("key"),
    id_In: oneOf("id"),
    status: equalsAnyCase("status"),
    status_In: oneOfAnyCase("status"),
    connection_Component_In: ofConnection(isOfComponent),
    connection_Component_Label_Icontains: ofConnection(contains(componentLabel)),
    scopedConfigVariable: equals("connection"),
    scopedConfigVariable_Key: ofConnection(equals("key")),
    scopedConfigVariable_Key_Icontains: ofConnection(contains("key")),
    scopedConfigVariable_ManagedBy: ofConnection(equalsAnyCase("managedBy")),
    scopedConfigVariable_StableKey: ofConnection(hasStableKey),
    scopedConfigVariable_StableKey_Icontains: ofConnection(contains("stableKey")),
    scopedConfigVariable_VariableScope: ofConnection(equalsAnyCase("variableScope")),
  },
  orders: {
    COMPONENT_LABEL: (record, request) => componentLabel(connectionOf(record, request), request),
    CREATED_AT: "createdAt",
    KEY: "key",
    LAST_CONFIGURED_AT: "lastConfiguredAt",
    STATUS: "status",
    UPDATED_AT: "updatedAt",
  },
};
