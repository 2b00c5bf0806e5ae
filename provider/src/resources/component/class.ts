import { CustomResource, type CustomResourceOptions, type Input, type Output } from "@pulumi/pulumi";
import { declaredProvider } from "../program/provider.ts";
import { identifying } from "../program/identifying.ts";
import { COMPONENT, declareComponent, type ComponentDeclaration } from "../program/references.ts";
import { StackTraces } from "../program/stackTraces.ts";
import type { VersionAttributes } from "../program/values.ts";

/** Arguments of a {@link Component}. */
export interface ComponentArgs {
  /** The built component: a folder or a zip, as a path that is relative to the program's folder. */
  bundle: Input<string>;
  /** External id or id of the customer that the component belongs to. Left out: the organization's own. */
  customer?: Input<string>;
  /** Comment on this version; sent when it is published, and no reason to publish. */
  comment?: Input<string>;
  /** Origin of this version; sent like `comment`. */
  attributes?: Input<VersionAttributes>;
  /** Seconds to wait until a published version is usable, 1 to 3600; 300 where it is left out. */
  waitSeconds?: Input<number>;
  /** Deletes the component with the resource, where nothing uses it. Left out: it is kept. */
  deleteOnDestroy?: Input<boolean>;
}

/**
 * A component of the organization's own, published from its build. A new version is published exactly when the bundle
 * differs from the tenant's newest version, whoever published that: `prism components:publish` and this resource agree
 * on what "unchanged" means.
 *
 * ```ts
 * new Component("acme", { bundle: "components/acme/dist" });
 * ```
 *
 * ```ts
 * const acme = new Component("acme", {
 *   bundle: "components/acme/dist",
 *   comment: "Retries on 429",
 *   attributes: { commitHash: process.env.GITHUB_SHA },
 * });
 * new OrganizationCustomerConnection("acme-api-key", {
 *   component: acme,
 *   connectionType: "apiKey",
 *   stableKey: "acme-api-key",
 *   name: "Acme",
 * });
 * ```
 *
 * It is kept when the resource is destroyed, unless `deleteOnDestroy` is true and nothing uses it.
 */
export class Component extends CustomResource {
  static readonly __pulumiType = "pulumi-nodejs:dynamic/prismatic:Component";

  constructor(name: string, args: ComponentArgs, options?: CustomResourceOptions) {
    const properties = {
      ...args,
      customer: identifying(args.customer),
      key: undefined,
      public: undefined,
      signature: undefined,
      connectionTypes: undefined,
      versionNumber: undefined,
      __provider: declaredProvider("component"),
    };
    const traces = new StackTraces();
    try {
      super(Component.__pulumiType, name, properties, options);
    } catch (error) {
      throw traces.traced(error);
    } finally {
      traces.restore();
    }
    declareComponent(this, { key: this.key, public: this.public });
  }
}

export interface Component {
  /** Declaration that resources register when they refer to the component. */
  readonly [COMPONENT]: ComponentDeclaration;
  readonly bundle: Output<string>;
  /** Key of the component, as its source declares it. */
  readonly key: Output<string>;
  /** True where it is public; false for the organization's own. */
  readonly public: Output<boolean>;
  /** SHA-1 of the package. */
  readonly signature: Output<string>;
  /** Number of the version that has this bundle. */
  readonly versionNumber: Output<number>;
  /** The keys of the inputs of each connection type, by its key. */
  readonly connectionTypes: Output<Record<string, string[]>>;
}
