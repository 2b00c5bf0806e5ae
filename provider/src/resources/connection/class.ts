import {
  CustomResource,
  type CustomResourceOptions,
  type Inputs,
  type Output,
  type Resource,
} from "@pulumi/pulumi";
import { providerConstant } from "../../dynamic/constant.ts";
import type { ArgumentsOf } from "../arguments.ts";
import { rememberDeclaration } from "../program/connectionReference.ts";
import { referenceToComponent, type NamedComponent } from "../program/componentReference.ts";
import { secretCredentials, secretMap, SECRET_OUTPUTS, withSecretOutputs } from "../program/secrets.ts";
import type { SecretRevisions } from "../../dynamic/secretRevisions.ts";
import type { connectionArguments } from "./arguments.ts";
import {
  customerConnectionKind,
  organizationCustomerConnectionKind,
  organizationGlobalConnectionKind,
  userConnectionKind,
} from "../reference/kinds.ts";
import type { InputValue } from "../inputs/values.ts";

/** The arguments that all kinds of connection have. */
export interface ConnectionArgs extends Omit<
  ArgumentsOf<typeof connectionArguments>,
  "separateGlobalValues" | "component"
> {
  /**
   * Key of the component, as `prism components:list` shows it; `{ key, public }` where two share the key; or the
   * `Component` of this program that publishes it.
   */
  component: Resource | NamedComponent;
}

/** What every connection resource shows to the program. */
export interface ConnectionFields {
  readonly component: Output<string | { key: string; public: boolean }>;
  /** Key of the connection type, also where the program left it out. */
  readonly connectionType: Output<string>;
  readonly stableKey: Output<string>;
  readonly name: Output<string>;
  readonly description: Output<string | undefined>;
  readonly globalValues: Output<Record<string, InputValue> | undefined>;
  readonly globalSecrets: Output<Record<string, string> | undefined>;
  readonly plainInputs: Output<string[] | undefined>;
  readonly testCredentials: Output<
    { values?: Record<string, InputValue>; secrets?: Record<string, string> } | undefined
  >;
  readonly embeddedWorkflows: Output<boolean | undefined>;
  /** How often each secret was changed. */
  readonly secretRevisions: Output<SecretRevisions | undefined>;
  /** `ACTIVE`, `PENDING` (somebody has to authorize it), `ERROR` or `FAILED`; undefined where customers supply. */
  readonly status: Output<string | undefined>;
  /** Where a person authorizes the connection, while that is needed; secret. */
  readonly authorizeUrl: Output<string | undefined>;
  /** When an input was last set, as an ISO 8601 time. */
  readonly lastConfiguredAt: Output<string | undefined>;
}

/** Properties to register: the arguments with their secrets marked, and a place for each computed output. */
function connectionProperties(args: ConnectionArgs, providerConstant: string): Inputs {
  return {
    ...args,
    component: referenceToComponent(args.component),
    globalSecrets: secretMap(args.globalSecrets),
    testCredentials: secretCredentials(args.testCredentials),
    secretRevisions: undefined,
    status: undefined,
    authorizeUrl: undefined,
    savedTestCredentials: undefined,
    lastConfiguredAt: undefined,
    __provider: providerConstant,
  };
}

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

/** Arguments of an {@link OrganizationCustomerConnection}. */
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
