import {
  CustomResource,
  type CustomResourceOptions,
  type Input,
  type Inputs,
  type Output,
} from "@pulumi/pulumi";
import { carried } from "../program/carried.ts";
import { declaredProvider } from "../program/provider.ts";
import { identifying } from "../program/identifying.ts";
import {
  declareConnection,
  referenceToComponent,
  type ConnectionDeclaration,
} from "../program/references.ts";
import { secretCredentials, secretMap, SECRET_OUTPUTS, withSecretOutputs } from "../program/secrets.ts";
import { StackTraces } from "../program/stackTraces.ts";
import type { OauthTokens } from "../program/values.ts";
import {
  customerConnectionKind,
  organizationCustomerConnectionKind,
  organizationGlobalConnectionKind,
  userConnectionKind,
  type ConnectionKind,
} from "../reference/kinds.ts";
import type { ConnectionArgs, ConnectionFields } from "./programArguments.ts";

/** Properties to register: the arguments with their secrets marked, and a place for each computed output. */
function connectionProperties(
  args: ConnectionArgs & { oauthTokens?: Input<OauthTokens> },
  providerConstant: string,
): Inputs {
  return {
    ...args,
    // Secret also where a JavaScript program passes it to a class that refuses it.
    ...(args.oauthTokens === undefined ? {} : { oauthTokens: secretMap(args.oauthTokens) }),
    component: referenceToComponent(args.component),
    connectionType: identifying(args.connectionType),
    stableKey: identifying(args.stableKey),
    globalSecrets: secretMap(args.globalSecrets),
    testCredentials: secretCredentials(args.testCredentials),
    secretRevisions: undefined,
    status: undefined,
    authorizeUrl: undefined,
    testAuthorizeUrl: undefined,
    lastConfiguredAt: undefined,
    __provider: providerConstant,
  };
}

/** Declaration of a connection for other resources of the program. */
function declaration(kind: ConnectionKind, args: ConnectionArgs): ConnectionDeclaration {
  const isGiven = {
    globalValues: args.globalValues !== undefined || args.globalSecrets !== undefined,
    testCredentials: args.testCredentials !== undefined,
    embeddedWorkflows: args.embeddedWorkflows !== undefined,
  };
  const parts = ["globalValues", "testCredentials", "embeddedWorkflows"] as const;
  return {
    stableKey: identifying(args.stableKey),
    component: referenceToComponent(args.component),
    connectionType: identifying(args.connectionType),
    variableScope: kind.variableScope,
    managedBy: kind.managedBy,
    globalInputs: kind.variableScope === "org" ? [] : inputNames(args.globalValues, args.globalSecrets),
    manages: parts.filter((part) => isGiven[part]),
  };
}

function inputNames(...maps: unknown[]): string[] | undefined {
  const given = maps.filter((map) => map !== undefined);
  if (given.some((map) => Object.getPrototypeOf(map) !== Object.prototype)) return undefined;
  return given.flatMap((map) => Object.keys(map as object));
}

function connectionOptions(options: CustomResourceOptions | undefined): CustomResourceOptions {
  return withSecretOutputs(options, [...SECRET_OUTPUTS, "testAuthorizeUrl"]);
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
    const properties = connectionProperties(carried(name, args), declaredProvider("customerConnection"));
    const traces = new StackTraces();
    try {
      super(CustomerConnection.__pulumiType, name, properties, connectionOptions(options));
    } catch (error) {
      throw traces.traced(error);
    } finally {
      traces.restore();
    }
    declareConnection(this, declaration(customerConnectionKind, args));
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
    const properties = connectionProperties(
      carried(name, args),
      declaredProvider("organizationCustomerConnection"),
    );
    const traces = new StackTraces();
    try {
      super(OrganizationCustomerConnection.__pulumiType, name, properties, connectionOptions(options));
    } catch (error) {
      throw traces.traced(error);
    } finally {
      traces.restore();
    }
    declareConnection(this, declaration(organizationCustomerConnectionKind, args));
  }
}

export interface OrganizationCustomerConnection extends ConnectionFields {}

/** Arguments of an {@link OrganizationGlobalConnection}. */
export interface OrganizationGlobalConnectionArgs extends ConnectionArgs {
  /**
   * `true` where a `GlobalValues` resource supplies the values; then `globalValues` and `globalSecrets` are left out.
   */
  separateGlobalValues?: Input<true>;
  /**
   * Tokens of an authorization that was given elsewhere, so that no person has to authorize the connection. For OAuth 2.0
   * types only. Sent when they change, and once more when a refresh finds that the authorization was lost. Not managed
   * where they are left out; removing them sends nothing.
   */
  oauthTokens?: Input<OauthTokens>;
}

/**
 * An Organization (Global) Connection: one set of credentials of the organization's own, for all customers. Every
 * required input has to be given, here or by a `GlobalValues` resource.
 *
 * ```ts
 * new OrganizationGlobalConnection("openai", {
 *   component: "openai",
 *   connectionType: "openAiApiKey",
 *   stableKey: "openai-global",
 *   name: "OpenAI",
 *   globalSecrets: { apiKey: config.requireSecret("openaiApiKey") },
 * });
 * ```
 *
 * With tokens of an authorization that was given elsewhere, no person has to authorize it:
 *
 * ```ts
 * new OrganizationGlobalConnection("files", {
 *   component: "dropbox",
 *   stableKey: "files",
 *   name: "Files",
 *   globalValues: { clientId: "dropbox-4711" },
 *   globalSecrets: { clientSecret: config.requireSecret("filesClientSecret") },
 *   oauthTokens: {
 *     accessToken: config.requireSecret("filesAccessToken"),
 *     refreshToken: config.requireSecret("filesRefreshToken"),
 *     expiresIn: 14400,
 *   },
 * });
 * ```
 *
 * @remarks
 * **Inputs.** Every required input without a default has to be there, because no customer supplies it later. Where another
 * resource or stack supplies them, say so with `separateGlobalValues: true`.
 *
 * **Tokens** are sent after the values that go with them, and only when they change, which a reviewer sees as
 * `oauthTokens.accessToken: 1 => 2` under `secretRevisions`. Prismatic renews them by itself, so what it holds later is not
 * compared with the program. Where Prismatic takes tokens and says at once that they do not work, the run fails with its
 * words, and the next run sends them again. Prismatic may ask for a new authorization after another client id or other scopes:
 * unchanged tokens are then sent again in the same run, and the preview says that only tokens of the new client can be
 * renewed. No tenant is asked for tokens: an import leaves them out and says so.
 *
 * @drift
 * Lost authorizations are told by `status`. Where a refresh finds one that is `PENDING`, `ERROR` or `FAILED`,
 * `pulumi up --refresh` sends the tokens again, once. When it is lost again, the tokens are worn out: a refresh says so, and
 * nothing is sent until the program has new ones.
 */
export class OrganizationGlobalConnection extends CustomResource {
  static readonly __pulumiType = "pulumi-nodejs:dynamic/prismatic:OrganizationGlobalConnection";

  constructor(name: string, args: OrganizationGlobalConnectionArgs, options?: CustomResourceOptions) {
    const properties = connectionProperties(
      carried(name, args),
      declaredProvider("organizationGlobalConnection"),
    );
    const traces = new StackTraces();
    try {
      super(OrganizationGlobalConnection.__pulumiType, name, properties, connectionOptions(options));
    } catch (error) {
      throw traces.traced(error);
    } finally {
      traces.restore();
    }
    declareConnection(this, declaration(organizationGlobalConnectionKind, args));
  }
}

export interface OrganizationGlobalConnection extends ConnectionFields {
  readonly oauthTokens: Output<Record<string, string> | undefined>;
}

/** Arguments of a {@link UserConnection}. */
export type UserConnectionArgs = ConnectionArgs;

/**
 * A User Connection: each end user of a customer supplies their own credentials. Prismatic has had it since September
 * 2026, in organizations for which it switched user-level configuration on; elsewhere it is refused. Integrations use it on
 * pages that each user fills in alone.
 *
 * ```ts
 * new UserConnection("gmail", {
 *   component: "google-gmail",
 *   connectionType: "oauth2",
 *   stableKey: "gmail-user",
 *   name: "Gmail",
 * });
 * ```
 *
 * @remarks
 * **A small tree.** Each user's own credentials hang below the connection, and so do its test credentials. A key of anything
 * below it, of a build-only connection or of a connection that a customer owns is no connection here: lists, lookups and
 * `import-file` leave it out, and a program that names or declares it is told what it is.
 *
 * @errors
 * - `a UserConnection needs user-level configuration`: Prismatic switches it on for an organization on request.
 */
export class UserConnection extends CustomResource {
  static readonly __pulumiType = "pulumi-nodejs:dynamic/prismatic:UserConnection";

  constructor(name: string, args: UserConnectionArgs, options?: CustomResourceOptions) {
    const properties = connectionProperties(carried(name, args), declaredProvider("userConnection"));
    const traces = new StackTraces();
    try {
      super(UserConnection.__pulumiType, name, properties, connectionOptions(options));
    } catch (error) {
      throw traces.traced(error);
    } finally {
      traces.restore();
    }
    declareConnection(this, declaration(userConnectionKind, args));
  }
}

export interface UserConnection extends ConnectionFields {}
