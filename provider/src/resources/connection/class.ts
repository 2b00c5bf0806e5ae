import {
  mergeOptions,
  secret,
  type CustomResourceOptions,
  type Input,
  type Inputs,
  type Output,
  type Resource,
} from "@pulumi/pulumi";
import type { ArgumentsOf } from "../arguments.ts";
import { referenceToComponent, type NamedComponent } from "../component/reference.ts";
import type { SecretRevisions } from "../secretRevisions.ts";
import type { connectionArguments } from "./arguments.ts";
import type { ConnectionKind } from "./kind.ts";
import type { InputValue } from "./values.ts";

/** Outputs that are secret without being arguments, after which Pulumi would mark them by itself. */
export const SECRET_OUTPUTS = ["authorizeUrl"];

/** The arguments that all kinds of connection have. */
export interface ConnectionArgs extends Omit<
  ArgumentsOf<typeof connectionArguments>,
  "separateGlobalValues" | "component"
> {
  /**
   * Key of the component, as `prism components:list` shows it; `{ key, public }` where two share the key; or the
   * `Component` of this program that publishes it.
   */
  component: Resource | NamedComponent;
}

/** What every connection resource shows to the program. */
export interface ConnectionFields {
  readonly component: Output<string | { key: string; public: boolean }>;
  /** Key of the connection type, also where the program left it out. */
  readonly connectionType: Output<string>;
  readonly stableKey: Output<string>;
  readonly name: Output<string>;
  readonly description: Output<string | undefined>;
  readonly globalValues: Output<Record<string, InputValue> | undefined>;
  readonly globalSecrets: Output<Record<string, string> | undefined>;
  readonly plainInputs: Output<string[] | undefined>;
  readonly testCredentials: Output<
    { values?: Record<string, InputValue>; secrets?: Record<string, string> } | undefined
  >;
  readonly embeddedWorkflows: Output<boolean | undefined>;
  /** How often each secret was changed. */
  readonly secretRevisions: Output<SecretRevisions | undefined>;
  /** `ACTIVE`, `PENDING` (somebody has to authorize it), `ERROR` or `FAILED`; undefined where customers supply. */
  readonly status: Output<string | undefined>;
  /** Where a person authorizes the connection, while that is needed; secret. */
  readonly authorizeUrl: Output<string | undefined>;
  /** When an input was last set, as an ISO 8601 time. */
  readonly lastConfiguredAt: Output<string | undefined>;
}

/** What other resources know of a connection from its arguments, which a preview knows before it exists. */
export interface DeclaredConnection {
  stableKey: Input<string>;
  component: unknown;
  connectionType: Input<string | undefined> | undefined;
  variableScope: string;
  managedBy: string;
  /** The arguments that the connection manages itself. */
  manages: ("globalValues" | "testCredentials" | "embeddedWorkflows")[];
  /** The inputs that have a global value; left out where the program does not know them yet. */
  globalInputs: string[] | undefined;
}

const declaredConnections = new WeakMap<Resource, DeclaredConnection>();

/** Remembers what a connection resource was declared with. */
export function rememberDeclaration(resource: Resource, kind: ConnectionKind, args: ConnectionArgs): void {
  declaredConnections.set(resource, {
    stableKey: args.stableKey,
    component: referenceToComponent(args.component),
    connectionType: args.connectionType,
    variableScope: kind.variableScope,
    managedBy: kind.managedBy,
    globalInputs: kind.variableScope === "org" ? [] : inputNames(args.globalValues, args.globalSecrets),
    manages: [
      ...(args.globalValues !== undefined || args.globalSecrets !== undefined
        ? (["globalValues"] as const)
        : []),
      ...(args.testCredentials !== undefined ? (["testCredentials"] as const) : []),
      ...(args.embeddedWorkflows !== undefined ? (["embeddedWorkflows"] as const) : []),
    ],
  });
}

function inputNames(...maps: unknown[]): string[] | undefined {
  const given = maps.filter((map) => map !== undefined);
  if (given.some((map) => Object.getPrototypeOf(map) !== Object.prototype)) return undefined;
  return given.flatMap((map) => Object.keys(map as object));
}

/** What a connection resource of this program was declared with; undefined for any other resource. */
export function declarationOf(resource: Resource): DeclaredConnection | undefined {
  return declaredConnections.get(resource);
}

/** Properties to register: the arguments with their secrets marked, and a place for each computed output. */
export function connectionProperties(args: ConnectionArgs, providerConstant: string): Inputs {
  return {
    ...args,
    component: referenceToComponent(args.component),
    globalSecrets: secretMap(args.globalSecrets),
    testCredentials: secretCredentials(args.testCredentials),
    secretRevisions: undefined,
    status: undefined,
    authorizeUrl: undefined,
    savedTestCredentials: undefined,
    lastConfiguredAt: undefined,
    __provider: providerConstant,
  };
}

/** Marks every value of a map as secret; the names stay visible, so that a diff can say which one changed. */
export function secretMap(map: Input<Record<string, unknown>> | undefined): unknown {
  if (map === undefined) return undefined;
  if (Object.getPrototypeOf(map) !== Object.prototype) return secret(map);
  return Object.fromEntries(Object.entries(map).map(([name, value]) => [name, secret(value)]));
}

/** Marks the secrets of credentials, and nothing else of them. */
export function secretCredentials(credentials: ConnectionArgs["testCredentials"]): unknown {
  if (credentials === undefined) return undefined;
  if (Object.getPrototypeOf(credentials) !== Object.prototype) return secret(credentials);
  const { values, secrets } = credentials as { values?: unknown; secrets?: Input<Record<string, unknown>> };
  return { values, secrets: secretMap(secrets) };
}

/** Options that keep the named outputs secret, besides those that Pulumi marks because the arguments are secret. */
export function withSecretOutputs(
  options: CustomResourceOptions | undefined,
  names: string[],
): CustomResourceOptions {
  return mergeOptions(options, { additionalSecretOutputs: names });
}
