import type { Document, Node } from "yaml";
import { remembered } from "./remembered.ts";
import type { GivenValue } from "./values.ts";
import { yaml } from "./yaml.ts";

/**
 * The texts in an integration's definition: those that its own connections and its steps send are judged as values, all
 * others as prose. A definition that cannot be read is one text. Each text is parsed once, for all policies.
 */
export const valuesInDefinition = remembered((definition): readonly GivenValue[] => {
  const { parseDocument, visit, isScalar, isMap } = yaml();
  const document = parseDocument(definition, { logLevel: "silent" });
  if (document.errors.length > 0) return [prose(definition)];
  const judged = new Set<unknown>();
  const found: GivenValue[] = [];

  function judge(expression: Node | undefined, path: string, names: readonly string[], secretPath?: string) {
    if (expression === undefined) return;
    visit(expression, {
      Scalar(kind, scalar) {
        if (kind === "key" || typeof scalar.value !== "string") return;
        judged.add(scalar);
        found.push({ path, text: scalar.value, secret: false, names, secretPath, isAddressable: true });
      },
    });
  }

  visit(document, {
    Map(_, map) {
      const inputs = resolved(map.get("inputs", true), document);
      if (!isMap(inputs)) return;
      const owner = String(map.get("key") ?? map.get("name"));
      const isOwnConnection = map.has("connection");
      for (const { key, value } of inputs.items) {
        const input = String(isScalar(key) ? key.value : key);
        const expression = resolved(value, document);
        const [type, written] = isMap(expression)
          ? [expression.get("type"), resolved(expression.get("value", true), document)]
          : ["value", expression];
        // A reference to a config variable or to a step has no secret, whatever its name.
        const isNamed = isOwnConnection && type === "value";
        const path = `definition, ${input} of ${JSON.stringify(owner)}`;
        judge(
          written,
          path,
          isNamed ? [input] : [],
          isOwnConnection ? `secretInputs.${owner}.${input}` : undefined,
        );
      }
    },
  });
  visit(document, {
    Scalar(_, scalar) {
      if (typeof scalar.value === "string" && !judged.has(scalar)) found.push(prose(scalar.value));
    },
  });
  return found;
});

/** The name that a definition gives its integration; undefined if it cannot be read. */
export function nameInDefinition(definition: string): string | undefined {
  return names(definition) || undefined;
}

const names = remembered((definition) => {
  const document = yaml().parseDocument(definition, { logLevel: "silent" });
  const name =
    document.errors.length > 0 || !yaml().isMap(document.contents) ? undefined : document.get("name");
  return typeof name === "string" ? name : "";
});

/** A node, or the one that an alias stands for. */
function resolved(node: unknown, document: Document): Node | undefined {
  const { isAlias, isNode } = yaml();
  if (isAlias(node)) return node.resolve(document);
  return isNode(node) ? node : undefined;
}

function prose(text: string): GivenValue {
  return { path: "definition", text, secret: false, names: [], isAddressable: false };
}
