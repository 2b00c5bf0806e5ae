import type { Operation } from "./operation.ts";

/** The part of a mutation that a batch needs. */
type MutationText = Pick<Operation<unknown, unknown>, "document" | "name">;

/** The parts of a mutation document that takes one `$input` and has one root field. */
interface Parts {
  inputType: string;
  field: string;
  selection: string;
  fragments: Map<string, string>;
}

const MUTATION =
  /^\s*mutation \w+\(\$input: ([\w!]+)\) \{\s*(\w+)\(input: \$input\) (\{[\s\S]*?\n {2}\})\s*\}/;
const FRAGMENT = /fragment (\w+) on [\s\S]*?\n\}/g;

const parsed = new Map<string, Parts>();

/** The root field of a mutation; its answer stands there. */
export function rootField(operation: MutationText): string {
  return partsOf(operation).field;
}

/** Name of the alias under which the answer of the mutation at `index` stands. */
export function aliasOf(index: number): string {
  return `m${index}`;
}

/** One document that runs several mutations, each under an alias and with an input variable of its own. */
export function batchDocument(operations: readonly MutationText[]): string {
  const all = operations.map(partsOf);
  const variables = all.map(({ inputType }, index) => `$i${index}: ${inputType}`);
  const fields = all.map(
    ({ field, selection }, index) => `  ${aliasOf(index)}: ${field}(input: $i${index}) ${selection}`,
  );
  const fragments = new Map(all.flatMap((parts) => [...parts.fragments]));
  return [`mutation Batch(${variables.join(", ")}) {`, ...fields, "}", ...fragments.values()].join("\n");
}

/** The variables of a batch document. */
export function batchVariables(inputs: readonly unknown[]): Record<string, unknown> {
  return Object.fromEntries(inputs.map((input, index) => [`i${index}`, input]));
}

function partsOf({ document, name }: MutationText): Parts {
  const known = parsed.get(name);
  if (known !== undefined) return known;
  const match = MUTATION.exec(document);
  if (match === null) throw new Error(`${name} is not a mutation of one root field with one input.`);
  const [, inputType = "", field = "", selection = ""] = match;
  const fragments = new Map(
    [...document.matchAll(FRAGMENT)].map(([text, fragment = ""]) => [fragment, text]),
  );
  const parts = { inputType, field, selection, fragments };
  parsed.set(name, parts);
  return parts;
}
