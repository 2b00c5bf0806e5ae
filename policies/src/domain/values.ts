import { secretForm, type ResourceClass } from "pulumi-prismatic/vocabulary";
import { isUnknown, knownMap, knownText, knownTexts, type Properties } from "../engine/properties.ts";
import type { ResourceView } from "../engine/resource.ts";
import { valuesInDefinition } from "./definitionValues.ts";
import { PLACES, type Meaning, type Places } from "./places.ts";

/** One text that a program hands to a resource. */
export interface GivenValue {
  /** Place in the resource's arguments: `globalValues.clientId`. It holds no secret. */
  path: string;
  /** Never print that of a secret. */
  text: string;
  secret: boolean;
  /** Keys by which a value is taken for secret: the component's input, and the member of a map in it. */
  names: readonly string[];
  /** Argument that the value belongs to if it is secret; undefined where there is none. */
  secretPath?: string | undefined;
  /** False for prose, in which an address is not one that credentials are sent to. */
  isAddressable: boolean;
}

/** Findings of the provider in values that it keeps as digests, so that no policy sees the values themselves. */
export interface ValueFacts {
  /** Keys of the inputs under `values`; of a set that an earlier version wrote, those that look secret by their name. */
  names: string[];
  /** Forms of secrets under `values`. */
  forms: { path: string; kind: string }[];
  /** Unencrypted addresses, without a host under `secrets`. */
  addresses: { path: string; scheme: string; host?: string }[];
}

/** A name that holds a secret by its form is not part of a path. */
const HIDDEN = "<a name>";

interface Node {
  meaning: Meaning | undefined;
  members: Map<string, Node>;
}

const trees = new Map<string, Node>();
const known = new WeakMap<ResourceView, readonly GivenValue[]>();

/**
 * All texts that a resource is given, plain and secret, in whatever argument, list or map: of classes and arguments that
 * this version does not know as well. Unknown ones are left out.
 */
export function valuesOf(resource: ResourceView): readonly GivenValue[] {
  const before = known.get(resource);
  if (before !== undefined) return before;
  const found: GivenValue[] = [];
  const tree = treeOf(resource.type);
  for (const [name, value] of Object.entries(resource.properties)) {
    if (name.startsWith("__")) continue;
    collect(value, { path: [name], node: tree.members.get(name), meaning: "text", names: [] }, found);
  }
  known.set(resource, found);
  return found;
}

/** The provider's findings in values that no policy sees; undefined for resources whose values policies see. */
export function valueFactsOf({ type, properties }: ResourceView): ValueFacts | undefined {
  if (type !== "CustomerCredentialsSet") return undefined;
  const facts = knownMap(properties["valueFacts"]);
  if (facts === undefined) return undefined;
  const list = (value: unknown): Properties[] =>
    Array.isArray(value) ? value.map(knownMap).filter((each) => each !== undefined) : [];
  return {
    names: knownTexts(facts["names"]),
    forms: list(facts["forms"]).map(({ path, kind }) => ({ path: textOf(path), kind: textOf(kind) })),
    addresses: list(facts["addresses"]).map(({ path, scheme, host }) => {
      const shown = knownText(host);
      return { path: textOf(path), scheme: textOf(scheme), ...(shown !== undefined && { host: shown }) };
    }),
  };
}

function textOf(value: unknown): string {
  return knownText(value) ?? "";
}

/** The inputs that the resource calls plain although they look secret by their name. */
export function plainInputsOf({ properties }: ResourceView): string[] {
  return knownTexts(properties["plainInputs"]);
}

interface Place {
  path: readonly string[];
  node: Node | undefined;
  meaning: Meaning;
  names: readonly string[];
}

function collect(value: unknown, { path, node, meaning: outer, names }: Place, found: GivenValue[]): void {
  const meaning = node?.meaning ?? outer;
  if (value === null || isUnknown(value) || meaning === "facts") return;
  if (typeof value === "string") {
    if (meaning === "definition") found.push(...valuesInDefinition(value));
    else found.push(given(value, path, meaning, names));
    return;
  }
  if (typeof value !== "object") return;
  for (const [name, member] of Object.entries(value)) {
    // The place of a member of a list is the list.
    if (Array.isArray(value)) {
      collect(member, { path, node: node?.members.get("*"), meaning, names }, found);
      continue;
    }
    const isHidden = secretForm(name) !== undefined;
    if (isHidden) found.push({ ...given(name, path, "text", []), path: `a name in ${path.join(".")}` });
    collect(
      member,
      {
        path: [...path, isHidden ? HIDDEN : name],
        node: node?.members.get(name) ?? node?.members.get("*"),
        meaning,
        names: meaning === "inputs" || meaning === "secrets" ? [...names, name] : [],
      },
      found,
    );
  }
}

function given(
  text: string,
  path: readonly string[],
  meaning: Meaning,
  names: readonly string[],
): GivenValue {
  const secret = meaning === "secrets";
  return {
    path: path.join("."),
    text,
    secret,
    names,
    secretPath: meaning === "inputs" ? secretPath(path) : undefined,
    isAddressable: true,
  };
}

/**
 * `globalValues.x` belongs to `globalSecrets.x`, the values of an integration's own connection to `secretInputs`, any other
 * `values.x` to `secrets.x`.
 */
function secretPath(path: readonly string[]): string {
  const [argument, variable, own, , ...input] = path;
  if (own === "integrationSpecific") return ["secretInputs", variable, ...input].join(".");
  if (argument === "globalValues") return ["globalSecrets", ...path.slice(1)].join(".");
  const at = path.indexOf("values");
  return path.map((each, index) => (index === at ? "secrets" : each)).join(".");
}

function treeOf(type: string): Node {
  const before = trees.get(type);
  if (before !== undefined) return before;
  const root: Node = { meaning: undefined, members: new Map() };
  const places: Places = Object.hasOwn(PLACES, type) ? PLACES[type as ResourceClass] : {};
  for (const [path, meaning] of Object.entries(places)) {
    let node = root;
    for (const name of path.split(".")) {
      const next = node.members.get(name) ?? { meaning: undefined, members: new Map() };
      node.members.set(name, next);
      node = next;
    }
    node.meaning = meaning;
  }
  trees.set(type, root);
  return root;
}
