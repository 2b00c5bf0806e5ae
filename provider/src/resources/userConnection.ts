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

/** What tells a {@link UserConnection} from the other connections. */
export const userConnectionKind: ConnectionKind = {
  name: "UserConnection",
  label: "User Connection",
  variableScope: "user",
  managedBy: "customer",
  needsEveryInput: false,
  refusal: () => undefined,
};

/** The life of a {@link UserConnection}. */
export const userConnection = connectionLifecycle(userConnectionKind);

/** Arguments of a {@link UserConnection}. */
export type UserConnectionArgs = ConnectionArgs;

/**
 * A User Connection: each end user of a customer supplies credentials of its own. Prismatic has it since September
 * 2026; that customers manage it is an assumption, because the published schema is older.
 *
 * ```ts
 * new UserConnection("gmail", {
 *   component: "google-gmail",
 *   connectionType: "oauth2",
 *   stableKey: "gmail-user",
 *   name: "Gmail",
 * });
 * ```
 */
export class UserConnection extends CustomResource {
  static readonly __pulumiType = "pulumi-nodejs:dynamic/prismatic:UserConnection";

  constructor(name: string, args: UserConnectionArgs, options?: CustomResourceOptions) {
    const properties = connectionProperties(args, providerConstant("userConnection"));
    super(UserConnection.__pulumiType, name, properties, withSecretOutputs(options, SECRET_OUTPUTS));
    rememberDeclaration(this, userConnectionKind, args);
  }
}

export interface UserConnection extends ConnectionFields {}
