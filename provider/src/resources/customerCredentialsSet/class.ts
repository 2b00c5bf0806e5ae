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
 *
 * @remarks
 * **State.** Besides the digests it holds, in `valueFacts`, what policies have to know of the values: the names of the inputs
 * under `values`, where such a value looks secret, and where an address is not https; and the names of the inputs that the set
 * wrote, by which it tells apart what others entered. A state of an earlier version has no names: until such a customer is
 * written again, whatever the program does not declare counts as entered by others.
 *
 * **Failures.** A customer that the tenant refuses fails alone: the error names it, the others are written, the next run tries
 * again. A customer whose answer was lost stays in the state, so that the next run completes it or removes it.
 *
 * **Taking over.** Credentials without a name that a customer already has are taken over where they are as declared, or where
 * `prismatic:adoptExisting` is set; the preview names each customer. What the set took over without `adoptExisting` was not its
 * own: it stays in the tenant when the set no longer declares it (`takenOver` in the state), and a line says so.
 *
 * **Moving here.** Credentials that move from `CustomerCredentials` of the same program are the set's own where the run that
 * moves them refreshes: `pulumi up --refresh`. Pulumi tells the provider of a resource that leaves the program only when the
 * set was written already; a refresh reads it before. Without one they count as taken over, which the preview announces, and
 * stay when the set goes. To mend that later, run an update that changes the set with `prismatic:adoptExisting`. From set to
 * set, what the other set owned is owned here where it is registered first, or with `--refresh`.
 *
 * @drift
 * A refresh names the customers whose credentials somebody changed or deleted: `drifted: ["~initech", "-hooli"]`. The next
 * update writes them again.
 *
 * @errors
 * - `already has other credentials of`: these customers have other credentials; the inputs that differ are named. Declare those,
 *   or set `prismatic:adoptExisting`.
 * - `has no customer with the external id or id`: correct the id, or skip such customers with `onMissingCustomer: "skip"`.
 * - `All others were; the next run`: the customers that are named were refused, each with its reason.
 * - `that cannot be read back and that this change would`: values of others would be lost. Supply them as well.
 *
 * @imported
 * By class and stable key:
 *
 * ```sh
 * npx pulumi-prismatic import-file CustomerCredentialsSet/postgres --out import.json > credentials.ts
 * pulumi import --file import.json --protect=false --generate-code=false
 * pulumi up
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
