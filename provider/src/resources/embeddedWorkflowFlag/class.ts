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
