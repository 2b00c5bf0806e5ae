import { heldVariables, type SystemInstance } from "../configValues.ts";
import { unsetVariables } from "../deployments.ts";
import { contains, equals, oneOf, since, until } from "../graph/filters.ts";
import { columns, type ObjectType } from "../graph/objectType.ts";
import { related, row } from "../graph/relations.ts";
import type { InstanceRecord } from "../model.ts";
import { flowsOfInstance, revisionId, revisionOfInstance } from "../revisions.ts";
import { instancesUsing, instancesUsingCredentials } from "../usage.ts";

const customer = row("customers", "customer");

/** `Instance`. None is in a failed state, because flows never run here. */
export const instance: ObjectType<InstanceRecord> = {
  fields: {
    ...columns("id", "name", "description", "enabled", "deployedVersion", "needsDeploy", "labels"),
    ...columns("lastDeployedAt", "createdAt", "updatedAt"),
    isSystem: false,
    designedBy: "ORG",
    instanceType: "INTEGRATION",
    customer,
    inFailedState: false,
    lastExecutedAt: null,
    integration: related(revisionOfInstance),
    configState: (record, { tenant }) =>
      unsetVariables(tenant, record).length === 0 ? "FULLY_CONFIGURED" : "NEEDS_INSTANCE_CONFIGURATION",
    configVariables: (record, { tenant }) => {
      const holder = { id: record.id, customer: record.customer, values: record.configVariables };
      return heldVariables(revisionOfInstance(tenant, record), holder, record);
    },
    flowConfigs: (record, { tenant }) => flowsOfInstance(revisionOfInstance(tenant, record), record),
    scopedConfigVariables: (record, { tenant }) =>
      tenant.connections
        .all()
        .filter((connection) => instancesUsing(tenant, connection).some(({ id }) => id === record.id)),
    customerConfigVariables: (record, { tenant }) =>
      tenant.credentials
        .all()
        .filter((each) => instancesUsingCredentials(tenant, each).some(({ id }) => id === record.id)),
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
    isSystem: equals(() => false),
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
    CUSTOMER: (record, request) => customer(record, request)?.name,
    INTEGRATION: ({ integration }, { tenant }) => tenant.integrations.get(integration)?.name,
    VERSION: "deployedVersion",
  },
};

/** `Instance`, for the one in which the designer runs the tests of an integration. */
export const systemInstance: ObjectType<SystemInstance> = {
  fields: {
    ...columns("id"),
    name: ({ revision }) => revision.integration.name,
    isSystem: true,
    integration: ({ revision }) => revision,
    flowConfigs: (record) => flowsOfInstance(record.revision, record),
  },
};
