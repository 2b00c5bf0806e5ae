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

/** What tells a {@link CustomerConnection} from the other connections. */
export const customerConnectionKind: ConnectionKind = {
  name: "CustomerConnection",
  label: "Customer Connection",
  variableScope: "customer",
  managedBy: "customer",
  needsEveryInput: false,
  refusal: () => undefined,
};

/** The life of a {@link CustomerConnection}. */
export const customerConnection = connectionLifecycle(customerConnectionKind);

/** Arguments of a {@link CustomerConnection}. */
export type CustomerConnectionArgs = ConnectionArgs;

/**
 * A Customer Connection (Prismatic's older name: Customer-Activated Connection): each customer supplies credentials
 * of its own. Global values, such as an OAuth client, are the same for every customer.
 *
 * ```ts
 * new CustomerConnection("todoist", {
 *   component: "todoist",
 *   stableKey: "todoist-customer",
 *   name: "Todoist",
 * });
 * ```
 *
 * ```ts
 * new CustomerConnection("slack", {
 *   component: "slack",
 *   connectionType: "oauth2",
 *   stableKey: "slack-oauth",
 *   name: "Slack",
 *   globalValues: { clientId: "4711.0815" },
 *   globalSecrets: { clientSecret: config.requireSecret("slackClientSecret"), signingSecret: config.requireSecret("slackSigningSecret") },
 * });
 * ```
 */
export class CustomerConnection extends CustomResource {
  static readonly __pulumiType = "pulumi-nodejs:dynamic/prismatic:CustomerConnection";

  constructor(name: string, args: CustomerConnectionArgs, options?: CustomResourceOptions) {
    const properties = connectionProperties(args, providerConstant("customerConnection"));
    super(CustomerConnection.__pulumiType, name, properties, withSecretOutputs(options, SECRET_OUTPUTS));
    rememberDeclaration(this, customerConnectionKind, args);
  }
}

export interface CustomerConnection extends ConnectionFields {}
