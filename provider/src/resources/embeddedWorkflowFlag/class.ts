import { CustomResource, type CustomResourceOptions, type Input, type Output } from "@pulumi/pulumi";
import { declaredProvider } from "../program/provider.ts";
import { referenceTo, type ConnectionResource } from "../program/references.ts";
import { StackTraces } from "../program/stackTraces.ts";

/** Arguments of an {@link EmbeddedWorkflowFlag}. */
export interface EmbeddedWorkflowFlagArgs {
  /** A connection of this program, or the stable key of one that the tenant has. */
  connection: ConnectionResource | Input<string>;
  /** True where embedded workflows use the connection for its component. */
  enabled: Input<boolean>;
}

/**
 * "Use for embedded workflows", for teams that decide it apart from the connection. The connection must not declare
 * `embeddedWorkflows` then. Destroying the resource switches the flag off only where it is still on and the resource
 * itself switched it on.
 *
 * ```ts
 * new EmbeddedWorkflowFlag("slack", { connection: "slack-oauth", enabled: true });
 * ```
 *
 * @remarks
 * **Reach.** A connection that embedded workflows use reaches no customer by itself: each is let in by
 * `CustomerEmbeddedAccess`.
 *
 * **Not managed:** the components that the organization requires of embedded users (`Embedded.requiredComponents`). The only
 * mutation for them, `updateEmbedded`, replaces the whole list, so that two stacks would undo each other's, and it needs
 * `org_admin_users`, a permission that no deployment should have.
 *
 * @drift
 * A refresh reads the flag; the next update sets it again.
 *
 * @errors
 * - `itself, and only one resource can own them`: the connection declares `embeddedWorkflows` as well. Remove that, or this
 *   resource.
 * - `has no connection`: no connection of the tenant has this stable key; the nearest ones are named.
 *
 * @imported
 * By class and stable key; the connection then leaves the flag out:
 *
 * ```sh
 * npx pulumi-prismatic import-file EmbeddedWorkflowFlag/slack-oauth --out import.json > flag.ts
 * pulumi import --file import.json --protect=false --generate-code=false
 * pulumi up
 * ```
 */
export class EmbeddedWorkflowFlag extends CustomResource {
  static readonly __pulumiType = "pulumi-nodejs:dynamic/prismatic:EmbeddedWorkflowFlag";

  constructor(name: string, args: EmbeddedWorkflowFlagArgs, options?: CustomResourceOptions) {
    const properties = {
      connection: referenceTo(args.connection),
      enabled: args.enabled,
      __provider: declaredProvider("embeddedWorkflowFlag"),
    };
    const traces = new StackTraces();
    try {
      super(EmbeddedWorkflowFlag.__pulumiType, name, properties, options);
    } catch (error) {
      throw traces.traced(error);
    } finally {
      traces.restore();
    }
  }
}

export interface EmbeddedWorkflowFlag {
  readonly enabled: Output<boolean>;
}
