import { CustomResource, type CustomResourceOptions } from "@pulumi/pulumi";
import { providerConstant } from "../dynamic/constant.ts";
import {
  connectionProperties,
  rememberDeclaration,
  SECRET_OUTPUTS,
  withSecretOutputs,
  type ConnectionArgs,
  type ConnectionFields,
} from "./connection/class.ts";
import type { ConnectionKind } from "./connection/kind.ts";
import { connectionLifecycle } from "./connection/lifecycle.ts";

/** What tells a {@link OrganizationCustomerConnection} from the other connections. */
export const organizationCustomerConnectionKind: ConnectionKind = {
  name: "OrganizationCustomerConnection",
  label: "Organization (Customer) Connection",
  variableScope: "customer",
  managedBy: "org",
  needsEveryInput: false,
  refusal: ({ label, oauth2Type }) =>
    oauth2Type?.toUpperCase() === "AUTHORIZATION_CODE"
      ? `${label} is an OAuth 2.0 authorization-code type: only the customer can log in to it, so the organization ` +
        "cannot supply it. Use a CustomerConnection, or another connection type of the component."
      : undefined,
};

/** The life of a {@link OrganizationCustomerConnection}. */
export const organizationCustomerConnection = connectionLifecycle(organizationCustomerConnectionKind);

/** Arguments of a {@link OrganizationCustomerConnection}. */
export type OrganizationCustomerConnectionArgs = ConnectionArgs;

/**
 * An Organization (Customer) Connection (older name: Organization-Activated Customer Connection): each customer has
 * credentials of its own, and the organization supplies them. OAuth 2.0 authorization-code types are refused.
 *
 * ```ts
 * new OrganizationCustomerConnection("acme", {
 *   component: "acme",
 *   stableKey: "acme-api-key",
 *   name: "Acme",
 *   description: "One key for each customer, from the onboarding team",
 * });
 * ```
 */
export class OrganizationCustomerConnection extends CustomResource {
  static readonly __pulumiType = "pulumi-nodejs:dynamic/prismatic:OrganizationCustomerConnection";

  constructor(name: string, args: OrganizationCustomerConnectionArgs, options?: CustomResourceOptions) {
    const properties = connectionProperties(args, providerConstant("organizationCustomerConnection"));
    super(
      OrganizationCustomerConnection.__pulumiType,
      name,
      properties,
      withSecretOutputs(options, SECRET_OUTPUTS),
    );
    rememberDeclaration(this, organizationCustomerConnectionKind, args);
  }
}

export interface OrganizationCustomerConnection extends ConnectionFields {}
