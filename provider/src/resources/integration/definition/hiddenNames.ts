import type { Definition } from "./read.ts";

/** A config variable that is named inside a text, where its uses are not found by value. */
export interface HiddenName {
  variable: string;
  /** Text that names it. */
  text: string;
}

/** `{{#Name}}` in templates. */
const TEMPLATE = /\{\{\s*#\s*([^{}]+?)\s*\}\}/g;
/** `configVars["Name"]`, `configVars['Name']` and `configVars.name` in code. */
const CODE = /\bconfigVars\s*(?:\?\.)?(?:\[\s*(["'`])((?:(?!\1).)+)\1\s*\]|\.\s*([A-Za-z_$][\w$]*))/g;
/** Comments in code, where a name does nothing. */
const COMMENTS = /\/\*[\s\S]*?\*\/|(^|[^:])\/\/[^\n]*/g;

/** The config variables that templates and code name in their texts, each once for each way of naming it. */
export function hiddenNames({ value }: Definition): HiddenName[] {
  const variables = new Set((value.requiredConfigVars ?? []).map(({ key }) => key));
  const found = new Map<string, HiddenName>();
  for (const text of textsOf(value)) {
    if (!text.includes("{{") && !text.includes("configVars")) continue;
    for (const [whole, variable = ""] of text.matchAll(TEMPLATE)) add(variable, whole);
    const code = text.replaceAll(COMMENTS, "$1");
    for (const [whole, , quoted, plain] of code.matchAll(CODE)) add(quoted ?? plain ?? "", whole);
  }
  return [...found.values()];

  function add(variable: string, text: string): void {
    if (variables.has(variable)) found.set(`${variable}\n${text}`, { variable, text });
  }
}

function* textsOf(value: unknown): Generator<string> {
  if (typeof value === "string") yield value;
  else if (typeof value === "object" && value !== null) {
    for (const member of Object.values(value)) yield* textsOf(member);
  }
}
