import { expect, it } from "vitest";
import { problemsOf } from "../dynamic/problems.ts";
import { componentDefinition } from "./component/definition.ts";
import { definitionSchema } from "./integration/definition/schema.ts";
import { componentSchema, nameSchema, stableKeySchema } from "./arguments.ts";

/** A value with a length that no number can be made of. */
const poser = { length: { toString: null, valueOf: null } };

it.each([
  ["a name", nameSchema, poser],
  ["a stable key", stableKeySchema, poser],
  ["a component", componentSchema, poser],
  ["a component's key", componentDefinition, { key: poser, display: { label: poser, description: poser } }],
  ["a name in a definition", definitionSchema, { name: poser }],
])(
  "What is no text is refused in place of %s, also where it claims to have a length",
  (_what, schema, value) => {
    const parsed = schema.safeParse(value, { reportInput: true });
    expect(parsed.success).toBe(false);
    expect(problemsOf(parsed.error!, []).map(({ message }) => message)).not.toEqual([]);
  },
);
