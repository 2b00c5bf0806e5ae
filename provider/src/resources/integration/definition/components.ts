import { isMap, isPair, isScalar, visit } from "yaml";
import { editable, type Definition } from "./read.ts";
import type { ComponentReference } from "./schema.ts";
import { applied } from "./splice.ts";

/** Version that Prismatic resolves to the newest one when it imports a definition. */
export const LATEST = "LATEST";

/** Every component that a definition names, each once by key, visibility and version. */
export function componentsOf({ value }: Definition): ComponentReference[] {
  const found = new Map<string, ComponentReference>();
  collect(value);
  return [...found.values()];

  function collect(node: unknown): void {
    if (typeof node !== "object" || node === null) return;
    const { component } = node as { component?: unknown };
    if (typeof component === "object" && component !== null && "key" in component) {
      const reference = component as ComponentReference;
      if (typeof reference.key === "string") {
        found.set(`${reference.key} ${String(reference.isPublic)} ${String(reference.version)}`, reference);
      }
    }
    for (const member of Object.values(node)) collect(member);
  }
}

/** The definition with every component at its newest version. */
export function withLatestComponents(definition: Definition): Definition {
  const document = editable(definition.text);
  let changed = false;
  visit(document, {
    Pair(_, pair) {
      if (!isPair(pair) || !isScalar(pair.key) || pair.key.value !== "component") return;
      if (!isMap(pair.value) || !pair.value.has("key") || pair.value.get("version") === LATEST) return;
      pair.value.set("version", LATEST);
      changed = true;
    },
  });
  return changed ? applied(definition.text, document) : definition;
}
