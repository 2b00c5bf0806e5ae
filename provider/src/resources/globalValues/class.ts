import { CustomResource, type CustomResourceOptions, type Input, type Output } from "@pulumi/pulumi";
import { carried } from "../program/carried.ts";
import { declaredProvider } from "../program/provider.ts";
import { referenceTo, type ConnectionResource } from "../program/references.ts";
import { secretMap } from "../program/secrets.ts";
import { StackTraces } from "../program/stackTraces.ts";
import type { InputValue, SecretRevisions, Secrets, Values } from "../program/values.ts";

/** Arguments of {@link GlobalValues}. */
export interface GlobalValuesArgs {
  /** A connection of this program, or the stable key of one that the tenant has. */
  connection: ConnectionResource | Input<string>;
  /** Values that may be seen, by input key. */
  values?: Values;
  /** Values that must never be seen, by input key. They become secrets by themselves. */
  secrets?: Secrets;
  /** Inputs that look secret by their name and are not, so that they may stand in `values`. */
  plainInputs?: Input<Input<string>[]>;
  /**
   * Inputs whose values no client can read back from now on; `true` for all secrets. Prismatic may not allow to take the
   * mark away again. Left out, each input stays as it is marked in the tenant.
   */
  writeOnlyInputs?: Input<true | Input<string>[]>;
  /**
   * `"onChange"` deploys changed values to running instances at once; with `"never"`, they keep the values that they
   * were deployed with. Required where there are running instances.
   */
  redeployInstances?: Input<"never" | "onChange">;
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
 *
 * @remarks
 * **Destroying** clears the values that the resource set. A value that others entered for an input that the program does not
 * mention stays.
 *
 * @drift
 * A refresh compares every value that can be read. A write-only one counts as changed when anybody configured the connection
 * after our last write.
 *
 * @errors
 * - `itself, and only one resource can own them`: the connection declares global values as well. Remove those, or this
 *   resource.
 * - `already holds other`: the tenant has other values. Declare those, or set `prismatic:adoptExisting` to overwrite them.
 * - `has no connection`: no connection of the tenant has this stable key; the nearest ones are named.
 * - `no longer has the component of this connection`: publish the component again, or replace the connection.
 *
 * @imported
 * By class and stable key; the connection then leaves its values out:
 *
 * ```sh
 * npx pulumi-prismatic import-file GlobalValues/slack-oauth --read-secrets --out import.json > values.ts
 * pulumi import --file import.json --protect=false --generate-code=false
 * pulumi up
 * ```
 */
export class GlobalValues extends CustomResource {
  static readonly __pulumiType = "pulumi-nodejs:dynamic/prismatic:GlobalValues";

  constructor(name: string, args: GlobalValuesArgs, options?: CustomResourceOptions) {
    args = carried(name, args);
    const properties = {
      connection: referenceTo(args.connection),
      values: args.values,
      secrets: secretMap(args.secrets),
      plainInputs: args.plainInputs,
      writeOnlyInputs: args.writeOnlyInputs,
      redeployInstances: args.redeployInstances,
      secretRevisions: undefined,
      lastConfiguredAt: undefined,
      __provider: declaredProvider("globalValues"),
    };
    const traces = new StackTraces();
    try {
      super(GlobalValues.__pulumiType, name, properties, options);
    } catch (error) {
      throw traces.traced(error);
    } finally {
      traces.restore();
    }
  }
}

export interface GlobalValues {
  readonly values: Output<Record<string, InputValue> | undefined>;
  readonly secrets: Output<Record<string, string> | undefined>;
  /** Number of times that each secret was changed. */
  readonly secretRevisions: Output<SecretRevisions | undefined>;
  /** Time at which an input was last set, in ISO 8601. */
  readonly lastConfiguredAt: Output<string | undefined>;
}
