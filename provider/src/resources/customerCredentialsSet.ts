import {
  CustomResource,
  secret,
  type CustomResourceOptions,
  type Input,
  type Output,
  type Resource,
} from "@pulumi/pulumi";
import { providerConstant } from "../dynamic/constant.ts";
import type { ArgumentsOf } from "./arguments.ts";
import { withSecretOutputs } from "./connection/class.ts";
import { referenceTo } from "./connectionReference.ts";
import type { setArguments } from "./customerCredentialsSet/arguments.ts";
import type { SecretRevisions } from "./secretRevisions.ts";

export { customerCredentialsSet } from "./customerCredentialsSet/lifecycle.ts";

/** Arguments of a {@link CustomerCredentialsSet}. */
export interface CustomerCredentialsSetArgs extends Omit<ArgumentsOf<typeof setArguments>, "connection"> {
  /** A connection of this program, or the stable key of one that the tenant has. */
  connection: Resource | Input<string>;
}

/**
 * What the organization supplies for many customers of one Organization (Customer) Connection: one resource for
 * thousands of them. The state holds encrypted digests and no values; a diff shows which customers came, changed and
 * went, and `change` sums it up as `+12 ~3 -0`.
 *
 * ```ts
 * new CustomerCredentialsSet("acme", {
 *   connection: "acme-api-key",
 *   customers: {
 *     globex: { secrets: { api_key: config.requireSecret("globexAcmeKey") } },
 *     initech: { secrets: { api_key: config.requireSecret("initechAcmeKey") } },
 *   },
 *   onMissingCustomer: "skip",
 *   redeployInstances: "onChange",
 * });
 * ```
 */
export class CustomerCredentialsSet extends CustomResource {
  static readonly __pulumiType = "pulumi-nodejs:dynamic/prismatic:CustomerCredentialsSet";

  constructor(name: string, args: CustomerCredentialsSetArgs, options?: CustomResourceOptions) {
    const properties = {
      ...args,
      connection: referenceTo(args.connection),
      customers: secret(args.customers),
      customerRevisions: undefined,
      change: undefined,
      counts: undefined,
      __provider: providerConstant("customerCredentialsSet"),
    };
    super(CustomerCredentialsSet.__pulumiType, name, properties, withSecretOutputs(options, ["customers"]));
  }
}

export interface CustomerCredentialsSet {
  /** How often each customer's credentials were changed. */
  readonly customerRevisions: Output<SecretRevisions>;
  /** The last change in one line: `+12 ~3 -0`. */
  readonly change: Output<string | undefined>;
  /** How many customers have credentials, and how many were skipped because the tenant does not have them. */
  readonly counts: Output<{ customers: number; skipped: number }>;
}
