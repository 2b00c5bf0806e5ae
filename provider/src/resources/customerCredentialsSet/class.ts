import { CustomResource, secret, type CustomResourceOptions, type Input, type Output } from "@pulumi/pulumi";
import { carried } from "../program/carried.ts";
import { declaredProvider } from "../program/provider.ts";
import { referenceTo, type ConnectionResource } from "../program/references.ts";
import { withSecretOutputs } from "../program/secrets.ts";
import { StackTraces } from "../program/stackTraces.ts";
import type { Credentials } from "../program/values.ts";

/** Arguments of a {@link CustomerCredentialsSet}. */
export interface CustomerCredentialsSetArgs {
  /** A connection of this program, or the stable key of one that the tenant has. */
  connection: ConnectionResource | Input<string>;
  /** Credentials by the customer's external id. All of them become secrets by themselves. */
  customers: Input<Record<string, Input<Credentials>>>;
  /** Treatment of a customer that this tenant does not have: `"fail"`, which is the default, or `"skip"`. */
  onMissingCustomer?: Input<"fail" | "skip">;
  /** Inputs that look secret by their name and are not, so that they may stand in `values`. */
  plainInputs?: Input<Input<string>[]>;
  /**
   * `"onChange"` deploys changed values to running instances at once; with `"never"`, they keep the values that they
   * were deployed with. Required where there are running instances.
   */
  redeployInstances?: Input<"never" | "onChange">;
}

/**
 * Credentials that the organization supplies for many customers of one Organization (Customer) Connection: one resource
 * for thousands of them. The state holds encrypted digests and no values. In a diff, `change` says how many customers
 * were added, changed and removed, such as `#2 +12 ~3 -0`; a line of the preview names them.
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
    args = carried(name, args);
    const properties = {
      ...args,
      connection: referenceTo(args.connection),
      customers: secret(args.customers),
      change: undefined,
      counts: undefined,
      __provider: declaredProvider("customerCredentialsSet"),
    };
    const traces = new StackTraces();
    try {
      super(
        CustomerCredentialsSet.__pulumiType,
        name,
        properties,
        withSecretOutputs(options, ["customers", "configuredAt"]),
      );
    } catch (error) {
      throw traces.traced(error);
    } finally {
      traces.restore();
    }
  }
}

export interface CustomerCredentialsSet {
  /** Number of the last change, and of the customers that were added, changed and removed: `#2 +12 ~3 -0`. */
  readonly change: Output<string | undefined>;
  /** Number of customers that have credentials, and of those skipped because the tenant does not have them. */
  readonly counts: Output<{ customers: number; skipped: number }>;
}
