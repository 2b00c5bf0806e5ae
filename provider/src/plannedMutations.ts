import type { Lifecycle, PlannedMutation, Step } from "./dynamic/lifecycle.ts";
import { component } from "./resources/component.ts";
import { customerConnection } from "./resources/customerConnection.ts";
import { customerCredentials } from "./resources/customerCredentials.ts";
import { customerCredentialsSet } from "./resources/customerCredentialsSet.ts";
import { embeddedWorkflowFlag } from "./resources/embeddedWorkflowFlag.ts";
import { globalValues } from "./resources/globalValues.ts";
import { integration } from "./resources/integration.ts";
import { organizationCustomerConnection } from "./resources/organizationCustomerConnection.ts";
import { organizationGlobalConnection } from "./resources/organizationGlobalConnection.ts";
import { testCredentials } from "./resources/testCredentials.ts";
import { userConnection } from "./resources/userConnection.ts";

export type { PlannedMutation, Step } from "./dynamic/lifecycle.ts";

const lifecycles: Record<string, Lifecycle> = {
  Component: component,
  CustomerConnection: customerConnection,
  CustomerCredentials: customerCredentials,
  CustomerCredentialsSet: customerCredentialsSet,
  EmbeddedWorkflowFlag: embeddedWorkflowFlag,
  GlobalValues: globalValues,
  Integration: integration,
  OrganizationCustomerConnection: organizationCustomerConnection,
  OrganizationGlobalConnection: organizationGlobalConnection,
  TestCredentials: testCredentials,
  UserConnection: userConnection,
};

/**
 * The mutations that a step of a preview sends to the tenant, where nothing is unknown and the state is what the
 * tenant has: for reports of what an update is about to do.
 *
 * @param type a resource's type, such as `pulumi-nodejs:dynamic/prismatic:GlobalValues`
 * @throws Error for a type that is not one of this package
 *
 * ```ts
 * plannedMutations("pulumi-nodejs:dynamic/prismatic:CustomerConnection", { op: "update", olds, news });
 * // [{ field: "updateScopedConfigVariable", stableKey: "slack-oauth", carries: ["key"] }]
 * ```
 */
export function plannedMutations(type: string, step: Step): PlannedMutation[] {
  const name = type.split(":").at(-1) ?? "";
  const lifecycle = lifecycles[name];
  if (lifecycle === undefined) throw new Error(`"${type}" is not a resource of pulumi-prismatic.`);
  return lifecycle.plan(step);
}
