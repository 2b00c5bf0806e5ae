import { CustomResource, type CustomResourceOptions, type Input, type Output } from "@pulumi/pulumi";
import { carried } from "../program/carried.ts";
import { declaredProvider } from "../program/provider.ts";
import { referenceTo, type ConnectionResource } from "../program/references.ts";
import { SECRET_OUTPUTS, secretMap, withSecretOutputs } from "../program/secrets.ts";
import { StackTraces } from "../program/stackTraces.ts";
import type { InputValue, OauthTokens, SecretRevisions, Secrets, Values } from "../program/values.ts";

/** Arguments of {@link TestCredentials}. */
export interface TestCredentialsArgs {
  /** A connection of this program, or the stable key of one that the tenant has. */
  connection: ConnectionResource | Input<string>;
  /** Values that may be seen, by input key. */
  values?: Values;
  /** Values that must never be seen, by input key. They become secrets by themselves. */
  secrets?: Secrets;
  /** Inputs that look secret by their name and are not, so that they may stand in `values`. */
  plainInputs?: Input<Input<string>[]>;
  /**
   * Tokens of an authorization that was given elsewhere, so that no person has to authorize the credentials. For OAuth
   * 2.0 types only. Sent when they change, and once more when a refresh finds that the authorization was lost. Not
   * managed where they are left out; removing them sends nothing.
   */
  oauthTokens?: Input<OauthTokens>;
}

/**
 * Credentials that Prismatic's test runner connects with, for teams that keep them apart from the connection. The
 * connection must not declare `testCredentials` then. A person has to authorize an authorization-code type once, unless
 * `oauthTokens` holds the tokens of an authorization that was given elsewhere.
 *
 * ```ts
 * new TestCredentials("acme", {
 *   connection: "acme-api-key",
 *   secrets: { api_key: config.requireSecret("acmeTestKey") },
 * });
 * ```
 *
 * @remarks
 * **Inputs.** Of a customer's connection only the inputs without a global value are needed. For an organization (global) one it
 * is a complete set of its own, which keeps the production credentials out of test runs.
 *
 * **Those of a `UserConnection`** are a connection below it with the stable key `<its stable key>:test`. Prismatic tells of a
 * connection below another one not which that is, so any that the web app made under another key are not found.
 *
 * **Destroying** deletes them.
 *
 * @drift
 * A refresh compares every value that can be read, and finds an authorization that was lost by `status`.
 *
 * @errors
 * - `itself, and only one resource can own them`: the connection declares `testCredentials` as well. Remove those, or this
 *   resource.
 * - `and they differ in`: the tenant has other test credentials. Import them with the printed command, or set
 *   `prismatic:adoptExisting`.
 * - `leaves no room for their own stable key`: shorten the stable key of the `UserConnection`.
 *
 * @imported
 * By class and stable key; the connection then leaves them out:
 *
 * ```sh
 * npx pulumi-prismatic import-file TestCredentials/slack-oauth --read-secrets --out import.json > credentials.ts
 * pulumi import --file import.json --protect=false --generate-code=false
 * pulumi up
 * ```
 */
export class TestCredentials extends CustomResource {
  static readonly __pulumiType = "pulumi-nodejs:dynamic/prismatic:TestCredentials";

  constructor(name: string, args: TestCredentialsArgs, options?: CustomResourceOptions) {
    args = carried(name, args);
    const properties = {
      ...args,
      connection: referenceTo(args.connection),
      secrets: secretMap(args.secrets),
      oauthTokens: secretMap(args.oauthTokens),
      secretRevisions: undefined,
      status: undefined,
      authorizeUrl: undefined,
      lastConfiguredAt: undefined,
      __provider: declaredProvider("testCredentials"),
    };
    const traces = new StackTraces();
    try {
      super(TestCredentials.__pulumiType, name, properties, withSecretOutputs(options, SECRET_OUTPUTS));
    } catch (error) {
      throw traces.traced(error);
    } finally {
      traces.restore();
    }
  }
}

export interface TestCredentials {
  readonly values: Output<Record<string, InputValue> | undefined>;
  readonly secrets: Output<Record<string, string> | undefined>;
  readonly oauthTokens: Output<Record<string, string> | undefined>;
  /** Number of times that each secret was changed. */
  readonly secretRevisions: Output<SecretRevisions | undefined>;
  /** `ACTIVE`, `PENDING` (a person has to authorize them), `ERROR` or `FAILED`. */
  readonly status: Output<string | undefined>;
  /** Address at which a person authorizes them, while that is needed; secret. */
  readonly authorizeUrl: Output<string | undefined>;
  /** Time at which an input was last set, in ISO 8601. */
  readonly lastConfiguredAt: Output<string | undefined>;
}
