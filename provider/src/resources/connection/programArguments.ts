import type { Input, Output } from "@pulumi/pulumi";
import type { CONNECTION, ConnectionDeclaration, PublishedComponent } from "../program/references.ts";
import type {
  ComponentKey,
  InlineTestCredentials,
  InputValue,
  SecretRevisions,
  Secrets,
  Values,
} from "../program/values.ts";

/**
 * The arguments that all kinds of connection have. One that was never declared is not managed: the connection keeps what
 * it has.
 *
 * @remarks
 * **Owners of inputs.** An input with a global value is the organization's. So are the eight that describe its own
 * application of an OAuth 2.0 type, in connections of customers and users: `authorizeUrl`, `tokenUrl`, `clientId`,
 * `clientSecret`, `scopes`, `refreshUrl`, `revokeUrl`, `audience`. All others are the customer's, or the user's;
 * `customerInputs` and `globalInputs` name exceptions. The preview of a new connection says what each customer is asked for.
 * Where the tenant has another owner, a refresh names the input (`owners`), and `pulumi up --refresh` mends it without
 * touching a value.
 *
 * **Replacing.** Another component, connection type or kind replaces the connection and deletes the old one first, because
 * one stable key cannot name two. Another stable key creates the new one first. Both are refused at preview while
 * instances, workflows, integration versions or customers' saved credentials use the connection; the message has the numbers.
 * Deleting is refused the same way, before anything is sent.
 *
 * **Moving a stable key** takes two changes that a reviewer can follow: declare a second connection with the new key and
 * switch the integrations to it; remove the first one when nothing uses it any more.
 *
 * @drift
 * A refresh finds changes of everything that can be read. A write-only value counts as changed when anybody configured the
 * connection after our last write (`driftedSecrets` names the secrets); `pulumi up --refresh` sets it again. An update stops
 * where somebody changed what it is about to write, and names the fields.
 *
 * @errors
 * - `has no connection type`: the component's connection types are listed, with the nearest name. Correct `connectionType`.
 * - `already holds other`: the tenant has other values than the program begins to declare. Declare those, or set
 *   `prismatic:adoptExisting` to overwrite them.
 * - `that differs in`: a connection with this stable key is there and differs. Import it with the printed command, or set
 *   `prismatic:adoptExisting`.
 * - `would leave behind what uses it`: the change replaces a connection in use. Declare a second one with another stable key
 *   and switch the integrations, or accept the printed numbers with `replaceInUse`.
 * - `was not deleted: in`: something still uses the connection. Move it first, or put the connection back with `replaceInUse`,
 *   run `pulumi up`, and delete it then.
 * - `that cannot be read back`: an update would clear values that others entered. Supply them as well.
 * - `is missing: without it, nobody can authorize the connection`: an authorization-code type needs the client's id and
 *   secret. Supply both, or leave all global values to a `GlobalValues` resource.
 *
 * @imported
 * By stable key, with its global values, test credentials and flag:
 *
 * ```sh
 * npx pulumi-prismatic import-file slack-oauth --read-secrets --out import.json > connections.ts
 * pulumi import --file import.json --protect=false --generate-code=false
 * pulumi up
 * ```
 */
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
  /** Purpose of the connection. Not managed where it is left out; removing it leaves the text in the tenant. */
  description?: Input<string>;
  /**
   * Global values that may be seen, by input key. Not managed where this and `globalSecrets` are left out; removing both
   * leaves the values in the tenant, removing one value of several sets the component's default.
   */
  globalValues?: Values;
  /**
   * Global values that must never be seen, by input key. They become secrets by themselves. Removing them does the same as
   * with `globalValues`.
   */
  globalSecrets?: Secrets;
  /** Inputs that look secret by their name and are not, so that they may stand in plain values. */
  plainInputs?: Input<Input<string>[]>;
  /**
   * Inputs that each customer, or each user, supplies. By themselves, the organization supplies the eight inputs that
   * describe its own application of an OAuth 2.0 type (`authorizeUrl`, `tokenUrl`, `clientId`, `clientSecret`, `scopes`,
   * `refreshUrl`, `revokeUrl`, `audience`), and customers supply the others that have no global value. Removing the list
   * returns to that rule.
   */
  customerInputs?: Input<Input<string>[]>;
  /**
   * Inputs that the organization supplies for all customers, also where they have no global value here. Removing the list
   * returns to the rule of `customerInputs`.
   */
  globalInputs?: Input<Input<string>[]>;
  /**
   * Inputs whose values no client can read back from now on; `true` for all secrets. Prismatic may not allow to take the
   * mark away again. Left out, each input stays as it is marked in the tenant; removing it takes no mark away.
   */
  writeOnlyInputs?: Input<true | Input<string>[]>;
  /** Credentials that the test runner connects with. Not managed where they are left out; removing them deletes them. */
  testCredentials?: Input<InlineTestCredentials>;
  /**
   * True where embedded workflows use this connection for its component. Not managed where it is left out; removing it
   * switches the flag off.
   */
  embeddedWorkflows?: Input<boolean>;
  /**
   * `"onChange"` deploys a change of global values to running instances at once; with `"never"`, they keep the values
   * that they were deployed with. Required where there are running instances. Other changes never deploy.
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
