import { contains, equals } from "../graph/filters.ts";
import { columns, type ObjectType } from "../graph/objectType.ts";
import type { WorkflowRecord } from "../model.ts";

/** `Workflow`: an embedded workflow, as far as it uses connections. */
export const workflow: ObjectType<WorkflowRecord> = {
  fields: { ...columns("id", "name") },
  filters: { name: equals("name"), name_Icontains: contains("name") },
  orders: { NAME: "name" },
};
