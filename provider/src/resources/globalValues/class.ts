import {
  CustomResource,
  type CustomResourceOptions,
  type Input,
  type Output,
  type Resource,
} from "@pulumi/pulumi";
import { providerConstant } from "../../dynamic/constant.ts";
import { secretMap } from "../program/secrets.ts";
import type { InputValue } from "../inputs/values.ts";
import { referenceTo } from "../program/connectionReference.ts";
import type { ArgumentsOf } from "../arguments.ts";
import type { globalValuesArguments } from "./arguments.ts";
import type { SecretRevisions } from "../../dynamic/secretRevisions.ts";

/** Arguments of {@link GlobalValues}. */
export interface GlobalValuesArgs extends Omit<ArgumentsOf<typeof globalValuesArguments>, "connection"> {
  /** A connection of this program, or the stable key of one that the tenant has. */
  connection: Resource | Input<string>;
}

/**
 * The global values of a connection, for teams that own them apart from the connection itself. The connection must
 * not declare `globalValues` or `globalSecrets`; an organization (global) one says `separateGlobalValues: true`.
 *
 * ```ts
 * new GlobalValues("slack", {
 *   connection: "slack-oauth",
 *   values: { clientId: "4711.0815" },
 *   secrets: { clientSecret: config.requireSecret("slackClientSecret"), signingSecret: config.requireSecret("slackSigningSecret") },
 * });
 * ```
 */
export class GlobalValues extends CustomResource {
  static readonly __pulumiType = "pulumi-nodejs:dynamic/prismatic:GlobalValues";

  constructor(name: string, args: GlobalValuesArgs, options?: CustomResourceOptions) {
    const properties = {
      connection: referenceTo(args.connection),
      values: args.values,
      secrets: secretMap(args.secrets),
      plainInputs: args.plainInputs,
      redeployInstances: args.redeployInstances,
      secretRevisions: undefined,
      lastConfiguredAt: undefined,
      __provider: providerConstant("globalValues"),
    };
    super(GlobalValues.__pulumiType, name, properties, options);
  }
}

export interface GlobalValues {
  readonly values: Output<Record<string, InputValue> | undefined>;
  readonly secrets: Output<Record<string, string> | undefined>;
  /** How often each secret was changed. */
  readonly secretRevisions: Output<SecretRevisions | undefined>;
  /** When an input was last set, as an ISO 8601 time. */
  readonly lastConfiguredAt: Output<string | undefined>;
}
