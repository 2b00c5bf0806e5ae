import { CONNECTION_CLASSES, ownValue, SIGNATURE, TYPE_PREFIX } from "pulumi-prismatic/vocabulary";
import { failed, type Attempt } from "../fleet/fleet.ts";
import { leavesOf } from "../preview/printable.ts";
import { commandFailure } from "../preview/failures.ts";
import { shownExactly } from "../shownText.ts";
import type { ChosenStack } from "../project/choice.ts";
import type { Environments } from "../project/environment.ts";
import { shownTenant } from "../project/openTenant.ts";
import { isDefaultProvider } from "../project/providers.ts";
import { readWith, type PulumiProcess } from "../pulumi/command.ts";
import { stackExport, type ExportedResource } from "../pulumi/stackExport.ts";
import { versionText, yesOrNo, type ConnectionFacts, type StackFacts } from "./facts.ts";

type Properties = Readonly<Record<string, unknown>>;

/**
 * Reads the connections of a stack from its state. Secrets stay encrypted: no passphrase is needed.
 *
 * @throws RolloutError where the stack's environment cannot be supplied
 */
export async function readState(
  stack: ChosenStack,
  { pulumi, environments }: { pulumi: PulumiProcess; environments: Environments },
): Promise<Attempt<StackFacts>> {
  const { env, secrets } = await environments.of(stack.name);
  const args = ["stack", "export", "--non-interactive", "--stack", stack.name];
  const { code, stdout, stderr, endedBy } = await readWith({ ...pulumi, env }, args);
  if (endedBy !== "itself") return failed("The state was not read to its end.", "Run it again.");
  if (code !== 0) {
    const circumstances = { stack: stack.name, folder: pulumi.cwd, secrets, command: "stack export" };
    return { failures: [commandFailure(stderr, circumstances)] };
  }
  const parsed = stackExport.safeParse(jsonOf(stdout));
  if (!parsed.success) {
    return failed("The state has a form that this version does not know.", "Is there a newer version?");
  }
  return { found: factsOfState(parsed.data.deployment?.resources ?? [], secrets) };
}

/** The connections of a state, with what resources of their own add to them. */
export function factsOfState(resources: readonly ExportedResource[], secrets: readonly string[]): StackFacts {
  const present = resources.filter((resource) => resource.delete !== true);
  const own = present.filter(({ provider }) => isDefaultProvider(provider));
  const keys = new Map<string, ConnectionFacts>();
  for (const resource of own) {
    const key = isConnection(resource) ? textOf(resource.inputs, "stableKey") : undefined;
    if (key !== undefined) keys.set(shownExactly(key, secrets), basics(resource, secrets));
  }
  for (const resource of own) addParts(resource, keys, secrets);
  return {
    tenant: tenantOf(own),
    keys,
    ofOtherTenants: present.filter((resource) => isConnection(resource) && !own.includes(resource)).length,
  };
}

function basics({ type, inputs, outputs }: ExportedResource, secrets: readonly string[]): ConnectionFacts {
  const component = ownValue(inputs ?? {}, "component");
  const key = typeof component === "string" ? component : textOf(component, "key");
  const facts = new Map<string, string>([
    ["kind", type.slice(TYPE_PREFIX.length)],
    ["component", shownExactly(key ?? "none", secrets)],
    [
      "type",
      shownExactly(textOf(outputs, "connectionType") ?? textOf(inputs, "connectionType") ?? "none", secrets),
    ],
    ["embeddedWorkflows", yesOrNo(ownValue(inputs ?? {}, "embeddedWorkflows") === true)],
  ]);
  const found = { facts, notRead: new Map<string, string>() };
  addValues(found, inputs ?? {}, "globalValues", secrets);
  return found;
}

/** Adds what a resource of its own says about a connection. */
function addParts(
  { type, inputs, outputs }: ExportedResource,
  keys: ReadonlyMap<string, ConnectionFacts>,
  secrets: readonly string[],
): void {
  const className = type.startsWith(TYPE_PREFIX) ? type.slice(TYPE_PREFIX.length) : "";
  const connection = (key: string | undefined) =>
    key === undefined ? undefined : keys.get(shownExactly(key, secrets));
  const ofReference = connection(stableKeyOf(ownValue(inputs ?? {}, "connection")));
  if (className === "EmbeddedWorkflowFlag") ofReference?.facts.set("embeddedWorkflows", "yes");
  if (className === "GlobalValues" && ofReference !== undefined) {
    addValues(ofReference, inputs ?? {}, "values", secrets);
  }
  if (className === "Integration" || className === "CodeNativeIntegration") {
    const version = ownValue(outputs ?? {}, "versionNumber");
    const name = shownExactly(textOf(outputs, "name") ?? textOf(inputs, "name") ?? "without a name", secrets);
    const text = versionText(typeof version === "number" ? version : undefined);
    for (const key of namedKeys({ ...outputs, ...inputs }))
      connection(key)?.facts.set(`integrations.${name}`, text);
  }
}

/** Adds plain values, and the names of secrets: a value that may not be printed counts as one. */
function addValues(
  { facts, notRead }: ConnectionFacts,
  inputs: Properties,
  member: "globalValues" | "values",
  secrets: readonly string[],
): void {
  const shown = (text: string) => shownExactly(text, secrets);
  const values = mapOf(ownValue(inputs, member));
  const plainInputs = ownValue(inputs, "plainInputs");
  // Text that Pulumi encrypted is another one in every stack.
  if (ownValue(values, SIGNATURE) !== undefined) notRead.set("values.", "the state holds them encrypted");
  else {
    for (const [name, value] of Object.entries(values)) {
      const leaves = leavesOf(
        { [member]: only(name, value), ...(plainInputs === undefined ? {} : { plainInputs }) },
        true,
      );
      const isHidden = [...leaves.values()].some((leaf) => "hidden" in leaf);
      if (isHidden) facts.set(`secrets.${shown(name)}`, "set");
      else facts.set(`values.${shown(name)}`, shown(plainText(value)));
    }
  }
  for (const name of Object.keys(mapOf(ownValue(inputs, "secretRevisions")))) {
    if (/^(testCredentials|oauthTokens)(\.|$)/.test(name)) continue;
    facts.set(`secrets.${shown(name)}`, "set");
  }
}

const only = (name: string, value: unknown): Properties => Object.fromEntries([[name, value]]);

/** Stable keys that an integration names in its config variables or steps. */
function namedKeys({ connections, steps, stableKeys }: Properties): string[] {
  const keys = new Set<string>();
  for (const reference of Object.values(mapOf(connections))) keys.add(stableKeyOf(reference) ?? "");
  for (const key of Object.values(mapOf(stableKeys))) if (typeof key === "string") keys.add(key);
  for (const step of Object.values(mapOf(steps))) {
    for (const reference of Object.values(mapOf(step))) keys.add(stableKeyOf(reference) ?? "");
  }
  return [...keys].filter(Boolean);
}

function stableKeyOf(reference: unknown): string | undefined {
  return typeof reference === "string" ? reference : textOf(reference, "stableKey");
}

/** The tenant that all resources of our own were read in, as their states name it: `<id> at <url>`. */
function tenantOf(resources: readonly ExportedResource[]): StackFacts["tenant"] {
  const names = resources
    .map(({ outputs }) => textOf(outputs, "tenant"))
    .filter((each) => each !== undefined);
  const [id, url] = names[0]?.split(" at ") ?? [];
  return new Set(names).size === 1 ? shownTenant(url, id) : undefined;
}

function isConnection({ type }: ExportedResource): boolean {
  return CONNECTION_CLASSES.some((name) => type === TYPE_PREFIX + name);
}

function mapOf(value: unknown): Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Properties) : {};
}

function textOf(map: unknown, name: string): string | undefined {
  const found = ownValue(mapOf(map), name);
  return typeof found === "string" ? found : undefined;
}

const plainText = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
