import { createRequire } from "node:module";
import type * as Yaml from "yaml";
import { knownMap, knownMembers, knownText, type Properties } from "../engine/properties.ts";
import type { ResourceView } from "../engine/resource.ts";
import { isUnknown } from "../engine/unknown.ts";

// Loaded where a definition is read: most runs have none, and it takes as long to load as fifty resources to judge.
const requireHere = createRequire(import.meta.url);
const yaml = () => requireHere("yaml") as typeof Yaml;

/** A connection that a resource refers to. */
export interface ConnectionReference {
  /** Where in the resource's arguments. */
  path: string;
  stableKey: string;
  /** Whether it is a connection resource of the same program rather than a mere key. */
  declaredHere: boolean;
  /** `managedBy` as the program or the tenant writes it, where it is known. */
  managedBy: string | undefined;
}

/** The connections that a resource refers to, by resource or by stable key; unknown ones are left out. */
export function referencesOf({ type, properties }: ResourceView): ConnectionReference[] {
  if (type === "Integration") return integrationReferences(properties);
  return reference("connection", properties["connection"]);
}

function integrationReferences({ connections, steps, definition }: Properties): ConnectionReference[] {
  const argument = (name: string, value: unknown) =>
    knownMembers(value).flatMap(([member, target]) => reference(`${name}.${member}`, target));
  return [
    ...argument("connections", connections),
    // Steps stand below their flows.
    ...knownMembers(steps).flatMap(([flow, switches]) => argument(`steps.${flow}`, switches)),
    // What unknown connections replace cannot be told.
    ...(isUnknown(connections) ? [] : definitionReferences(knownText(definition), connections ?? {})),
  ];
}

function reference(path: string, value: unknown): ConnectionReference[] {
  const key = knownText(value);
  if (key !== undefined) return [{ path, stableKey: key, declaredHere: false, managedBy: undefined }];
  const map = knownMap(value);
  const stableKey = knownText(map?.["stableKey"]);
  if (map === undefined || stableKey === undefined) return [];
  const managedBy = knownText(map["managedBy"]);
  return [{ path, stableKey, declaredHere: map["variableScope"] !== undefined, managedBy }];
}

/** The keys in a definition's text, but for the config variables that get another connection from `connections`. */
function definitionReferences(definition: string | undefined, replaced: unknown): ConnectionReference[] {
  if (definition === undefined) return [];
  const { parseDocument, visit } = yaml();
  const document = parseDocument(definition, { logLevel: "silent" });
  if (document.errors.length > 0) return [];
  const found: ConnectionReference[] = [];
  visit(document, {
    Map(_, variable) {
      const stableKey = variable.get("useScopedConfigVar");
      const name = variable.get("key");
      if (typeof stableKey !== "string" || stableKey === "") return;
      if (typeof name === "string" && Object.hasOwn(Object(replaced) as object, name)) return;
      const path = `definition, useScopedConfigVar of ${JSON.stringify(name)}`;
      found.push({ path, stableKey, declaredHere: false, managedBy: undefined });
    },
  });
  return found;
}
