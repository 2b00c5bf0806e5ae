import {
  anyContains,
  contains,
  equals,
  includes,
  isNull,
  since,
  startsWith,
  until,
} from "../graph/filters.ts";
import { columns, type ObjectType } from "../graph/objectType.ts";
import { rows } from "../graph/relations.ts";
import type { CustomerRecord } from "../model.ts";
import { revisionsOf } from "../revisions.ts";

/** `Customer`. */
export const customer: ObjectType<CustomerRecord> = {
  fields: {
    ...columns("id", "name", "externalId", "description", "labels", "allowEmbeddedDesigner"),
    ...columns("createdAt", "updatedAt"),
    // A customer has one switch for the designer and the workflow builder.
    allowEmbeddedWorkflowBuilder: ({ allowEmbeddedDesigner }, { tenant }) =>
      allowEmbeddedDesigner && tenant.allowEmbeddedWorkflowBuilder,
    org: (_record, { tenant }) => tenant,
    instances: rows("instances", "customer"),
    integrations: (record, request) => rows("integrations", "customer")(record, request).flatMap(revisionsOf),
    components: ({ id }, { tenant }) =>
      tenant.catalog.all().filter(({ publication }) => publication?.customer === id),
  },
  filters: {
    name: equals("name"),
    name_Icontains: contains("name"),
    name_Istartswith: startsWith("name"),
    description_Icontains: contains("description"),
    externalId: equals("externalId"),
    externalId_Isnull: isNull("externalId"),
    isSystem: equals(() => false),
    allowEmbeddedDesigner: equals("allowEmbeddedDesigner"),
    labels_Contains: includes("labels"),
    labels_Icontains: anyContains("labels"),
    createdAt_Gte: since("createdAt"),
    createdAt_Lte: until("createdAt"),
    updatedAt_Gte: since("updatedAt"),
    updatedAt_Lte: until("updatedAt"),
  },
  orders: { NAME: "name", DESCRIPTION: "description", CREATED_AT: "createdAt", UPDATED_AT: "updatedAt" },
};
