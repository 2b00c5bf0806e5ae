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
  CONNECTION,
  declareConnection,
  referenceToComponent,
  type ConnectionDeclaration,
  type PublishedComponent,
} from "../program/references.ts";
import { secretCredentials, secretMap, SECRET_OUTPUTS, withSecretOutputs } from "../program/secrets.ts";
import { StackTraces } from "../program/stackTraces.ts";
import type {
  ComponentKey,
  InlineTestCredentials,
  InputValue,
  OauthTokens,
  SecretRevisions,
  Secrets,
  Values,
} from "../program/values.ts";
import {
  customerConnectionKind,
  organizationCustomerConnectionKind,
  organizationGlobalConnectionKind,
  userConnectionKind,
  type ConnectionKind,
} from "../reference/kinds.ts";

/** The arguments that all kinds of connection have. */
export interface ConnectionArgs {
  /**
   * Key of the component, as `prism components:list` shows it; `{ key, public }` where two components share the key; or
   * the `Component` of this program that publishes it. Another component replaces the connection.
   */
  component: PublishedComponent | ComponentKey;
  /**
   * Key of the component's connection type. May be left out where the component has only one. Another connection type
   * replaces the connection.
   */
  connectionType?: Input<string>;
  /**
   * Key by which integrations name the connection, the same in every tenant: at most 255 letters, digits, `-`, `_`, `.`
   * and `:`, beginning with a letter or digit; letter case matters. It can never be changed in place.
   */
  stableKey: Input<string>;
  /** Display name, 1 to 255 characters. */
  name: Input<string>;
  /** Purpose of the connection. Not managed where it is left out. */
  description?: Input<string>;
  /** Global values that may be seen, by input key. Not managed where this and `globalSecrets` are left out. */
  globalValues?: Values;
  /** Global values that must never be seen, by input key. They become secrets by themselves. */
  globalSecrets?: Secrets;
  /** Inputs that look secret by their name and are not, so that they may stand in plain values. */
  plainInputs?: Input<Input<string>[]>;
  /**
   * Inputs that each customer, or each user, supplies. By themselves, the organization supplies the eight inputs that
   * describe its own application of an OAuth 2.0 type (`authorizeUrl`, `tokenUrl`, `clientId`, `clientSecret`, `scopes`,
   * `refreshUrl`, `revokeUrl`, `audience`), and customers supply the others that have no global value.
   */
  customerInputs?: Input<Input<string>[]>;
  /** Inputs that the organization supplies for all customers, also where they have no global value here. */
  globalInputs?: Input<Input<string>[]>;
  /**
   * Inputs whose values no client can read back from now on; `true` for all secrets. Prismatic may not allow to take the
   * mark away again. Left out, each input stays as it is marked in the tenant.
   */
  writeOnlyInputs?: Input<true | Input<string>[]>;
  /** Credentials that the test runner connects with. Not managed where they are left out. */
  testCredentials?: Input<InlineTestCredentials>;
  /** True where embedded workflows use this connection for its component. Not managed where it is left out. */
  embeddedWorkflows?: Input<boolean>;
  /**
   * `"onChange"` deploys a change of global values to running instances at once; with `"never"`, they keep the values
   * that they were deployed with. Required where there are running instances.
   */
  redeployInstances?: Input<"never" | "onChange">;
  /**
   * Pages that a person sees after authorizing an OAuth 2.0 authorization-code type. Removing it again restores
   * Prismatic's own pages. Not managed where it was never declared.
   */
  oauthRedirect?: Input<OauthRedirect>;
  /** Allows replacing or deleting the connection while it is in use, by exactly these numbers. */
  replaceInUse?: Input<ReplaceInUse>;
}

/** Pages that a person sees after authorizing a connection: addresses that begin with `https://` or `http://`. */
export interface OauthRedirect {
  /** Page after the connection was authorized. */
  success?: Input<string>;
  /** Page after the authorization failed. */
  failure?: Input<string>;
}

/** Uses in spite of which a connection may be replaced or deleted: whole numbers, 0 where left out. */
export interface ReplaceInUse {
  /** Instances that run with the connection. */
  instances?: Input<number>;
  /** Versions of integrations that name it. */
  integrations?: Input<number>;
  /** Embedded workflows that use it. */
  workflows?: Input<number>;
  /** Customers who have saved credentials for it. */
  customers?: Input<number>;
}

/** The properties that every connection resource has in a program. */
export interface ConnectionFields {
  /** Declaration that resources register when they refer to the connection. */
  readonly [CONNECTION]: ConnectionDeclaration;
  readonly component: Output<string | { key: string; public: boolean }>;
  /** Key of the connection type, also where the program left it out. */
  readonly connectionType: Output<string>;
  readonly stableKey: Output<string>;
  readonly name: Output<string>;
  readonly description: Output<string | undefined>;
  readonly globalValues: Output<Record<string, InputValue> | undefined>;
  readonly globalSecrets: Output<Record<string, string> | undefined>;
  readonly plainInputs: Output<string[] | undefined>;
  readonly customerInputs: Output<string[] | undefined>;
  readonly globalInputs: Output<string[] | undefined>;
  readonly writeOnlyInputs: Output<string[] | true | undefined>;
  readonly testCredentials: Output<
    | {
        values?: Record<string, InputValue>;
        secrets?: Record<string, string>;
        oauthTokens?: Record<string, string>;
      }
    | undefined
  >;
  readonly embeddedWorkflows: Output<boolean | undefined>;
  /** Number of times that each secret was changed. */
  readonly secretRevisions: Output<SecretRevisions | undefined>;
  /**
   * `ACTIVE`, `PENDING` (a person has to authorize it), `ERROR` or `FAILED`; undefined where customers supply values.
   */
  readonly status: Output<string | undefined>;
  /** Address at which a person authorizes the connection, while that is needed; secret. */
  readonly authorizeUrl: Output<string | undefined>;
  /** Address at which a person authorizes `testCredentials`, while that is needed; secret. */
  readonly testAuthorizeUrl: Output<string | undefined>;
  /** Time at which an input was last set, in ISO 8601. */
  readonly lastConfiguredAt: Output<string | undefined>;
}

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
