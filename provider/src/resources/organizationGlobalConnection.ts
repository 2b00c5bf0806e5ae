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

/** What tells a {@link OrganizationGlobalConnection} from the other connections. */
export const organizationGlobalConnectionKind: ConnectionKind = {
  name: "OrganizationGlobalConnection",
  label: "Organization (Global) Connection",
  variableScope: "org",
  managedBy: "org",
  needsEveryInput: true,
  refusal: () => undefined,
};

/** The life of a {@link OrganizationGlobalConnection}. */
export const organizationGlobalConnection = connectionLifecycle(organizationGlobalConnectionKind);

/** Arguments of an {@link OrganizationGlobalConnection}. */
export interface OrganizationGlobalConnectionArgs extends ConnectionArgs {
  /** True where a `GlobalValues` resource supplies the values; then `globalValues` and `globalSecrets` are left out. */
  separateGlobalValues?: true;
}

/**
 * An Organization (Global) Connection: one set of credentials of the organization's own, for all customers. Every
 * required input has to be given, here or by a `GlobalValues` resource.
 *
 * ```ts
 * new OrganizationGlobalConnection("openai", {
 *   component: "openai",
 *   connectionType: "apiKey",
 *   stableKey: "openai-global",
 *   name: "OpenAI",
 *   globalSecrets: { apiKey: config.requireSecret("openaiApiKey") },
 * });
 * ```
 */
export class OrganizationGlobalConnection extends CustomResource {
  static readonly __pulumiType = "pulumi-nodejs:dynamic/prismatic:OrganizationGlobalConnection";

  constructor(name: string, args: OrganizationGlobalConnectionArgs, options?: CustomResourceOptions) {
    const properties = connectionProperties(args, providerConstant("organizationGlobalConnection"));
    super(
      OrganizationGlobalConnection.__pulumiType,
      name,
      properties,
      withSecretOutputs(options, SECRET_OUTPUTS),
    );
    rememberDeclaration(this, organizationGlobalConnectionKind, args);
  }
}

export interface OrganizationGlobalConnection extends ConnectionFields {}
