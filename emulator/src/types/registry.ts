import type { ObjectType } from "../graph/objectType.ts";
import { action } from "./action.ts";
import { component } from "./component.ts";
import { instanceConfigVariable, requiredConfigVariable } from "./configVariables.ts";
import { connection } from "./connection.ts";
import { connectionType } from "./connectionType.ts";
import { credentials } from "./credentials.ts";
import { customer } from "./customer.ts";
import { flow, flowConfig, step } from "./flows.ts";
import { expression, inputField } from "./inputs.ts";
import { instance } from "./instance.ts";
import { integration } from "./integration.ts";
import { organization, tenantAccess, user } from "./people.ts";
import { permission, role } from "./role.ts";
import { rootQuery } from "./rootQuery.ts";
import { workflow } from "./workflow.ts";

/** Every type that is made of records, by its GraphQL name or by the `definedBy` of its records. */
export const types: Readonly<Record<string, ObjectType<never>>> = {
  Action: action,
  Component: component,
  Connection: connectionType,
  Customer: customer,
  CustomerConfigVariable: credentials,
  Expression: expression,
  InputField: inputField,
  Instance: instance,
  InstanceConfigVariable: instanceConfigVariable,
  InstanceFlowConfig: flowConfig,
  Integration: integration,
  IntegrationAction: step,
  IntegrationFlow: flow,
  Organization: organization,
  Permission: permission,
  RequiredConfigVariable: requiredConfigVariable,
  Role: role,
  RootQuery: rootQuery,
  ScopedConfigVariable: connection,
  User: user,
  UserTenantAccess: tenantAccess,
  Workflow: workflow,
};
