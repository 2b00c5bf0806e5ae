import { isUnknown, knownMap, knownMembers, knownText, type Properties } from "../engine/properties.ts";
import type { ResourceView } from "../engine/resource.ts";
import { remembered } from "./remembered.ts";
import { yaml } from "./yaml.ts";

/** A connection that a resource refers to. */
export interface ConnectionReference {
  /** Place in the resource's arguments. */
  path: string;
  stableKey: string;
  /** True for a connection resource of the same program, false for a mere key. */
  declaredHere: boolean;
  /** `managedBy` as the program or the tenant writes it, if it is known. */
  managedBy: string | undefined;
}

/** Tells integrations, of either make, from other resources. */
export function isIntegration({ type }: ResourceView): boolean {
  return type === "Integration" || type === "CodeNativeIntegration";
}

/** The connections that a resource refers to, by resource or by stable key; unknown ones are left out. */
export function referencesOf({ type, properties }: ResourceView): ConnectionReference[] {
  if (type === "Integration") return integrationReferences(properties);
  if (type === "CodeNativeIntegration") return codeReferences(properties);
  return reference("connection", properties["connection"]);
}

function integrationReferences({ connections, steps, definition }: Properties): ConnectionReference[] {
  const argument = (name: string, value: unknown) =>
    knownMembers(value).flatMap(([member, target]) => reference(`${name}.${member}`, target));
  return [
    ...argument("connections", connections),
    // Steps are listed by flow.
    ...knownMembers(steps).flatMap(([flow, switches]) => argument(`steps.${flow}`, switches)),
    // Unknown connections may replace any of the definition's.
    ...(isUnknown(connections) ? [] : definitionReferences(knownText(definition), connections ?? {})),
  ];
}

/** The keys that a bundle's code names, with those connections of the program that are listed for it. */
function codeReferences({ connections, stableKeys }: Properties): ConnectionReference[] {
  const list: unknown[] = Array.isArray(connections) ? connections : [];
  const listed = list.flatMap((target, index) => reference(`connections[${index}]`, target));
  const named = knownMembers(stableKeys).flatMap(([variable, stableKey]) =>
    reference(`bundle, useScopedConfigVar of ${JSON.stringify(variable)}`, stableKey),
  );
  return [
    ...listed,
    ...named.filter(({ stableKey }) => !listed.some((each) => each.stableKey === stableKey)),
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
  return keysInDefinition(definition)
    .filter(({ name }) => !(typeof name === "string" && Object.hasOwn(Object(replaced) as object, name)))
    .map(({ name, stableKey }) => ({
      path: `definition, useScopedConfigVar of ${JSON.stringify(name)}`,
      stableKey,
      declaredHere: false,
      managedBy: undefined,
    }));
}

/** The config variables in a definition that name a stable key; each text is parsed once, for all policies. */
const keysInDefinition = remembered((definition) => {
  const { parseDocument, visit } = yaml();
  const document = parseDocument(definition, { logLevel: "silent" });
  const found: { name: unknown; stableKey: string }[] = [];
  if (document.errors.length > 0) return found;
  visit(document, {
    Map(_, variable) {
      const stableKey = variable.get("useScopedConfigVar");
      if (typeof stableKey === "string" && stableKey !== "")
        found.push({ name: variable.get("key"), stableKey });
    },
  });
  return found;
});
