import {
  CustomResource,
  type CustomResourceOptions,
  type Input,
  type Output,
  type Resource,
} from "@pulumi/pulumi";
import { providerConstant } from "../../dynamic/constant.ts";
import type { ArgumentsOf } from "../arguments.ts";
import { SECRET_OUTPUTS, secretMap, withSecretOutputs } from "../program/secrets.ts";
import type { InputValue } from "../inputs/values.ts";
import { referenceTo } from "../program/connectionReference.ts";
import type { testCredentialsArguments } from "../credentials/arguments.ts";
import type { SecretRevisions } from "../../dynamic/secretRevisions.ts";

/** Arguments of {@link TestCredentials}. */
export interface TestCredentialsArgs extends Pick<
  ArgumentsOf<typeof testCredentialsArguments>,
  "values" | "secrets" | "plainInputs"
> {
  /** A connection of this program, or the stable key of one that the tenant has. */
  connection: Resource | Input<string>;
}

/**
 * What Prismatic's test runner connects with, for teams that keep it apart from the connection, which then must not
 * declare `testCredentials` itself. An authorization-code type has to be authorized once by a person.
 *
 * ```ts
 * new TestCredentials("acme", {
 *   connection: "acme-api-key",
 *   secrets: { api_key: config.requireSecret("acmeTestKey") },
 * });
 * ```
 */
export class TestCredentials extends CustomResource {
  static readonly __pulumiType = "pulumi-nodejs:dynamic/prismatic:TestCredentials";

  constructor(name: string, args: TestCredentialsArgs, options?: CustomResourceOptions) {
    const properties = {
      ...args,
      connection: referenceTo(args.connection),
      secrets: secretMap(args.secrets),
      secretRevisions: undefined,
      status: undefined,
      authorizeUrl: undefined,
      lastConfiguredAt: undefined,
      __provider: providerConstant("testCredentials"),
    };
    super(TestCredentials.__pulumiType, name, properties, withSecretOutputs(options, SECRET_OUTPUTS));
  }
}

export interface TestCredentials {
  readonly values: Output<Record<string, InputValue> | undefined>;
  readonly secrets: Output<Record<string, string> | undefined>;
  /** How often each secret was changed. */
  readonly secretRevisions: Output<SecretRevisions | undefined>;
  /** `ACTIVE`, `PENDING` (somebody has to authorize them), `ERROR` or `FAILED`. */
  readonly status: Output<string | undefined>;
  /** Where a person authorizes them, while that is needed; secret. */
  readonly authorizeUrl: Output<string | undefined>;
  /** When an input was last set, as an ISO 8601 time. */
  readonly lastConfiguredAt: Output<string | undefined>;
}
