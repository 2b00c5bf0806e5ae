import { format } from "prettier";

/** Names that examples use without declaring them; `given.ts` beside the module declares them. */
const GIVEN = ["config", "eu", "erp", "otherStack", "slack"];

/**
 * The source of a module that holds every example of the docstrings as a function, for the compiler and for tests that run
 * them.
 *
 * @param examples the examples by the name of what they show
 * @param exported the names that the package exports
 */
export function examplesModule(
  examples: ReadonlyMap<string, readonly string[]>,
  exported: readonly string[],
): Promise<string> {
  const all = [...examples.values()].flat();
  const used = (name: string) =>
    all.some(
      (code) => new RegExp(`\\b${name}\\b`).test(withoutTexts(code)) && !declaredIn(code).includes(name),
    );
  const entries = [...examples].map(
    ([name, codes]) => `${name}: [${codes.map((code) => `${functionOf(code)},`).join("\n")}],`,
  );
  return format(
    `// Written from the docstrings by npm run docs.
    import { ${exported.filter(used).join(", ")} } from "pulumi-prismatic";
    import { ${GIVEN.filter(used).join(", ")} } from "./given.ts";

    /** The examples of the docstrings, by what they show. */
    export const examples = {
      ${entries.join("\n")}
    };`,
    { parser: "typescript", printWidth: 110 },
  );
}

/** The programs of a description, without the sentences around them. */
export function codeOf(examples: readonly string[]): string[] {
  return examples.flatMap((text) =>
    [...text.matchAll(/^```ts\n([\s\S]*?)\n```$/gm)].map(([, code = ""]) => code),
  );
}

function functionOf(code: string): string {
  const names = declaredIn(code);
  const result = names.length > 0 ? `return { ${names.join(", ")} };` : "";
  return `${/\bawait\b/.test(code) ? "async " : ""}() => { ${code}\n${result} }`;
}

/** The constants that an example declares. */
function declaredIn(code: string): string[] {
  return [...code.matchAll(/^const (?:\{ ([^}]*) \}|(\w+)) =/gm)].flatMap(([, members, name]) =>
    name === undefined ? (members ?? "").split(", ") : [name],
  );
}

/** The names in the code of an example are those outside of its texts. */
function withoutTexts(code: string): string {
  return code.replace(/"[^"]*"/g, '""').replace(/\b\w+:/g, "");
}
