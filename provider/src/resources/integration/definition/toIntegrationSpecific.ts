import { isMap, isSeq, type Document, type YAMLMap } from "yaml";
import { pages, shows, variableNode } from "./toShared.ts";

/** Facts about a connection of the integration's own that a reusable one does not tell. */
export interface OwnConnection {
  component: { key: string; public: boolean };
  connectionType: string;
  /** Values of inputs that are the same wherever the integration runs; the wizard asks for the others. */
  values: Record<string, string>;
  /** Page of the configuration wizard that asks for it; undefined: the first that is not each user's own. */
  page: string | undefined;
}

/** Name of the page that Prismatic makes where there is none. */
const FIRST_PAGE = "Configuration";

/** Gives a config variable a connection of the integration's own, and a place on a page of the wizard. */
export function useOwnConnection(document: Document, key: string, own: OwnConnection): void {
  const variable = variableNode(document, key);
  const before = variable.get("useScopedConfigVar");
  if (before !== undefined && variable.get("stableKey") === before) variable.delete("stableKey");
  variable.delete("useScopedConfigVar");
  if (!isOfType(variable, own)) {
    const { key: component, public: isPublic } = own.component;
    const connection = {
      component: { isPublic, key: component, version: "LATEST" },
      key: own.connectionType,
    };
    variable.set("connection", document.createNode(connection));
    variable.set("inputs", document.createNode({}));
  }
  if (!variable.has("dataType")) variable.set("dataType", "connection");
  for (const [name, value] of Object.entries(own.values)) setInput(document, variable, { name, value });
  // A headless integration has no pages.
  if (variable.get("userLevelConfigured") !== true) addElement(document, key, own.page);
}

/** Sets the value of one input of a config variable, and leaves everything else about it. */
export function setInput(
  document: Document,
  variable: YAMLMap,
  { name, value, isTemplate = false }: { name: string; value: string; isTemplate?: boolean },
): void {
  const type = isTemplate ? "template" : "value";
  if (!isMap(variable.get("inputs"))) variable.set("inputs", document.createNode({}));
  const inputs = variable.get("inputs") as YAMLMap;
  inputs.flow = false;
  const input = inputs.get(name);
  if (isMap(input)) {
    input.set("type", type);
    input.set("value", value);
  } else inputs.set(name, document.createNode({ type, value }));
}

/** The page that would ask for a connection; undefined where there is none and a new one is made. */
export function pageFor(document: Document, name: string | undefined): YAMLMap | undefined {
  return pages(document).find((page) =>
    name === undefined ? page.get("userLevelConfigured") !== true : page.get("name") === name,
  );
}

function isOfType(variable: YAMLMap, own: OwnConnection): boolean {
  return (
    variable.getIn(["connection", "key"]) === own.connectionType &&
    variable.getIn(["connection", "component", "key"]) === own.component.key &&
    variable.getIn(["connection", "component", "isPublic"]) === own.component.public
  );
}

function addElement(document: Document, key: string, pageName: string | undefined): void {
  const elements = pages(document).flatMap((page) => {
    const list = page.get("elements");
    return isSeq(list) ? list.items : [];
  });
  if (elements.some((element) => shows(element, key))) return;
  const element = document.createNode({ type: "configVar", value: key });
  const page = pageFor(document, pageName);
  if (page === undefined) {
    const made = document.createNode({ elements: [element], name: pageName ?? FIRST_PAGE });
    const list = document.get("configPages");
    if (isSeq(list)) {
      list.flow = false;
      list.add(made);
    } else document.set("configPages", document.createNode([made]));
    return;
  }
  const list = page.get("elements");
  if (isSeq(list)) {
    list.flow = false;
    list.add(element);
  } else page.set("elements", document.createNode([element]));
}
