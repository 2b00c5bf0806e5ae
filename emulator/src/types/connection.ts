import { authorizeUrl } from "../authorization.ts";
import { variablesFilledBy } from "../configValues.ts";
import { componentLabel, hasStableKey, isOfComponent } from "../connectionFilters.ts";
import { holdsCredentials, treeLocation } from "../connectionTree.ts";
import { contains, equals, equalsAnyCase, oneOf, oneOfAnyCase } from "../graph/filters.ts";
import { columns, type ObjectType } from "../graph/objectType.ts";
import { related, row, rows } from "../graph/relations.ts";
import { placedInputs } from "../inputs.ts";
import type { ConnectionRecord } from "../model.ts";
import { maySeeConnection } from "../permissions.ts";
import { reusableMeta } from "../oauthTokens.ts";
import { given } from "../request.ts";
import { testInstancesUsing } from "../testInstances.ts";
import { credentialsOf, instancesUsing, revisionsUsing, sameStableKey, workflowsUsing } from "../usage.ts";

/** `ScopedConfigVariable`: a connection. */
export const connection: ObjectType<ConnectionRecord> = {
  fields: {
    ...columns("id", "key", "stableKey", "description", "variableScope", "managedBy", "defaultForComponent"),
    ...columns("oAuthRedirectConfig", "status", "lastConfiguredAt"),
    treeLocation: related(treeLocation),
    connection: (record, { tenant }) => tenant.connectionTypeOf(record),
    customer: row("customers", "customer"),
    inputs: (record, { tenant }) => placedInputs(record.id, record.inputs, tenant.connectionTypeOf(record)),
    authorizeUrl: (record, { tenant }) =>
      holdsCredentials(record) ? authorizeUrl(tenant, record, tenant.connectionTypeOf(record)) : null,
    lastSuccessfulRefreshAt: null,
    refreshAt: ({ oauth }) => oauth?.refreshAt,
    meta: related(reusableMeta),
    isInUse: (record, { tenant }) =>
      revisionsUsing(tenant, record).length > 0 ||
      instancesUsing(tenant, record).length > 0 ||
      workflowsUsing(tenant, record).length > 0,
    hasDeployedInstances: (record, { tenant }) =>
      instancesUsing(tenant, record).some(({ lastDeployedAt }) => lastDeployedAt !== null),
    instances: (record, { tenant }) => [
      ...instancesUsing(tenant, record),
      ...testInstancesUsing(tenant, record),
    ],
    integrations: related(revisionsUsing),
    workflows: related(workflowsUsing),
    requiredConfigVariables: related(variablesFilledBy),
    customerConfigVariables: rows("credentials", "connection"),
    customers: (record, { tenant }) => {
      const ids = new Set(credentialsOf(tenant, record).map(({ customer }) => customer));
      return tenant.customers.all().filter(({ id }) => ids.has(id));
    },
  },
  visible: maySeeConnection,
  defaults: { includeCustomer: false },
  filters: {
    includeCustomer:
      (included: boolean) =>
      ({ customer }) =>
        included || customer === null,
    key: equals("key"),
    key_Icontains: contains("key"),
    stableKey: hasStableKey,
    stableKey_In:
      (wanted: (string | null)[], { tenant }) =>
      ({ stableKey }) =>
        wanted.filter(given).some((key) => sameStableKey(tenant, key, stableKey)),
    id_In: oneOf("id"),
    description_Icontains: contains("description"),
    managedBy: equalsAnyCase("managedBy"),
    managedBy_In: oneOfAnyCase("managedBy"),
    variableScope: equalsAnyCase("variableScope"),
    variableScope_In: oneOfAnyCase("variableScope"),
    status: equalsAnyCase("status"),
    status_In: oneOfAnyCase("status"),
    connection_Component_In: isOfComponent,
    connection_Component_Label_Icontains: contains(componentLabel),
  },
  orders: {
    COMPONENT_LABEL: componentLabel,
    CREATED_AT: "createdAt",
    KEY: "key",
    LAST_CONFIGURED_AT: "lastConfiguredAt",
    STATUS: "status",
    UPDATED_AT: "updatedAt",
  },
};
