import { CustomResource, type CustomResourceOptions, type Input, type Output } from "@pulumi/pulumi";
import { declaredProvider } from "../program/provider.ts";
import { identifying } from "../program/identifying.ts";
import { COMPONENT, declareComponent, type ComponentDeclaration } from "../program/references.ts";
import { StackTraces } from "../program/stackTraces.ts";
import type { VersionAttributes } from "../program/values.ts";

/** Arguments of a {@link Component}. */
export interface ComponentArgs {
  /**
   * The built component: its folder, with `index.js` in it, or a zip of that, as a path that is relative to the program's
   * folder.
   */
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
 * new OrganizationCustomerConnection("acme-key", {
 *   component: acme,
 *   connectionType: "apiKey",
 *   stableKey: "acme-key",
 *   name: "Acme",
 * });
 * ```
 *
 * It is kept when the resource is destroyed, unless `deleteOnDestroy` is true and nothing uses it.
 *
 * @remarks
 * **Package.** It is byte for byte what `prism` builds: after `prism components:publish` of the same bundle there is nothing to
 * do here, and after `pulumi up` there is nothing to do for `prism`. The modes of files are part of a package: a checkout
 * with another umask is another bundle.
 *
 * **Preview.** It shows the new `signature`, and in `connectionTypes` the inputs that come and go. A bundle that cannot be
 * loaded, a missing label, description or icon (prism finds out after the upload), a code-native integration, an unknown
 * customer: each is refused.
 *
 * **Code that runs.** A preview has to load the bundle, and loading runs its code beside your credentials. It runs in a process
 * of its own under Node's permission model: it reads the files of the bundle and no others, writes none of yours, starts no
 * programs and no threads, sends no signals, and sees none of your environment. The process has 30 seconds and 1 GB, may
 * declare 32 MB, and ends with the command, even where that is killed. Anything beyond that is refused by name.
 *
 * **The network stays open to it** with Node 22 and 24, whose permission model does not know it: code that is loaded can send
 * what it reads in the bundle, and reach what this machine reaches. Node 25 and newer close it. Preview only bundles whose
 * code you would run, or run Pulumi with Node 25 or in a network without a way out. All the rest is the same with Node 22.23,
 * 24.21 and 25.9 on Linux, where it was tried; macOS and Windows were not. On Windows nothing stands between the two
 * processes that would end the one when the command is killed.
 *
 * **Connections of it.** `component: acme` makes a connection wait for the component. At preview it is judged by the bundle that
 * is about to be published, also where its own arguments have not changed: an input that it sets and that vanishes, or a
 * new required one, is refused before anything is published. Where some connection of the tenant has stayed at an earlier
 * version of its component, existing connections are judged by what they have.
 *
 * **Newer library, older Prismatic.** A component that is built with a newer `@prismatic-io/spectral` may declare what the
 * tenant's Prismatic does not know. The provider asks the tenant's schema, publishes without those fields and names them, at
 * preview already. Where a server keeps its schema to itself, everything is sent.
 *
 * **Failures.** Icons go first, the package last, and a version is usable only after that. What failed at an upload or was not
 * processed in time is completed by the next `pulumi up`; until then the tenant keeps the version it had. Addresses for
 * uploads appear in no message.
 *
 * **Replacing.** Another key or customer replaces the resource; the old component is kept or deleted as on destroy. The state
 * holds no definition.
 *
 * @drift
 * A refresh shows a version that somebody else has published by its signature. `pulumi up --refresh` publishes this program's
 * bundle again, as the next version.
 *
 * @errors
 * - `Build the component first, or correct the path`: the folder or zip of `bundle` is not there.
 * - `so it is no built component`: name the folder that the build writes, with `index.js` in it.
 * - `cannot be loaded`: the reason follows. Code that reads other files, the environment or programs as soon as it is loaded
 *   belongs into the functions of actions and triggers.
 * - `is another bundle than this`: the tenant has a component of that key with another bundle, and the resource is new. Import
 *   it, or set `prismatic:adoptExisting`.
 * - `it is used by`: with `deleteOnDestroy`, integrations or connections still use it. Move those first, or keep the component.
 * - `has changed since it was planned`: the bundle was built again between preview and update. Run the command again.
 *
 * @imported
 * By its built bundle, because a tenant does not say where one is built:
 *
 * ```sh
 * npx pulumi-prismatic import-file --component components/acme/dist --out import.json > components.ts
 * pulumi import --file import.json --protect=false --generate-code=false
 * pulumi up
 * ```
 *
 * Where the bundle is what the tenant has, the preview is empty afterwards; otherwise the first update publishes it as the next
 * version, and the command says so.
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
