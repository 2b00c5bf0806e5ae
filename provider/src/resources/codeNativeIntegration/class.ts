import { CustomResource, type CustomResourceOptions, type Input, type Output } from "@pulumi/pulumi";
import { declaredProvider } from "../program/provider.ts";
import type { MarketplaceListing, PublishOptions } from "../integration/class.ts";
import { carried } from "../program/carried.ts";
import { referenceTo, type ConnectionResource } from "../program/references.ts";
import { secretMap, withSecretOutputs } from "../program/secrets.ts";
import { StackTraces } from "../program/stackTraces.ts";

/** Arguments of a {@link CodeNativeIntegration}. */
export interface CodeNativeIntegrationArgs {
  /**
   * The built integration: its folder, with `index.js` in it, or a zip of that, as a path that is relative to the program's
   * folder.
   */
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
 *
 * @remarks
 * **Identity.** It is the name in the tenant, which the code gives it. Another name in the code renames the integration in its
 * place; instances stay with it. No argument replaces the resource.
 *
 * **Imports.** One happens exactly when the bundle differs from the one that was imported last. An import publishes a component
 * with the code, and every load of a bundle makes up another key for it, so the package tells whether something changed and
 * the key never does. `.spectral/metadata.json` beside a bundle's folder becomes a part of the definition, as with prism, and a
 * change of it is a reason to import. Everything else that the code declares goes along unchanged, the `configuration` of
 * headless integrations too.
 *
 * **Order of an import:** it publishes the component, uploads the package, waits until Prismatic has processed it, imports the
 * definition, uploads the icons, and sets the keys for test runs; then it publishes and upgrades like an `Integration`. A package
 * that is not processed in time imports nothing: the tenant keeps what it had, and the next `pulumi up` tries again. An import
 * whose icons failed is repeated by the next run; keys that failed are set by it without an import.
 *
 * **Checks at preview,** all at once: the bundle loads (confined as a `Component` is, with the network open before Node 25) and
 * is that of an integration; each stable key that the code names is one of the tenant or of `connections`; connections belong to
 * a component of the steps and data sources that take them; a user connection stands where each user sets it, and only such a
 * one does; each flow with `endpointSecurityType: "customer_required"` has a key, in the code or in `testApiKeys`; components
 * exist. The helper `customerActivatedConnection` may name any connection of customers or of the organization: the built
 * definition does not tell the helpers apart.
 *
 * **One that is there already** with this bundle is taken over. One that is made in the designer never is: convert it once with
 * prism.
 *
 * @drift
 * No designer changes such a draft, so nothing guards it. A refresh finds what another import brought: it tells the differences,
 * shows them as `draftChanges`, and the next update imports this program's bundle again. Where it was the same bundle, for
 * example by `prism integrations:import` in the same checkout, the refresh says so and there is nothing to do, nor anything to
 * publish. Keys for test runs that somebody changed are set again. A designer's integration that took its place
 * (`prism integrations:import --replace`) is replaced by the next import, which saves it below `replaced-drafts/` first; nothing
 * else ever asks Prismatic to replace. Secrets that only the tenant has stay.
 *
 * @errors
 * - `requires a key for every call`: the flow needs a key for test runs. Supply it with `testApiKeys`.
 * - `no flow of this name requires a key`: correct the flow's name in `testApiKeys`; the nearest one is named.
 * - `cannot be loaded`: the bundle runs code at load that it may not run; the reason follows.
 * - `the keys for test runs were not set in`: the integration was imported. The next run sets the keys.
 * - `is a build-only connection`: use a reusable connection, or `allowBuildOnly: true` in a tenant for development.
 *
 * @imported
 * By its built bundle, which tells the integration that is meant. Its listing and its keys for test runs come along:
 *
 * ```sh
 * npx pulumi-prismatic import-file --code-native integrations/orders/dist --out import.json > orders.ts
 * pulumi import --file import.json --protect=false --generate-code=false
 * pulumi up
 * ```
 *
 * Where it is what was imported last, the preview is empty afterwards.
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
