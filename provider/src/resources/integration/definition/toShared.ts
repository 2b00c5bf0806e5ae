import { isMap, isScalar, isSeq, type Document, type Node, type Pair, type YAMLMap } from "yaml";

/** Members of a connection of the integration's own that go when a reusable one takes its place. */
const OF_ITS_OWN = ["connection", "inputs", "orgOnly", "onPremiseConnectionConfig"];

/** Entries of `meta` that concern the authorization of a connection of the integration's own. */
const OAUTH_ENTRY = /^o_?auth/i;

/**
 * Points a config variable to a reusable connection. Its key stays, so that no step has to change. So does its place on a
 * page that each user fills in alone: the page decides who sets the variable.
 */
export function useSharedConnection(document: Document, key: string, stableKey: string): void {
  const variable = variableNode(document, key);
  const before = variable.get("useScopedConfigVar");
  for (const name of OF_ITS_OWN) variable.delete(name);
  removeOAuthEntries(variable);
  if (!variable.has("dataType")) variable.set("dataType", "connection");
  if (before !== undefined && variable.get("stableKey") === before) variable.set("stableKey", stableKey);
  variable.set("useScopedConfigVar", stableKey);
  for (const page of pages(document)) {
    if (page.get("userLevelConfigured") !== true) removeElement(page, key);
  }
}

/** The node of a config variable. @throws Error where there is none; the caller has to make sure */
export function variableNode(document: Document, key: string): YAMLMap {
  const variables = document.get("requiredConfigVars");
  const found = isSeq(variables)
    ? variables.items.find((item) => isMap(item) && item.get("key") === key)
    : undefined;
  if (!isMap(found)) throw new Error(`There is no config variable "${key}" to edit.`);
  return found;
}

/** The pages of the configuration wizard. */
export function pages(document: Document): YAMLMap[] {
  const list = document.get("configPages");
  return isSeq(list) ? list.items.filter((item): item is YAMLMap => isMap(item)) : [];
}

/** True where an element of a page shows this config variable. */
export function shows(element: unknown, key: string): boolean {
  return isMap(element) && element.get("type") === "configVar" && element.get("value") === key;
}

function removeOAuthEntries(variable: YAMLMap): void {
  const meta = variable.get("meta");
  if (!isMap(meta)) return;
  const names = meta.items.map(nameOf).filter((name) => OAUTH_ENTRY.test(name));
  for (const name of names) meta.delete(name);
  if (names.length > 0 && meta.items.length === 0) variable.delete("meta");
}

function removeElement(page: YAMLMap, key: string): void {
  const elements = page.get("elements");
  if (!isSeq(elements)) return;
  const kept = elements.items.filter((element) => !shows(element, key));
  if (kept.length === elements.items.length) return;
  const first = elements.items[0] as Node | undefined;
  elements.items = kept;
  // A comment above a list belongs to its first member.
  if (first?.commentBefore && kept[0] !== first && isMap(kept[0])) {
    kept[0].commentBefore = [first.commentBefore, kept[0].commentBefore].filter(Boolean).join("\n");
  }
}

function nameOf(pair: Pair): string {
  return String(isScalar(pair.key) ? pair.key.value : pair.key);
}
