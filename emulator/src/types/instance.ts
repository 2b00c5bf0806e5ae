import { heldVariables } from "../configValues.ts";
import { unsetVariables } from "../deployments.ts";
import { anyContains, contains, equals, includes, oneOf, since, until } from "../graph/filters.ts";
import { columns, type ObjectType } from "../graph/objectType.ts";
import { related } from "../graph/relations.ts";
import { uuidOf } from "../ids.ts";
import type { InstanceRecord } from "../model.ts";
import { flowsOfInstance, parsedDefinition, revisionId, revisionOfInstance } from "../revisions.ts";
import { customerOf, instancesWith } from "../testInstances.ts";
import { runsOn } from "../usage.ts";

const customer = related(customerOf);

const isSystem = (record: InstanceRecord): boolean => record.isSystem ?? false;

/** `Instance`: a customer's, or the test instance of an integration. None is in a failed state: flows never run here. */
export const instance: ObjectType<InstanceRecord> = {
  fields: {
    ...columns("id", "name", "description", "enabled", "deployedVersion", "needsDeploy", "labels"),
    ...columns("lastDeployedAt", "createdAt", "updatedAt"),
    isSystem,
    designedBy: "ORG",
    instanceType: "INTEGRATION",
    customer,
    inFailedState: false,
    lastExecutedAt: null,
    integration: related(revisionOfInstance),
    configState: (record, { tenant }) =>
      unsetVariables(tenant, record).length === 0 ? "FULLY_CONFIGURED" : "NEEDS_INSTANCE_CONFIGURATION",
    configVariables: (record, { tenant }) => heldVariables(revisionOfInstance(tenant, record), record),
    flowConfigs: related(flowsOfInstance),
    scopedConfigVariables: (record, { tenant }) =>
      tenant.connections.all().filter((connection) => runsOn(tenant, record, connection)),
    customerConfigVariables: (record, { tenant }) =>
      tenant.credentials
        .all()
        .filter((each) => instancesWith(tenant, each).some(({ id }) => id === record.id)),
  },
  filters: {
    customer: equals("customer"),
    customer_ExternalId: equals((record, request) => customer(record, request)?.externalId),
    integration:
      (wanted: string, { tenant }) =>
      (record) =>
        wanted === record.integration || wanted === revisionId(tenant, revisionOfInstance(tenant, record)),
    inFailedState: equals(() => false),
    id_In: oneOf("id"),
    name: equals("name"),
    name_Icontains: contains("name"),
    description: equals("description"),
    description_Icontains: contains("description"),
    enabled: equals("enabled"),
    isSystem: equals(isSystem),
    integration_VersionSequenceId: equals(({ integration }) => uuidOf(integration)),
    instanceType: equals(() => "INTEGRATION"),
    designedBy: equals(() => "ORG"),
    globalDebug: equals(() => false),
    labels_Contains: includes("labels"),
    labels_Icontains: anyContains("labels"),
    needsDeploy: equals("needsDeploy"),
    createdAt_Gte: since("createdAt"),
    createdAt_Lte: until("createdAt"),
    updatedAt_Gte: since("updatedAt"),
    updatedAt_Lte: until("updatedAt"),
  },
  orders: {
    NAME: "name",
    DESCRIPTION: "description",
    ENABLED: "enabled",
    CREATED_AT: "createdAt",
    UPDATED_AT: "updatedAt",
    CATEGORY: (record, { tenant }) => parsedDefinition(revisionOfInstance(tenant, record)).category,
    INSTANCE_TYPE: () => "INTEGRATION",
    LAST_EXECUTED_AT: () => null,
    CUSTOMER: (record, request) => customer(record, request)?.name,
    INTEGRATION: ({ integration }, { tenant }) => tenant.integrations.get(integration)?.name,
    VERSION: "deployedVersion",
  },
};
