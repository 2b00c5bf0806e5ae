import { parseDefinition } from "../definition/parse.ts";
import { contradictions } from "../definition/references.ts";
import type { View } from "../request.ts";

/**
 * `validateIntegrationSchema`: whether a definition is one at all. What it needs in a tenant, such as components, is
 * checked on import.
 */
export function validateIntegrationSchema({ input }: { input: { definition: string } }): View {
  const { definition, problems } = parseDefinition(input.definition);
  const messages = definition ? contradictions(definition) : problems;
  return {
    result: { isValid: messages.length === 0 },
    errors: messages.length === 0 ? [] : [{ field: "definition", messages }],
  };
}
