import { CustomResource, type CustomResourceOptions, type Input, type Output } from "@pulumi/pulumi";
import { declaredProvider } from "../program/provider.ts";
import type { MarketplaceListing, PublishOptions } from "../integration/class.ts";
import { carried } from "../program/carried.ts";
import { referenceTo, type ConnectionResource } from "../program/references.ts";
import { secretMap, withSecretOutputs } from "../program/secrets.ts";
import { StackTraces } from "../program/stackTraces.ts";

/** Arguments of a {@link CodeNativeIntegration}. */
export interface CodeNativeIntegrationArgs {
  /** The built integration: a folder or a zip, as a path that is relative to the program's folder. */
  bundle: Input<string>;
  /**
   * Reusable connections of this program that the integration's code names. They are made before it is imported; others
   * must be in the tenant already and need not be listed.
   */
  connections?: (ConnectionResource | Input<string>)[];
  /**
   * API keys for test runs, by the names of the flows whose `endpointSecurityType` is `customer_required`, each in
   * addition to those in the code. They become Pulumi secrets by themselves. Required for such a flow without a key in
   * the code.
   */
  testApiKeys?: Input<Record<string, Input<string>>>;
  /** Publishes a changed draft, with the version's comment and attributes if given; false where it is left out. */
  publish?: Input<boolean | PublishOptions>;
  /**
   * Seconds to wait until the uploaded package is processed, and again until a published version is available, 1 to
   * 3600; 300 where it is left out.
   */
  waitSeconds?: Input<number>;
  /**
   * Decision to upgrade running instances to a version that is published here, or to leave them at theirs. Required
   * where instances run and `publish` makes a new version.
   */
  instances?: Input<"leave" | "upgrade">;
  /** Listing of the newest published version in the marketplace. Left out: it stays as it is. */
  marketplace?: Input<MarketplaceListing>;
  /** Decision whether the newest published version can be used. Left out: it stays as it is. */
  available?: Input<boolean>;
  /** Deletes the integration with the resource, if it has no instances. Left out: it is kept. */
  deleteOnDestroy?: Input<boolean>;
  /** Allows build-only connections, for a tenant in which integrations are built; false where it is left out. */
  allowBuildOnly?: Input<boolean>;
}

/**
 * A code-native integration, imported from its build as `prism integrations:import` does it. It is imported again
 * exactly when its bundle differs from the one that was imported last, whoever did that. It is kept when the resource is
 * destroyed, unless `deleteOnDestroy` is true.
 *
 * ```ts
 * new CodeNativeIntegration("orders", { bundle: "integrations/orders/dist" });
 * ```
 *
 * ```ts
 * new CodeNativeIntegration("orders", {
 *   bundle: "integrations/orders/dist",
 *   connections: [erp, slack],
 *   testApiKeys: { "Receive Order": config.requireSecret("ordersTestKey") },
 *   publish: { comment: "Released from Git", attributes: { commitHash: process.env.GITHUB_SHA ?? "" } },
 *   instances: "upgrade",
 * });
 * ```
 */
export class CodeNativeIntegration extends CustomResource {
  static readonly __pulumiType = "pulumi-nodejs:dynamic/prismatic:CodeNativeIntegration";

  constructor(name: string, args: CodeNativeIntegrationArgs, options?: CustomResourceOptions) {
    args = carried(name, args);
    const properties = {
      ...args,
      connections: args.connections?.map(referenceTo),
      testApiKeys: secretMap(args.testApiKeys),
      name: undefined,
      signature: undefined,
      importMetadata: undefined,
      stableKeys: undefined,
      keyedFlows: undefined,
      icon: undefined,
      componentKey: undefined,
      versionNumber: undefined,
      published: undefined,
      draft: undefined,
      upgradePending: undefined,
      heldTestKeys: undefined,
      __provider: declaredProvider("codeNativeIntegration"),
    };
    const secretOutputs = withSecretOutputs(options, ["testApiKeys", "draft", "heldTestKeys"]);
    const traces = new StackTraces();
    try {
      super(CodeNativeIntegration.__pulumiType, name, properties, secretOutputs);
    } catch (error) {
      throw traces.traced(error);
    } finally {
      traces.restore();
    }
  }
}

export interface CodeNativeIntegration {
  readonly bundle: Output<string>;
  /** The name that the code gives the integration. */
  readonly name: Output<string>;
  /** SHA-1 of the package. */
  readonly signature: Output<string>;
  /** The stable keys that the code names, by config variable. */
  readonly stableKeys: Output<Record<string, string>>;
  /** Key of the hidden component that holds the code; every import makes a new one. */
  readonly componentKey: Output<string>;
  /** Number of the newest published version; undefined where nothing was published. */
  readonly versionNumber: Output<number | undefined>;
  /** True where the draft is what was published last. */
  readonly published: Output<boolean>;
  /** The draft's definition as Prismatic keeps it, without the component's key; secret. */
  readonly draft: Output<string>;
  /** True where instances may still run an older version. */
  readonly upgradePending: Output<boolean>;
}
