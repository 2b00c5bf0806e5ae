import {
  CustomResource,
  type CustomResourceOptions,
  type Input,
  type Output,
  type Resource,
} from "@pulumi/pulumi";
import { providerConstant } from "../dynamic/constant.ts";
import { isUnknown } from "../dynamic/unknown.ts";
import type { ArgumentsOf } from "./arguments.ts";
import { SECRET_OUTPUTS, secretMap, withSecretOutputs } from "./connection/class.ts";
import type { InputValue } from "./connection/values.ts";
import { referenceTo } from "./connectionReference.ts";
import { customerCredentialsArguments } from "./credentials/arguments.ts";
import { explainMissingCustomer, refusalForCustomers } from "./credentials/customer.ts";
import { credentialsLifecycle } from "./credentials/lifecycle.ts";
import type { SecretRevisions } from "./secretRevisions.ts";

/** The life of {@link CustomerCredentials}. */
export const customerCredentials = credentialsLifecycle({
  schema: customerCredentialsArguments,
  part: undefined,
  refusal: refusalForCustomers,
  importedAs: (stableKey, { customer, name }) =>
    ["CustomerCredentials", stableKey, customer, name].filter(Boolean).join("/"),
  describe: (stableKey, { customer, name }) =>
    `the credentials ${name === undefined ? "" : `"${name}" `}of customer "${customer}" for connection "${stableKey}"`,

  async place(session, { customer }) {
    if (customer === undefined || isUnknown(customer)) return {};
    const found = await session.customers.find(customer);
    if (found !== undefined) return { place: { isTest: false, customer: found } };
    return { problem: { path: "customer", message: await explainMissingCustomer(session, customer) } };
  },

  async existing(session, connection, { customer }, { name }) {
    if (customer === undefined) return undefined;
    const all = await session.credentials.ofConnection(connection.id, customer.id);
    return all.find(({ key }) => (key ?? "") === (name ?? ""));
  },
});

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
