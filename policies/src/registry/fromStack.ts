import { spawn } from "node:child_process";
import { isDeepStrictEqual } from "node:util";
import { CommandError, meantStack } from "pulumi-prismatic/commandLine";
import {
  CONNECTION_CLASSES,
  ownValue,
  pulumiCommand,
  RESOURCE_CLASSES,
  SIGNATURE,
  visibleLine,
  type ConnectionClass,
} from "pulumi-prismatic/vocabulary";
import { z } from "zod";
import { componentOf, type ComponentReference } from "../domain/connection.ts";
import { ListedError, oneLine } from "../engine/errors.ts";
import { isGiven, isUnknown, knownText, type Properties } from "../engine/properties.ts";
import { classOf, placeOf, titleOf } from "../engine/resource.ts";
import type { RegistryEntry } from "./schema.ts";

/**
 * Asks Pulumi's command line for the state of a stack of the project in a folder. Its secrets stay encrypted.
 *
 * @throws CommandError with Pulumi's own words if it fails
 */
export async function exportStack(stack: string, cwd: string): Promise<unknown> {
  const args = ["stack", "export", "--stack", stack, "--non-interactive"];
  const child = spawn(pulumiCommand(), args, { cwd, stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (stdout += chunk));
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (stderr += chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", (error) =>
      reject(failedPulumi("Pulumi's command line does not run. Put `pulumi` on the PATH.", error)),
    );
    child.on("close", resolve);
  });
  if (code !== 0) {
    const reason = oneLine(stderr) || oneLine(stdout) || `it ended with code ${code}`;
    throw failedPulumi(
      `Stack ${stack} cannot be read, because pulumi ${args.join(" ")} failed: ${reason}${meantStack(reason, stack, cwd)}`,
    );
  }
  try {
    return JSON.parse(stdout);
  } catch (error) {
    throw failedPulumi(
      `Stack ${stack} cannot be read, because pulumi ${args.join(" ")} answered in part only. Type the command again.`,
      error,
    );
  }
}

const failedPulumi = (message: string, cause?: unknown): CommandError =>
  new CommandError({ code: "PULUMI", message: visibleLine(message) }, { cause });

const stackResource = z.object({
  urn: z.string(),
  type: z.string(),
  delete: z.boolean().optional(),
  inputs: z.record(z.string(), z.unknown()).optional(),
  outputs: z.record(z.string(), z.unknown()).optional(),
});
type StackResource = z.output<typeof stackResource>;

const stackExport = z.object({
  version: z.number(),
  deployment: z
    .object({
      resources: z.array(stackResource).optional(),
      pending_operations: z.array(z.object({ resource: stackResource, type: z.string() })).optional(),
    })
    .nullable(),
});

/** The newest form of a state that this version knows. */
const NEWEST_STATE = 4;

/** The stable keys of a stack. */
export interface StackKeys {
  project: string;
  /** Name of the stack, without organization and project. */
  stack: string;
  entries: Record<string, RegistryEntry>;
}

/**
 * Finds the stable keys in the state of a stack, as `pulumi stack export` prints it. It reads kind, component,
 * connection type and description and nothing else, so no value and no secret.
 *
 * @throws Error that names each connection that cannot be read, and what to type in the program
 * @throws Error if the state itself is not understood, or is that of a stack that holds nothing
 * @throws Error if a stable key stands for different things in the tenants of the stack
 */
export function keysOfState(exported: unknown): StackKeys {
  const { resources, pending } = understood(exported);
  const [first] = resources;
  if (first === undefined) {
    throw new Error(
      "The stack holds nothing: it was never brought up, or was destroyed, so it tells no stable key from one that is " +
        "gone. Run pulumi up first, or take the entries of a stack that is no more out of the registry by hand.",
    );
  }
  const { project, stack } = placeOf(first.urn);
  const read = resources.filter(isConnection).map((resource) => readConnection(resource, project));
  const problems = [...pending, ...read.flatMap((connection) => connection.problems ?? [])];
  if (problems.length > 0) {
    throw new ListedError("The stack has connections that cannot be read:", problems);
  }
  const entries = new Map<string, RegistryEntry>();
  for (const connection of read) {
    if (connection.problems !== undefined) continue;
    const { stableKey, entry } = connection;
    const other = entries.get(stableKey);
    if (other !== undefined && !isSameAs(other, entry)) {
      throw new Error(
        `The stack has "${stableKey}" twice, as ${described(other)} and as ${described(entry)}. It can stand for one ` +
          "of them only: give the other another stable key.",
      );
    }
    entries.set(stableKey, { ...entry, ...other });
  }
  return { project, stack, entries: Object.fromEntries(entries) };
}

/** The resources of a state that stay, and a problem for each connection that an interrupted run left unclear. */
function understood(exported: unknown): { resources: StackResource[]; pending: string[] } {
  const parsed = stackExport.safeParse(exported);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Error(`The stack's state is not understood: ${issue?.path.join(".")}: ${issue?.message}.`);
  }
  const { version, deployment } = parsed.data;
  if (version > NEWEST_STATE) {
    throw new Error(
      `The stack's state has version ${version}, which this version of pulumi-prismatic-policies does not know. Install ` +
        "a newer one.",
    );
  }
  const pending = (deployment?.pending_operations ?? []).filter(({ resource }) => isConnection(resource));
  return {
    resources: (deployment?.resources ?? []).filter((resource) => resource.delete !== true),
    pending: pending.map(
      ({ resource, type }) =>
        `${titleOfState(resource)}: a run was interrupted while ${type} it. Run pulumi refresh.`,
    ),
  };
}

/** A class that is newer than this version counts as well, or its key would be taken for one that is gone. */
function isConnection({ type, inputs, outputs }: StackResource): boolean {
  if (kindOf(type) !== undefined) return true;
  const name = classOf(type);
  const isKnown = name === undefined || RESOURCE_CLASSES.some((known) => known === name);
  return !isKnown && isGiven(inputs?.["stableKey"] ?? outputs?.["stableKey"]);
}

function kindOf(type: string): ConnectionClass | undefined {
  return CONNECTION_CLASSES.find((name) => name === classOf(type));
}

type ReadConnection = { stableKey: string; entry: RegistryEntry; problems?: never } | { problems: string[] };

function titleOfState({ type, urn }: StackResource): string {
  return titleOf({ type: classOf(type) ?? type, name: urn.split("::").at(-1) ?? urn });
}

function readConnection(resource: StackResource, project: string): ReadConnection {
  const title = titleOfState(resource);
  const kind = kindOf(resource.type);
  if (kind === undefined) {
    const problem = `${title}: its class is newer than this version of pulumi-prismatic-policies. Install a newer one.`;
    return { problems: [problem] };
  }
  const properties = readableProperties(resource);
  const problems = ["stableKey", "component", "connectionType"].flatMap((argument) => {
    const problem = problemOf(argument, ownValue(properties, argument));
    return problem === undefined ? [] : [`${title}: its ${argument} ${problem}`];
  });
  const stableKey = knownText(properties["stableKey"]);
  if (problems.length > 0) return { problems };
  if (stableKey === undefined || stableKey === "")
    return { problems: [`${title}: the state holds no stableKey. Run pulumi up first.`] };
  if (stableKey === "__proto__") {
    const problem = `${title}: its stableKey is __proto__, which no registry can hold. Give the connection another one.`;
    return { problems: [problem] };
  }
  return { stableKey, entry: entryOf(kind, properties, project) };
}

/**
 * The properties of a resource: its outputs, and its inputs if an output is missing or cannot be read. With
 * `additionalSecretOutputs`, Pulumi encrypts an output although the input is plain.
 */
function readableProperties({ inputs = {}, outputs = {} }: StackResource): Properties {
  const read = Object.entries(outputs).filter(
    ([name, value]) => !Object.hasOwn(inputs, name) || !(holds(value, isSecret) || holds(value, isUnknown)),
  );
  return { ...inputs, ...Object.fromEntries(read) };
}

function problemOf(argument: string, value: unknown): string | undefined {
  if (holds(value, isSecret)) {
    return (
      "is a secret, so the state holds it encrypted. Give it a plain text in the program, or unwrap it with " +
      `${argument}: pulumi.unsecret(...), and run pulumi up.`
    );
  }
  if (holds(value, isUnknown)) return "is not known yet. Run pulumi up first.";
  const isUnderstood = (argument === "component" ? componentOf(value) : knownText(value)) !== undefined;
  return isUnderstood || !isGiven(value)
    ? undefined
    : "has a form that is newer than this version of pulumi-prismatic-policies. Install a newer one.";
}

/** Tells a value that is such a one, or has such a one inside. */
function holds(value: unknown, isSuch: (value: unknown) => boolean): boolean {
  if (isSuch(value)) return true;
  return (
    typeof value === "object" && value !== null && Object.values(value).some((inner) => holds(inner, isSuch))
  );
}

function isSecret(value: unknown): boolean {
  return typeof value === "object" && value !== null && SIGNATURE in value;
}

function entryOf(kind: ConnectionClass, properties: Properties, project: string): RegistryEntry {
  const component = componentOf(properties["component"]);
  const connectionType = knownText(properties["connectionType"]);
  const description = knownText(properties["description"]);
  return {
    kind,
    ...(component?.key && { component: withVisibility(component) }),
    ...(connectionType && { connectionType }),
    ...(description && { description }),
    ...(project && { projects: [project] }),
  };
}

function withVisibility({ key, public: isPublic }: ComponentReference): RegistryEntry["component"] {
  return isPublic === undefined ? key : { key, public: isPublic };
}

function isSameAs(one: RegistryEntry, other: RegistryEntry): boolean {
  return (
    one.kind === other.kind &&
    isDeepStrictEqual(one.component, other.component) &&
    one.connectionType === other.connectionType
  );
}

function described({ kind, component, connectionType }: RegistryEntry): string {
  return [kind, componentOf(component)?.key, connectionType].filter(Boolean).join(" ");
}
