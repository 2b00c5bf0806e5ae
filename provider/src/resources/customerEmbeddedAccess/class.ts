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
 *
 * @remarks
 * **Permission.** It needs `org_manage_customers` or `org_crud_customers`; where the token's owner may not change the customer,
 * the plan is refused. So is `enabled: true` where the organization's plan has neither the builder nor the designer: one switch
 * is for both. Access that is on already is taken over.
 *
 * @drift
 * A refresh reads the access; the next update sets it again.
 *
 * @errors
 * - `has no customer with the external id or id`: the nearest external ids are named. `prism customers:list` shows all.
 *
 * @imported
 * Of one customer, or of all that have it:
 *
 * ```sh
 * npx pulumi-prismatic import-file CustomerEmbeddedAccess/globex --out import.json > access.ts
 * npx pulumi-prismatic import-file "CustomerEmbeddedAccess/*" --out import.json > access.ts
 * pulumi import --file import.json --protect=false --generate-code=false
 * pulumi up
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
