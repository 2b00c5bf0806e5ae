import {
  CustomResource,
  output,
  secret,
  type CustomResourceOptions,
  type Input,
  type Inputs,
  Output,
  Resource,
} from "@pulumi/pulumi";
import { providerConstant } from "../../dynamic/constant.ts";
import type { ArgumentsOf } from "../arguments.ts";
import { withSecretOutputs } from "../program/secrets.ts";
import { referenceTo } from "../program/connectionReference.ts";
import type { integrationArguments } from "./arguments.ts";
import type { SecretInputs } from "./definition/secrets.ts";
import { definitionText } from "./definitionFile.ts";

/** A connection that belongs to one integration alone. */
export interface IntegrationSpecificConnection {
  integrationSpecific: {
    /** Key of the component; `{ key, public: false }` for a private one. */
    component: Input<string> | { key: Input<string>; public: Input<boolean> };
    /** Key of the component's connection type. */
    connectionType: Input<string>;
    /** Values of inputs that are the same wherever the integration runs; secret ones belong to `secretInputs`. */
    values?: Record<string, Input<string>>;
    /** The page of the configuration wizard that asks for it; the first one where it is left out. */
    page?: Input<string>;
  };
}

/** Arguments of an {@link Integration}. */
export interface IntegrationArgs extends Omit<
  ArgumentsOf<typeof integrationArguments>,
  "definition" | "secretInputs" | "connections" | "steps"
> {
  /** The YAML that Prismatic exports: a file's path, relative to the program, or the text itself. */
  definition: Input<string>;
  /** Values of inputs of the integration's own connections that must not be seen, by config variable and input. */
  secretInputs?: Record<string, Record<string, Input<string>>>;
  /** What config variables hold: a connection of this program, a stable key, or a connection of the integration's own. */
  connections?: Record<string, Resource | Input<string> | IntegrationSpecificConnection>;
  /** Single steps that use another connection, by the names of the flow and the step. */
  steps?: Record<string, Record<string, Resource | Input<string>>>;
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
 * What designers changed in the draft is never overwritten unasked: the preview refuses and shows what it is;
 * `overwriteDraft: true` replaces it and saves what it was to a file.
 */
export class Integration extends CustomResource {
  static readonly __pulumiType = "pulumi-nodejs:dynamic/prismatic:Integration";

  constructor(name: string, args: IntegrationArgs, options?: CustomResourceOptions) {
    const properties = {
      ...args,
      ...definitionProperties(name, args),
      connections: args.connections && mapped(args.connections, connectionProperty),
      steps: args.steps && mapped(args.steps, (switches) => mapped(switches, referenceTo)),
      name: undefined,
      versionNumber: undefined,
      published: undefined,
      draft: undefined,
      upgradePending: undefined,
      __provider: providerConstant("integration"),
    };
    super(Integration.__pulumiType, name, properties, withSecretOutputs(options, ["secretInputs", "draft"]));
  }
}

export interface Integration {
  /** The name that the definition gives it. */
  readonly name: Output<string>;
  readonly definition: Output<string>;
  /** Number of the newest published version; undefined where nothing was published. */
  readonly versionNumber: Output<number | undefined>;
  /** Whether the draft is what was published last. */
  readonly published: Output<boolean>;
  /** The draft as Prismatic keeps it; secret. */
  readonly draft: Output<string>;
  /** Whether instances may still run an older version. */
  readonly upgradePending: Output<boolean>;
}

/**
 * The text and the secret inputs: those that are written in the text, and over them those that are given. What reads
 * YAML is loaded here, because a program without integrations does not need it.
 */
function definitionProperties(name: string, { definition, secretInputs }: IntegrationArgs): Inputs {
  const text =
    typeof definition === "string"
      ? output(definitionText(definition, name))
      : output(definition).apply((given) => definitionText(given, name));
  const loaded = text.apply(async (known) => (await import("./definition/secrets.ts")).withoutSecrets(known));
  return {
    definition: loaded.apply((known) => known.text),
    secretInputs: loaded.apply(({ secrets }) => markedSecrets(secrets, secretInputs)),
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
      mapped({ ...written[variable], ...given[variable] }, (value) => secret(value)),
    ]),
  );
}

function connectionProperty(target: Resource | Input<string> | IntegrationSpecificConnection): unknown {
  return isIntegrationSpecific(target) ? target : referenceTo(target);
}

/** An output has every property, and a resource is none. */
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
