import { CustomResource, type CustomResourceOptions, type Input, type Output } from "@pulumi/pulumi";
import { declaredProvider } from "../program/provider.ts";
import { identifying } from "../program/identifying.ts";
import { StackTraces } from "../program/stackTraces.ts";

/** Arguments of a {@link CustomerEmbeddedAccess}. */
export interface CustomerEmbeddedAccessArgs {
  /** External id of the customer, or its id. */
  customer: Input<string>;
  /** True where the customer's users may build workflows in the application that embeds Prismatic. */
  enabled: Input<boolean>;
}

/**
 * "Allow embedded workflow builder" of one customer (in the API: `allowEmbeddedDesigner`). It is off for every customer
 * by default, so that a connection that embedded workflows use reaches nobody without it. The plan of the organization
 * must have the embedded workflow builder or the embedded designer. Destroying the resource switches the access off only
 * where it is still on and the resource itself switched it on.
 *
 * ```ts
 * new CustomerEmbeddedAccess("globex", { customer: "globex", enabled: true });
 * ```
 */
export class CustomerEmbeddedAccess extends CustomResource {
  static readonly __pulumiType = "pulumi-nodejs:dynamic/prismatic:CustomerEmbeddedAccess";

  constructor(name: string, args: CustomerEmbeddedAccessArgs, options?: CustomResourceOptions) {
    const properties = {
      customer: identifying(args.customer),
      enabled: args.enabled,
      __provider: declaredProvider("customerEmbeddedAccess"),
    };
    const traces = new StackTraces();
    try {
      super(CustomerEmbeddedAccess.__pulumiType, name, properties, options);
    } catch (error) {
      throw traces.traced(error);
    } finally {
      traces.restore();
    }
  }
}

export interface CustomerEmbeddedAccess {
  readonly customer: Output<string>;
  readonly enabled: Output<boolean>;
}
