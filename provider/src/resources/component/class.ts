import { CustomResource, type CustomResourceOptions, type Output } from "@pulumi/pulumi";
import { providerConstant } from "../../dynamic/constant.ts";
import type { ArgumentsOf } from "../arguments.ts";
import type { componentArguments } from "./arguments.ts";
import { rememberComponent } from "../program/componentReference.ts";

/** Arguments of a {@link Component}. */
export type ComponentArgs = ArgumentsOf<typeof componentArguments>;

/**
 * A component of the organization's own, published from what its build has made. A new version is published exactly
 * when the bundle differs from the tenant's newest version, whoever published that: `prism components:publish` and this
 * resource agree on what "unchanged" means.
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
      key: undefined,
      public: undefined,
      signature: undefined,
      connectionTypes: undefined,
      versionNumber: undefined,
      __provider: providerConstant("component"),
    };
    super(Component.__pulumiType, name, properties, options);
    rememberComponent(this);
  }
}

export interface Component {
  readonly bundle: Output<string>;
  /** Key of the component, as its source declares it. */
  readonly key: Output<string>;
  /** Whether it is published for everybody; false for the organization's own. */
  readonly public: Output<boolean>;
  /** SHA-1 of the package. */
  readonly signature: Output<string>;
  /** Number of the version that has this bundle. */
  readonly versionNumber: Output<number>;
  /** The keys of the inputs of each connection type, by its key. */
  readonly connectionTypes: Output<Record<string, string[]>>;
}
