import {
  CustomResource,
  output,
  Output,
  Resource,
  secret,
  type CustomResourceOptions,
  type Input,
  type Inputs,
} from "@pulumi/pulumi";
import { carried } from "../program/carried.ts";
import { declaredProvider } from "../program/provider.ts";
import { identifying } from "../program/identifying.ts";
import { referenceTo, type ConnectionResource } from "../program/references.ts";
import { ownValue } from "../../tenant/ownValue.ts";
import { withSecretOutputs } from "../program/secrets.ts";
import { StackTraces } from "../program/stackTraces.ts";
import type { ComponentKey, VersionAttributes } from "../program/values.ts";
import type { SecretInputs } from "./definition/secrets.ts";
import { definitionText } from "./definitionFile.ts";

/** A connection that belongs to one integration alone. */
export interface IntegrationSpecificConnection {
  /** Type and values of the connection, and the page of the configuration wizard that asks for it. */
  integrationSpecific: {
    /** Key of the component, or `{ key, public }`. */
    component: ComponentKey;
    /** Key of the component's connection type. */
    connectionType: Input<string>;
    /** Values of inputs that are the same wherever the integration runs; secret ones belong to `secretInputs`. */
    values?: Input<Record<string, Input<string>>>;
    /** The page of the configuration wizard that asks for it; the first one where it is left out. */
    page?: Input<string>;
  };
}

/** Arguments of an {@link Integration}. */
export interface IntegrationArgs {
  /**
   * The YAML that Prismatic exports (`definitionVersion: 7`): a file's path, relative to the program, or the text itself, which
   * has a line break.
   */
  definition: Input<string>;
  /**
   * Secret values of inputs of the integration's own connections, by config variable and input. They become Pulumi
   * secrets by themselves.
   */
  secretInputs?: Record<string, Record<string, Input<string>>>;
  /** Connections by config variable: a resource of this program, a stable key, or one of the integration's own. */
  connections?: Record<string, ConnectionResource | Input<string> | IntegrationSpecificConnection>;
  /** Single steps that use another connection, by the names of the flow and the step. */
  steps?: Record<string, Record<string, ConnectionResource | Input<string>>>;
  /** Imports with the newest version of every component; false where it is left out. */
  latestComponentVersions?: Input<boolean>;
  /** Publishes a changed draft, with the version's comment and attributes if given; false where it is left out. */
  publish?: Input<boolean | PublishOptions>;
  /** Seconds to wait until a published version is available, 1 to 3600; 300 where it is left out. */
  waitSeconds?: Input<number>;
  /**
   * Decision to upgrade running instances to a version that is published here, or to leave them at theirs. Required
   * where instances run and `publish` makes a new version.
   */
  instances?: Input<"leave" | "upgrade">;
  /**
   * Listing of the newest published version in the marketplace, which shows one version of an integration. It is renewed
   * for each version that is published here. Left out: it stays as it is.
   */
  marketplace?: Input<MarketplaceListing>;
  /**
   * Decision whether the newest published version can be used: false withdraws it, true gives it back. Instances that
   * run it keep it. Left out: it stays as it is.
   */
  available?: Input<boolean>;
  /** Replaces a draft that a designer changed, after saving it to a file; refused where it is left out. */
  overwriteDraft?: Input<boolean>;
  /** Deletes the integration with the resource, if it has no instances. Left out: it is kept. */
  deleteOnDestroy?: Input<boolean>;
  /** Allows build-only connections, for a tenant in which integrations are built; false where it is left out. */
  allowBuildOnly?: Input<boolean>;
  /** External id or id of the customer that it is made for; it cannot be changed. Left out: for all customers. */
  customer?: Input<string>;
}

/** Listing of an integration in the marketplace. */
export interface MarketplaceListing {
  /** Choice whether customers can deploy it there, only see it, or neither. */
  availability: Input<
    "AVAILABLE_AND_DEPLOYABLE" | "AVAILABLE_NOT_DEPLOYABLE" | "NOT_AVAILABLE_IN_MARKETPLACE"
  >;
  /** Text that describes it there. Left out: none. */
  overview?: Input<string>;
  /** Allows a customer several instances of it. Left out: it stays as it is. */
  allowMultipleInstances?: Input<boolean>;
}

/** Details of a published version of an integration; no reason to publish by themselves. */
export interface PublishOptions {
  /** Comment on this version. */
  comment?: Input<string>;
  /** Origin of this version. */
  attributes?: Input<VersionAttributes>;
}

/**
 * An integration from the YAML that Prismatic exports, with the right connections in every tenant. It is kept when the
 * resource is destroyed, unless `deleteOnDestroy` is true.
 *
 * ```ts
 * new Integration("hooli", { definition: "integrations/hooli.yml" });
 * ```
 *
 * ```ts
 * new Integration("slack-poll", {
 *   definition: "integrations/slack-poll.yml",
 *   connections: { "Slack Connection": slack },
 *   steps: { "Send Poll": { "Post Message": "slack-alerts" } },
 *   publish: { comment: "Released from Git", attributes: { commitHash: process.env.GITHUB_SHA ?? "" } },
 *   instances: "upgrade",
 * });
 * ```
 *
 * A designer's changes in the draft are never overwritten unasked: the preview refuses and shows them.
 * `overwriteDraft: true` saves the draft to a file and replaces it.
 *
 * @remarks
 * **Identity.** It is the name in the tenant, which the definition gives it. No argument replaces the resource. Another name for
 * the resource and another definition in one update look like a second integration of the same name and are refused: keep the
 * resource's name, give it an alias, or do one after the other.
 *
 * **Connections.** A config variable that is switched keeps its key, so that no step has to change; everything that no edit
 * concerns stays as it was, comments and order too. Refused with the reason: a variable that requires an on-premise resource,
 * one that holds no connection. A step that is switched by `steps` gets a config variable of its own, named
 * `<variable> (<stable key>)`, or uses one that has the stable key. Steps in loops and branches are found by the names of
 * their flow and their own.
 *
 * **Pages.** A `UserConnection` belongs on a page with `userLevelConfigured: true`, in a headless integration on a config variable
 * with it, and is refused elsewhere. A variable on such a page stays there when its connection is switched. A connection of
 * customers or of the organization on such a page is noted with a warning, and Prismatic decides. Of a build-only connection, no
 * integration can name the container, and the one below it only with `allowBuildOnly`.
 *
 * **Checks at preview,** all at once: config variables, flows, steps and pages exist; each stable key is one of the tenant or of
 * this program and belongs to a component of the steps that use it (or of the connection that they used before: an S3
 * connection serves SNS steps; steps of `http` and `code` take any); components and their versions exist; nothing is build-only;
 * and Prismatic's own `validateIntegrationSchema`, once for each changed definition. That judgement waits for the update where
 * the program itself publishes a component of the definition. An unset connection is no error. A connection that is named
 * inside templates (`{{#Name}}`) or code (`configVars["Name"]`) is pointed out.
 *
 * **Publishing** happens where the draft changed or was never published; another comment or another commit alone is no reason. A
 * run that imported and could not publish is completed by the next one. The update waits up to `waitSeconds` until the version is
 * available, then instances are upgraded with `instances: "upgrade"`, all at once, and one by one where the tenant refuses that
 * because one of them is incomplete. Instances that need values of their own or of their users are named and keep running the
 * old version until a person completes them; that is no failure. Others that still run the old version then are one: the
 * error names them, and the next `pulumi up` upgrades them. A version that is not available in time is published all the
 * same: nothing was upgraded, and the next `pulumi up` waits again and goes on from there.
 *
 * **The marketplace** shows one version of an integration. The listing, its `overview` included, is set again for each version
 * that is published here, as soon as that is available, and so is `available: false`. Both need a published version;
 * `available: false` and `instances: "upgrade"` exclude each other.
 *
 * **Order on destroy.** Versions keep naming the connections that they were published with, also after the draft names others.
 * Where such a connection is in the program, `dependsOn: [connection]` on the integration lets the integration go first.
 *
 * @drift
 * A refresh finds what a designer changed in the draft, a listing that somebody changed, and a newer version that somebody
 * published without it. It does not find a secret input that somebody changed in the designer. A newer version of a component is
 * no change by itself, also with `latestComponentVersions`: the next import takes it.
 *
 * @errors
 * - `was changed in the designer since it was last written`: export the integration into the definition's file to keep the
 *   changes, or discard them with `overwriteDraft: true`.
 * - `that differs from the definition`: an integration of this name is there. Import it with the printed command, or set
 *   `prismatic:adoptExisting`, which saves what it was to a file and replaces it.
 * - `is of a form that Prismatic no longer writes`: import the file once by Prismatic's own command and export it again; version
 *   7 is needed.
 * - `is a user connection, and no user sets`: move the config variable to a page with `userLevelConfigured: true`, or name
 *   another connection.
 * - `is a connection of the component`: the steps use other components. Name a connection of one of those.
 * - `is a build-only connection`: use a reusable connection, or `allowBuildOnly: true` in a tenant for development.
 * - `is for the newest published version, and`: a listing needs one. Add `publish: true`.
 * - `would lose it`: with `deleteOnDestroy`, instances remain. Remove those first, or let the integration stay.
 *
 * @imported
 * By name, or all that are not code-native. The definition goes to a file below `integrations/` with secret inputs left empty:
 *
 * ```sh
 * npx pulumi-prismatic import-file "Integration/Order alerts" --out import.json > integrations.ts
 * npx pulumi-prismatic import-file "Integration/*" --read-secrets --out import.json > integrations.ts
 * pulumi import --file import.json --protect=false --generate-code=false
 * pulumi up
 * ```
 *
 * The listing comes along where there is one, and `available` where the newest version is withdrawn. No file holds a secret:
 * with `--read-secrets` they go into the stack's encrypted configuration, otherwise their names are printed. The first
 * `pulumi up` compares them with the tenant's and sends nothing where they are the same. Write-only inputs cannot be read and
 * are listed. The files go where the program runs: the folder of `main` in `Pulumi.yaml`, also with `--cwd`. A name that cannot
 * be a file's as it is, or that two integrations would share, ends in a digest of the name (`integration-1f0c2a9b`), which is the
 * same in every run. Where a file is there with other content, or a definition holds a secret that no file may hold, nothing
 * is written.
 */
export class Integration extends CustomResource {
  static readonly __pulumiType = "pulumi-nodejs:dynamic/prismatic:Integration";

  constructor(name: string, args: IntegrationArgs, options?: CustomResourceOptions) {
    args = carried(name, args);
    const properties = {
      ...args,
      ...definitionProperties(name, args),
      customer: identifying(args.customer),
      connections: args.connections && mapped(args.connections, connectionProperty),
      steps: args.steps && mapped(args.steps, (switches) => mapped(switches, referenceTo)),
      name: undefined,
      versionNumber: undefined,
      published: undefined,
      draft: undefined,
      upgradePending: undefined,
      __provider: declaredProvider("integration"),
    };
    const traces = new StackTraces();
    try {
      super(
        Integration.__pulumiType,
        name,
        properties,
        withSecretOutputs(options, ["secretInputs", "draft"]),
      );
    } catch (error) {
      throw traces.traced(error);
    } finally {
      traces.restore();
    }
  }
}

export interface Integration {
  /** The name that the definition gives it. */
  readonly name: Output<string>;
  readonly definition: Output<string>;
  /** Number of the newest published version; undefined where nothing was published. */
  readonly versionNumber: Output<number | undefined>;
  /** True where the draft is what was published last. */
  readonly published: Output<boolean>;
  /** The draft as Prismatic keeps it; secret. */
  readonly draft: Output<string>;
  /** True where instances may still run an older version. */
  readonly upgradePending: Output<boolean>;
}

/**
 * The text and the secret inputs: the given ones override those in the text. The YAML reader is loaded here, because
 * a program without integrations does not need it.
 */
function definitionProperties(name: string, { definition, secretInputs }: IntegrationArgs): Inputs {
  const text =
    typeof definition === "string"
      ? output(definitionText(definition, name))
      : output(definition).apply((given) => definitionText(given, name));
  const loaded = text.apply(async (known) => (await import("./definition/secrets.ts")).withoutSecrets(known));
  return {
    // What is secret and cannot be taken out keeps the whole text from being shown.
    definition: loaded.apply(({ text: cleaned, left }) =>
      left.length > 0 ? secret(cleaned) : output(cleaned),
    ),
    secretInputs: loaded.apply(({ secrets }) =>
      markedSecrets(carried(`${name}.secretInputs`, secrets), secretInputs),
    ),
  };
}

function markedSecrets(
  written: SecretInputs,
  given: IntegrationArgs["secretInputs"] = {},
): Record<string, Record<string, Output<string>>> | undefined {
  const variables = [...new Set([...Object.keys(written), ...Object.keys(given)])];
  if (variables.length === 0) return undefined;
  return Object.fromEntries(
    variables.map((variable) => [
      variable,
      mapped({ ...ownValue(written, variable), ...ownValue(given, variable) }, (value) => secret(value)),
    ]),
  );
}

function connectionProperty(
  target: ConnectionResource | Input<string> | IntegrationSpecificConnection,
): unknown {
  if (!isIntegrationSpecific(target)) return referenceTo(target);
  const { component, connectionType, ...rest } = target.integrationSpecific;
  return {
    integrationSpecific: {
      ...rest,
      component: identifying(component),
      connectionType: identifying(connectionType),
    },
  };
}

/** Tells connections of the integration's own from outputs, which have every property, and from resources. */
function isIntegrationSpecific(target: unknown): target is IntegrationSpecificConnection {
  if (typeof target !== "object" || target === null) return false;
  return !Output.isInstance(target) && !Resource.isInstance(target) && "integrationSpecific" in target;
}

function mapped<Value, Mapped>(
  map: Record<string, Value>,
  change: (value: Value) => Mapped,
): Record<string, Mapped> {
  return Object.fromEntries(Object.entries(map).map(([name, value]) => [name, change(value)]));
}
