import { CustomResource, type CustomResourceOptions, type Input, type Output } from "@pulumi/pulumi";
import { carried } from "../program/carried.ts";
import { declaredProvider } from "../program/provider.ts";
import { identifying } from "../program/identifying.ts";
import { referenceTo, type ConnectionResource } from "../program/references.ts";
import { SECRET_OUTPUTS, secretMap, withSecretOutputs } from "../program/secrets.ts";
import { StackTraces } from "../program/stackTraces.ts";
import type { InputValue, SecretRevisions, Secrets, Values } from "../program/values.ts";

/** Arguments of {@link CustomerCredentials}. */
export interface CustomerCredentialsArgs {
  /** A connection of this program, or the stable key of one that the tenant has. */
  connection: ConnectionResource | Input<string>;
  /** External id of the customer, or its id. */
  customer: Input<string>;
  /** Display name, 1 to 255 characters; needed where a customer has several credentials for one connection. */
  name?: Input<string>;
  /** Values that may be seen, by input key. */
  values?: Values;
  /** Values that must never be seen, by input key. They become secrets by themselves. */
  secrets?: Secrets;
  /** Inputs that look secret by their name and are not, so that they may stand in `values`. */
  plainInputs?: Input<Input<string>[]>;
  /**
   * `"onChange"` deploys changed values to the customer's running instances at once; with `"never"`, they keep the
   * values that they were deployed with. Required where there are running instances.
   */
  redeployInstances?: Input<"never" | "onChange">;
}

/**
 * Credentials that the organization supplies for one customer of an Organization (Customer) Connection. For many
 * customers use `CustomerCredentialsSet`.
 *
 * ```ts
 * new CustomerCredentials("acme-globex", {
 *   connection: "acme-api-key",
 *   customer: "globex",
 *   secrets: { api_key: config.requireSecret("globexAcmeKey") },
 *   redeployInstances: "onChange",
 * });
 * ```
 *
 * @remarks
 * **Connections.** Those of an `OrganizationCustomerConnection` or of a `CustomerConnection` can be declared.
 *
 * **Destroying** deletes the credentials.
 *
 * @drift
 * A refresh compares every value that can be read. A write-only one counts as changed when anybody configured the credentials
 * after our last write.
 *
 * @errors
 * - `has no customer with the external id or id`: the nearest external ids are named. `prism customers:list` shows all.
 * - `and they differ in`: the customer has other credentials of this name. Import them with the printed command, or set
 *   `prismatic:adoptExisting`.
 * - `that cannot be read back`: an update would clear values that others entered. Supply them as well.
 *
 * @imported
 * By stable key, for all customers, for one, or for one of a customer's several:
 *
 * ```sh
 * npx pulumi-prismatic import-file CustomerCredentials/postgres --out import.json > credentials.ts
 * npx pulumi-prismatic import-file CustomerCredentials/postgres/globex --out import.json > credentials.ts
 * npx pulumi-prismatic import-file CustomerCredentials/postgres/globex/Main --out import.json > credentials.ts
 * pulumi import --file import.json --protect=false --generate-code=false
 * pulumi up
 * ```
 */
export class CustomerCredentials extends CustomResource {
  static readonly __pulumiType = "pulumi-nodejs:dynamic/prismatic:CustomerCredentials";

  constructor(name: string, args: CustomerCredentialsArgs, options?: CustomResourceOptions) {
    args = carried(name, args);
    const properties = {
      ...args,
      connection: referenceTo(args.connection),
      customer: identifying(args.customer),
      name: identifying(args.name),
      secrets: secretMap(args.secrets),
      secretRevisions: undefined,
      status: undefined,
      lastConfiguredAt: undefined,
      __provider: declaredProvider("customerCredentials"),
    };
    const traces = new StackTraces();
    try {
      super(CustomerCredentials.__pulumiType, name, properties, withSecretOutputs(options, SECRET_OUTPUTS));
    } catch (error) {
      throw traces.traced(error);
    } finally {
      traces.restore();
    }
  }
}

export interface CustomerCredentials {
  readonly customer: Output<string>;
  readonly name: Output<string | undefined>;
  readonly values: Output<Record<string, InputValue> | undefined>;
  readonly secrets: Output<Record<string, string> | undefined>;
  /** Number of times that each secret was changed. */
  readonly secretRevisions: Output<SecretRevisions | undefined>;
  /** `ACTIVE`, `PENDING`, `ERROR` or `FAILED`. */
  readonly status: Output<string | undefined>;
  /** Time at which an input was last set, in ISO 8601. */
  readonly lastConfiguredAt: Output<string | undefined>;
}
