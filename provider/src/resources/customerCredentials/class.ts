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
import type { customerCredentialsArguments } from "../credentials/arguments.ts";
import type { SecretRevisions } from "../../dynamic/secretRevisions.ts";

/** Arguments of {@link CustomerCredentials}. */
export interface CustomerCredentialsArgs extends Omit<
  ArgumentsOf<typeof customerCredentialsArguments>,
  "connection"
> {
  /** A connection of this program, or the stable key of one that the tenant has. */
  connection: Resource | Input<string>;
}

/**
 * What the organization supplies for one customer of an Organization (Customer) Connection. For many customers use
 * `CustomerCredentialsSet`.
 *
 * ```ts
 * new CustomerCredentials("acme-globex", {
 *   connection: "acme-api-key",
 *   customer: "globex",
 *   secrets: { api_key: config.requireSecret("globexAcmeKey") },
 *   redeployInstances: "onChange",
 * });
 * ```
 */
export class CustomerCredentials extends CustomResource {
  static readonly __pulumiType = "pulumi-nodejs:dynamic/prismatic:CustomerCredentials";

  constructor(name: string, args: CustomerCredentialsArgs, options?: CustomResourceOptions) {
    const properties = {
      ...args,
      connection: referenceTo(args.connection),
      secrets: secretMap(args.secrets),
      secretRevisions: undefined,
      status: undefined,
      lastConfiguredAt: undefined,
      __provider: providerConstant("customerCredentials"),
    };
    super(CustomerCredentials.__pulumiType, name, properties, withSecretOutputs(options, SECRET_OUTPUTS));
  }
}

export interface CustomerCredentials {
  readonly customer: Output<string>;
  readonly name: Output<string | undefined>;
  readonly values: Output<Record<string, InputValue> | undefined>;
  readonly secrets: Output<Record<string, string> | undefined>;
  /** How often each secret was changed. */
  readonly secretRevisions: Output<SecretRevisions | undefined>;
  /** `ACTIVE`, `PENDING`, `ERROR` or `FAILED`. */
  readonly status: Output<string | undefined>;
  /** When an input was last set, as an ISO 8601 time. */
  readonly lastConfiguredAt: Output<string | undefined>;
}
